"""Scenarios side by side: six figures and the costs, with differences to the base; what each of them moves."""

import math

import numpy as np
import pandas as pd
import streamlit as st

from sop.charts.trade_off import trade_off_chart
from sop.domain.meeting import Stage
from sop.domain.scenario import Scenario
from sop.language import N_, _, compact_money, hours, month, percent, points
from sop.services.comparison import MOST_COMPARED, PUBLISHED, By, Comparison, Part, broken_down, lever_difference
from sop.services.figures import Counted, Figure
from sop.services.sentences import lever_sentence
from sop.ui import keys
from sop.ui.cache import chart_of
from sop.ui.components.pictures import look_of
from sop.ui.components.scenario_bar import looked_at
from sop.ui.components.tiles import LEAST_SHARE
from sop.ui.drawing import escaped, named, plain, vega
from sop.ui.view import View
from sop.ui.ways import go_to

BEST = "✓"
CARD_PX = 220
PARTS = {
    Part.REVENUE: N_("Revenue"),
    Part.UNMET: N_("Not in time"),
    Part.STOCK: N_("Stock value"),
    Part.PRODUCTION: N_("Production"),
}
BYS = {By.FAMILY: N_("Family"), By.MONTH: N_("Month")}
LEAST_AMOUNT = 1e-9  # of money and hours; the comparison itself calls what differs by rounding the same


def compared() -> list[str] | None:
    """Return the scenarios that this browser chose to compare, None before it chose any."""
    chosen: list[str] | None = st.session_state.get(keys.COMPARED)
    return chosen


def draw_comparison(view: View, comparison: Comparison, currency: str) -> None:
    """Draw the choice of scenarios, their figures, what they trade for what, and what each of them moves."""
    names = {scenario.id: named(scenario.name) for scenario in (*comparison.references, *comparison.listed)}
    if len(comparison.references) < 2:
        plain(
            _("No scenario was made yet. Make one on the meeting page: save the base plan as your own and move levers.")
        )
    else:
        _choose(comparison, names)
    _draw_table(comparison, currency)
    if len(comparison.columns) > 1:
        _draw_trade_off(view, comparison, currency)
        _draw_parts(comparison, currency)
    _draw_cards(comparison)


def _choose(comparison: Comparison, names: dict[str, str]) -> None:
    first = comparison.columns[0].scenario.id
    left, right = st.columns([1, 3])
    st.session_state[keys.REFERENCE] = first
    left.selectbox(
        _("Held against"),
        [each.id for each in comparison.references],
        format_func=names.__getitem__,
        key=keys.REFERENCE,
    )
    st.session_state[keys.COMPARED] = [column.scenario.id for column in comparison.columns[1:]]
    right.multiselect(
        _("Plans beside it, up to {most}").format(most=MOST_COMPARED), [each.id for each in comparison.listed],
        format_func=names.__getitem__, key=keys.COMPARED, max_selections=MOST_COMPARED,
    )  # fmt: skip


def _draw_trade_off(view: View, comparison: Comparison, currency: str) -> None:
    look = look_of(view)
    keyed = "/".join(f"{column.scenario.id}-{column.plan.key}" for column in comparison.columns)
    rows = pd.DataFrame(
        {
            "name": [_numbered(comparison, k) for k in range(len(comparison.columns))],
            "margin": [column.kpis.margin_money for column in comparison.columns],
            "fill_rate": [column.kpis.fill_rate for column in comparison.columns],
            "stock": [column.kpis.stock_value_money for column in comparison.columns],
        }
    )
    if rows["margin"].notna().all():
        vega(chart_of(f"trade-off/{keyed}", look, lambda: trade_off_chart(rows, look, currency)), "trade-off")


def _draw_parts(comparison: Comparison, currency: str) -> None:
    """Draw one figure by family or by month, with differences to the first plan."""
    left, right = st.columns(2)
    part = left.segmented_control(
        _("Figure"), list(Part), default=Part.REVENUE, required=True, wrap=True, key=keys.COMPARED_PART,
        format_func=lambda each: _(PARTS[each]),
    )  # fmt: skip
    by = right.segmented_control(
        _("By"), list(By), default=By.FAMILY, required=True, key=keys.COMPARED_BY, format_func=lambda each: _(BYS[each]),
    )  # fmt: skip
    names, values = broken_down(comparison, part or Part.REVENUE, by or By.FAMILY)
    said = [escaped(month(name) if by is By.MONTH else name) for name in names]
    table = {
        _head(comparison, k): [escaped(_part_words(row, k, currency)) for row in values]
        for k in range(len(comparison.columns))
    }
    st.table(pd.DataFrame(table, index=pd.Index(said, name=_(BYS[by or By.FAMILY]))), border="horizontal")


def _part_words(row: np.ndarray, k: int, currency: str) -> str:
    said = compact_money(float(row[k]), currency)
    difference = float(row[k] - row[0])
    if k == 0 or not abs(difference) > max(1e-6 * abs(float(row[0])), 0.5):
        return said
    return f"{said} · {compact_money(difference, currency, signed=True)}"


def _draw_table(comparison: Comparison, currency: str) -> None:
    columns = {
        _head(comparison, k): [escaped(cell_words(comparison, figure, k, currency)) for figure in comparison.figures]
        for k in range(len(comparison.columns))
    }
    st.table(
        pd.DataFrame(
            columns, index=pd.Index([escaped(_(figure.word)) for figure in comparison.figures], name=_("Measure"))
        ),
        border="horizontal",
    )
    st.caption(
        _(
            "{best} best where more or less is better. Differences are to the first plan, over the months that can be decided."
        ).format(best=BEST)
    )


def _head(comparison: Comparison, k: int) -> str:
    return escaped(_numbered(comparison, k))


def _numbered(comparison: Comparison, k: int) -> str:
    """Return a scenario's name; numbered where an earlier one is called the same."""
    names = [named(column.scenario.name) for column in comparison.columns[: k + 1]]
    before = names[:-1].count(names[-1])
    return names[-1] if before == 0 else f"{names[-1]} ({before + 1})"


def cell_words(comparison: Comparison, figure: Figure, k: int, currency: str) -> str:
    """Return a value, its difference to the base in a unit of its own, and whether it is the best."""
    value = comparison.value(figure, k)
    said = [figure_words(figure, value, currency)]
    if figure.field == "utilisation" and comparison.columns[k].kpis.fullest_resource:
        said = [f"{said[0]} {comparison.columns[k].kpis.fullest_resource}"]
    difference = comparison.difference(figure, k)
    if k > 0 and math.isfinite(difference):
        said.append(difference_words(figure, difference, currency) or _("same"))
    if k in comparison.best(figure):
        said.append(f"{BEST} {_('best')}")
    return " · ".join(said)


def figure_words(figure: Figure, value: float, currency: str) -> str:
    """Return a figure in its unit."""
    if figure.counted is Counted.SHARE:
        return percent(value)
    return hours(value) if figure.counted is Counted.HOURS else compact_money(value, currency)


def difference_words(figure: Figure, value: float, currency: str) -> str:
    """Return a difference with its sign and a unit of its own; empty where it is not known or reads as none."""
    least = LEAST_SHARE if figure.counted is Counted.SHARE else LEAST_AMOUNT
    if not abs(value) > least:
        return ""
    if figure.counted is Counted.SHARE:
        return points(value)
    return hours(value, signed=True) if figure.counted is Counted.HOURS else compact_money(value, currency, signed=True)


def _draw_cards(comparison: Comparison) -> None:
    reference = comparison.columns[0].scenario
    with st.grid(len(comparison.columns), min_column_width=CARD_PX, gap="small", key="comparison-cards"):
        for column in comparison.columns:
            with st.container(border=True, height="stretch", gap="small", key=f"card-{column.scenario.id}"):
                _draw_card(column.scenario, reference)


def _draw_card(scenario: Scenario, reference: Scenario) -> None:
    st.markdown(f"**{escaped(named(scenario.name))}**")
    if scenario.id == PUBLISHED:
        plain(_("The plan as it was published; its levers stand with its decision."))
        return
    for line in lever_lines(scenario, reference):
        plain(line)
    if st.button(
        _("Look at it"), icon=":material/cast:", key=f"look-{scenario.id}", on_click=looked_at, args=(scenario.id,),
        help=_("Opens it on the meeting page; from the facilitator, for the whole room."),
    ):  # fmt: skip
        go_to(Stage.MEETING)


def lever_lines(scenario: Scenario, reference: Scenario) -> list[str]:
    """Return the levers of a scenario, + before those that the reference lacks; − before those that only that one has."""
    if scenario.is_base and not reference.levers:
        return [_("No lever: the plan as it stands.")]
    only_here, only_there = lever_difference(reference, scenario)
    if scenario.id == reference.id or reference.is_base:
        lines = [lever_sentence(lever) for lever in scenario.levers]
    else:
        lines = [
            f"+ {lever_sentence(lever)}" if lever in only_here else lever_sentence(lever) for lever in scenario.levers
        ]
        lines += [f"− {lever_sentence(lever)}" for lever in only_there]
    return lines or [_("No lever yet: this scenario is the base plan.")]
