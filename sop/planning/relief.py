"""What would help: every way out of the dearest limits, tried by solving again, with what it brings, costs, and from when on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sop.domain.calendar import Month
from sop.domain.measures import margin_money, newly_unmet_units
from sop.domain.scenario import BOUNDS, Lever
from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.levers import apply
from sop.planning.limits import Limit, Solve
from sop.planning.offers import Means, Offer, offers
from sop.planning.problem import SupplyProblem

_ENOUGH = 0.95  # of what the whole range of a lever would save
_HELPS = 1e-5  # of the plan's cost: what saves less is no help
_STEPS = 6  # of the search for the smallest lever that is enough
_USED = 1e-6  # units, hours, workers


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """A way out that helps, its lever at the smallest value that brings nearly all it can, and what changes with it."""

    offer: Offer
    lever: Lever | None  # None where no lever moves it
    saved_money: float  # of the plan's cost, penalties included
    regained_money: float  # demand met in time that was not before, at price
    margin_money: float
    first_month: Month  # in which it is used
    amount: float  # more hours, units or workers hired that the plan then uses
    paid_money: float  # ... and what is paid for them

    @property
    def worth_each_money(self) -> float:
        """Return up to what each of the amount may cost before the relief no longer pays; NaN where it is none."""
        return self.saved_money / self.amount if self.amount > 0 else float("nan")

    @property
    def cost_share(self) -> float:
        """Return what is paid for one unit of money regained, production included; infinite for what regains nothing."""
        if self.regained_money <= _HELPS * max(self.saved_money, 1.0):
            return float("inf")
        return 1.0 - self.margin_money / self.regained_money


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """The ways out of the limits of a plan: those that help, the cheapest first, and those that do not pay."""

    helps: tuple[Relief, ...]
    idle: tuple[Offer, ...]


def reliefs(
    solve: Solve, base: SupplyProblem, levers: Sequence[Lever], plan: SupplyPlan, limits: Sequence[Limit]
) -> Tried:
    """Return what helps against the limits of a plan, and what does not; `plan` is that of base and levers.

    What has a price comes before what has none: by what is paid for each unit of money regained where demand is short,
    else by what is saved.
    """
    least = _HELPS * max(float(plan.demand_units.sum(axis=1) @ plan.unit_cost_money), 1.0)
    helps, idle = [], []
    for offer in offers(apply(base, levers), plan, limits):
        found = _tried(solve, base, levers, plan, offer, least)
        if found is None:
            idle.append(offer)
        else:
            helps.append(found)
    helps.sort(key=lambda each: (not each.offer.is_priced, each.cost_share, -each.saved_money))
    return Tried(tuple(helps), tuple(idle))


def _tried(
    solve: Solve, base: SupplyProblem, levers: Sequence[Lever], plan: SupplyPlan, offer: Offer, least: float
) -> Relief | None:
    """Return a way out at the smallest value, in its slider's steps, that saves nearly as much as its whole range."""
    if offer.lever is None:
        assert offer.more is not None
        found = solve(offer.more(apply(base, levers)))
        return _told(plan, found, offer, None) if plan.objective - found.objective > least else None
    lever, bounds = offer.lever, BOUNDS[offer.lever.kind]

    def tried(value: float) -> SupplyPlan:
        return solve(apply(base, [*levers, replace(lever, value=value)]))

    found = tried(bounds.high)
    most = plan.objective - found.objective
    if most <= least:
        return None
    low, high = max(bounds.low, bounds.neutral or 0.0), bounds.high
    for _ in range(_STEPS):
        middle = bounds.step * np.floor((low + high) / 2 / bounds.step)
        if middle in (low, high):
            break
        there = tried(middle)
        if plan.objective - there.objective >= _ENOUGH * most:
            high, found = middle, there
        else:
            low = middle
    return _told(plan, found, offer, replace(lever, value=float(high)))


def _told(plan: SupplyPlan, with_it: SupplyPlan, offer: Offer, lever: Lever | None) -> Relief:
    unmet = newly_unmet_units(plan) - newly_unmet_units(with_it)
    more = _used(with_it, offer) - _used(plan, offer)
    in_use = np.flatnonzero(more > _USED)
    paid = _PAID[offer.means]
    return Relief(
        offer=offer,
        lever=lever,
        saved_money=plan.objective - with_it.objective,
        regained_money=float((unmet * plan.price_money).sum()),
        margin_money=float(margin_money(with_it).sum() - margin_money(plan).sum()),
        first_month=plan.months[int(in_use[0]) if in_use.size else offer.first],
        amount=float(more.sum()),
        paid_money=float((paid(with_it) - paid(plan)).sum()),
    )


def _used(plan: SupplyPlan, offer: Offer) -> FloatArray:
    """Return what a plan uses of a way out by month, (t,)."""
    by_month = {
        Means.OVERTIME: plan.overtime_h.sum(axis=0),
        Means.EXTRA_SHIFT: plan.extra_shift_h.sum(axis=0),
        Means.HIRING: plan.hired_workers.sum(axis=0),
        Means.HOURS: plan.capacity_h.sum(axis=0),
        Means.SUBCONTRACT: plan.subcontracted_units[max(offer.row, 0)],
        Means.PURCHASE: plan.purchased_units[max(offer.row, 0)],
        Means.HURRY: plan.material_hurried_units[plan.source_material == offer.row].sum(axis=0),
    }
    used: FloatArray = by_month[offer.means]
    return used


_PAID: dict[Means, Callable[[SupplyPlan], FloatArray]] = {
    Means.OVERTIME: lambda plan: plan.overtime_money,
    Means.EXTRA_SHIFT: lambda plan: plan.extra_shift_money,
    Means.HIRING: lambda plan: plan.workforce_money + plan.hiring_money,
    Means.HOURS: lambda plan: np.zeros(len(plan.months)),
    Means.SUBCONTRACT: lambda plan: plan.subcontract_money,
    Means.PURCHASE: lambda plan: plan.purchase_money,
    Means.HURRY: lambda plan: plan.hurried_money,
}
