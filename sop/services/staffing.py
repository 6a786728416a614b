"""The people of a plan by staff group and month: who comes, who goes, their hours, and overtime for each of them."""

from dataclasses import dataclass

import numpy as np

from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.problem import LABOUR, SupplyProblem

_NOBODY = 1e-6  # people


@dataclass(frozen=True, slots=True, eq=False)
class Staffing:
    """One staff group, month by month, each (t,).

    People before + change planned in the regular hours + hired - laid off = people. Hours are regular ones: people x hours
    each, as levers on capacity leave them; overtime and what is allowed of it are hours of the group and of one person
    (NaN where there is nobody).
    """

    group: str
    before: FloatArray
    planned_change: FloatArray
    hired: FloatArray
    laid_off: FloatArray
    people: FloatArray
    hours_h: FloatArray
    load_h: FloatArray
    overtime_h: FloatArray
    overtime_allowed_h: FloatArray
    extra_shift_h: FloatArray

    @property
    def overtime_each_h(self) -> FloatArray:
        return self._each(self.overtime_h)

    @property
    def allowed_each_h(self) -> FloatArray:
        return self._each(self.overtime_allowed_h)

    @property
    def hours_each_h(self) -> FloatArray:
        """Return the regular hours that fall to one person."""
        return self._each(self.hours_h)

    def _each(self, hours: FloatArray) -> FloatArray:
        each: FloatArray = np.divide(hours, self.people, out=np.full_like(hours, np.nan), where=self.people > _NOBODY)
        return each


def staffing(problem: SupplyProblem, plan: SupplyPlan) -> tuple[Staffing, ...]:
    """Return the groups of a plan of which somebody said how many hours a person works; none where nobody did.

    `plan` is the one of `problem`.
    """
    if problem.workforce is None:
        return ()
    hours_each = problem.workforce.hours_per_worker_h
    return tuple(_of_group(problem, plan, g, hours_each[g]) for g in range(len(plan.groups)) if hours_each[g].any())


def groups_without_people(problem: SupplyProblem) -> tuple[str, ...]:
    """Return the staff groups of which nobody said how many hours a person works."""
    if problem.workforce is None:
        return problem.groups
    hours = problem.workforce.hours_per_worker_h
    return tuple(group for g, group in enumerate(problem.groups) if not hours[g].any())


def _of_group(problem: SupplyProblem, plan: SupplyPlan, g: int, hours_each: FloatArray) -> Staffing:
    planned, people = plan.planned_workers[g], plan.workers[g]
    own = [r for r, axis in enumerate(problem.resources) if axis.kind == LABOUR and axis.group == plan.groups[g]]
    return Staffing(
        group=plan.groups[g],
        before=np.concatenate([planned[:1], people[:-1]]),
        planned_change=np.diff(planned, prepend=planned[:1]),
        hired=plan.hired_workers[g],
        laid_off=plan.laid_off_workers[g],
        people=people,
        hours_h=plan.capacity_h[own].sum(axis=0) + (people - planned) * hours_each,
        load_h=plan.load_h[own].sum(axis=0),
        overtime_h=plan.overtime_h[g],
        overtime_allowed_h=plan.overtime_allowed_h[g],
        extra_shift_h=plan.extra_shift_h[g],
    )
