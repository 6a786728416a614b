"""The gap table: demand against supply against budget by family, each gap with its class in word and mark."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from sop.domain.calendar import Month
from sop.domain.gaps import Amounts, Gap, GapClass, GapLimits, Trend
from sop.domain.people import Right
from sop.language import N_, _, compact, currency_name, listing, month, months, number, percent, signed
from sop.services import gaps, preparing
from sop.services.comparison import PUBLISHED, Column, Comparison
from sop.services.gaps import GapTable, Span, SpanKind
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.gap_answers import draw_answers, draw_unanswered
from sop.ui.drawing import figures, named, plain
from sop.ui.view import View

CLASSES = {
    GapClass.NOISE: ("○", N_("noise")),
    GapClass.MANAGE: ("◆", N_("manage")),
    GapClass.ESCALATE: ("▲", N_("escalate")),
}
TRENDS = {
    Trend.GROWING: ("↗", N_("growing")),
    Trend.SAME: ("→", N_("as before")),
    Trend.SHRINKING: ("↘", N_("shrinking")),
}
IN_MONEY, IN_UNITS = "money", "units"
WAYS = {IN_MONEY: N_("In money"), IN_UNITS: N_("In units")}


@action
def limits_set(view: View) -> None:
    """Store the limits that the form holds."""
    state = st.session_state
    limits = GapLimits(state[keys.GAP_NOISE], state[keys.GAP_MANAGE])
    gaps.set_limits(view.workspace.store, view.act(), limits, frozenset(state[keys.GAP_STRATEGIC]))


def class_words(found: GapClass | None) -> str:
    """Return the mark and the word of a class."""
    return "-" if found is None else f"{CLASSES[found][0]} {_(CLASSES[found][1])}"


def span_words(span: Span) -> str:
    """Return the name of a part of the horizon with its months."""
    inside = months(span.months[0], span.months[-1])
    if span.kind is SpanKind.HORIZON:
        return _("Whole horizon, {months}").format(months=inside)
    if span.kind is SpanKind.YEAR:
        return _("Fiscal year {year}, {months}").format(year=span.year, months=inside)
    return _("Quarter {quarter} of {year}, {months}").format(quarter=span.quarter, year=span.year, months=inside)


def draw_gaps(view: View, comparison: Comparison, currency: str) -> Column:
    """Draw the choice of plan, months and unit, and the table of gaps; return the plan that was chosen."""
    limits = gaps.read_limits(view.workspace.store)
    with st.container(horizontal=True, vertical_alignment="bottom", key="gap-choices"):
        column = _choose_plan(comparison.columns)
        span = _choose_span(gaps.spans(comparison.inputs.cycle))
        way = st.segmented_control(
            _("Figures"), list(WAYS), format_func=lambda each: _(WAYS[each]), required=True,
            default=IN_MONEY if comparison.inputs.company.has("prices") else IN_UNITS,
            key=keys.GAP_UNIT,
        )  # fmt: skip
        if view.actor.may(Right.RUN):
            _draw_limits(view, limits, comparison)
    with view.workspace.store.read() as tx:
        answers = preparing.answers(tx, comparison.inputs.cycle.id)
        strategic, before = gaps.read_strategic(tx), gaps.plan_before(tx, comparison.inputs.cycle)
    table = gaps.gap_table(comparison.inputs.company, column.plan, span.months, limits, strategic, before)
    draw_unanswered(table, answers)
    _draw_summary(table)
    _draw_table(table, currency, in_money=way != IN_UNITS, is_projected=view.projector)
    if not comparison.inputs.company.has("prices"):
        plain(_("No prices were delivered: gaps are known in units only."))
    _draw_reasons(table, limits, in_money=way != IN_UNITS)
    _draw_by_month(comparison, column, span, limits, strategic, is_projected=view.projector)
    every = [each for each in (comparison.columns[0].scenario, *comparison.listed) if each.id != PUBLISHED]
    draw_answers(view, comparison.inputs.cycle, table, answers, every)
    return column


def _draw_by_month(
    comparison: Comparison, column: Column, span: Span, limits: GapLimits, strategic: frozenset[str], *,
    is_projected: bool,
) -> None:  # fmt: skip
    """Draw the larger gap of each family month by month, once somebody asks for it."""
    if not st.toggle(_("By month"), key=keys.GAP_BY_MONTH):
        return
    company, plan = comparison.inputs.company, column.plan
    tables = {each: gaps.gap_table(company, plan, (each,), limits, strategic) for each in span.months}
    cells = {month(each): {gap.family: _month_words(gap) for gap in table.lines} for each, table in tables.items()}
    names = pd.Index(company.catalogue.families, name=_("Family"))
    frame = pd.DataFrame(cells).reindex(names)
    figures(frame, "gaps-by-month", words=0, is_projected=is_projected)
    st.caption(
        _("Per family and month what is short, in % of demand, or where that is less, how far it is off the budget.")
    )


def _month_words(gap: Gap) -> str:
    if gap.worst is None:
        return "-"
    short, off = gap.money.short_share, gap.money.budget_share
    if gap.demand_class is gap.worst and (gap.budget_class is not gap.worst or abs(short) >= abs(off)):
        return _marked(gap.worst, f"-{percent(short, 0)}" if short > 0 else percent(0.0, 0))
    return _marked(gap.worst, percent(off, 0, signed=True))


def _choose_plan(columns: Sequence[Column]) -> Column:
    by_id = {column.scenario.id: column for column in columns}
    if st.session_state.get(keys.GAP_SCENARIO) not in by_id:
        st.session_state[keys.GAP_SCENARIO] = columns[0].scenario.id
    chosen = st.selectbox(
        _("Plan"), list(by_id), format_func=lambda each: named(by_id[each].scenario.name), key=keys.GAP_SCENARIO,
        width=300,
    )  # fmt: skip
    return by_id[chosen]


def _choose_span(every: Sequence[Span]) -> Span:
    by_name = {span.name: span for span in every}
    if st.session_state.get(keys.GAP_SPAN) not in by_name:
        st.session_state[keys.GAP_SPAN] = every[0].name
    chosen = st.selectbox(
        _("Months"), list(by_name), format_func=lambda each: span_words(by_name[each]), key=keys.GAP_SPAN, width=460
    )
    return by_name[chosen]


def _draw_limits(view: View, limits: GapLimits, comparison: Comparison) -> None:
    with st.popover(
        _("Limits"), icon=":material/tune:", key=f"gap-limits-{limits.noise_percent}-{limits.manage_percent}"
    ):
        st.number_input(_("Noise up to, %"), 0.0, 100.0, limits.noise_percent, 1.0, "%g", key=keys.GAP_NOISE)
        st.number_input(_("Manage up to, %"), 0.0, 100.0, limits.manage_percent, 1.0, "%g", key=keys.GAP_MANAGE)
        families = comparison.inputs.company.catalogue.families
        with view.workspace.store.read() as tx:
            strategic = gaps.read_strategic(tx)
        st.multiselect(
            _("Strategic families"), families, [each for each in families if each in strategic], key=keys.GAP_STRATEGIC,
            help=_("Whatever of theirs is more than noise is escalated."),
        )  # fmt: skip
        st.button(_("Save limits"), type="primary", on_click=limits_set, key="gap-limits-save")


def _draw_summary(table: GapTable) -> None:
    counted = {each: sum(gap.worst is each for gap in table.lines) for each in GapClass}
    st.markdown(
        "&emsp;".join(
            f"{CLASSES[each][0]} **{counted[each]}** {_(CLASSES[each][1])}" for each in reversed(list(GapClass))
        )
    )


def _draw_table(table: GapTable, currency: str, *, in_money: bool, is_projected: bool) -> None:
    lines = [*table.lines, table.total] if in_money else list(table.lines)
    heads = _heads(currency_name(currency) if in_money else "")
    rows = [_row(gap, in_money=in_money) for gap in lines]
    names = pd.Index([_name(gap, in_money=in_money) for gap in lines], name=_("Family"))
    frame = pd.DataFrame(rows, columns=heads, index=names)
    figures(frame, "gaps", words=1, is_projected=is_projected)


def _heads(unit: str) -> list[str]:
    def counted(word: str) -> str:
        return f"{word}, {unit}" if unit else word

    return [
        _("Class"), counted(_("Demand")), counted(_("Shipped")), counted(_("Short")), _("Short, % of demand"),
        counted(_("Shipped less demand")), counted(_("Budget")), counted(_("Shipped less budget")), _("Off budget, %"),
        counted(_("Shipped less last plan")), _("Trend"),
    ]  # fmt: skip


def _name(gap: Gap, *, in_money: bool) -> str:
    if not gap.family:
        return _("Total")
    name = f"{gap.family} ★" if gap.is_strategic else gap.family
    return name if in_money or not gap.unit else f"{name}, {gap.unit}"


def _row(gap: Gap, *, in_money: bool) -> list[str]:
    sides: Amounts = gap.money if in_money else gap.units
    plus = (lambda value: compact(value, signed=True)) if in_money else signed
    figure = compact if in_money else number
    return [
        class_words(gap.worst), figure(sides.demand), figure(sides.supply), figure(_whole(sides.short, sides.demand)),
        _marked(gap.demand_class, percent(sides.short_share)), plus(_whole(sides.supply_less_demand, sides.demand)),
        figure(sides.budget), plus(_whole(sides.supply_less_budget, sides.budget)),
        _marked(gap.budget_class, percent(sides.budget_share, signed=True)),
        plus(_whole(sides.supply_less_last, sides.last)), trend_words(gap.trend),
    ]  # fmt: skip


def trend_words(trend: Trend | None) -> str:
    """Return whether the gap to the budget grew since the last cycle's plan, with an arrow."""
    return "-" if trend is None else f"{TRENDS[trend][0]} {_(TRENDS[trend][1])}"


def _whole(difference: float, side: float) -> float:
    """Return a difference, 0 where it is the rounding of a solver."""
    return 0.0 if abs(difference) <= 1e-9 * abs(side) else difference


def _marked(found: GapClass | None, text: str) -> str:
    return text if found is None else f"{CLASSES[found][0]} {text}"


def _draw_reasons(table: GapTable, limits: GapLimits, *, in_money: bool) -> None:
    st.caption(
        _(
            "○ noise up to {noise} %, ◆ manage up to {manage} %, ▲ escalate above. Short is not shipped in the month in which it is due; the most money at stake comes first."
        ).format(noise=number(limits.noise_percent), manage=number(limits.manage_percent))
    )
    without = [gap.family for gap in table.lines if not gap.budget_months]
    if without:
        plain(
            _("No budget was delivered in these months for {families}: nothing to compare there.").format(
                families=listing(without)
            )
        )
    for gap in table.lines:
        if 0 < len(gap.budget_months) < len(table.months):
            plain(
                _("{family}: a budget for {months} only; shipped less budget is of these months.").format(
                    family=gap.family, months=_months(gap.budget_months)
                )
            )
    if not in_money:
        plain(_("Families have no unit in common: their sum is shown in money."))


def _months(budgeted: Sequence[Month]) -> str:
    if budgeted[-1].ordinal - budgeted[0].ordinal == len(budgeted) - 1:
        return months(budgeted[0], budgeted[-1])
    return listing([month(each) for each in budgeted])
