"""Why not better: the dearest limit in words that add up, what would help, and every way to one more unit."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from sop.domain.ids import new_id
from sop.domain.people import Right
from sop.domain.scenario import Lever
from sop.domain.supply import SupplyPlan
from sop.language import N_, NBSP, _, compact_money, hours, money, month, number
from sop.planning.limits import Limit, LimitKind
from sop.planning.relief import Relief
from sop.planning.routes import Route, Way
from sop.services import board as boards
from sop.services import what_if
from sop.services import why as whys
from sop.services.board import Board
from sop.services.sentences import lever_sentence
from sop.services.why import Shortage, Why
from sop.storage import scenarios
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.reason import spells
from sop.ui.components.scenario_bar import looked_at_alone
from sop.ui.components.why_words import (
    is_told,
    limit_words,
    offer_words,
    price_words,
    relief_words,
    routes_words,
    when_words,
    worth_money,
    worth_words,
)
from sop.ui.drawing import escaped, named, plain
from sop.ui.later import draw_later
from sop.ui.view import View

NOTHING = "–"
_LEAST_HOURS = 0.5
_MOST_PARTS = 4  # of a shortage that are named
_CLASS_WORDS = (N_("orders taken"), N_("strategic customers"), N_("the rest"))  # in the order in which they are served
_LEAST_MONEY = 1.0
_MOST_SHORT = 12  # SKUs that are named; the others are added up


@action
def applied(view: View, scenario_id: str, lever: Lever) -> None:
    """Set a relief as a lever: in the scenario on screen, or in a copy of one's own where that belongs to somebody else."""
    if view.cycle is None:
        return
    store, wish = view.workspace.store, replace(lever, id=new_id())
    with store.read() as tx:
        shown = scenarios.get(tx, scenario_id)
    if boards.obstacle(view.actor, shown, view.meeting) is None:
        what_if.move_lever(store, view.act(), shown.id, wish)
        return
    mine = what_if.try_alone(store, view.act(), shown.id, lever_sentence(lever))
    what_if.move_lever(store, view.act(), mine.id, wish)
    looked_at_alone(mine.id)


def draw_why(view: View, board: Board, currency: str) -> None:
    """Draw the dearest limit and the cheapest relief under the pictures, with the way to all of them."""

    def draw(view: View, found: Why | None) -> None:
        if found is None:
            st.caption(_("Reckoning what one more hour is worth, and what would help …"))
            return
        for worth in [each for each in found.worths if is_told(each.total_money)][:1]:
            st.caption(escaped(worth_words(worth, board.outcome.plan, currency, board.inputs.company)))
        for relief in found.reliefs[:1]:
            _draw_relief(view, board, relief, currency, _("Cheapest relief"))
        by_lever = next((each for each in found.reliefs if each.lever is not None), None)
        if by_lever is not None and by_lever is not found.reliefs[0]:
            _draw_relief(view, board, by_lever, currency, _("Cheapest lever"))

    if not whys.nothing_binds(board):
        draw_later(view, "why", whys.why(view.workspace, board), draw, _("Limits and what helps"))


def _draw_relief(view: View, board: Board, relief: Relief, currency: str, lead: str = "") -> None:
    scenario, lever = board.scenario, relief.lever
    own = boards.obstacle(view.actor, scenario, view.meeting) is None
    said = relief_words(relief, board.outcome.plan, currency, board.inputs.company)
    words, button = st.columns([7, 3], vertical_alignment="center")
    with words:
        plain(f"{lead}: {said}" if lead else said)
    if lever is None:
        button.caption(_("No lever: to be agreed with the supplier."))
    elif view.actor.may(Right.TRY):
        button.button(
            _("Apply as lever") if own else _("Try as my own"), icon=":material/tune:",
            key=f"apply-{lead}-{lever.kind}-{lever.scope.name}", on_click=applied, args=(scenario.id, lever),
            help=_("Sets this lever in the scenario; in a copy where that is not yours."),
        )  # fmt: skip


def draw_why_in_full(view: View, board: Board, currency: str) -> None:
    """Draw every limit by its worth over the horizon, what helps, who is short, and the ways to one more unit."""

    def draw(view: View, found: Why | None) -> None:
        if found is None:
            st.caption(_("Reckoning what one more hour is worth, and what would help …"))
            return
        _draw_limits(found, board, currency)
        _draw_reliefs(view, found, board, currency)

    if whys.nothing_binds(board):
        plain(_("No limit holds this plan back."))
    else:
        draw_later(view, "why-in-full", whys.why(view.workspace, board), draw, _("Limits and what helps"))
    short = whys.shortages(view.workspace, board)
    _draw_shortages(short, board, currency)
    _draw_routes(view, board, short, currency)


def _draw_limits(found: Why, board: Board, currency: str) -> None:
    plan, company = board.outcome.plan, board.inputs.company
    for worth in found.worths:
        if is_told(worth.total_money):
            plain(worth_words(worth, plan, currency, company))
    told = [limit for limit in found.limits if is_told(max(limit.worth_money))]
    if not told:
        plain(_("No limit holds this plan back."))
        return
    rows = {
        _("Limit"): [escaped(limit_words(limit, company)) for limit in told],
        _("Binds in"): [escaped(spells(limit.months)) for limit in told],
        _("Short of hours"): [escaped(_hours_short(limit, found, plan)) for limit in told],
        _("One more in its dearest month"): [
            escaped(f"{worth_money(max(limit.worth_money), currency)}, {month(plan.months[limit.dearest])}") for limit in told
        ],
        _("One more in every month"): [escaped(worth_money(limit.total_money, currency)) for limit in told],
    }  # fmt: skip
    st.table(rows, hide_index=True, border="horizontal")
    st.caption(_("Short of hours: what would be missing if everything was made in the month in which it is needed."))


def _hours_short(limit: Limit, found: Why, plan: SupplyPlan) -> str:
    if limit.kind is not LimitKind.HOURS:
        return NOTHING
    short = found.short_h[limit.row]
    inside = [plan.months[t] for t in np.flatnonzero(short >= _LEAST_HOURS)]
    if not inside:
        return NOTHING
    return _("{hours} in {months}").format(hours=hours(float(short.sum())), months=spells(inside))


def _draw_reliefs(view: View, found: Why, board: Board, currency: str) -> None:
    st.subheader(_("What would help"), anchor=False)
    if not found.reliefs:
        plain(_("No way out pays."))
    for relief in found.reliefs:
        _draw_relief(view, board, relief, currency)
    if found.idle:
        company, plan = board.inputs.company, board.outcome.plan
        idle = "; ".join(
            f"{offer_words(each)} ({price_words(each, currency, company)}, {when_words(each, plan)})"
            for each in found.idle
        )
        st.caption(escaped(_("Would not pay: {ways}.").format(ways=idle)))
    st.caption(
        _("Other plants and stock built ahead are in the plan already wherever they pay; what they cost stands below.")
    )


def _draw_shortages(short: Sequence[Shortage], board: Board, currency: str) -> None:
    if not short:
        return
    plan, shown = board.outcome.plan, short[:_MOST_SHORT]
    st.subheader(_("Who is short"), anchor=False)
    rows = {
        _("SKU"): [escaped(f"{plan.skus[each.sku]} · {named(each.family)}") for each in shown],
        _("Not in time"): [escaped(number(each.units)) for each in shown],
        _("At price"): [escaped(compact_money(each.money, currency)) for each in shown],
    }
    classes, regions = tuple(map(_, _CLASS_WORDS)), plan.regions
    if len(plan.class_demand_units) == len(classes):
        rows[_("By class")] = [escaped(_parts(classes, each.by_class_money, currency)) for each in shown]
    if any(regions):
        rows[_("By region")] = [escaped(_parts(regions, each.by_region_money, currency)) for each in shown]
    st.table(rows, hide_index=True, border="horizontal")
    if len(short) > len(shown):
        rest = compact_money(sum(each.money for each in short[_MOST_SHORT:]), currency)
        st.caption(escaped(_("and {count} more, {amount}").format(count=number(len(short) - len(shown)), amount=rest)))
    st.caption(
        _(
            "Orders taken come first, then strategic customers, then the rest: who is served last is late first. Within a family a "
            "shortage is shared by demand, within a class the regions share it as they asked. The lever “Served first” decides otherwise."
        )
    )


def _parts(names: Sequence[str], amounts: Sequence[float], currency: str) -> str:
    """Return who bears how much of a shortage, the most money first; of many the others together."""
    asked = sorted(zip(names, amounts, strict=True), key=lambda each: -each[1])
    there = [(name, amount) for name, amount in asked if amount >= _LEAST_MONEY]
    told = [f"{name} {compact_money(amount, currency)}" for name, amount in there[:_MOST_PARTS]]
    if rest := sum(amount for _name, amount in there[_MOST_PARTS:]):
        told.append(_("others {amount}").format(amount=compact_money(rest, currency)))
    return ", ".join(told)


def _draw_routes(view: View, board: Board, shortages: Sequence[Shortage], currency: str) -> None:
    plan = board.outcome.plan
    st.subheader(_("Every way to one more unit"), anchor=False)
    left, right = st.columns(2)
    short = [each.sku for each in shortages]
    order = [*short, *(i for i in range(len(plan.skus)) if i not in short)]
    sku = left.selectbox(_("SKU"), order, format_func=lambda i: plan.skus[i], key=keys.WHY_SKU)
    months = range(min(plan.frozen_months, len(plan.months) - 1), len(plan.months))
    at = right.selectbox(_("Needed in"), months, format_func=lambda t: month(plan.months[t]), key=keys.WHY_MONTH)
    if sku is None or at is None:
        return
    found = whys.routes(view.workspace, board, sku, at).answer()
    st.table(_routes_table(found, plan, currency), hide_index=True, border="horizontal")
    st.caption(escaped(routes_words(found, plan, sku, at, currency)))


def _routes_table(found: Sequence[Route], plan: SupplyPlan, currency: str) -> dict[str, list[str]]:
    def cash(value: float) -> str:
        return escaped(money(value, currency, 1)) if abs(value) >= 0.05 else NOTHING

    columns = {
        _("Way"): [escaped(_way(route, plan)) for route in found],
        _("Production or price"): [cash(route.direct_money) for route in found],
        _("Hours at their worth"): [escaped(_hours(route, currency)) for route in found],
        _("Material"): [cash(sum(each.worth_money for each in route.materials)) for route in found],
        _("Holding"): [cash(route.holding_money) for route in found],
        _("Targets"): [cash(route.target_money) for route in found],
        _("Waiting"): [cash(route.waiting_money) for route in found],
        _("Limit or sharing"): [cash(route.rent_money) for route in found],
        _("Full cost"): [cash(route.full_cost_money) for route in found],
        _("In the plan"): [escaped(number(route.used_units)) for route in found],
    }
    return {name: cells for name, cells in columns.items() if any(cell != NOTHING for cell in cells)}


def _way(route: Route, plan: SupplyPlan) -> str:
    if route.way is Way.REFUSE:
        return _("refuse it")
    when = month(plan.months[route.month])
    if route.way is Way.BUY:
        return _("buy in {month}").format(month=when)
    if route.way is Way.SUBCONTRACT:
        return _("have it made outside in {month}").format(month=when)
    return _("make in {plant}, {month}").format(plant=route.plant, month=when)


def _hours(route: Route, currency: str) -> str:
    paid = [each for each in route.hours if each.worth_money >= 0.05]
    said = [f"{each.name}: {number(each.amount, 2)}{NBSP}h · {money(each.worth_money, currency, 1)}" for each in paid]
    return ", ".join(said) or NOTHING
