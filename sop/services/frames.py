"""Frames for charts and grids: a plan looked at by family or as a whole, by month or by resource."""

import numpy as np
import pandas as pd

from sop.domain.measures import newly_unmet_units
from sop.domain.supply import FloatArray, SupplyPlan
from sop.services.company import Company, spread

WHOLE = ""  # the family filter that stands for all of them


def weights(plan: SupplyPlan, family: str) -> FloatArray:
    """Return what one unit of each SKU counts in a sum: 1 within a family, its unit cost over all families.

    Families have no unit in common; their sum is shown in money at cost.
    """
    if family == WHOLE:
        return plan.unit_cost_money
    return np.array([1.0 if name == family else 0.0 for name in plan.families])


def balance_frame(plan: SupplyPlan, family: str, budget: FloatArray) -> pd.DataFrame:
    """Return month, demand, production, purchased, stock, short, budget, frozen; units of the family or money at cost."""
    weight = weights(plan, family)
    return pd.DataFrame(
        {
            "month": list(plan.months),
            "demand": weight @ plan.demand_units,
            "production": weight @ plan.made_units,
            "purchased": weight @ plan.purchased_units,
            "stock": weight @ plan.stock_units,
            "short": weight @ newly_unmet_units(plan),
            "budget": budget,
            "frozen": [t < plan.frozen_months for t in range(len(plan.months))],
        }
    )


def budget_row(company: Company, plan: SupplyPlan, family: str) -> FloatArray:
    """Return budgeted units of a family by month; NaN where there is none, and for all families (no unit in common)."""
    rows = company.rows["budget"]
    own = rows[rows["family"] == family]
    if own.empty:
        return np.full(len(plan.months), np.nan)
    total = spread(own, "quantity", {"month": plan.months})
    return np.where(total > 0, total, np.nan)


def load_frame(plan: SupplyPlan) -> pd.DataFrame:
    """Return resource, plant, month, load_h, capacity_h, overtime_h and utilisation (of regular hours; NaN without any)."""
    group_of = {name: k for k, name in enumerate(plan.groups)}
    rows = []
    for r, axis in enumerate(plan.resources):
        overtime = plan.overtime_h[group_of[axis.group]] if axis.group in group_of else np.zeros(len(plan.months))
        for t, month in enumerate(plan.months):
            load, capacity = float(plan.load_h[r, t]), float(plan.capacity_h[r, t])
            used = load / capacity if capacity > 0 else np.nan
            rows.append((axis.name, axis.plant, month, load, capacity, float(overtime[t]), used))
    names = ["resource", "plant", "month", "load_h", "capacity_h", "overtime_h", "utilisation"]
    return pd.DataFrame(rows, columns=names)
