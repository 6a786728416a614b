"""The smallest company that has every part of the balance; tests say only what differs from it."""

from typing import Any

import numpy as np

from sop.domain.calendar import Month, MonthRange, month_row
from sop.domain.scenario import Dimension, Lever, LeverKind, Scope
from sop.domain.supply import ResourceAxis
from sop.planning.problem import SupplyProblem

FIRST = Month("2027-01")


def company(demand: Any, **changes: Any) -> SupplyProblem:
    """One plant, staff without overtime, 1 h a unit, a unit costs 10 and sells at 20; demand is (i, t) or (t,)."""
    demand = np.atleast_2d(np.asarray(demand, dtype=float))
    items, months = demand.shape
    frozen = changes.get("frozen_months", 0)
    values: dict[str, Any] = {
        "skus": tuple(f"S{i + 1}" for i in range(items)),
        "families": ("Chairs",) * items,
        "regions": ("Home",),
        "plants": ("Sibiu",),
        "resources": (ResourceAxis("Staff", "Sibiu", "labour", "Staff"),),
        "groups": ("Staff",),
        "months": month_row(FIRST, months),
        "frozen_months": frozen,
        "demand_units": demand[:, None, :],
        "price_money": np.full((items, 1, months), 20.0),
        "capacity_h": np.full((1, months), 100.0),
        "overtime_allowed_h": np.zeros((1, months)),
        "safety_stock_units": np.zeros((items, months)),
        "order_book_units": np.zeros((items, months)),
        "purchase_limit_units": np.zeros((items, months)),
        "frozen_production_units": np.zeros((items, frozen)),
        "opening_stock_units": np.zeros(items),
        "opening_backlog_units": np.zeros(items),
        "production_cost_money": np.full(items, 10.0),
        "purchase_cost_money": np.full(items, 13.0),
        "overtime_cost_money": np.array([2.0]),
        "holding_cost_money": np.full(items, 0.5),
        "backlog_cost_money": np.full(items, 1.0),
        "unit_cost_money": np.full(items, 10.0),
        "route_sku": np.arange(items),
        "route_plant": np.zeros(items, dtype=int),
        "use_route": np.arange(items),
        "use_resource": np.zeros(items, dtype=int),
        "use_h": np.ones(items),
        "made_to_order": np.zeros(items, dtype=bool),
    }
    return SupplyProblem(**{**values, **changes})


def lever(
    kind: LeverKind, value: float, dimension: Dimension = Dimension.ALL, name: str = "", months: int = 36
) -> Lever:
    """Return a lever over the first so many months."""
    return Lever("x", kind, value, Scope(dimension, name), MonthRange(FIRST, FIRST.plus(months - 1)))
