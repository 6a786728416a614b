"""What would help: more overtime, more hours, more to buy, each tried by solving again, with what it brings and costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sop.domain.calendar import Month, MonthRange
from sop.domain.measures import margin_money, newly_unmet_units
from sop.domain.scenario import BOUNDS, Dimension, Lever, LeverKind, Scope
from sop.domain.supply import SupplyPlan
from sop.planning.levers import apply
from sop.planning.limits import Limit, LimitKind, Solve
from sop.planning.problem import SupplyProblem

_MOST_LIMITS = 3  # of the dearest limits are answered by hours of their own
_ENOUGH = 0.95  # of what the whole range of a lever would save
_HELPS = 1e-5  # of the plan's cost: what saves less is no help
_STEPS = 6  # of the search for the smallest lever that is enough


@dataclass(frozen=True, slots=True)
class Relief:
    """A lever that helps, at the smallest value that brings nearly all it can, and what changes with it."""

    lever: Lever
    saved_money: float  # of the plan's cost, penalties included
    regained_money: float  # demand met in time that was not before, at price
    margin_money: float
    first_month: Month  # in which it is used
    overtime_h: float  # more hours of overtime
    overtime_money: float  # ... and what is paid for them
    added_h: float  # more regular hours, which have no price in the plan

    @property
    def is_priced(self) -> bool:
        """Return whether the plan knows what this relief costs; hours added to a resource have no price."""
        return self.added_h <= 0

    @property
    def worth_an_hour_money(self) -> float:
        """Return up to what each added hour may cost before the relief no longer pays; NaN where none is added."""
        return self.saved_money / self.added_h if self.added_h > 0 else float("nan")

    @property
    def share_of_sales(self) -> float:
        """Return what is paid on top for one unit of money regained; infinite for what regains nothing."""
        if self.regained_money <= _HELPS * max(self.saved_money, 1.0):
            return float("inf")
        return max(self.overtime_money, 0.0) / self.regained_money


def reliefs(
    solve: Solve, base: SupplyProblem, levers: Sequence[Lever], plan: SupplyPlan, limits: Sequence[Limit]
) -> tuple[Relief, ...]:
    """Return what helps against the limits of a plan, the cheapest first; `plan` is that of base and levers.

    What has a price comes before what has none: by what is paid for each unit of money regained where demand is short,
    else by what is saved.
    """
    scale = max(float(plan.demand_units.sum(axis=1) @ plan.unit_cost_money), 1.0)
    found = []
    for lever in _candidates(base, plan, limits):
        relief = _smallest(solve, base, levers, plan, lever, _HELPS * scale)
        if relief is not None:
            found.append(relief)
    return tuple(sorted(found, key=lambda each: (not each.is_priced, each.share_of_sales, -each.saved_money)))


def _candidates(base: SupplyProblem, plan: SupplyPlan, limits: Sequence[Limit]) -> Iterator[Lever]:
    """Yield overtime for the plants and hours for the resources whose limits bind, at the far end of their range."""
    dearest = [limit for limit in limits if limit.kind is LimitKind.HOURS][:_MOST_LIMITS]
    plants = {base.resources[limit.row].plant: _tightest_run(plan, limit) for limit in reversed(dearest)
              if base.resources[limit.row].group}  # fmt: skip
    for plant, months in reversed(plants.items()):
        yield Lever("", LeverKind.OVERTIME, BOUNDS[LeverKind.OVERTIME].high, Scope(Dimension.PLANT, plant), months)
    for limit in dearest:
        scope = Scope(Dimension.RESOURCE, limit.name)
        yield Lever("", LeverKind.CAPACITY, BOUNDS[LeverKind.CAPACITY].high, scope, _tightest_run(plan, limit))


def _tightest_run(plan: SupplyPlan, limit: Limit) -> MonthRange:
    """Return the months without a gap in which the limit binds and one more in each is worth most together."""
    worth = np.array(limit.worth_money)
    run = np.cumsum(np.diff((worth > 0).astype(int), prepend=0) == 1) * (worth > 0)  # 1 for the first run, and so on
    together = np.bincount(run, weights=worth)
    inside = np.flatnonzero(run == 1 + int(np.argmax(together[1:])))
    return MonthRange(plan.months[inside[0]], plan.months[inside[-1]])


def _smallest(
    solve: Solve, base: SupplyProblem, levers: Sequence[Lever], plan: SupplyPlan, lever: Lever, least: float
) -> Relief | None:
    """Return the lever at the smallest value, in its slider's steps, that saves nearly as much as its whole range."""
    bounds = BOUNDS[lever.kind]

    def tried(value: float) -> SupplyPlan:
        return solve(apply(base, [*levers, replace(lever, value=value)]))

    found = tried(bounds.high)
    most = plan.objective - found.objective
    if most <= least:
        return None
    low, high = 0.0, bounds.high
    for _ in range(_STEPS):
        middle = bounds.step * np.floor((low + high) / 2 / bounds.step)
        if middle in (low, high):
            break
        there = tried(middle)
        if plan.objective - there.objective >= _ENOUGH * most:
            high, found = middle, there
        else:
            low = middle
    return _told(plan, found, replace(lever, value=float(high)))


def _told(plan: SupplyPlan, with_it: SupplyPlan, lever: Lever) -> Relief:
    price = plan.price_money
    regained = ((newly_unmet_units(plan) - newly_unmet_units(with_it)) * price).sum()
    more = with_it.load_h - plan.load_h
    used = np.flatnonzero((more > 1e-3 * np.maximum(plan.capacity_h, 1.0)).any(axis=0))
    return Relief(
        lever=lever,
        saved_money=plan.objective - with_it.objective,
        regained_money=float(regained),
        margin_money=float(margin_money(with_it).sum() - margin_money(plan).sum()),
        first_month=plan.months[int(used[0])] if used.size else lever.months.first,
        overtime_h=float(with_it.overtime_h.sum() - plan.overtime_h.sum()),
        overtime_money=float(with_it.overtime_money.sum() - plan.overtime_money.sum()),
        added_h=float(with_it.capacity_h.sum() - plan.capacity_h.sum()),
    )
