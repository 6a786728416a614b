"""Objectives: the list and its form on the agenda page, and the words with which a tile is held against one."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from sop.domain.calendar import Month, fiscal_year
from sop.domain.ids import new_id
from sop.domain.objectives import AT_MOST, OF_PARTS, Measure, Objective, Standing
from sop.domain.people import Function, Right
from sop.language import N_, _, compact, compact_money, currency_name, hours, months, percent, points
from sop.services import objectives
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.drawing import plain
from sop.ui.view import View
from sop.ui.words import function_word

MEASURES = {
    Measure.REVENUE: N_("Revenue"),
    Measure.MARGIN: N_("Margin"),
    Measure.FILL_RATE: N_("Fill rate"),
    Measure.STOCK_VALUE: N_("Stock value"),
    Measure.OVERTIME: N_("Overtime"),
}
MET, MISSED = "✓", "▲"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a tile says about its objective: one line, and the months and the function for its tooltip."""

    line: str
    full: str


@action
def objective_set(view: View, objective_id: str, version: int, form: str) -> None:
    """Store the objective that the form describes."""
    state = st.session_state
    measure = state[keys.OBJECTIVE_MEASURE]
    target = float(state[f"{keys.OBJECTIVE_TARGET}-{form}"])
    wish = Objective(
        objective_id, state[keys.OBJECTIVE_YEAR], measure, target / 100 if measure is Measure.FILL_RATE else target,
        state[f"{keys.OBJECTIVE_FUNCTION}-{form}"], version,
    )  # fmt: skip
    objectives.set_objective(view.workspace.store, view.act(), wish)


@action
def objective_removed(view: View, objective_id: str, version: int) -> None:
    """Take an objective away."""
    objectives.remove(view.workspace.store, view.act(), objective_id, version)


def amount_words(measure: Measure, value: float, currency: str) -> str:
    """Return a value of a measure in its unit."""
    if measure is Measure.FILL_RATE:
        return percent(value)
    return hours(value) if measure is Measure.OVERTIME else compact_money(value, currency)


def _missed_words(standing: Standing) -> str:
    """Return by how much a target is missed; an amount without its unit, which follows with the target."""
    if standing.objective.measure is Measure.FILL_RATE:
        return points(standing.missed_by).removeprefix("+")
    if standing.objective.measure is Measure.OVERTIME:
        return hours(standing.missed_by)
    return compact(standing.missed_by)


def verdict(standing: Standing, currency: str) -> Verdict:
    """Return how a plan stands against an objective, with a mark and in words."""
    objective = standing.objective
    target = amount_words(objective.measure, objective.target, currency)
    full = _("objective of {owner} for the fiscal year {year}: {target}").format(
        owner=function_word(objective.function), year=objective.fiscal_year, target=target
    )
    if not standing.is_known:
        return Verdict(_("target {target}: not compared").format(target=target), f"{full}; {_uncovered(standing)}")
    value = amount_words(objective.measure, standing.value, currency)
    over = _("{value} over {months}").format(value=value, months=_months(standing.months))
    return Verdict(_result(standing, target), f"{full}; {over}")


def _result(standing: Standing, target: str) -> str:
    if standing.is_met:
        return _("{mark} target {target} met").format(mark=MET, target=target)
    gap = _missed_words(standing)
    if standing.objective.measure in AT_MOST:
        return _("{mark} {gap} over {target}").format(mark=MISSED, gap=gap, target=target)
    return _("{mark} {gap} under {target}").format(mark=MISSED, gap=gap, target=target)


def months_words(standings: Sequence[Standing]) -> str:
    """Return which months the marks on the tiles are of; empty where nothing is compared."""
    compared = {(each.objective.fiscal_year, each.months) for each in standings if each.is_known}
    said = [
        _("objectives {year} over {months}").format(year=year, months=_months(row)) for year, row in sorted(compared)
    ]
    return "; ".join(said)


def _uncovered(standing: Standing) -> str:
    if not standing.months:
        return _("the plan covers no month of it")
    if standing.whole_year or standing.objective.measure in OF_PARTS:
        return _("the prices or costs that it takes were not delivered")
    return _("the plan covers {months} of it only, and a sum over a part of a year is no year").format(
        months=_months(standing.months)
    )


def _months(compared: tuple[Month, ...]) -> str:
    return months(compared[0], compared[-1])


# On the agenda page --------------------------------------------------------------------------------------------------


def draw_objectives(view: View) -> None:
    """Draw the objectives by fiscal year; the facilitator sets them."""
    if view.cycle is None:
        return
    currency = view.cycle.currency
    with view.workspace.store.read() as tx:
        found = objectives.listed(tx)
    st.subheader(_("Objectives"), anchor=False)
    if not found:
        plain(_("No objective yet: what the functions agree to reach in a fiscal year, such as a fill rate of 98 %."))
    for each in found:
        _draw_objective(view, each, currency)
    if view.actor.may(Right.RUN):
        revision = "-".join(f"{each.id}{each.version}" for each in found)
        with st.popover(_("Set objective"), icon=":material/flag:", key=f"objective-new-{revision}"):
            _draw_form(found, fiscal_year(view.cycle.current, view.cycle.fiscal_year_start), currency)


def _draw_objective(view: View, each: Objective, currency: str) -> None:
    aim = _("at most {target}") if each.measure in AT_MOST else _("at least {target}")
    with st.container(horizontal=True, vertical_alignment="center", key=f"objective-{each.id}"):
        plain(
            _("{measure} {year}: {aim} · {owner}").format(
                measure=_(MEASURES[each.measure]), year=each.fiscal_year, owner=function_word(each.function),
                aim=aim.format(target=amount_words(each.measure, each.target, currency)),
            )
        )  # fmt: skip
        if view.actor.may(Right.RUN):
            st.button(
                "", icon=":material/close:", type="tertiary", key=f"objective-drop-{each.id}", help=_("Remove objective"),
                on_click=objective_removed, args=(each.id, each.version),
            )  # fmt: skip


def _unit(measure: Measure, currency: str) -> str:
    if measure is Measure.FILL_RATE:
        return "%"
    return "h" if measure is Measure.OVERTIME else currency_name(currency)


def _draw_form(found: tuple[Objective, ...], this_year: int, currency: str) -> None:
    years = sorted({this_year, this_year + 1, this_year + 2, *(each.fiscal_year for each in found)})
    year = st.selectbox(_("Fiscal year"), years, index=years.index(this_year + 1), key=keys.OBJECTIVE_YEAR)
    chosen = st.selectbox(
        _("Measure"), list(Measure), format_func=lambda each: _(MEASURES[each]), key=keys.OBJECTIVE_MEASURE
    )
    measure = chosen or Measure.REVENUE
    standing = next((each for each in found if each.fiscal_year == year and each.measure is measure), None)
    scale = 100.0 if measure is Measure.FILL_RATE else 1.0
    form = f"{year}-{measure}"
    unit = _unit(measure, currency)
    words = _("At most, {unit}") if measure in AT_MOST else _("At least, {unit}")
    st.number_input(
        words.format(unit=unit), 0.0, 100.0 if measure is Measure.FILL_RATE else None,
        standing.target * scale if standing else 0.0, format="%g" if measure is Measure.FILL_RATE else "%.0f", key=f"{keys.OBJECTIVE_TARGET}-{form}",
    )  # fmt: skip
    functions = list(Function)
    st.selectbox(
        _("Set by"), functions, index=functions.index(standing.function) if standing else 0, format_func=function_word,
        key=f"{keys.OBJECTIVE_FUNCTION}-{form}",
    )  # fmt: skip
    st.button(
        _("Set objective"), type="primary", key="objective-set", on_click=objective_set,
        args=(standing.id if standing else new_id(), standing.version if standing else 1, form),
    )  # fmt: skip
