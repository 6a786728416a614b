"""How far a lever may go, in words under its slider."""

import streamlit as st

from sop.domain.scenario import Lever
from sop.language import N_, _, percent
from sop.planning.break_even import BreakEven, Event, Reach
from sop.services import how_far
from sop.services.board import Board
from sop.services.sentences import value_words
from sop.ui.drawing import escaped
from sop.ui.later import draw_later
from sop.ui.view import View

UNTIL = {
    Event.FULL: N_("until {name} is used up: {value}"),
    Event.REFUSED: N_("until orders are refused: {value}"),
    Event.UNDER_TARGET: N_("until the fill rate is under {target}: {value}"),
}
BEYOND = {
    Event.FULL: N_("▲ {name} is used up beyond {value}"),
    Event.REFUSED: N_("▲ orders are refused beyond {value}"),
    Event.UNDER_TARGET: N_("▲ the fill rate is under {target} beyond {value}"),
}
ALWAYS = {
    Event.FULL: N_("a further resource or material is used up at every value"),
    Event.REFUSED: N_("orders are refused at every value"),
    Event.UNDER_TARGET: N_("the fill rate is under {target} at every value"),
}


def draw_reach(view: View, board: Board, lever: Lever) -> None:
    """Draw how far a lever may go; in a moment, when nobody asked for it yet."""
    target = how_far.fill_target(board)

    def draw(view: View, found: Reach | None) -> None:  # noqa: ARG001 - the form of an answer
        st.caption(escaped(_("how far: in a moment …") if found is None else reach_words(found, lever, target)))

    draw_later(view, f"reach-{lever.id}", how_far.reach(view.workspace, board, lever), draw, _("How far?"))


def reach_words(found: Reach, lever: Lever, target: float | None) -> str:
    """Return what happens along a lever, the nearest first, in values of its slider."""
    share = percent(target, 0) if target is not None and round(100 * target) == 100 * target else percent(target)
    near = sorted(found.breaks, key=lambda each: abs(each.value - lever.value))
    said = [
        _((BEYOND if _passed(each, lever.value) else UNTIL)[each.event]).format(
            name=each.name, value=value_words(lever.kind, each.value), target=share
        )
        for each in near
    ]
    said += [_(ALWAYS[event]).format(target=share) for event in found.always]
    low, high = value_words(lever.kind, found.low), value_words(lever.kind, found.high)
    if not said:
        return _("nothing fills up or is refused from {low} to {high}").format(low=low, high=high)
    return _("{said} (looked from {low} to {high})").format(said=" · ".join(said), low=low, high=high)


def _passed(each: BreakEven, value: float) -> bool:
    """Return whether a lever stands beyond a break-even."""
    return value > each.low if each.upwards else value < each.high
