"""Scenarios side by side: six figures and the costs, with differences to the base; what each of them moves."""

import math

import pandas as pd
import streamlit as st

from sop.domain.meeting import Stage
from sop.language import _, compact_money, hours, percent, points
from sop.services.comparison import FIGURES, MOST_COMPARED, Column, Comparison, Counted, Figure
from sop.services.sentences import lever_sentence
from sop.ui import keys
from sop.ui.components.scenario_bar import looked_at
from sop.ui.components.tiles import LEAST_SHARE
from sop.ui.drawing import escaped, named, plain
from sop.ui.ways import file_of

BEST = "✓"
LEAST_AMOUNT = 1e-9  # of money and hours; the comparison itself calls what differs by rounding the same


def compared() -> list[str] | None:
    """Return the scenarios that this browser chose to compare, None before it chose any."""
    chosen: list[str] | None = st.session_state.get(keys.COMPARED)
    return chosen


def draw_comparison(comparison: Comparison, currency: str) -> None:
    """Draw the choice of scenarios, their figures, and what each of them moves."""
    names = {scenario.id: named(scenario.name) for scenario in comparison.listed}
    if not names:
        plain(
            _("No scenario was made yet. Make one on the meeting page: save the base plan as your own and move levers.")
        )
    else:
        st.session_state[keys.COMPARED] = [column.scenario.id for column in comparison.columns[1:]]
        st.multiselect(
            _("Scenarios beside the base plan, up to {most}").format(most=MOST_COMPARED), list(names),
            format_func=names.__getitem__, key=keys.COMPARED, max_selections=MOST_COMPARED,
        )  # fmt: skip
    _draw_table(comparison, currency)
    _draw_cards(comparison)


def _draw_table(comparison: Comparison, currency: str) -> None:
    columns = {
        _head(comparison, k): [escaped(cell_words(comparison, figure, k, currency)) for figure in FIGURES]
        for k in range(len(comparison.columns))
    }
    st.table(
        pd.DataFrame(columns, index=pd.Index([escaped(_(figure.word)) for figure in FIGURES], name=_("Measure"))),
        border="horizontal",
    )
    st.caption(
        _(
            "{best} best where more or less is better. Differences are to the base plan, over the months that can be decided."
        ).format(best=BEST)
    )


def _head(comparison: Comparison, k: int) -> str:
    """Return a scenario's name; numbered where an earlier one is called the same."""
    names = [named(column.scenario.name) for column in comparison.columns[: k + 1]]
    before = names[:-1].count(names[-1])
    return escaped(names[-1] if before == 0 else f"{names[-1]} ({before + 1})")


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
    places = st.columns(len(comparison.columns))
    for place, column in zip(places, comparison.columns, strict=True):
        with place, st.container(border=True, height="stretch", gap="small", key=f"card-{column.scenario.id}"):
            _draw_card(column)


def _draw_card(column: Column) -> None:
    scenario = column.scenario
    st.markdown(f"**{escaped(named(scenario.name))}**")
    if not scenario.levers:
        plain(
            _("No lever: the plan as it stands.")
            if scenario.is_base
            else _("No lever yet: this scenario is the base plan.")
        )
    for lever in scenario.levers:
        plain(lever_sentence(lever))
    if st.button(
        _("Look at it"), icon=":material/cast:", key=f"look-{scenario.id}", on_click=looked_at, args=(scenario.id,),
        help=_("Opens it on the meeting page; from the facilitator, for the whole room."),
    ):  # fmt: skip
        st.switch_page(file_of(Stage.MEETING), query_params=st.query_params)
