"""Which scenario a browser looks at: the room's, or one of one's own; and how a new one is made."""

import streamlit as st

from sop.domain.people import Right, Role
from sop.domain.scenario import LONGEST_SCENARIO_NAME
from sop.language import _
from sop.services import running, what_if
from sop.services.board import Board
from sop.storage import scenarios
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.shown import is_echo, show
from sop.ui.drawing import escaped, named
from sop.ui.view import View


def wanted_scenario() -> str | None:
    """Return the scenario that this browser chose for itself, None while it follows the room."""
    own: str | None = st.session_state.get(keys.OWN_SCENARIO)
    return own


def _show(view: View, scenario_id: str) -> None:
    """Look at a scenario: the facilitator takes the room along, everybody else goes alone."""
    if view.actor.role is Role.FACILITATOR and view.meeting is not None:
        st.session_state.pop(keys.OWN_SCENARIO, None)
        running.project(view.workspace.store, view.act(), view.meeting.id, scenario_id)
    else:
        st.session_state[keys.OWN_SCENARIO] = scenario_id


@action
def scenario_chosen(view: View) -> None:
    """Look at the scenario that was clicked."""
    chosen = st.session_state[keys.SCENARIO]
    if chosen and not is_echo(keys.SCENARIO):
        _show(view, chosen)


@action
def looked_at(view: View, scenario_id: str) -> None:
    """Look at a scenario that was chosen on another page."""
    _show(view, scenario_id)


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
    if view.cycle is None:
        return
    with view.workspace.store.read() as tx:
        copied = scenarios.get(tx, scenario_id)
    name = st.session_state[keys.SCENARIO_NAME]
    _show(view, what_if.new_scenario(view.workspace.store, view.act(token), view.cycle.id, name, copied).id)


@action
def was_reset(view: View, scenario_id: str) -> None:
    """Take every lever out of the scenario."""
    what_if.reset(view.workspace.store, view.act(), scenario_id)


def draw_scenarios(view: View, board: Board) -> None:
    """Draw the choice of scenarios, and the buttons that make one."""
    names = {scenario.id: escaped(named(scenario.name)) for scenario in board.scenarios}
    show(keys.SCENARIO, board.scenario.id)
    st.segmented_control(
        _("Scenario"), list(names), format_func=names.__getitem__, key=keys.SCENARIO, required=True, wrap=True,
        on_change=scenario_chosen, label_visibility="collapsed",
    )  # fmt: skip
    if not view.actor.may(Right.TRY):
        return
    if st.session_state.get(keys.OWN_SCENARIO):
        st.button(_("Follow the room"), icon=":material/cast:", on_click=followed, key="follow", shortcut="F")
    token = f"{view.person.id}/{board.scenario.id}/{len(board.scenarios)}"
    with st.popover(_("Save as"), icon=":material/save_as:", key=f"save-as-{len(board.scenarios)}"):
        st.text_input(_("Name of the scenario"), key=keys.SCENARIO_NAME, max_chars=LONGEST_SCENARIO_NAME)
        st.button(
            _("Save scenario"), type="primary", on_click=saved_as, args=(board.scenario.id, token), key="save-scenario"
        )
    if board.scenario.levers:
        st.button(_("Reset"), icon=":material/restart_alt:", on_click=was_reset, args=(board.scenario.id,), key="reset")
