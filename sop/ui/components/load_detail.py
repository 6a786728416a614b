"""What loads a resource in a month, and the rough cut of a plan in its three forms."""

from collections.abc import Mapping, Sequence

import streamlit as st

from sop.charts.heat_map import load_heat_map
from sop.domain.measures import utilisation
from sop.domain.supply import SupplyPlan
from sop.language import N_, Term, _, hours, month, number, percent
from sop.services import load_detail
from sop.services.answers import problem_of
from sop.services.board import Board
from sop.services.load_detail import Method, loaded_by_family
from sop.ui import keys
from sop.ui.cache import chart_of
from sop.ui.components.pictures import look_of, picked_cell
from sop.ui.drawing import escaped, named, plain, vega
from sop.ui.view import View

METHODS: dict[Method, Term] = {
    Method.OVERALL_FACTORS: N_("Overall factors"),
    Method.BILL_OF_RESOURCES: N_("Bill of resources"),
    Method.RESOURCE_PROFILE: N_("Resource profile"),
}
EXPLAINED: dict[Method, Term] = {
    Method.OVERALL_FACTORS: N_("All hours of the plan together, split by each resource's usual share."),
    Method.BILL_OF_RESOURCES: N_("Each SKU's own hours, all of them in the month in which it is made."),
    Method.RESOURCE_PROFILE: N_("Each SKU's own hours, as many months before its finish as it takes to make."),
}
NOTHING = "–"
_MOST_LINES = 12


def load_picked(board: Board) -> None:
    """Show what loads the cell that was picked in the heat map."""
    plan, cell = board.outcome.plan, picked_cell(keys.LOAD_MAP)
    names, months = [axis.name for axis in plan.resources], list(map(str, plan.months))
    if cell is None or cell[0] not in names or cell[1] not in months:
        return
    st.session_state[keys.LOADED_RESOURCE] = names.index(cell[0])
    st.session_state[keys.LOADED_MONTH] = months.index(cell[1])
    st.session_state[keys.LOAD_SECTION] = True


def draw_load_detail(view: View, board: Board) -> None:
    """Draw which SKUs and families load the chosen resource in the chosen month; both add up to its load."""
    plan = board.outcome.plan
    left, right = st.columns(2)
    names = [axis.name for axis in plan.resources]
    fullest = names.index(board.kpis.fullest_resource) if board.kpis.fullest_resource in names else 0
    r = left.selectbox(
        _("What loads"), range(len(names)), fullest, format_func=names.__getitem__, key=keys.LOADED_RESOURCE
    )
    t = right.selectbox(
        _("in"), range(len(plan.months)), min(plan.frozen_months, len(plan.months) - 1),
        format_func=lambda at: month(plan.months[at]), key=keys.LOADED_MONTH,
    )  # fmt: skip
    if r is None or t is None:
        return
    lines = load_detail.loaded_by(problem_of(view.workspace, board), plan, r, t)
    plain(load_words(plan, r, t))
    if not lines:
        return
    shown, rest = lines[:_MOST_LINES], lines[_MOST_LINES:]
    names = [f"{plan.skus[each.sku]} · {named(plan.families[each.sku])}" for each in shown]
    units, spent = [number(each.units) for each in shown], [each.hours for each in shown]
    if rest:
        names.append(_("{count} others").format(count=number(len(rest))))
        units.append(NOTHING)  # of SKUs that have none in common
        spent.append(sum(each.hours for each in rest))
    by_sku, by_family = st.columns([3, 2])
    with by_sku:
        _draw_hours(_("SKU"), names, spent, {_("Units"): [*units, NOTHING]})
    with by_family:
        families = loaded_by_family(plan, lines)
        _draw_hours(_("Family"), [named(family) for family, _spent in families], [own for _family, own in families], {})


def _draw_hours(head: str, names: Sequence[str], spent: Sequence[float], more: Mapping[str, Sequence[str]]) -> None:
    """Draw names, more columns, hours and shares, with the total in the last line."""
    total = sum(spent)
    columns = {
        head: [*names, _("Total")],
        **more,
        _("Hours"): [hours(each) for each in (*spent, total)],
        _("Share"): [percent(each / total) for each in (*spent, total)],
    }
    st.table(
        {name: [escaped(cell) for cell in cells] for name, cells in columns.items()},
        hide_index=True,
        border="horizontal",
    )


def load_words(plan: SupplyPlan, r: int, t: int) -> str:
    """Return how full a resource is in a month."""
    return _("{resource}, {month}: {load} of {capacity} regular hours, {share}").format(
        resource=plan.resources[r].name,
        month=month(plan.months[t]),
        load=hours(float(plan.load_h[r, t])),
        capacity=hours(float(plan.capacity_h[r, t])),
        share=percent(float(utilisation(plan)[r, t])),
    )


def draw_rough_cut(view: View, board: Board) -> None:
    """Draw the load by the chosen form of rough cut."""
    method = st.segmented_control(
        _("Form"), list(Method), default=Method.BILL_OF_RESOURCES, required=True, key=keys.ROUGH_CUT, wrap=True,
        format_func=lambda each: _(METHODS[each]),
    ) or Method.BILL_OF_RESOURCES  # fmt: skip
    plan, look = board.outcome.plan, look_of(view)

    def make() -> dict[str, object]:
        load = load_detail.rough_cut_load(problem_of(view.workspace, board), plan, method)
        return load_heat_map(load_detail.rough_cut_frame(plan, load), look)

    vega(chart_of(f"rough-cut/{method}/{plan.key}", look, make), "rough-cut")
    st.caption(_(EXPLAINED[method]))
