"""A tight invented company of any size, for tests and benchmarks: short of hours in season, each SKU at home in two plants."""

from typing import Any

import numpy as np

from sop.domain.calendar import Month, month_row
from sop.domain.supply import FloatArray, ResourceAxis
from sop.planning.problem import IntArray, SupplyProblem

_LINES = 2  # per plant
_LABOUR_LOAD = 1.12  # of the regular hours, over the whole horizon
_LINE_LOAD = 0.95
_OVERTIME = 0.15  # of the regular hours of the staff


def tight_instance(items: int, plants: int, months: int, seed: int, *, equal_costs: bool = False) -> SupplyProblem:
    """Return an instance of one demand class whose labour is loaded to 1.12 at normal time, two eligible plants per SKU.

    `equal_costs` makes every unit and hour cost the same, so that only the perturbation tells plans apart.
    """
    draw = np.random.default_rng(seed)
    homes = np.array([[i % plants, (i + 1 + i // plants % max(plants - 1, 1)) % plants] for i in range(items)])
    routes = np.array([(i, p) for i in range(items) for p in sorted(set(homes[i].tolist()))])
    demand = _seasonal_demand(draw, items, months)
    hours = draw.uniform(0.2, 1.0, (items, 2))  # labour, line
    capacity = _capacity(demand, hours, plants)
    return SupplyProblem(
        skus=tuple(f"SKU {i + 1:03d}" for i in range(items)),
        families=tuple(f"Family {1 + i * max(items // 5, 1) // items}" for i in range(items)),
        regions=("North", "South", "West"),
        plants=tuple(f"Plant {p + 1}" for p in range(plants)),
        resources=tuple(axis for p in range(plants) for axis in _resources(p)),
        groups=tuple(f"Staff {p + 1}" for p in range(plants)),
        months=month_row(Month("2027-01"), months),
        frozen_months=0,
        demand_units=demand[:, None, :] * draw.dirichlet([5.0, 3.0, 2.0], items)[:, :, None],
        capacity_h=capacity,
        overtime_allowed_h=_OVERTIME * capacity[:: _LINES + 1],
        safety_stock_units=0.25 * np.broadcast_to(demand.mean(axis=1)[:, None], demand.shape),
        order_book_units=np.zeros_like(demand),
        purchase_limit_units=np.where(np.arange(items)[:, None] % 4 == 0, 0.1 * demand, 0.0),
        frozen_production_units=np.zeros((len(routes), 0)),
        opening_stock_units=0.4 * demand.mean(axis=1),
        opening_backlog_units=np.zeros(items),
        route_sku=routes[:, 0],
        route_plant=routes[:, 1],
        made_to_order=np.zeros(items, dtype=np.bool_),
        **_uses(routes, hours),
        **_costs(draw, routes[:, 0], plants, (items, 3, months), equal=equal_costs),
    )


def _uses(routes: IntArray, hours: FloatArray) -> dict[str, Any]:
    """Return what each route uses: the staff of its plant, and one of its lines."""
    use = [
        (k, p * (_LINES + 1) + own, hours[i, min(own, 1)])
        for k, (i, p) in enumerate(routes.tolist())
        for own in (0, 1 + i % _LINES)
    ]
    route, resource, used_h = zip(*use, strict=True)
    return {"use_route": np.array(route), "use_resource": np.array(resource), "use_h": np.array(used_h)}


def _costs(
    draw: np.random.Generator, route_sku: IntArray, plants: int, sold: tuple[int, int, int], *, equal: bool
) -> dict[str, Any]:
    items = sold[0]
    cost = np.full(items, 40.0) if equal else draw.uniform(20, 60, items)
    price = np.full(items, 80.0) if equal else cost * draw.uniform(1.3, 2.2, items)
    spread = np.ones(len(route_sku)) if equal else draw.uniform(0.95, 1.05, len(route_sku))
    return {
        "price_money": np.broadcast_to(price[:, None, None], sold),
        "production_cost_money": cost[route_sku] * spread,
        "purchase_cost_money": cost * 1.25,
        "overtime_cost_money": np.full(plants, 12.0) if equal else draw.uniform(8, 16, plants),
        "holding_cost_money": 0.01 * cost,
        "backlog_cost_money": 0.08 * price,
        "unit_cost_money": cost,
    }


def _seasonal_demand(draw: np.random.Generator, items: int, months: int) -> FloatArray:
    phase = draw.integers(0, 12, items)[:, None]
    season = 1.0 + 0.35 * np.sin(2 * np.pi * (np.arange(months)[None, :] + phase) / 12)
    demand: FloatArray = draw.uniform(200, 2000, items)[:, None] * season * draw.uniform(0.9, 1.1, (items, months))
    return demand


def _capacity(demand: FloatArray, hours: FloatArray, plants: int) -> FloatArray:
    """Return equal plants, each with staff and lines, level over the months, (r, t)."""
    months = demand.shape[1]
    staff = float((demand.mean(axis=1) * hours[:, 0]).sum()) / plants / _LABOUR_LOAD
    lines = [
        float((demand.mean(axis=1) * hours[:, 1])[line::_LINES].sum()) / plants / _LINE_LOAD for line in range(_LINES)
    ]
    return np.tile(np.array([staff, *lines])[:, None], (plants, months))


def _resources(plant: int) -> list[ResourceAxis]:
    name, group = f"Plant {plant + 1}", f"Staff {plant + 1}"
    lines = [ResourceAxis(f"Line {plant + 1}.{n + 1}", name, "line", group) for n in range(_LINES)]
    return [ResourceAxis(f"Staff {plant + 1}", name, "labour", group), *lines]
