"""The tiles of a plan: value, unit, and the difference to the base with a sign and a unit of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from sop.domain.measures import Kpis
from sop.domain.objectives import Measure, Standing
from sop.language import NBSP, _, compact_money, hours, money, months, ngettext, percent, points
from sop.ui.components.objectives import Verdict, months_words, verdict
from sop.ui.drawing import escaped

IN_MONEY = frozenset({Measure.REVENUE, Measure.MARGIN, Measure.STOCK_VALUE})
LEAST_SHARE = 0.0005  # 0.05 points: less reads as 0.0
TILE_PX = 150  # two side by side on a phone, six on a laptop
Good = Literal["normal", "inverse", "off"]  # a rise is good, bad, or neither
MEASURED = (Measure.REVENUE, Measure.MARGIN, Measure.FILL_RATE, Measure.STOCK_VALUE, None, Measure.OVERTIME)


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure as it is shown; `full` stands in the tooltip."""

    label: str
    value: str
    difference: str | None
    good: Good
    full: str


def tiles_of(now: Kpis, base: Kpis, currency: str) -> tuple[Tile, ...]:
    """Return the six tiles of the board, in their order."""

    def cash(label: str, value: float, before: float, good: Good, hint: str) -> Tile:
        difference = _difference(value, before, lambda change: compact_money(change, currency, signed=True))
        amount, _space, unit = compact_money(value, currency).partition(NBSP)  # the unit fits the label in any language
        return Tile(
            f"{label}, {unit}" if unit else label, amount, difference, good, f"{money(value, currency)} · {hint}"
        )

    return (
        cash(_("Revenue"), now.revenue_money, base.revenue_money, "normal", _("what is shipped, at its price")),
        cash(
            _("Margin"), now.margin_money, base.margin_money, "normal",
            _("revenue less what is paid for what is shipped, penalties left out"),
        ),
        _fill_rate(now, base, currency),
        cash(
            _("Stock value"), now.stock_value_money, base.stock_value_money, "inverse",
            _("mean of the closing stocks, at cost"),
        ),
        _utilisation(now, base),
        _overtime(now, base, currency),
    )  # fmt: skip


def _difference(value: float, before: float, say: Callable[[float], str], least: float = 0.0) -> str | None:
    """Return the difference in words, None where there is none beyond rounding, or less than is shown."""
    change = value - before
    return None if not abs(change) > max(1e-6 * max(abs(value), abs(before), 1.0), least) else say(change)


def _fill_rate(now: Kpis, base: Kpis, currency: str) -> Tile:
    hint = _("share of demand met in its month · lost {lost} · late at the end {late}").format(
        lost=compact_money(now.lost_money, currency), late=compact_money(now.backlog_money, currency)
    )
    return Tile(
        _("Fill rate"),
        percent(now.fill_rate),
        _difference(now.fill_rate, base.fill_rate, points, LEAST_SHARE),
        "normal",
        hint,
    )


def _utilisation(now: Kpis, base: Kpis) -> Tile:
    if not now.fullest_resource:
        return Tile(_("Utilisation"), percent(None), None, "off", _("no capacity was delivered"))
    months = ngettext("full in {count} month", "full in {count} months", now.full_months).format(count=now.full_months)
    label = _("{resource} used").format(resource=now.fullest_resource)
    difference = _difference(now.utilisation, base.utilisation, points, LEAST_SHARE)
    hint = _("the fullest resource, of its regular hours; {peak} in its fullest month, {months}").format(
        peak=percent(now.peak_utilisation), months=months
    )
    return Tile(label, percent(now.utilisation), difference, "off", hint)


def _overtime(now: Kpis, base: Kpis, currency: str) -> Tile:
    difference = _difference(now.overtime_h, base.overtime_h, lambda change: hours(change, signed=True))
    return Tile(_("Overtime"), hours(now.overtime_h), difference, "inverse", money(now.overtime_money, currency))


def draw_tiles(
    now: Kpis, base: Kpis, currency: str, standings: Sequence[Standing] = (), *, with_money: bool = True
) -> None:
    """Draw the tiles side by side, two by two on a phone, and say which months they cover and what they differ from.

    A tile with an objective says under its value how the plan stands against it, in the objective's fiscal year. Without
    money the tiles that are amounts of it are left out, and the tooltips, which tell prices.
    """
    verdicts = {each.objective.measure: verdict(each, currency) for each in standings}
    with st.grid(6, min_column_width=TILE_PX, gap="small", key="tiles"):
        for tile, measure in zip(tiles_of(now, base, currency), MEASURED, strict=True):
            if with_money:
                _draw_tile(tile, verdicts.get(measure) if measure else None)
            elif measure not in IN_MONEY:
                _draw_tile(replace(tile, full=""), None)
    if now.months:
        said = _("{months}, differences against the base plan").format(months=months(now.months[0], now.months[-1]))
        st.caption(escaped(" · ".join(filter(None, (said, months_words(standings))))))


def _draw_tile(tile: Tile, said: Verdict | None) -> None:
    help_words = escaped(tile.full if said is None else f"{tile.full}; {said.full}")
    with st.container(border=True, height="stretch", gap=None):
        st.metric(
            escaped(tile.label), tile.value, tile.difference, delta_color=tile.good, help=help_words, height="stretch"
        )
        if said is not None:
            st.caption(escaped(said.line))
