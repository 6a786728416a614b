"""Stock against its target band: the picture of a family, its figures in money and days, and who leaves the band."""

from collections.abc import Sequence

import streamlit as st

from sop.charts.stock_band import stock_band_chart
from sop.domain.calendar import Month
from sop.domain.supply import FloatArray, SupplyPlan
from sop.language import _, compact, compact_money, month
from sop.services import stock_band as bands
from sop.services.board import Board
from sop.services.frames import WHOLE
from sop.services.stock_band import StockBand
from sop.ui.cache import chart_of
from sop.ui.components.material_cover import NOTHING, days_words
from sop.ui.components.monthly import draw_monthly
from sop.ui.components.pictures import look_of, unit_words
from sop.ui.components.reason import spells
from sop.ui.drawing import escaped, named, plain, vega
from sop.ui.view import View

_MOST_SKUS = 10  # that leave their band; the others are counted


def draw_stock_band(view: View, board: Board, family: str, currency: str) -> None:
    """Draw the band of the chosen family, of all of them where none is chosen, and the SKUs that leave it."""
    plan, look = board.outcome.plan, look_of(view)
    band, unit = bands.stock_band(plan, family), unit_words(board, WHOLE, currency)
    if not band.most_money.any():
        plain(_("What is made to order keeps no stock."))
        return

    def make() -> dict[str, object]:
        return stock_band_chart(bands.band_frame(band, plan), look, unit)

    vega(chart_of(f"stock-band/{plan.key}/{family}", look, make), "stock-band")
    draw_monthly(_lines(band, unit), plan, "stock-band-months")
    if family == WHOLE:
        _draw_families(plan)
    _draw_outside(bands.outside(plan, family), plan, currency)
    st.caption(_basis(plan))


def _basis(plan: SupplyPlan) -> str:
    if bands.has_limits(plan):
        return _(
            "The maximum is the stock limit of each SKU; where it has none, safety stock and the demand of one month."
        )
    return _(
        "No SKU has a stock limit (column max_stock_days of the items): the maximum shown is safety stock and the demand of one month."
    )  # fmt: skip


def _lines(band: StockBand, unit: str) -> dict[str, list[str]]:
    money = {
        _("Closing stock"): band.stock_money,
        _("Safety stock"): band.safety_money,
        _("Maximum"): band.most_money,
        _("▲ Below, SKU by SKU"): band.below_money,
        _("◆ Above, SKU by SKU"): band.above_money,
    }
    days = {
        _("Closing stock, days"): band.stock_days,
        _("Safety stock, days"): band.safety_days,
        _("Maximum, days"): band.most_days,
    }
    return {
        **{f"{name}, {unit}": [compact(value) for value in values] for name, values in money.items()},
        **{name: [days_words(value) for value in values] for name, values in days.items()},
    }


def _draw_families(plan: SupplyPlan) -> None:
    """Draw the days of every family by month, marked where one of its SKUs leaves its band."""
    found = [bands.stock_band(plan, family) for family in dict.fromkeys(plan.families)]
    lines = {
        named(band.family): [_cell(band, t) for t in range(len(plan.months))] for band in found if band.most_money.any()
    }
    plain(
        _("Closing stock of each family, days of supply; ▲ a SKU is below its safety stock, ◆ one is above its maximum")
    )
    draw_monthly(lines, plan, "stock-band-families", head=_("Family"))


def _cell(band: StockBand, t: int) -> str:
    marks = ("▲" if band.below_money[t] > 0 else "") + ("◆" if band.above_money[t] > 0 else "")
    return f"{marks} {days_words(float(band.stock_days[t]))}".strip()


def _draw_outside(found: Sequence[bands.Outside], plan: SupplyPlan, currency: str) -> None:
    if not found:
        plain(_("✓ Every SKU stays within its band."))
        return
    shown = found[:_MOST_SKUS]
    st.table(
        {
            _("SKU"): [escaped(f"{plan.skus[each.sku]} · {named(each.family)}") for each in shown],
            _("Below safety stock"): [escaped(_misses("▲", each.below_money, plan.months, currency)) for each in shown],
            _("Above maximum"): [escaped(_misses("◆", each.above_money, plan.months, currency)) for each in shown],
        },
        hide_index=True, border="horizontal",
    )  # fmt: skip
    if len(found) > len(shown):
        st.caption(_("and {count} more").format(count=compact(len(found) - len(shown))))


def _misses(sign: str, money: FloatArray, plan_months: Sequence[Month], currency: str) -> str:
    """Return in which months, and how much in the worst of them."""
    inside = [month_ for month_, amount in zip(plan_months, money.tolist(), strict=True) if amount > 0]
    if not inside:
        return NOTHING
    worst = int(money.argmax())
    most = compact_money(float(money[worst]), currency)
    if len(inside) == 1:
        return f"{sign} {month(inside[0])}, {most}"
    return _("{sign} {months}, most {amount} in {worst}").format(
        sign=sign, months=spells(inside), amount=most, worst=month(plan_months[worst])
    )
