"""The limits that hold a plan back, by name: hours of a resource, overtime of a staff group, units that can be bought."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from sop.domain.calendar import Month
from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.problem import SupplyProblem

Solve = Callable[[SupplyProblem], SupplyPlan]  # a warm model that answers a question beside the plan on screen

_WORTHLESS = 1e-3  # of what a unit costs: below it one more is worth no more than the perturbation of the costs


class LimitKind(StrEnum):
    """What is short. Unit of one more of it in brackets."""

    HOURS = "hours"  # [regular hours of one resource]
    OVERTIME = "overtime"  # [hours that a staff group may work on top]
    PURCHASE = "purchase"  # [units of a SKU that can be bought]


_VECTOR = {
    LimitKind.HOURS: "capacity_h",
    LimitKind.OVERTIME: "overtime_allowed_h",
    LimitKind.PURCHASE: "purchase_limit_units",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit and what one more unit of it is worth by the prices of the plan, month by month (0: it does not bind)."""

    kind: LimitKind
    name: str
    row: int  # position among resources, staff groups or SKUs
    months: tuple[Month, ...]  # in which it binds
    worth_money: tuple[float, ...]  # over the whole horizon, (t,), penalties included

    @property
    def dearest(self) -> int:
        """Return the position of the month in which one more is worth most."""
        return int(np.argmax(self.worth_money))

    @property
    def total_money(self) -> float:
        """Return one more in every month, by which limits are ranked."""
        return float(sum(self.worth_money))


def binding_limits(problem: SupplyProblem, plan: SupplyPlan) -> tuple[Limit, ...]:
    """Return every limit that binds in the months that can be decided, the most valuable over the horizon first."""
    values = limit_values(problem, plan)
    names = {
        LimitKind.HOURS: tuple(axis.name for axis in problem.resources),
        LimitKind.OVERTIME: problem.groups,
        LimitKind.PURCHASE: problem.skus,
    }
    least = {
        LimitKind.HOURS: np.full(len(problem.resources), _WORTHLESS * _an_hour_makes(plan)),
        LimitKind.OVERTIME: _WORTHLESS * problem.overtime_cost_money,
        LimitKind.PURCHASE: _WORTHLESS * problem.purchase_cost_money,
    }
    found = [
        limit
        for kind in LimitKind
        for row, name in enumerate(names[kind])
        if (limit := _limit(problem, kind, name, row, values[kind][row], float(least[kind][row]))) is not None
    ]
    return tuple(sorted(found, key=lambda each: -each.total_money))


def limit_values(problem: SupplyProblem, plan: SupplyPlan) -> dict[LimitKind, FloatArray]:
    """Return what one more of each limit is worth by the prices of a plan, (row, t); 0 or less where it does not bind.

    Hours are worth their dual. One more hour of overtime is worth the hours of all that it staffs less its price, one
    more unit to buy what a unit is worth less its price.
    """
    group = problem.resource_group
    staffed = np.zeros((len(problem.groups), len(problem.months)))
    np.add.at(staffed, group[group >= 0], plan.hour_value_money[group >= 0])
    return {
        LimitKind.HOURS: plan.hour_value_money,
        LimitKind.OVERTIME: staffed - problem.overtime_cost_money[:, None],
        LimitKind.PURCHASE: plan.unit_value_money - problem.purchase_cost_money[:, None],
    }


def _an_hour_makes(plan: SupplyPlan) -> float:
    hours = float(plan.load_h.sum())
    return float(plan.production_money.sum()) / hours if hours > 0 else 0.0


def _limit(
    problem: SupplyProblem, kind: LimitKind, name: str, row: int, value: FloatArray, least: float
) -> Limit | None:
    """Return the limit where it binds; what nobody can buy at all is no limit but no route."""
    counted = np.where(value > least, value, 0.0)
    counted[: problem.frozen_months] = 0.0
    if kind is LimitKind.PURCHASE and not problem.purchase_limit_units[row].any():
        return None
    if not counted.any():
        return None
    months = tuple(problem.months[t] for t in np.flatnonzero(counted))
    return Limit(kind, name, row, months, tuple(counted.tolist()))


def with_more(problem: SupplyProblem, limit: Limit, t: int, amount: float) -> SupplyProblem:
    """Return the problem with so much more of a limit in the month at position t."""
    name = _VECTOR[limit.kind]
    values = getattr(problem, name).copy()
    values[limit.row, t] += amount
    return replace(problem, **{name: values})


def amount_of(problem: SupplyProblem, limit: Limit, t: int) -> float:
    """Return how much of a limit there is in the month at position t."""
    return float(getattr(problem, _VECTOR[limit.kind])[limit.row, t])
