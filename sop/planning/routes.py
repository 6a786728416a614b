"""Every way in which one more unit of a SKU could be had in a month, with what it really costs.

Full cost = production or purchase + hours x what an hour is worth + holding or waiting + what targets and limits add.
The cheapest of them is what the plan says that a unit costs (its dual); the parts of a way that is used add up to it.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sop.domain.supply import SupplyPlan
from sop.planning.limits import LimitKind, limit_values
from sop.planning.problem import SupplyProblem

_NOTHING = 1e-6  # units


class Way(StrEnum):
    """How a unit comes to be there, or not."""

    MAKE = "make"
    BUY = "buy"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Hours:
    """What a unit takes of a resource and what that is worth."""

    resource: str
    hours: float  # per unit
    worth_money: float  # hours x shadow price


@dataclass(frozen=True, slots=True)
class Route:
    """One way to have one more unit in a month, and the parts of its full cost in money per unit.

    `month` is the position in which it is made or bought: before the month of need it is held, after it the customer waits.
    """

    way: Way
    plant: str  # where it is made; empty else
    month: int
    direct_money: float  # production or purchase; of a refusal the price and goodwill
    hours: tuple[Hours, ...]
    holding_money: float  # from when it is there until it is needed
    target_money: float  # what it adds to stock that is below its target on the way, as a saving (negative)
    waiting_money: float  # penalty for being late
    rent_money: float  # what the limit of purchases, or sharing a shortage, adds
    used_units: float  # made or bought that way in that month by the plan

    @property
    def full_cost_money(self) -> float:
        """Return the sum of the parts."""
        worth = sum(each.worth_money for each in self.hours)
        parts = (self.direct_money, worth, self.holding_money, self.target_money, self.waiting_money, self.rent_money)
        return sum(parts)

    @property
    def gate(self) -> Hours | None:
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
    if problem.purchase_limit_units[sku].any():
        ways.append(_bought(problem, plan, sku))
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
    rent: np.ndarray
    used: np.ndarray


def _made(problem: SupplyProblem, plan: SupplyPlan, k: int, sku: int) -> _Source:
    plant = int(problem.route_plant[k])
    own = problem.use_route == k
    use = tuple(zip(problem.use_resource[own].tolist(), problem.use_h[own].tolist(), strict=True))
    used = plan.production_units[sku, plant]
    nothing = np.zeros(len(problem.months))
    return _Source(Way.MAKE, problem.plants[plant], float(problem.production_cost_money[k]), use, nothing, used)


def _bought(problem: SupplyProblem, plan: SupplyPlan, sku: int) -> _Source:
    rent = np.maximum(limit_values(problem, plan)[LimitKind.PURCHASE][sku], 0.0)
    full = plan.purchased_units[sku] >= problem.purchase_limit_units[sku] - _NOTHING
    cost = float(problem.purchase_cost_money[sku])
    return _Source(Way.BUY, "", cost, (), np.where(full, rent, 0.0), plan.purchased_units[sku])


def _best(
    source: _Source, problem: SupplyProblem, plan: SupplyPlan, prices: Prices, sku: int, month: int
) -> list[Route]:
    """Return a source in the month itself, in its cheapest month before and in its cheapest after."""
    routes = [_route(source, problem, plan, prices, sku, month, t) for t in range(plan.frozen_months, len(plan.months))]
    before = [each for each in routes if each.month < month]
    after = [each for each in routes if each.month > month]
    best = [min(part, key=lambda each: each.full_cost_money) for part in (before, after) if part]
    return [*(each for each in routes if each.month == month), *best]


def _route(
    source: _Source, problem: SupplyProblem, plan: SupplyPlan, prices: Prices, sku: int, month: int, t: int
) -> Route:
    held, late = slice(t, month), slice(month, t)
    below = plan.stock_units[sku, held] < plan.safety_stock_units[sku, held] - _NOTHING
    beyond_book = plan.backlog_units[sku, late] >= plan.order_book_units[sku, late] - _NOTHING
    return Route(
        way=source.way,
        plant=source.plant,
        month=t,
        direct_money=source.direct_money,
        hours=tuple(
            Hours(problem.resources[r].name, hours, hours * float(plan.hour_value_money[r, t]))
            for r, hours in source.use_h
        ),
        holding_money=prices.holding_money * max(month - t, 0),
        target_money=-prices.shortfall * float(below.sum()),
        waiting_money=prices.waiting * float(beyond_book.sum()),
        rent_money=float(source.rent[t]),
        used_units=float(source.used[t]),
    )


def _refused(plan: SupplyPlan, prices: Prices, sku: int, month: int) -> Route:
    """Return what refusing the unit costs: no less than the dual, else it would be refused.

    What is above its loss is the price of sharing the shortage within its family.
    """
    lost = float(plan.lost_units[sku, month])
    sharing = max(float(plan.unit_value_money[sku, month]) - prices.refused_money, 0.0)
    return Route(Way.REFUSE, "", month, prices.refused_money, (), 0.0, 0.0, 0.0, sharing, lost)
