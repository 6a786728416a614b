"""The bridge from budget to latest estimate: choice of year and family, waterfall, and the table behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from sop.charts.theme import Look
from sop.charts.waterfall import waterfall_chart
from sop.domain.bridge import Bar, Bridge, FamilyBridge, Weighted
from sop.domain.supply import SupplyPlan
from sop.language import N_, Term, _, compact, compact_money, currency_name, months, number, percent
from sop.services import bridge as bridges
from sop.services.inputs import Inputs
from sop.ui import keys
from sop.ui.cache import chart_of
from sop.ui.components.shown import show
from sop.ui.drawing import escaped, figures, vega
from sop.ui.view import View

WHOLE = ""
BARS: dict[Bar, Term] = {
    Bar.VOLUME: N_("Volume"),
    Bar.MIX: N_("Mix"),
    Bar.PRICE: N_("Price"),
    Bar.COST: N_("Cost"),
    Bar.LOST: N_("Lost to supply"),
    Bar.WITHOUT_BUDGET: N_("Without a budget"),
    Bar.UNSPLIT: N_("Budget without quantity"),
    Bar.PREMIUM: N_("Overtime and premiums"),
    Bar.OFF_STANDARD: N_("Off standard cost"),
    Bar.RISK: N_("Risks, weighted"),
    Bar.OPPORTUNITY: N_("Opportunities, weighted"),
}
ALWAYS = frozenset({Bar.VOLUME, Bar.MIX, Bar.PRICE, Bar.COST, Bar.LOST})
WEIGHTED = frozenset({Bar.RISK, Bar.OPPORTUNITY})


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn of a bridge: of one family or of all."""

    budget_money: float
    bars: Mapping[Bar, float]
    estimate_money: float

    def steps(self) -> list[tuple[Bar, float]]:
        """Return the bars that are drawn: the usual ones, and of the others those that are not 0."""
        least = 1e-9 * max(abs(self.budget_money), abs(self.estimate_money), 1.0)
        return [(bar, self.bars.get(bar, 0.0)) for bar in Bar if bar in ALWAYS or abs(self.bars.get(bar, 0.0)) > least]


def draw_bridge(view: View, inputs: Inputs, plan: SupplyPlan, currency: str, weighted: Sequence[Weighted]) -> None:
    """Draw the bridge of the plan's latest estimate; `weighted`: what risks and opportunities are expected to bring."""
    years = bridges.bridged_years(inputs)
    year = _choose_year(years, bridges.year_bridged_first(inputs)) if years else None
    found = bridges.bridge(inputs, plan, year or inputs.cycle.first_decidable.year, weighted)
    family = _choose_family(found)
    picture = _picture(found, family)
    look = Look(view.language, view.dark, view.projector)
    name = f"bridge/{plan.key}/{found.months}/{family}/{sorted(picture.bars.items())}"
    unit = currency_name(currency)
    vega(chart_of(name, look, lambda: waterfall_chart(_frame(picture), look, unit)), "bridge")
    st.markdown(escaped(verdict(picture, currency)))
    _draw_table(found, unit, is_projected=view.projector)
    _draw_source(found)


def _choose_year(years: Sequence[int], first: int | None) -> int:
    if st.session_state.get(keys.BRIDGE_YEAR) not in years:
        show(keys.BRIDGE_YEAR, first)
    return int(
        st.segmented_control(
            _("Fiscal year"), list(years), format_func=str, required=True, key=keys.BRIDGE_YEAR
        ) or years[0]
    )  # fmt: skip


def _choose_family(found: Bridge) -> str:
    names = [WHOLE, *(each.family for each in found.families)]
    if st.session_state.get(keys.BRIDGE_FAMILY) not in names:
        show(keys.BRIDGE_FAMILY, WHOLE)
    chosen = st.segmented_control(
        _("Family"), names, required=True, wrap=True, key=keys.BRIDGE_FAMILY, label_visibility="collapsed",
        format_func=lambda name: escaped(name) or _("All families"),
    )  # fmt: skip
    return chosen or WHOLE


def _picture(found: Bridge, family: str) -> Picture:
    own = next((each for each in found.families if each.family == family), None)
    part: FamilyBridge | Bridge = own or found
    return Picture(part.budget_money, part.bars, part.estimate_money)


def _frame(picture: Picture) -> pd.DataFrame:
    steps = picture.steps()
    rows = [(_("Budget"), True, picture.budget_money)]
    rows += [(_(BARS[bar]), False, money) for bar, money in steps if bar not in WEIGHTED]
    weighted = [(_(BARS[bar]), False, money) for bar, money in steps if bar in WEIGHTED]
    if weighted:
        plan_money = picture.estimate_money - sum(money for _name, _total, money in weighted)
        rows += [(_("Plan"), True, plan_money), *weighted]
    rows.append((_("Latest estimate"), True, picture.estimate_money))
    return pd.DataFrame(rows, columns=["name", "is_total", "money"])


def verdict(picture: Picture, currency: str) -> str:
    """Return in words how far the estimate is off the budget, and the bar that weighs most."""
    gap = picture.estimate_money - picture.budget_money
    share = gap / picture.budget_money if picture.budget_money > 0 else None
    said = _("The latest estimate is {gap} against the budget ({share}).").format(
        gap=compact_money(gap, currency, signed=True), share=percent(share, signed=True)
    )
    bar, money = max(picture.steps(), key=lambda step: abs(step[1]))
    if not money:
        return said
    return f"{said} " + _("What weighs most: {bar}, {money}.").format(
        bar=_(BARS[bar]), money=compact_money(money, currency, signed=True)
    )


def _draw_table(found: Bridge, unit: str, *, is_projected: bool) -> None:
    shown = [bar for bar, _money in Picture(found.budget_money, found.bars, found.estimate_money).steps()]
    heads = [
        _("Unit"), _("Budget, units"), _("Estimate, units"), f"{_('Budget')}, {unit}", *(_(BARS[bar]) for bar in shown),
        f"{_('Latest estimate')}, {unit}",
    ]  # fmt: skip
    rows = [
        [each.unit, number(each.budget_units), number(each.estimate_units), *_money(each, shown)]
        for each in found.families
    ]
    rows.append(["", "", "", *_money(found, shown)])
    names = pd.Index([*(each.family for each in found.families), _("Total")], name=_("Family"))
    figures(pd.DataFrame(rows, columns=heads, index=names), "bridge-table", words=1, is_projected=is_projected)


def _money(part: FamilyBridge | Bridge, shown: Sequence[Bar]) -> list[str]:
    steps = [compact(part.bars.get(bar, 0.0), signed=True) for bar in shown]
    return [compact(part.budget_money), *steps, compact(part.estimate_money)]


def _draw_source(found: Bridge) -> None:
    said = _("Margin over {months}").format(months=months(found.months[0], found.months[-1]))
    if found.closed:
        said += ". " + _("{months} as sold, at today's unit cost; then the plan").format(
            months=months(found.closed[0], found.closed[-1])
        )
    st.caption(
        escaped(said)
        + ". "
        + _(
            "Volume is at the budget's margin, in equivalent units; mix against what was sold in the twelve months before; lost to supply is what is demanded and not shipped in these months. Premiums and what is off standard cost are charged to no family."
        )
    )
