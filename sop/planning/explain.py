"""Why not more: the resources whose hours are short, ranked by what one more hour of them would save."""

from dataclasses import dataclass

import numpy as np

from sop.domain.calendar import Month
from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.problem import SupplyProblem
from sop.planning.strategies import Strategy, production_by

_WORTHLESS = 1e-3  # of what an hour makes: below it an hour is worth no more than the perturbation of the costs


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A resource that holds the plan back: in which months, and what one more hour of its dearest month saves."""

    resource: str
    plant: str
    months: tuple[Month, ...]
    hour_value_money: float  # penalties included
    dearest_month: Month


def bottlenecks(plan: SupplyPlan) -> tuple[Bottleneck, ...]:
    """Return the full resources of the months that can be decided, the most valuable hours (over all months) first."""
    value = plan.hour_value_money.copy()
    value[:, : plan.frozen_months] = 0.0
    hours = float(plan.load_h.sum())
    made_an_hour = float(plan.production_money.sum()) / hours if hours > 0 else 0.0
    counted = value > _WORTHLESS * made_an_hour
    rank = np.argsort(-np.where(counted, value, 0.0).sum(axis=1), kind="stable")
    return tuple(_bottleneck(plan, int(r), value[r], counted[r]) for r in rank if counted[r].any())


def hours_short(problem: SupplyProblem, plan: SupplyPlan) -> FloatArray:
    """Return the hours beyond the regular ones that each resource would work if everything was made as it is needed, (r, t).

    That is the load of the chase strategy: what has to be built ahead, worked in overtime, made elsewhere, or refused.
    """
    load = problem.route_use_h.T @ production_by(problem, plan, Strategy.CHASE)
    short: FloatArray = np.maximum(load - problem.capacity_h, 0.0)
    short[:, : problem.frozen_months] = 0.0
    return short


def _bottleneck(plan: SupplyPlan, r: int, value: np.ndarray, counted: np.ndarray) -> Bottleneck:
    dearest = int(np.argmax(value))
    return Bottleneck(
        resource=plan.resources[r].name,
        plant=plan.resources[r].plant,
        months=tuple(plan.months[t] for t in np.flatnonzero(counted)),
        hour_value_money=float(value[dearest]),
        dearest_month=plan.months[dearest],
    )
