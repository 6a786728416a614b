"""The grid of execution (Wallace): plan, actual, difference and cumulative difference of every measure, months across."""

import numpy as np
import pandas as pd
import streamlit as st

from sop.domain.execution import Measure
from sop.domain.supply import FloatArray
from sop.language import N_, _, compact, currency_name, month, number, percent
from sop.language import signed as with_sign
from sop.services.execution import Execution
from sop.services.frames import WHOLE
from sop.services.plan_against_actual import FamilyGrid, Line

MEASURES = {
    Measure.SALES: N_("Sales"),
    Measure.PRODUCTION: N_("Production"),
    Measure.STOCK: N_("Closing stock"),
    Measure.BACKLOG: N_("Backlog"),
}
FLOWS = frozenset({Measure.SALES, Measure.PRODUCTION})  # what lies in stock does not add up over months
ROWS = (
    ("planned_units", N_("plan")),
    ("actual_units", N_("actual")),
    ("difference_units", N_("difference")),
    ("cumulative_units", N_("cumulative difference")),
)


def rows_of(measure: Measure) -> tuple[tuple[str, str], ...]:
    """Return the rows of a measure: attribute of the grid's row, and its word."""
    return ROWS if measure in FLOWS else ROWS[:3]


def draw_measures(grid: FamilyGrid, closed: int) -> None:
    """Draw plan adherence and the tracking signal, which says in words on which side the forecast missed."""
    with st.grid(2, min_column_width=220, gap="small", key="execution-measures"):
        st.metric(
            _("Plan adherence"), percent(grid.adherence), _("closed months: {count}").format(count=closed), delta_color="off",
            delta_arrow="off", border=True, height="stretch",
            help=_("1 - sum of |actual - plan| / sum of plan, production by SKU and closed month, at cost"),
        )  # fmt: skip
        st.metric(
            _("Tracking signal"),
            with_sign(grid.tracking_signal, 1),
            signal_words(grid.tracking_signal),
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
            help=_(
                "sum of forecast - actual of sales over their mean deviation; beyond 4 the forecast is biased; before five months it says little"
            ),
        )


def signal_words(signal: float) -> str:
    """Return on which side the forecast of sales missed."""
    if not np.isfinite(signal):
        return _("Sales as planned, or not known")
    if abs(signal) < 0.05:
        return _("Neither over- nor under-forecast")
    return _("Over-forecast") if signal > 0 else _("Under-forecast")


def draw_execution_grid(seen: Execution, family: str, currency: str) -> None:
    """Draw the grid of a family in its units, of all families in money at price or cost."""
    grid = seen.grid(family)
    in_money = family == WHOLE
    index = [
        row_words(line.measure, word, currency_name(currency) if in_money else seen.units.get(family, ""))
        for line in grid.lines
        for _name, word in rows_of(line.measure)
    ]
    heads = [
        month(each) if t < seen.closed else _("{month} (plan)").format(month=month(each))
        for t, each in enumerate(seen.months)
    ]
    figures = {
        head: [
            _figure(line, name, t, in_money=in_money) for line in grid.lines for name, _word in rows_of(line.measure)
        ]
        for t, head in enumerate(heads)
    }
    table = pd.DataFrame(figures, index=pd.Index(index, name=_("Measure")))
    right = {head: st.column_config.TextColumn(head, alignment="right") for head in heads}
    st.dataframe(table, key="execution-grid", height="content", column_config=right)


def row_words(measure: Measure, word: str, unit: str) -> str:
    """Return such as "Sales, pcs: cumulative difference"."""
    name = f"{_(MEASURES[measure])}, {unit}" if unit else _(MEASURES[measure])
    return f"{name}: {_(word)}"


def _figure(line: Line, name: str, t: int, *, in_money: bool) -> str:
    row = line.money if in_money else line.units
    values: FloatArray = getattr(row, name)
    signed = name in {"difference_units", "cumulative_units"}
    if in_money:
        return compact(float(values[t]), signed=signed)
    return with_sign(float(values[t])) if signed else number(float(values[t]))
