"""Every way in which one more unit of a SKU could be had in a month, with what it really costs.

Full cost = production or purchase + hours x what an hour is worth + material x what a unit of it is worth + holding or
waiting + what targets and limits add. cheapest of them is what the plan says that a unit costs (its dual); the parts of a way that is used add up to it.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.limits import LimitKind, limit_values
from sop.planning.problem import SupplyProblem

_NOTHING = 1e-6  # units


class Way(StrEnum):
    """How a unit comes to be there, or not."""

    MAKE = "make"
    BUY = "buy"
    SUBCONTRACT = "subcontract"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Use:
    """What a unit takes of a resource or a material, and what that is worth."""

    name: str
    amount: float  # hours, or units of material, per unit
    worth_money: float  # amount x shadow price


@dataclass(frozen=True, slots=True)
class Route:
    """One way to have one more unit in a month, and the parts of its full cost in money per unit.

    `month` is the position in which it is started or bought, `arrives` the one in which it is there: before the month of
    need it is held, after it the customer waits.
    """

    way: Way
    plant: str  # where it is made; empty else
    month: int
    arrives: int
    direct_money: float  # production or purchase; of a refusal the price and goodwill
    hours: tuple[Use, ...]
    materials: tuple[Use, ...]
    holding_money: float  # from when it is there until it is needed
    target_money: float  # what it adds to stock that is below its target on the way, as a saving (negative)
    waiting_money: float  # penalty for being late
    rent_money: float  # what the limit of purchases, room in the warehouse, or sharing a shortage, adds
    used_units: float  # made or bought that way in that month by the plan

    @property
    def full_cost_money(self) -> float:
        """Return the sum of the parts."""
        worth = sum(each.worth_money for each in (*self.hours, *self.materials))
        parts = (self.direct_money, worth, self.holding_money, self.target_money, self.waiting_money, self.rent_money)
        return sum(parts)

    @property
    def gate(self) -> Use | None:
        """Return the resource whose hours weigh most on this way, None where no hour is short."""
        dearest = max(self.hours, key=lambda each: each.worth_money, default=None)
        return dearest if dearest is not None and dearest.worth_money > 0 else None


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What a SKU's unit costs on its way between months, from the penalties of the plan: (t,) each, per unit and month."""

    holding_money: float
    shortfall: float  # per unit below the safety stock and month
    waiting: float
    refused_money: float  # price and goodwill of the month looked at


def routes_of(problem: SupplyProblem, plan: SupplyPlan, prices: Prices, sku: int, month: int) -> tuple[Route, ...]:
    """Return the ways to have one more unit of a SKU in a month, the cheapest first.

    For each plant and for purchases: in the month itself, the best month before and the best after; and the refusal,
    where that is allowed.
    """
    ways = [_made(problem, plan, int(k), sku) for k in np.flatnonzero(problem.route_sku == sku)]
    values = limit_values(problem, plan)
    if problem.purchase_limit_units[sku].any():
        cost, limit = float(problem.purchase_cost_money[sku]), problem.purchase_limit_units[sku]
        ways.append(_from_outside(Way.BUY, cost, values[LimitKind.PURCHASE][sku], plan.purchased_units[sku], limit))
    outside = problem.subcontracting
    if outside is not None and outside.limit_units[sku].any():
        cost, limit = float(outside.cost_money[sku]), outside.limit_units[sku]
        worth = values[LimitKind.SUBCONTRACT][sku]
        ways.append(_from_outside(Way.SUBCONTRACT, cost, worth, plan.subcontracted_units[sku], limit))
    found = [route for way in ways for route in _best(way, problem, plan, prices, sku, month)]
    if not problem.made_to_order[sku]:
        found.append(_refused(plan, prices, sku, month))
    return tuple(sorted(found, key=lambda each: each.full_cost_money))


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """One way over all months: its parts per unit, (t,), and what the plan uses of it."""

    way: Way
    plant: str
    direct_money: float
    use_h: tuple[tuple[int, float], ...]  # (resource, hours per unit)
    use_units: tuple[tuple[int, float], ...]  # (material, units per unit)
    lead_months: int
    rent: FloatArray
    used: FloatArray


def _made(problem: SupplyProblem, plan: SupplyPlan, k: int, sku: int) -> _Source:
    plant = int(problem.route_plant[k])
    own, materials = problem.use_route == k, problem.materials
    takes: tuple[tuple[int, float], ...] = ()
    if materials is not None:
        rows = materials.use_route == k
        takes = tuple(zip(materials.use_material[rows].tolist(), materials.use_units[rows].tolist(), strict=True))
    return _Source(
        way=Way.MAKE,
        plant=problem.plants[plant],
        direct_money=float(problem.production_cost_money[k]),
        use_h=tuple(zip(problem.use_resource[own].tolist(), problem.use_h[own].tolist(), strict=True)),
        use_units=takes,
        lead_months=int(problem.route_lead_months[k]),
        rent=np.zeros(len(problem.months)),
        used=plan.production_units[sku, plant],
    )


def _from_outside(way: Way, cost: float, worth: FloatArray, used: FloatArray, limit: FloatArray) -> _Source:
    rent = np.where(used >= limit - _NOTHING, np.maximum(worth, 0.0), 0.0)
    return _Source(way, "", cost, (), (), 0, rent, used)


def _best(
    source: _Source, problem: SupplyProblem, plan: SupplyPlan, prices: Prices, sku: int, month: int
) -> list[Route]:
    """Return a source in the month itself, in its cheapest month before and in its cheapest after."""
    starts = range(plan.frozen_months, len(plan.months) - source.lead_months)
    routes = [_route(source, problem, plan, prices, sku, month, t) for t in starts]
    before = [each for each in routes if each.arrives < month]
    after = [each for each in routes if each.arrives > month]
    best = [min(part, key=lambda each: each.full_cost_money) for part in (before, after) if part]
    return [*(each for each in routes if each.arrives == month), *best]


def _route(
    source: _Source, problem: SupplyProblem, plan: SupplyPlan, prices: Prices, sku: int, month: int, t: int
) -> Route:
    arrives = t + source.lead_months
    held, late = slice(arrives, month), slice(month, arrives)
    below = plan.stock_units[sku, held] < plan.safety_stock_units[sku, held] - _NOTHING
    beyond_book = plan.backlog_units[sku, late] >= plan.order_book_units[sku, late] - _NOTHING
    return Route(
        way=source.way,
        plant=source.plant,
        month=t,
        arrives=arrives,
        direct_money=source.direct_money,
        hours=tuple(
            Use(problem.resources[r].name, hours, hours * float(plan.hour_value_money[r, t]))
            for r, hours in source.use_h
        ),
        materials=tuple(
            Use(plan.materials[m], units, units * float(plan.material_saving_money[m, t]))
            for m, units in source.use_units
        ),
        holding_money=prices.holding_money * max(month - arrives, 0),
        target_money=-prices.shortfall * float(below.sum()),
        waiting_money=prices.waiting * float(beyond_book.sum()),
        rent_money=float(source.rent[t] + plan.volume_m3[sku] * plan.storage_saving_money[held].sum()),
        used_units=float(source.used[t]),
    )


def _refused(plan: SupplyPlan, prices: Prices, sku: int, month: int) -> Route:
    """Return what refusing the unit costs: no less than the dual, else it would be refused.

    What is above its loss is the price of sharing the shortage within its family.
    """
    lost = float(plan.lost_units[sku, month])
    sharing = max(float(plan.unit_value_money[sku, month]) - prices.refused_money, 0.0)
    return Route(Way.REFUSE, "", month, month, prices.refused_money, (), (), 0.0, 0.0, 0.0, sharing, lost)
