"""Strategies beside the optimum, and a plan of one's own typed into the grid: what each comes to, and which limits it breaks."""

from collections.abc import Mapping
from math import isfinite, nan

import numpy as np
import pandas as pd
import streamlit as st

from sop.domain.measures import paid_money
from sop.domain.people import Right
from sop.domain.supply import SupplyPlan
from sop.language import N_, Term, _, compact_money, hours, month, ngettext, number, percent
from sop.planning.strategies import Breach, Broken, Strategy
from sop.services import own_plan
from sop.services.board import Board
from sop.services.company import Company
from sop.services.frames import WHOLE
from sop.services.own_plan import OPTIMUM, OWN, Typed, Way
from sop.services.why import unit_of
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.drawing import escaped, plain
from sop.ui.later import draw_later
from sop.ui.view import View

WAYS: dict[str, Term] = {
    OPTIMUM: N_("Cheapest possible"),
    Strategy.LEVEL: N_("Level"),
    Strategy.CHASE: N_("Chase"),
    OWN: N_("My own"),
}
BROKEN: dict[Broken, Term] = {
    Broken.HOURS: N_("{name}, {month}: {over} h beyond hours and overtime"),
    Broken.MATERIAL: N_("{name}, {month}: {over} {unit} of material are not there"),
    Broken.STORAGE: N_("warehouse, {month}: {over} m³ beyond the room"),
    Broken.STOCK: N_("{name}, {month}: {over} {unit} beyond the stock limit"),
    Broken.ORDERS: N_("{name}, {month}: {over} {unit} are lost, or late at the end"),
}
_MOST_BREACHES = 8  # told in words; the others are counted


@action
def typed(view: View, board: Board, family: str) -> None:
    """Store the cells that were edited."""
    if view.cycle is None:
        return
    edited: Mapping[int, Mapping[str, float | None]] = st.session_state[_editor_key(board, family)]["edited_rows"]
    skus = _skus(board, family)
    plan = board.outcome.plan
    changed: dict[str, dict[str, float]] = {}
    for row, cells in edited.items():
        own = {name: float(value) for name, value in cells.items() if value is not None}
        changed[plan.skus[skus[row]]] = own
    own_plan.type_figures(view.workspace.store, view.act(), view.cycle.id, plan, changed)


@action
def forgotten(view: View) -> None:
    """Forget every typed figure."""
    if view.cycle is not None:
        own_plan.forget_figures(view.workspace.store, view.act(), view.cycle.id)


def draw_strategies(view: View, board: Board, family: str, currency: str) -> None:
    """Draw what each strategy comes to, and the grid in which a family's production is typed."""
    if view.cycle is None:
        return
    with view.workspace.store.read() as tx:
        given = own_plan.typed_figures(tx, view.cycle.id)

    def draw(view: View, found: tuple[Way, ...] | None) -> None:  # noqa: ARG001 - the form of an answer
        if found is None:
            st.caption(_("Costing the strategies …"))
            return
        st.table(_table(found, currency), border="horizontal")
        for way in found:
            if way.name == OWN:
                _draw_breaches(way, board.inputs.company)

    draw_later(view, "strategies", own_plan.ways(view.workspace, board, given), draw, _("Cost the strategies"))
    st.caption(
        _("Each with production given and the rest chosen at least cost: overtime, purchases, whom to serve. Level makes the same every month; chase makes what each month needs. ▲ goes beyond the hours: it cannot be carried out, and its figures stand as if it could.")
    )  # fmt: skip
    if family == WHOLE:
        st.caption(_("Choose a family above to type a plan of your own for it."))
    elif view.actor.may(Right.TRY):
        _draw_editor(board, family, given)


def _table(found: tuple[Way, ...], currency: str) -> pd.DataFrame:
    """Return measures down and strategies across; one that cannot be carried out says so in its head."""

    def column(way: Way) -> list[str]:
        figures = way.kpis
        said = [
            compact_money(figures.margin_money, currency),
            percent(figures.fill_rate),
            compact_money(figures.stock_value_money, currency),
            hours(figures.overtime_h),
            compact_money(figures.production_money, currency),
            compact_money(total_cost(way), currency),
            *([people_words(way.plan)] if with_people else []),
            hours(_beyond(way)),
            number(len(way.breaches)),
        ]
        return [escaped(each) for each in said]

    with_people = any(way.plan.workers.any() for way in found)
    measures = [
        _("Margin"), _("Fill rate"), _("Stock value"), _("Overtime"), _("Cost of production"),
        _("Cost in all, holding included"), *([_("People on average, hired, laid off")] if with_people else []),
        _("Beyond the hours"), _("Limits broken"),
    ]  # fmt: skip
    heads = [_(WAYS[way.name]) if _beyond(way) <= 0.5 else f"▲ {_(WAYS[way.name])}" for way in found]
    columns = {head: column(way) for head, way in zip(heads, found, strict=True)}
    return pd.DataFrame(columns, index=pd.Index(measures, name=_("Measure")))


def total_cost(way: Way) -> float:
    """Return what is paid in the months that can be decided, and holding; NaN where costs are not known."""
    plan, decided = way.plan, slice(way.plan.frozen_months, None)
    paid = float((paid_money(plan) + plan.holding_money + plan.material_holding_money)[decided].sum())
    return paid if isfinite(way.kpis.production_money) else nan


def people_words(plan: SupplyPlan) -> str:
    """Return such as "212 (+3 / -1)": people on average over the months that can be decided, who comes and who goes."""
    decided = slice(plan.frozen_months, None)
    average = float(plan.workers[:, decided].sum(axis=0).mean()) if plan.frozen_months < len(plan.months) else 0.0
    hired, laid_off = (float(each[:, decided].sum()) for each in (plan.hired_workers, plan.laid_off_workers))
    return f"{number(average)} (+{number(hired)} / -{number(laid_off)})"


def _beyond(way: Way) -> float:
    """Return the hours that no limit allows, over the months that can be decided."""
    return float(way.plan.beyond_capacity_h[:, way.plan.frozen_months :].sum())


def _draw_breaches(way: Way, company: Company) -> None:
    if not way.breaches:
        plain(_("My own plan keeps every limit."))
        return
    plain(
        ngettext("My own plan breaks {count} limit:", "My own plan breaks {count} limits:", len(way.breaches)).format(
            count=number(len(way.breaches))
        )
    )
    for breach in way.breaches[:_MOST_BREACHES]:
        plain(f"▲ {breach_words(breach, company)}")
    if len(way.breaches) > _MOST_BREACHES:
        st.caption(_("and {count} more").format(count=number(len(way.breaches) - _MOST_BREACHES)))


def breach_words(breach: Breach, company: Company) -> str:
    """Return which limit is broken, when, and by how much in its unit."""
    over = number(breach.over, 0 if breach.over >= 1 else 1)
    unit = unit_of(company, breach.name, is_material=breach.kind is Broken.MATERIAL) or _("units")
    return _(BROKEN[breach.kind]).format(name=breach.name, month=month(breach.month), over=over, unit=unit)


def _skus(board: Board, family: str) -> list[int]:
    plan = board.outcome.plan
    made = plan.made_units.sum(axis=1) > 0
    return [i for i, own in enumerate(plan.families) if family in (WHOLE, own) and made[i]]


def _editor_key(board: Board, family: str) -> str:
    return f"{keys.TYPED_PLAN}-{board.outcome.plan.key}-{family}"


def _draw_editor(board: Board, family: str, given: Typed) -> None:
    plan, skus = board.outcome.plan, _skus(board, family)
    if not skus:
        return
    rows = {plan.skus[i]: np.round(plan.made_units[i]) for i in skus}
    for sku, row in given.items():
        for name, units in row.items():
            if sku in rows and name in plan.months:
                rows[sku][plan.months.index(name)] = units
    frame = pd.DataFrame(list(rows.values()), columns=list(map(str, plan.months)))
    frame.insert(0, "sku", list(rows))
    columns = {
        str(each): st.column_config.NumberColumn(
            month(each), min_value=0.0, format="%.0f", disabled=t < plan.frozen_months
        )
        for t, each in enumerate(plan.months)
    }
    sku_column = st.column_config.TextColumn(_("SKU"), disabled=True, pinned=True)
    plain(_("My own plan: type production into a cell, in units; everything else follows."))
    st.data_editor(
        frame, key=_editor_key(board, family), hide_index=True, height="content", column_config={"sku": sku_column, **columns},
        on_change=typed, args=(board, family),
    )  # fmt: skip
    if any(given.values()):
        st.button(_("Forget what was typed"), icon=":material/undo:", key="typed-forget", on_click=forgotten)
