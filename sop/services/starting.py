"""Where a new lever stands so that it changes nothing yet."""

import numpy as np

from sop.domain.calendar import MonthRange
from sop.domain.scenario import BOUNDS, Dimension, LeverKind, Scope
from sop.domain.supply import SupplyPlan

DAYS_PER_MONTH = 365.25 / 12


def starting_value(plan: SupplyPlan, kind: LeverKind, scope: Scope, months: MonthRange) -> float:
    """Return the neutral value of a kind, or what holds on average today where a lever replaces a figure.

    Overtime in % of regular staff hours; safety stock in days of coming demand; both rounded to the slider's step
    and kept within its bounds.
    """
    bounds = BOUNDS[kind]
    if bounds.neutral is not None:
        return float(bounds.neutral)
    inside = np.array([month in months for month in plan.months])
    value = _overtime(plan, scope, inside) if kind is LeverKind.OVERTIME else _safety_days(plan, scope, inside)
    steps = round((value - bounds.low) / bounds.step)
    return float(min(max(bounds.low + steps * bounds.step, bounds.low), bounds.high))


def _overtime(plan: SupplyPlan, scope: Scope, inside: np.ndarray) -> float:
    plant_of = {axis.name: axis.plant for axis in plan.resources}
    chosen = [
        g
        for g, group in enumerate(plan.groups)
        if scope.dimension is Dimension.ALL or plant_of.get(group) == scope.name
    ]
    regular = [r for r, axis in enumerate(plan.resources) if axis.name in {plan.groups[g] for g in chosen}]
    hours = plan.capacity_h[regular][:, inside].sum()
    return float(100 * plan.overtime_allowed_h[chosen][:, inside].sum() / hours) if hours > 0 else 0.0


def _safety_days(plan: SupplyPlan, scope: Scope, inside: np.ndarray) -> float:
    rows = [i for i, family in enumerate(plan.families) if scope.dimension is Dimension.ALL or family == scope.name]
    demand = plan.demand_units[rows][:, inside].sum()
    stock = plan.safety_stock_units[rows][:, inside].sum()
    return float(stock / demand * DAYS_PER_MONTH) if demand > 0 else 0.0
