"""Ways to plan beside the optimum: one rate all along, what each month needs, or what somebody typed; all costed alike.

Production is given over the whole horizon, as if it were frozen, and the same program chooses the rest: overtime, purchases,
whom to serve. What no limit allows stands in the plan as beyond it, and is listed by name.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from sop.domain.calendar import Month
from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.limits import Solve
from sop.planning.problem import SupplyProblem

_NOTHING = 1e-6  # relative to what is allowed


class Strategy(StrEnum):
    """How production is set."""

    LEVEL = "level"  # one rate a month from the fence on
    CHASE = "chase"  # what each month needs


class Broken(StrEnum):
    """What a plan with given production goes beyond. Unit of `over` in brackets."""

    HOURS = "hours"  # [h] regular hours and overtime of a resource
    MATERIAL = "material"  # [units] of a material that is not there
    STORAGE = "storage"  # [m3] of room in the warehouse
    STOCK = "stock"  # [units] above a SKU's stock limit
    ORDERS = "orders"  # [units] of a SKU's demand that is lost, or late at the end


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that a plan breaks in a month, and by how much in the unit of its kind."""

    kind: Broken
    name: str
    month: Month
    over: float


def with_production(problem: SupplyProblem, production: FloatArray) -> SupplyProblem:
    """Return the problem with production (k, t) given in every month; it is of another structure."""
    return replace(problem, frozen_months=len(problem.months), frozen_production_units=production)


def costed(solve: Solve, problem: SupplyProblem, production: FloatArray) -> SupplyPlan:
    """Return the plan with this production; `solve` is a model of the structure that `with_production` makes.

    Its figures cover the same months as those of any plan of the problem.
    """
    return replace(solve(with_production(problem, production)), frozen_months=problem.frozen_months)


def production_of(problem: SupplyProblem, plan: SupplyPlan) -> FloatArray:
    """Return the production of a plan by route, (k, t)."""
    made: FloatArray = plan.production_units[problem.route_sku, problem.route_plant]
    return made


def production_by(problem: SupplyProblem, plan: SupplyPlan, strategy: Strategy) -> FloatArray:
    """Return the production of a strategy by route, (k, t); up to the fence it is what is frozen.

    Each SKU's need counts from the stock that the fence leaves: demand, the safety stock at its end (level) or in each month
    (chase), less the order book that is agreed. It is split over the plants as `plan` does, and started as early as it
    takes to make.
    """
    need = _cumulative_need(problem, plan)
    wanted = np.zeros_like(need)
    first = problem.frozen_months
    left = need.shape[1] - first
    if left and strategy is Strategy.LEVEL:
        wanted[:, first:] = np.maximum(need[:, -1:], 0.0) / left
    elif left:
        supplied = np.maximum.accumulate(np.maximum(need[:, first:], 0.0), axis=1)
        wanted[:, first:] = np.diff(supplied, axis=1, prepend=0.0)
    return _by_route(problem, plan, wanted)


def _cumulative_need(problem: SupplyProblem, plan: SupplyPlan) -> FloatArray:
    """Return what must have come in by the end of each month after the fence, (i, t); 0 up to it."""
    first = problem.frozen_months
    opening = problem.opening_stock_units - problem.opening_backlog_units
    net = opening if first == 0 else plan.stock_units[:, first - 1] - plan.backlog_units[:, first - 1]
    coming = problem.receipts_units.copy()
    coming[:, first:] += _on_its_way(problem)[:, first:]
    target = problem.safety_stock_units - problem.order_book_units
    need = np.zeros_like(target)
    need[:, first:] = (
        np.cumsum((problem.month_demand_units - coming)[:, first:], axis=1) + target[:, first:] - net[:, None]
    )
    return need


def _on_its_way(problem: SupplyProblem) -> FloatArray:
    """Return what frozen production brings in after the fence, (i, t)."""
    frozen = np.zeros((len(problem.route_sku), len(problem.months)))
    frozen[:, : problem.frozen_months] = problem.frozen_production_units
    arriving: FloatArray = problem.arriving_units(frozen) - problem.receipts_units
    return arriving


def _by_route(problem: SupplyProblem, plan: SupplyPlan, wanted: FloatArray) -> FloatArray:
    """Return what is wanted in stock (i, t) as production by route and month of its start, (k, t)."""
    made = production_of(problem, plan).sum(axis=1)
    total = np.zeros(len(problem.skus))
    np.add.at(total, problem.route_sku, made)
    routes = np.bincount(problem.route_sku, minlength=len(problem.skus))
    own = problem.route_sku
    share = np.where(total[own] > 0, made / np.where(total[own] > 0, total[own], 1.0), 1.0 / np.maximum(routes[own], 1))
    production = np.zeros((len(own), len(problem.months)))
    for k, i in enumerate(own.tolist()):
        lead = int(problem.route_lead_months[k])
        started = share[k] * wanted[i]
        production[k, : len(started) - lead] = started[lead:]
        missed = started[problem.frozen_months : problem.frozen_months + lead].sum()
        if lead and problem.frozen_months < production.shape[1]:  # what can no longer be in time is started at once
            production[k, problem.frozen_months] += missed
    production[:, : problem.frozen_months] = problem.frozen_production_units
    return production


def typed_production(problem: SupplyProblem, plan: SupplyPlan, typed: dict[tuple[int, int], float]) -> FloatArray:
    """Return the production of a plan with some months of some SKUs, (sku, month) -> units, as they were typed.

    A typed figure is split over the SKU's plants as the plan splits that month, else equally; one in a frozen month, or of a
    SKU that is not made, counts for nothing.
    """
    production = production_of(problem, plan).copy()
    for (i, t), units in typed.items():
        routes = np.flatnonzero(problem.route_sku == i)
        if t < problem.frozen_months or not routes.size:
            continue
        own = production[routes, t]
        share = own / own.sum() if own.sum() > 0 else np.full(len(routes), 1.0 / len(routes))
        production[routes, t] = share * units
    return production


def breaches(plan: SupplyPlan) -> tuple[Breach, ...]:
    """Return every limit that a plan breaks in the months that can be decided, month by month."""
    end = np.zeros_like(plan.lost_units)
    end[:, -1] = np.maximum(plan.backlog_units[:, -1] - plan.order_book_units[:, -1], 0.0)
    kinds = (
        (Broken.HOURS, [axis.name for axis in plan.resources], plan.beyond_capacity_h, plan.capacity_h),
        (Broken.MATERIAL, plan.materials, plan.material_missing_units, plan.material_use_units),
        (Broken.STORAGE, [""], plan.storage_beyond_m3[None], np.ones((1, len(plan.months)))),
        (Broken.STOCK, plan.skus, plan.stock_beyond_units, plan.demand_units),
        (Broken.ORDERS, plan.skus, plan.lost_units + end, plan.demand_units),
    )
    found = [
        Breach(kind, names[row], plan.months[t], float(over[row, t]))
        for kind, names, over, usual in kinds
        for row, t in np.argwhere(over > _NOTHING * np.maximum(usual, 1.0)).tolist()
        if t >= plan.frozen_months
    ]
    return tuple(sorted(found, key=lambda each: each.month))
