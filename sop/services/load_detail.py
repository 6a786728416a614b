"""What loads a resource, and the load by rough cut: in the three forms in which it is checked by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning import rough_cut
from sop.planning.problem import SupplyProblem
from sop.planning.strategies import production_of

_NOTHING = 1e-6  # hours


class Method(StrEnum):
    """How the load is roughly cut, from coarse to fine."""

    OVERALL_FACTORS = "overall_factors"
    BILL_OF_RESOURCES = "bill_of_resources"
    RESOURCE_PROFILE = "resource_profile"


@dataclass(frozen=True, slots=True)
class Load:
    """What a SKU asks of a resource in a month: units started and hours."""

    sku: int  # position
    units: float
    hours: float


def loaded_by(problem: SupplyProblem, plan: SupplyPlan, resource: int, t: int) -> tuple[Load, ...]:
    """Return the SKUs that load a resource in the month at position t, the most hours first; they add up to its load."""
    made = production_of(problem, plan)[:, t]
    units, hours = np.zeros(len(plan.skus)), np.zeros(len(plan.skus))
    use = problem.route_use_h[:, resource]
    np.add.at(hours, problem.route_sku, made * use)
    np.add.at(units, problem.route_sku, np.where(use > 0, made, 0.0))
    ranked = np.argsort(-hours, kind="stable")
    return tuple(Load(int(i), float(units[i]), float(hours[i])) for i in ranked if hours[i] > _NOTHING)


def loaded_by_family(plan: SupplyPlan, lines: Sequence[Load]) -> tuple[tuple[str, float], ...]:
    """Return the families behind the SKUs that load a resource, with their hours, the most first; the same total."""
    hours: dict[str, float] = {}
    for line in lines:
        family = plan.families[line.sku]
        hours[family] = hours.get(family, 0.0) + line.hours
    return tuple(sorted(hours.items(), key=lambda each: -each[1]))


def rough_cut_load(problem: SupplyProblem, plan: SupplyPlan, method: Method) -> FloatArray:
    """Return the load of every resource by a rough cut of a plan's production, (r, t) in hours.

    Hours per unit are those of the plan's mix of plants. Overall factors split all hours by the resources' shares over the
    horizon; a profile counts the hours as many months before the finish as it takes to make, what lies before the first
    month left out.
    """
    made = production_of(problem, plan)
    hours = _hours_per_unit(problem, made)
    if method is Method.OVERALL_FACTORS:
        total = plan.load_h.sum()
        share = plan.load_h.sum(axis=1) / total if total > 0 else np.full(len(plan.resources), 1 / len(plan.resources))
        return rough_cut.overall_factors(plan.made_units, hours.sum(axis=(0, 2)), share)
    if method is Method.BILL_OF_RESOURCES:
        return rough_cut.bill_of_resources(plan.made_units, hours.sum(axis=2))
    finished = np.maximum(problem.arriving_units(made) - problem.receipts_units, 0.0)
    return rough_cut.resource_profile(finished, hours).load_h


def _hours_per_unit(problem: SupplyProblem, made: FloatArray) -> FloatArray:
    """Return hours by resource, SKU and months before the finish, (r, i, l), over the mix of routes of each SKU."""
    items, leads = len(problem.skus), problem.route_lead_months
    amount = made.sum(axis=1)
    total = np.zeros(items)
    np.add.at(total, problem.route_sku, amount)
    own = problem.route_sku
    share = np.where(total[own] > 0, amount / np.where(total[own] > 0, total[own], 1.0), 0.0)
    hours = np.zeros((len(problem.resources), items, int(leads.max(initial=0)) + 1))
    for k, (i, lead) in enumerate(zip(own.tolist(), leads.tolist(), strict=True)):
        hours[:, i, lead] += share[k] * problem.route_use_h[k]
    return hours


def rough_cut_frame(plan: SupplyPlan, load_h: FloatArray) -> pd.DataFrame:
    """Return resource, plant, month, load_h, capacity_h, overtime_h (0) and utilisation, as the heat map takes them."""
    rows = [
        (axis.name, axis.plant, month, load_h[r, t], plan.capacity_h[r, t], 0.0)
        for r, axis in enumerate(plan.resources)
        for t, month in enumerate(plan.months)
    ]
    frame = pd.DataFrame(rows, columns=["resource", "plant", "month", "load_h", "capacity_h", "overtime_h"])
    frame["utilisation"] = frame["load_h"] / frame["capacity_h"].where(frame["capacity_h"] > 0)
    return frame
