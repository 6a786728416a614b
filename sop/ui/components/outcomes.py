"""The range of outcomes: the plan against a thousand paths of demand, drawn when the plan beside it stands."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from sop.charts.fan import HEIGHT_PX, SPREAD_PX, fan_chart, risk_chart, spread_chart
from sop.language import _, compact_money, month, number, percent
from sop.planning.simulate import Range
from sop.services import outcomes
from sop.services.board import Board
from sop.ui.cache import chart_of
from sop.ui.components.pictures import look_of, unit_words
from sop.ui.drawing import escaped, vega
from sop.ui.later import draw_later
from sop.ui.view import View

SMALL_FAN_PX, SMALL_SPREAD_PX = 150, 90  # in the type of the projector they fill its picture


def draw_outcomes(view: View, board: Board, family: str, currency: str) -> None:
    """Draw what may become of the plan for a family; with all of them the spread of margin and fill rate as well."""

    def draw(found: Range) -> None:
        _draw_fan(view, board, found, family, currency)
        st.caption(escaped(outcome_words(found, currency)))
        _draw_spreads(view, board, found, currency)

    _draw_tried(view, board, family, "outcomes", draw)


def draw_range(view: View, board: Board, family: str, currency: str, *, with_money: bool) -> None:
    """Draw the same so small that it fits beneath a board: fan and chance of a shortage, and how margin and fill rate spread."""

    def draw(found: Range) -> None:
        left, right = st.columns([7, 4], gap="medium")
        with left:
            _draw_fan(view, board, found, family, currency, height=SMALL_FAN_PX)
        with right:
            if with_money:
                _draw_margin(view, board, found, currency, height=SMALL_SPREAD_PX)
            _draw_fill(view, board, found, height=SMALL_SPREAD_PX)
        if with_money:
            st.caption(escaped(outcome_words(found, currency)))

    _draw_tried(view, board, family, "range", draw)


def _draw_tried(view: View, board: Board, family: str, part: str, drawn: Callable[[Range], None]) -> None:
    """Draw what is found when the plan is tried on every path; until then that it is being tried."""

    def draw(view: View, found: Range | None) -> None:  # noqa: ARG001 - the form of an answer
        if found is None:
            st.caption(_("Trying the plan on a thousand paths of demand …"))
        else:
            drawn(found)

    draw_later(view, part, outcomes.outcomes(view.workspace, board, family), draw, _("Try a thousand paths"))


def _draw_fan(view: View, board: Board, found: Range, family: str, currency: str, *, height: int = HEIGHT_PX) -> None:
    group, look = found.groups.index(family), look_of(view)
    key, unit = f"{board.outcome.plan.key}/{family}/{height}", unit_words(board, family, currency)
    vega(
        chart_of(f"fan/{key}", look, lambda: fan_chart(outcomes.fan_frame(found, group), look, unit, height=height)),
        "fan",
    )
    vega(chart_of(f"risk/{key}", look, lambda: risk_chart(outcomes.risk_frame(found, group), look)), "risk")


def _draw_spreads(view: View, board: Board, found: Range, currency: str) -> None:
    left, right = st.columns(2)
    with right:
        _draw_fill(view, board, found)
    with left:
        _draw_margin(view, board, found, currency)


def _draw_fill(view: View, board: Board, found: Range, *, height: int = SPREAD_PX) -> None:
    look, title = look_of(view), _("Fill rate over the paths")
    key = f"fill/{board.outcome.plan.key}/{height}"
    vega(
        chart_of(key, look, lambda: spread_chart(outcomes.fill_frame(found), look, title, height=height)),
        "fill-spread",
    )


def _draw_margin(view: View, board: Board, found: Range, currency: str, *, height: int = SPREAD_PX) -> None:
    if not np.isfinite(board.kpis.margin_money):
        return
    look, title = look_of(view), _("Margin over the paths")
    key, frame = f"margin/{board.outcome.plan.key}/{height}", outcomes.margin_frame
    vega(chart_of(key, look, lambda: spread_chart(frame(found, currency), look, title, height=height)), "margin-spread")


def outcome_words(found: Range, currency: str) -> str:
    """Return how many paths there are, from when on production reacts, and between what the figures come out."""
    low, high = np.quantile(found.margin_money, (0.05, 0.95))
    worst, best = np.quantile(found.fill_rate, (0.05, 0.95))
    said = _(
        "{paths} paths from the forecast's intervals, the same for every scenario. In 9 of 10 of them the margin comes to "
        "{low} to {high}, the fill rate to {worst} to {best}."
    ).format(
        paths=number(len(found.fill_rate)), low=compact_money(float(low), currency),
        high=compact_money(float(high), currency), worst=percent(float(worst)), best=percent(float(best)),
    )  # fmt: skip
    if found.corrects_from >= len(found.months):
        return said
    reacts = _(
        "Production reacts from {month} on, with the hours and purchases that are free; before, the plan is fixed."
    )
    return f"{said} {reacts.format(month=month(found.months[found.corrects_from]))}"
