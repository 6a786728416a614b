"""What a plan on paper does and a shop does not: half a lot, a tenth of an order, a third of a shift; and what becomes of it.

production       0, or at least the SKU's minimum lot, in whole multiples of it
material bought  0, or at least the supplier's smallest order; hurried likewise
extra shift      whole shifts of a staff group, each as long as its regular day
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sop.domain.calendar import Month
from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.axes import BoolArray
from sop.planning.lever_works import regular_hours
from sop.planning.problem import SupplyProblem
from sop.planning.strategies import production_of

WORKING_DAYS = 21.0  # of a month: what a shift of a day is taken from
WHOLE = 1e-6  # of a lot: less is the solver's rounding


class Lot(StrEnum):
    """What comes in whole lots. Unit of its quantities in brackets."""

    PRODUCTION = "production"  # [units] of a SKU in a plant
    ORDER = "material bought"  # [units] of a material at a supplier
    HURRIED = "material hurried"  # [units]
    SHIFT = "extra shift"  # [h] of a staff group


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Cells (n, t) of one kind that are 0 or at least `least` (n, t), in whole multiples of `step` (n, t); 0: no such rule.

    Outside of `ruled` (n, t) any quantity will do, or it is given.
    """

    kind: Lot
    ruled: BoolArray
    least: FloatArray
    step: FloatArray

    def breaks(self, values: FloatArray) -> BoolArray:
        """Return the cells whose quantity is no whole lot, (n, t)."""
        lot = np.maximum(self.least, self.step)
        slack = WHOLE * np.maximum(lot, 1.0)
        small = (values > slack) & (values < self.least - slack)
        count = np.divide(values, self.step, out=np.zeros_like(values), where=self.step > 0)
        broken: BoolArray = self.ruled & (small | (np.abs(count - np.round(count)) * self.step > slack))
        return broken


def rules_of(problem: SupplyProblem) -> tuple[Rule, ...]:
    """Return what a problem has in whole lots; nothing where every quantity will do."""
    return tuple(rule for rule in _rules(problem) if rule.ruled.any())


def _rules(problem: SupplyProblem) -> Iterator[Rule]:
    months = np.arange(len(problem.months))
    if problem.lots is not None:
        step = _column(problem.lots.multiple_units[problem.route_sku], months)
        least = _column(problem.lots.least_units[problem.route_sku], months)
        count = np.ceil(np.divide(least, step, out=np.zeros_like(least), where=step > 0) - WHOLE)
        yield _rule(problem, Lot.PRODUCTION, np.where(step > 0, count * step, least), step)
    if problem.materials is not None:
        least = _column(problem.materials.least_order_units, months)
        for kind in (Lot.ORDER, Lot.HURRIED):
            yield _rule(problem, kind, least, np.zeros_like(least))
    if problem.extra_shift is not None:
        shift = whole_shift_h(problem)
        yield _rule(problem, Lot.SHIFT, np.zeros_like(shift), shift)


def _rule(problem: SupplyProblem, kind: Lot, least: FloatArray, step: FloatArray) -> Rule:
    """Return a rule over the months that can be decided."""
    decided = np.arange(len(problem.months)) >= problem.frozen_months
    return Rule(kind, ((least > 0) | (step > 0)) & decided, least, step)


def _column(values: FloatArray, months: np.ndarray) -> FloatArray:
    spread: FloatArray = np.repeat(values[:, None], len(months), axis=1)
    return spread


def whole_shift_h(problem: SupplyProblem) -> FloatArray:
    """Return the hours of one shift of each staff group, (g, t): the regular hours of its people, else of its longest line, a day."""
    shift = np.zeros_like(problem.overtime_allowed_h)
    for group in range(len(problem.groups)):
        own = problem.resource_group == group
        if own.any():
            shift[group] = regular_hours(problem, own) / WORKING_DAYS
    return shift


@dataclass(frozen=True, slots=True)
class Rounded:
    """A quantity that was no whole lot, and what it became, in the unit of its kind; `lot` is its multiple, else the least."""

    kind: Lot
    name: str
    place: str  # plant or supplier; empty for a shift
    month: Month
    lot: float
    before: float
    after: float


def rounded(problem: SupplyProblem, before: SupplyPlan, after: SupplyPlan) -> tuple[Rounded, ...]:
    """Return what of a plan was no whole lot, and what the finalised one makes of it, the largest change first."""
    found: list[Rounded] = []
    for rule in rules_of(problem):
        was, became, names = (
            _cells(problem, before, rule.kind),
            _cells(problem, after, rule.kind),
            _names(problem, rule),
        )
        for n, t in np.argwhere(rule.breaks(was)).tolist():
            lot = float(rule.step[n, t] or rule.least[n, t])
            found.append(Rounded(rule.kind, *names[n], problem.months[t], lot, float(was[n, t]), float(became[n, t])))
    return tuple(sorted(found, key=lambda each: -abs(each.after - each.before) / each.lot))


def unwhole(problem: SupplyProblem, plan: SupplyPlan) -> int:
    """Return how many quantities of a plan are no whole lots."""
    return sum(int(rule.breaks(_cells(problem, plan, rule.kind)).sum()) for rule in rules_of(problem))


def _cells(problem: SupplyProblem, plan: SupplyPlan, kind: Lot) -> FloatArray:
    return {
        Lot.PRODUCTION: production_of(problem, plan),
        Lot.ORDER: plan.material_bought_units,
        Lot.HURRIED: plan.material_hurried_units,
        Lot.SHIFT: plan.extra_shift_h,
    }[kind]


def _names(problem: SupplyProblem, rule: Rule) -> list[tuple[str, str]]:
    if rule.kind is Lot.PRODUCTION:
        pairs = zip(problem.route_sku, problem.route_plant, strict=True)
        return [(problem.skus[i], problem.plants[p]) for i, p in pairs]
    if rule.kind is Lot.SHIFT:
        return [(name, "") for name in problem.groups]
    assert problem.materials is not None
    sources = zip(problem.materials.source_material, problem.materials.suppliers, strict=True)
    return [(problem.materials.names[m], supplier) for m, supplier in sources]
