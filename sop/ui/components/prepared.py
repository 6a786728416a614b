"""The prepared decisions on the meeting page: which one is on, its options to look at, its levers at hand."""

import streamlit as st

from sop.domain.meeting import Cycle
from sop.domain.prepared import ON_FIRST_SCREEN, PreparedDecision, ScopedLever
from sop.language import _
from sop.language import date as day_words
from sop.services import preparing, what_if
from sop.services.board import Board
from sop.services.sentences import LEVER_NAMES, scope_words, value_words
from sop.services.starting import starting_value
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.heard import take_up
from sop.ui.components.levers import slider_format
from sop.ui.components.scenario_bar import look_at, looked_at
from sop.ui.components.shown import is_echo, show
from sop.ui.drawing import escaped, named
from sop.ui.view import View

RECOMMENDED = "★"


@action
def picked(view: View, decision_id: str, scenario_id: str) -> None:
    """Put a prepared decision on the board; the facilitator takes the room to it and to the option that is recommended."""
    st.session_state[keys.PREPARED_ON] = decision_id
    take_up(view, decision_id)
    if scenario_id:
        look_at(view, scenario_id)


@action
def at_hand_moved(view: View, scenario_id: str, lever_id: str, scoped: ScopedLever, key: str) -> None:
    """Set a lever at hand where it was put."""
    if is_echo(key):
        return
    lever = preparing.set_lever(lever_id, scoped, float(st.session_state[key]))
    what_if.move_lever(view.workspace.store, view.act(), scenario_id, lever)


def decision_on(found: tuple[PreparedDecision, ...], board: Board) -> PreparedDecision | None:
    """Return the decision that is on: the one picked here, else the first that has the scenario on screen as an option."""
    chosen = next((each for each in found if each.id == st.session_state.get(keys.PREPARED_ON)), None)
    with_option = next((each for each in found if each.option(board.scenario.id)), None)
    return chosen if chosen and (chosen.option(board.scenario.id) or with_option is None) else with_option


def read_prepared(view: View, cycle: Cycle) -> tuple[PreparedDecision, ...]:
    """Return the decisions that the meeting is to take."""
    with view.workspace.store.read() as tx:
        return preparing.listed(tx, cycle.id)


def draw_prepared(view: View, found: tuple[PreparedDecision, ...], on: PreparedDecision | None, board: Board) -> None:
    """Draw the first three prepared decisions as buttons, the others behind one, and the options of the one that is on.

    The projector shows the one that is on, in a line.
    """
    if not found:
        return
    if view.projector:
        if on is not None:
            _draw_options(on, board, named(on.question))
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="prepared-decisions"):
        for number, each in enumerate(found[:ON_FIRST_SCREEN], start=1):
            _draw_button(each, number, on)
        if len(found) > ON_FIRST_SCREEN:
            with st.popover(_("{count} more").format(count=len(found) - ON_FIRST_SCREEN), key="prepared-more"):
                for number, each in enumerate(found[ON_FIRST_SCREEN:], start=ON_FIRST_SCREEN + 1):
                    _draw_button(each, number, on)
    if on is not None:
        _draw_options(on, board)


def _draw_button(each: PreparedDecision, number: int, on: PreparedDecision | None) -> None:
    first = next((option for option in each.options if option.name == each.recommended), None)
    start = first or next(iter(each.options), None)
    st.button(
        escaped(f"{number} · {named(each.question)}"), key=f"prepared-{each.id}", on_click=picked,
        args=(each.id, start.scenario_id if start else ""), type="primary" if on and on.id == each.id else "secondary",
        help=escaped(_("Decide by {day}. {why}").format(day=day_words(each.decide_by), why=named(each.why_now))),
    )  # fmt: skip


def _draw_options(on: PreparedDecision, board: Board, question: str = "") -> None:
    standing = {scenario.id for scenario in board.scenarios}
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="prepared-options"):
        if question:
            st.subheader(escaped(question), anchor=False, width="content")
        for option in on.options:
            mark = f" {RECOMMENDED}" if option.name == on.recommended else ""
            st.button(
                escaped(f"{named(option.name)}{mark}"), key=f"option-{on.id}-{option.name}", on_click=looked_at,
                args=(option.scenario_id,), disabled=option.scenario_id not in standing,
                type="primary" if option.scenario_id == board.scenario.id else "secondary",
                help=escaped(_("Gives up: {what}").format(what=named(option.gives_up))) if option.gives_up else None,
            )  # fmt: skip
        if on.recommended and not question:
            st.caption(
                escaped(_("{mark} recommended: {because}").format(mark=RECOMMENDED, because=named(on.because) or "-"))
            )


def draw_at_hand(on: PreparedDecision | None, board: Board) -> None:
    """Draw the levers of the decision that is on, as far as the scenario does not have them yet; moving one sets it."""
    if on is None or board.scenario.is_base:
        return
    plan = board.outcome.plan
    for lever_id, scoped in preparing.at_hand(on, plan.months):
        if not any((each.kind, each.scope) == (scoped.kind, scoped.scope) for each in board.scenario.levers):
            _draw_lever(board, lever_id, scoped)


def _draw_lever(board: Board, lever_id: str, scoped: ScopedLever) -> None:
    key = f"{lever_id}-{board.scenario.id}"
    start = starting_value(board.outcome.plan, scoped.kind, scoped.scope, scoped.months)
    value = min(max(start, scoped.low), scoped.high)
    show(key, float(value))
    title = f"{_(LEVER_NAMES[scoped.kind])} · {scope_words(scoped.kind, scoped.scope)}"
    st.slider(
        escaped(title), float(scoped.low), float(scoped.high), step=float(scoped.step), key=key,
        format=slider_format(scoped.kind), on_change=at_hand_moved, args=(board.scenario.id, lever_id, scoped, key),
        help=escaped(
            _("At hand for this decision, from {low} to {high}; it is set once you move it.").format(
                low=value_words(scoped.kind, scoped.low), high=value_words(scoped.kind, scoped.high)
            )
        ),
    )  # fmt: skip


def ranges(on: PreparedDecision | None, board: Board) -> dict[str, ScopedLever]:
    """Return the ranges of the levers at hand by the ids that they have once they are set."""
    return dict(preparing.at_hand(on, board.outcome.plan.months)) if on is not None else {}
