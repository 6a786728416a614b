"""Which scenario a browser looks at: the room's, or one of one's own; and how a new one is made."""

from collections.abc import Iterable

import streamlit as st

from sop.domain.people import Right, Role
from sop.domain.scenario import LONGEST_SCENARIO_NAME, Scenario, Sharing
from sop.language import _
from sop.services import board as boards
from sop.services import running, what_if
from sop.services.board import Board
from sop.storage import scenarios
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.shown import is_echo, show
from sop.ui.drawing import escaped, named
from sop.ui.folding import draw_folded
from sop.ui.view import View


def wanted_scenario() -> str | None:
    """Return the scenario that this browser chose for itself, None while it follows the room."""
    own: str | None = st.session_state.get(keys.OWN_SCENARIO)
    return own


def _show(view: View, scenario: Scenario) -> None:
    """Look at a scenario: the facilitator takes the room along, everybody else goes alone; into a draft everybody does."""
    if view.actor.role is Role.FACILITATOR and view.meeting is not None and scenario.sharing is not Sharing.DRAFT:
        st.session_state.pop(keys.OWN_SCENARIO, None)
        running.project(view.workspace.store, view.act(), view.meeting.id, scenario.id)
    else:
        st.session_state[keys.OWN_SCENARIO] = scenario.id


def _scenario(view: View, scenario_id: str) -> Scenario:
    with view.workspace.store.read() as tx:
        return scenarios.get(tx, scenario_id)


@action
def scenario_chosen(view: View) -> None:
    """Look at the scenario that was clicked."""
    chosen = st.session_state[keys.SCENARIO]
    if chosen and not is_echo(keys.SCENARIO):
        _show(view, _scenario(view, chosen))


def look_at(view: View, scenario_id: str) -> None:
    """Look at a scenario that was chosen elsewhere; for callbacks."""
    _show(view, _scenario(view, scenario_id))


@action
def looked_at(view: View, scenario_id: str) -> None:
    """Look at the scenario whose button was clicked."""
    look_at(view, scenario_id)


def looked_at_alone(scenario_id: str) -> None:
    """Look at a scenario of one's own, here and on the supply page, without taking the room along."""
    st.session_state[keys.OWN_SCENARIO] = st.session_state[keys.SUPPLY_SCENARIO] = scenario_id


@action
def followed(view: View) -> None:  # noqa: ARG001 - the form of a callback
    """Go back to what the room sees."""
    st.session_state.pop(keys.OWN_SCENARIO, None)


@action
def saved_as(view: View, scenario_id: str, token: str) -> None:
    """Save the scenario on screen under a name of one's own, and look at it."""
    if view.cycle is not None:
        copied, name = _scenario(view, scenario_id), st.session_state[keys.SCENARIO_NAME]
        _show(view, what_if.new_scenario(view.workspace.store, view.act(token), view.cycle.id, name, copied))


@action
def tried_alone(view: View, scenario_id: str, token: str) -> None:
    """Make a draft of one's own of what is on screen, and look at it alone."""
    name = _("My try: {scenario}").format(scenario=named(_scenario(view, scenario_id).name))
    draft = what_if.try_alone(view.workspace.store, view.act(token), scenario_id, name)
    st.session_state[keys.OWN_SCENARIO] = draft.id


@action
def thrown_away(view: View, scenario_id: str) -> None:
    """Remove the draft, and look at what the room sees."""
    what_if.throw_away(view.workspace.store, view.act(), scenario_id)
    st.session_state.pop(keys.OWN_SCENARIO, None)


@action
def was_reset(view: View, scenario_id: str) -> None:
    """Take every lever out of the scenario."""
    what_if.reset(view.workspace.store, view.act(), scenario_id)


def scenario_words(scenario: Scenario) -> str:
    """Return a scenario's name as the bar shows it; a draft bears a lock."""
    name = escaped(named(scenario.name))
    return f":material/lock: {name}" if scenario.sharing is Sharing.DRAFT else name


def _choices(board: Board) -> Iterable[Scenario]:
    """Return the room's scenarios, the one on screen whatever it is, and one's own drafts."""
    standing = [each for each in board.scenarios if each.sharing is Sharing.ROOM]
    every = [*standing, *board.drafts]
    return every if any(each.id == board.scenario.id for each in every) else [*every, board.scenario]


def draw_scenarios(view: View, board: Board) -> None:
    """Draw the choice of scenarios, and the buttons that make one."""
    names = {scenario.id: scenario_words(scenario) for scenario in _choices(board)}
    show(keys.SCENARIO, board.scenario.id)
    st.segmented_control(
        _("Scenario"), list(names), format_func=names.__getitem__, key=keys.SCENARIO, required=True, wrap=True,
        on_change=scenario_chosen, label_visibility="collapsed",
    )  # fmt: skip
    if st.session_state.get(keys.OWN_SCENARIO):
        st.button(_("Follow the room"), icon=":material/cast:", on_click=followed, key="follow", shortcut="F")
    if view.actor.may(Right.TRY) and not view.projector:  # the picture in the room is no place to work at
        _draw_making(view, board)


def _draw_making(view: View, board: Board) -> None:
    scenario = board.scenario
    token = f"{view.person.id}/{scenario.id}/{scenario.version}/{len(board.scenarios)}/{len(board.drafts)}"
    if scenario.sharing is Sharing.DRAFT:
        st.button(
            _("Throw away"), icon=":material/delete:", on_click=thrown_away, args=(scenario.id,), key="draft-away",
            help=_("Removes this draft; what was put forward of it stays."),
        )  # fmt: skip
    else:
        st.button(
            _("Try it myself"), icon=":material/science:", on_click=tried_alone, args=(scenario.id, f"try/{token}"),
            key="try-alone", help=_("A copy that only you see, until you put it forward."),
        )  # fmt: skip

    def draw() -> None:
        st.text_input(_("Name of the scenario"), key=keys.SCENARIO_NAME, max_chars=LONGEST_SCENARIO_NAME)
        st.button(_("Save scenario"), type="primary", on_click=saved_as, args=(scenario.id, token), key="save-scenario")

    fold = f"{keys.SAVE_FOLD}-{len(board.scenarios)}-{len(board.drafts)}"
    draw_folded(_("Save as"), draw, key=fold, icon=":material/save_as:")
    if scenario.levers and boards.obstacle(view.actor, scenario, view.meeting) is None:
        st.button(_("Reset"), icon=":material/restart_alt:", on_click=was_reset, args=(scenario.id,), key="reset")
