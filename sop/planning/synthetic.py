"""A tight invented company of any size, for tests and benchmarks: short of hours in season, each SKU at home in two plants."""

from dataclasses import replace
from typing import Any

import numpy as np

from sop.domain.calendar import Month, month_row
from sop.domain.supply import FloatArray, ResourceAxis
from sop.planning.axes import IntArray
from sop.planning.parts import (
    DemandClasses,
    ExtraShift,
    Materials,
    StockLimit,
    Storage,
    Subcontracting,
    Workforce,
)
from sop.planning.problem import SupplyProblem

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


def full_instance(items: int, plants: int, months: int, seed: int) -> SupplyProblem:
    """Return a tight instance that has every part: scarce materials, a small warehouse, stock limits, workers, classes."""
    base, draw = tight_instance(items, plants, months, seed), np.random.default_rng(seed)
    mean, demand = base.month_demand_units.mean(axis=1), base.month_demand_units
    return replace(
        base,
        route_lead_months=np.arange(len(base.route_sku)) % 7 // 6,
        receipts_units=np.where(np.arange(months) < 1, 0.1 * mean[:, None], 0.0),
        materials=_materials(draw, base),
        storage=Storage(
            volume_m3=draw.uniform(0.0, 0.3, items),
            limit_m3=np.full(months, 0.1 * float(mean.sum())),
            rent_limit_m3=np.full(months, 0.01 * float(mean.sum())),
            rent_cost_money=np.full(months, 2.0),
        ),
        stock_limit=StockLimit(most_units=np.where(np.arange(items)[:, None] % 3 == 0, 1.5 * demand, np.inf)),
        workforce=_workforce(base),
        subcontracting=Subcontracting(
            cost_money=1.4 * base.unit_cost_money,
            limit_units=np.where(np.arange(items)[:, None] % 5 == 1, 0.1 * demand, 0),
        ),
        extra_shift=ExtraShift(
            allowed_h=0.05 * base.capacity_h[:: _LINES + 1], cost_money=1.5 * base.overtime_cost_money
        ),
        classes=DemandClasses(
            committed_units=np.where(np.arange(months) < 2, 0.3 * demand, 0.0),
            strategic_share=draw.uniform(0.0, 0.4, (items, 3)),
        ),
    )


def _materials(draw: np.random.Generator, base: SupplyProblem) -> Materials:
    """Return three materials, the first from two suppliers, none of them plenty, one out of reach in the first months."""
    months, kinds = len(base.months), 3
    use = draw.uniform(0.2, 2.0, (len(base.skus), kinds))
    need = use.T @ base.month_demand_units.mean(axis=1)
    source = np.array([0, 1, 2, 0])
    share = np.array([0.6, 1.05, 1.1, 0.6])
    price = draw.uniform(1.0, 4.0, 4)
    in_time = np.where((np.arange(4)[:, None] == 1) & (np.arange(months) < months // 4), 0.0, 1.0)
    most = (share * need[source])[:, None] * np.ones(months)
    routes = len(base.route_sku)
    return Materials(
        names=tuple(f"Material {m + 1}" for m in range(kinds)),
        suppliers=("Supplier 1", "Supplier 2", "Supplier 3", "Supplier 4"),
        opening_units=0.5 * need,
        receipts_units=np.where(np.arange(months) < 1, 0.5 * need[:, None], 0.0),
        holding_cost_money=np.full(kinds, 0.02),
        price_money=price[:, None] * np.ones(months),
        premium_money=0.3 * price[:, None] * np.ones(months),
        limit_units=most * in_time,
        hurried_limit_units=0.3 * most,
        least_order_units=np.zeros(4),
        source_material=source,
        use_route=np.repeat(np.arange(routes), kinds),
        use_material=np.tile(np.arange(kinds), routes),
        use_units=use[base.route_sku].ravel(),
    )


def _workforce(base: SupplyProblem) -> Workforce:
    groups, months = len(base.groups), len(base.months)
    return Workforce(
        planned_workers=base.capacity_h[:: _LINES + 1] / 150.0,
        hours_per_worker_h=np.full((groups, months), 150.0),
        worker_cost_money=np.full(groups, 900.0),
        hire_cost_money=np.full(groups, 700.0),
        layoff_cost_money=np.full(groups, 1200.0),
        hire_limit=np.full((groups, months), 2.0),
        layoff_limit=np.full((groups, months), 1.0),
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
