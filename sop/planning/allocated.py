"""Who goes without: what is not met in time, by class of demand and region.

What is lost has its class in the plan. What is only late has none there: it falls on who is served last, then on the
class before, up to what each has asked for. Within a class the regions share it as they asked in that class.
"""

import numpy as np

from sop.domain.measures import newly_unmet_units
from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.parts import DemandClasses


def unmet_by_class_units(plan: SupplyPlan) -> FloatArray:
    """Return what is lost or late for the first time by class, first served first, (c, i, t); its sum is that of the plan."""
    unmet = plan.lost_by_class_units.copy()
    late = np.maximum(newly_unmet_units(plan) - plan.lost_units, 0.0)
    for c in range(len(unmet) - 1, 0, -1):
        falls = np.clip(plan.class_demand_units[c] - unmet[c], 0.0, late)
        unmet[c] += falls
        late = late - falls
    unmet[0] += late
    return unmet


def unmet_units(plan: SupplyPlan, classes: DemandClasses | None) -> FloatArray:
    """Return what is lost or late for the first time, (c, i, s, t), by class and region."""
    by_class, asked = unmet_by_class_units(plan), plan.demand_by_region_units
    first = np.zeros(asked.shape[:2]) if classes is None else classes.strategic_share
    of_strategic = asked * first[:, :, None]
    own = (asked, of_strategic, asked - of_strategic)[-len(by_class) :]
    unmet: FloatArray = by_class[:, :, None, :] * np.stack([_shares(each, asked) for each in own])
    return unmet


def _shares(own: FloatArray, asked: FloatArray) -> FloatArray:
    """Return the share of each region in a class, (i, s, t): as it asked in it, else as it asked at all, else in equal parts."""
    weight = np.where(own.sum(axis=1, keepdims=True) > 0, own, asked)
    whole = weight.sum(axis=1, keepdims=True)
    equal = np.full_like(weight, 1.0 / max(weight.shape[1], 1))
    share: FloatArray = np.divide(weight, whole, out=equal, where=whole > 0)
    return share
