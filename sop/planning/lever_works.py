"""Levers on hours: capacity, outages, overtime, extra shifts, hiring, and how much is frozen."""

from dataclasses import replace

import numpy as np

from sop.domain.scenario import Lever
from sop.domain.supply import FloatArray
from sop.planning.axes import BoolArray
from sop.planning.parts import ExtraShift
from sop.planning.problem import LABOUR, SupplyProblem
from sop.planning.reach import Reach

SHIFT_PREMIUM = 1.25  # an hour of an extra shift costs so many times one of overtime, where no shift has a price yet


def capacity(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    return _scaled_hours(problem, reach, 1.0 + lever.value / 100.0)


def outage(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    """Take a share of the hours away, and of the overtime and extra shifts of the people there: nobody works on what stands still."""
    left = 1.0 - lever.value / 100.0
    staffed = [reach.staffed(problem, group).any() for group in range(len(problem.groups))]
    kept = np.where(np.array(staffed, dtype=np.bool_)[:, None] & reach.months, left, 1.0)
    shift = problem.extra_shift
    return replace(
        _scaled_hours(problem, reach, left),
        overtime_allowed_h=problem.overtime_allowed_h * kept,
        extra_shift=replace(shift, allowed_h=shift.allowed_h * kept) if shift else None,
    )


def _scaled_hours(problem: SupplyProblem, reach: Reach, factor: float) -> SupplyProblem:
    moved = reach.resources[:, None] & reach.months
    return replace(problem, capacity_h=np.where(moved, problem.capacity_h * factor, problem.capacity_h))


def capacity_hours(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    moved = reach.resources[:, None] & reach.months
    hours = np.maximum(problem.capacity_h + lever.value * moved, 0.0)
    return replace(problem, capacity_h=hours)


def overtime(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    """Allow a per cent of the regular hours of the group's labour; of its longest line where no labour is kept."""
    allowed = problem.overtime_allowed_h.copy()
    for group, hours in _staff_hours(problem, reach):
        allowed[group, reach.months] = hours[reach.months] * lever.value / 100.0
    return replace(problem, overtime_allowed_h=allowed)


def extra_shift(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    """Allow a further shift of a per cent of the regular staff hours, at its price or a quarter above that of overtime."""
    shift = shift_of(problem)
    allowed = shift.allowed_h.copy()
    for group, hours in _staff_hours(problem, reach):
        allowed[group, reach.months] += hours[reach.months] * lever.value / 100.0
    return replace(problem, extra_shift=replace(shift, allowed_h=allowed))


def shift_of(problem: SupplyProblem) -> ExtraShift:
    """Return the extra shift of a problem, one without hours where it has none yet."""
    return problem.extra_shift or ExtraShift(
        allowed_h=np.zeros_like(problem.overtime_allowed_h), cost_money=SHIFT_PREMIUM * problem.overtime_cost_money
    )


def hiring(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    """Allow so many workers a month to be hired in each group that is reached; nothing where nobody can be."""
    if problem.workforce is None:
        return problem
    limit = problem.workforce.hire_limit.copy()
    for group in range(len(problem.groups)):
        if reach.staffed(problem, group).any():
            limit[group, reach.months] = lever.value
    return replace(problem, workforce=replace(problem.workforce, hire_limit=limit))


def frozen(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:  # noqa: ARG001 - one signature for all
    """Let the plan decide again what is frozen after so many months; what nobody ordered cannot be frozen."""
    months = min(round(lever.value), problem.frozen_months)
    kept = problem.frozen_production_units[:, :months]
    return replace(problem, frozen_months=months, frozen_production_units=kept)


def _staff_hours(problem: SupplyProblem, reach: Reach) -> list[tuple[int, FloatArray]]:
    """Return the groups that are reached, each with the regular hours of its people by month."""
    staffed = [(group, reach.staffed(problem, group)) for group in range(len(problem.groups))]
    return [(group, regular_hours(problem, own)) for group, own in staffed if own.any()]


def regular_hours(problem: SupplyProblem, staffed: BoolArray) -> FloatArray:
    """Return the regular hours of the people among the resources of a group, (t,); of its longest line where there are none."""
    people = staffed & np.array([r.kind == LABOUR for r in problem.resources], dtype=np.bool_)
    hours: FloatArray = (
        problem.capacity_h[people].sum(axis=0) if people.any() else problem.capacity_h[staffed].max(axis=0)
    )
    return hours
