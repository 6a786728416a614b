"""The range of outcomes: the plan against a thousand paths of demand, drawn when the plan beside it stands."""

import numpy as np
import streamlit as st

from sop.charts.fan import fan_chart, risk_chart, spread_chart
from sop.language import _, compact_money, month, number, percent
from sop.planning.simulate import Range
from sop.services import outcomes
from sop.services.board import Board
from sop.ui.cache import chart_of
from sop.ui.components.pictures import look_of, unit_words
from sop.ui.drawing import escaped, vega
from sop.ui.later import draw_later
from sop.ui.view import View


def draw_outcomes(view: View, board: Board, family: str, currency: str) -> None:
    """Draw what may become of the plan for a family; with all of them the spread of margin and fill rate as well."""

    def draw(view: View, found: Range | None) -> None:
        if found is None:
            st.caption(_("Trying the plan on a thousand paths of demand …"))
            return
        _draw_fan(view, board, found, family, currency)
        st.caption(escaped(outcome_words(found, currency)))
        _draw_spreads(view, board, found, currency)

    draw_later(view, "outcomes", outcomes.outcomes(view.workspace, board, family), draw, _("Try a thousand paths"))


def _draw_fan(view: View, board: Board, found: Range, family: str, currency: str) -> None:
    group, look = found.groups.index(family), look_of(view)
    key, unit = f"{board.outcome.plan.key}/{family}", unit_words(board, family, currency)
    vega(chart_of(f"fan/{key}", look, lambda: fan_chart(outcomes.fan_frame(found, group), look, unit)), "fan")
    vega(chart_of(f"risk/{key}", look, lambda: risk_chart(outcomes.risk_frame(found, group), look)), "risk")


def _draw_spreads(view: View, board: Board, found: Range, currency: str) -> None:
    look, key = look_of(view), board.outcome.plan.key
    left, right = st.columns(2)
    fill = chart_of(
        f"fill/{key}", look, lambda: spread_chart(outcomes.fill_frame(found), look, _("Fill rate over the paths"))
    )
    with right:
        vega(fill, "fill-spread")
    if np.isfinite(board.kpis.margin_money):
        margin = chart_of(
            f"margin/{key}", look,
            lambda: spread_chart(outcomes.margin_frame(found, currency), look, _("Margin over the paths")),
        )  # fmt: skip
        with left:
            vega(margin, "margin-spread")


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
