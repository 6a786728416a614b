"""Every way out of a limit that a company has: overtime, a further shift, hiring, hours, others' work, more to buy, hurrying.

Each with its price, from when on it works, and the lever that brings it; what no lever moves is agreed with a supplier.
Other plants and stock built ahead are no way out of a limit: the plan takes them already wherever they pay.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from sop.domain.calendar import MonthRange
from sop.domain.scenario import BOUNDS, Dimension, Lever, LeverKind, Scope
from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.lever_works import shift_of
from sop.planning.limits import Limit, LimitKind
from sop.planning.parts import Materials
from sop.planning.problem import SupplyProblem

MOST_LIMITS = 3  # of each kind, the dearest, are answered
_NOTHING = 1e-9


class Means(StrEnum):
    """What relieves a limit. What its price is for in brackets."""

    OVERTIME = "overtime"  # [hour]
    EXTRA_SHIFT = "extra_shift"  # [hour]
    HIRING = "hiring"  # [worker and month, hiring apart]
    HOURS = "hours"  # [hours of a resource have no price in a plan]
    SUBCONTRACT = "subcontract"  # [unit of a SKU]
    PURCHASE = "purchase"  # [unit of a SKU]
    HURRY = "hurry"  # [unit of a material, on top of its price]


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """One way out: of whom or what, at what price (NaN: none is known), in which months it can work.

    `lever` stands at the far end of its range; without one `more` is the problem without the limit.
    """

    means: Means
    name: str  # of the plant, resource, SKU or material
    row: int  # position of the SKU or material, -1 else
    price_money: float
    first: int  # position of the first month in which it brings something
    lever: Lever | None = None
    more: Callable[[SupplyProblem], SupplyProblem] | None = None
    hire_money: float = 0.0  # once for each worker
    premium_share: float = float("nan")  # of the price, of what is hurried
    before: int | None = None  # position of the month from which an order arrives in time; None: always works

    @property
    def is_priced(self) -> bool:
        return not np.isnan(self.price_money)


def offers(problem: SupplyProblem, plan: SupplyPlan, limits: Sequence[Limit]) -> Iterator[Offer]:
    """Yield the ways out of the dearest limits of each kind; `plan` is the one of `problem`."""

    def dearest(kind: LimitKind) -> list[Limit]:
        return [limit for limit in limits if limit.kind is kind][:MOST_LIMITS]

    hours = dearest(LimitKind.HOURS)
    for plant, (group, months) in _plants(problem, plan, hours).items():
        yield from _by_staff(problem, plant, group, months)
    for limit in hours:
        lever = _lever(LeverKind.CAPACITY, Scope(Dimension.RESOURCE, limit.name), tightest_run(plan, limit))
        yield Offer(Means.HOURS, limit.name, -1, float("nan"), problem.frozen_months, lever)
    for limit in dearest(LimitKind.SUBCONTRACT):
        yield from _outside(problem, plan, limit)
    for limit in dearest(LimitKind.PURCHASE):
        yield from _bought(problem, limit)
    for limit in dearest(LimitKind.MATERIAL):
        yield from _hurried(problem, limit)


def tightest_run(plan: SupplyPlan, limit: Limit) -> MonthRange:
    """Return the months without a gap in which the limit binds and one more in each is worth most together."""
    worth = np.array(limit.worth_money)
    run = np.cumsum(np.diff((worth > 0).astype(int), prepend=0) == 1) * (worth > 0)  # 1 for the first run, and so on
    together = np.bincount(run, weights=worth)
    inside = np.flatnonzero(run == 1 + int(np.argmax(together[1:])))
    return MonthRange(plan.months[inside[0]], plan.months[inside[-1]])


def _plants(problem: SupplyProblem, plan: SupplyPlan, hours: Sequence[Limit]) -> dict[str, tuple[int, MonthRange]]:
    """Return the plants whose staff could work more against the limits, each with its group and months, the dearest first."""
    found: dict[str, tuple[int, MonthRange]] = {}
    for limit in hours:
        group = int(problem.resource_group[limit.row])
        if group >= 0:
            found.setdefault(problem.resources[limit.row].plant, (group, tightest_run(plan, limit)))
    return found


def _by_staff(problem: SupplyProblem, plant: str, group: int, months: MonthRange) -> Iterator[Offer]:
    scope, first = Scope(Dimension.PLANT, plant), problem.frozen_months

    def offer(means: Means, kind: LeverKind, price: float, hire: float = 0.0) -> Offer:
        known = price if price + hire > 0 else float("nan")  # an hour for nothing is one of which nobody told the price
        return Offer(means, plant, -1, known, first, _lever(kind, scope, months), hire_money=hire)

    yield offer(Means.OVERTIME, LeverKind.OVERTIME, float(problem.overtime_cost_money[group]))
    yield offer(Means.EXTRA_SHIFT, LeverKind.EXTRA_SHIFT, float(shift_of(problem).cost_money[group]))
    staff = problem.workforce
    if staff is not None and staff.hours_per_worker_h[group].any():
        cost, hire = float(staff.worker_cost_money[group]), float(staff.hire_cost_money[group])
        yield offer(Means.HIRING, LeverKind.HIRING, cost, hire)


def _outside(problem: SupplyProblem, plan: SupplyPlan, limit: Limit) -> Iterator[Offer]:
    outside = problem.subcontracting
    if outside is None:
        return
    lever = _lever(LeverKind.SUBCONTRACT, Scope(Dimension.SKU, limit.name), tightest_run(plan, limit))
    first, price = _first(outside.limit_units[limit.row], problem.frozen_months), outside.cost_money[limit.row]
    yield Offer(Means.SUBCONTRACT, limit.name, limit.row, float(price), first, lever)


def _bought(problem: SupplyProblem, limit: Limit) -> Iterator[Offer]:
    """Yield more of a SKU to buy in the months in which an order arrives."""
    i = limit.row

    def more(scenario: SupplyProblem) -> SupplyProblem:
        limits = scenario.purchase_limit_units.copy()
        limits[i] = np.where(limits[i] > 0, _plenty(scenario), 0.0)
        return replace(scenario, purchase_limit_units=limits)

    first = _first(problem.purchase_limit_units[i], problem.frozen_months)
    yield Offer(Means.PURCHASE, limit.name, i, float(problem.purchase_cost_money[i]), first, more=more)


def _hurried(problem: SupplyProblem, limit: Limit) -> Iterator[Offer]:
    """Yield more of a material hurried before an order arrives in time, from the cheapest supplier who hurries it."""
    materials, m = problem.materials, limit.row
    if materials is None:
        return
    own = [q for q in np.flatnonzero(materials.source_material == m).tolist() if materials.hurried_limit_units[q].any()]
    if not own:
        return
    q = min(own, key=lambda each: float(materials.premium_money[each].mean()))
    premium, price = float(materials.premium_money[q].mean()), float(materials.price_money[q].mean())

    def more(scenario: SupplyProblem) -> SupplyProblem:
        there = scenario.materials
        return scenario if there is None else replace(scenario, materials=_without_hurry_limit(there, own))

    when = np.flatnonzero(materials.hurried_limit_units[q] > 0)
    yield Offer(
        Means.HURRY, limit.name, m, premium, max(int(when[0]), problem.frozen_months), more=more,
        premium_share=premium / price if price > 0 else float("nan"), before=int(when[-1]) + 1,
    )  # fmt: skip


def _without_hurry_limit(materials: Materials, sources: Sequence[int]) -> Materials:
    limits = materials.hurried_limit_units.copy()
    limits[sources] = np.where(limits[sources] > 0, np.inf, 0.0)
    return replace(materials, hurried_limit_units=limits)


def _plenty(problem: SupplyProblem) -> float:
    """Return more units than anything is asked for: a purchase limit is a finite figure."""
    return float(
        problem.month_demand_units.sum() + problem.opening_backlog_units.sum() + problem.safety_stock_units.sum()
    )


def _first(limit: FloatArray, frozen: int) -> int:
    """Return the first month that can be decided in which something may come."""
    open_ = np.flatnonzero(limit[frozen:] > _NOTHING)
    return frozen + (int(open_[0]) if open_.size else 0)


def _lever(kind: LeverKind, scope: Scope, months: MonthRange) -> Lever:
    return Lever("", kind, BOUNDS[kind].high, scope, months)
