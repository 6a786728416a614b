"""Why not more: the resources whose hours are short, ranked by what one more hour of them would save."""

from dataclasses import dataclass

import numpy as np

from sop.domain.calendar import Month
from sop.domain.supply import SupplyPlan

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


def _bottleneck(plan: SupplyPlan, r: int, value: np.ndarray, counted: np.ndarray) -> Bottleneck:
    dearest = int(np.argmax(value))
    return Bottleneck(
        resource=plan.resources[r].name,
        plant=plan.resources[r].plant,
        months=tuple(plan.months[t] for t in np.flatnonzero(counted)),
        hour_value_money=float(value[dearest]),
        dearest_month=plan.months[dearest],
    )
