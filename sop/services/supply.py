"""Stage 3: the balance's inputs, put together from the company's rows and the demand plan."""

from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

import numpy as np

from sop.domain.calendar import Month, lead_months
from sop.domain.demand import DemandPlan
from sop.domain.kinds import StockStatus
from sop.domain.meeting import Cycle
from sop.domain.supply import FloatArray, ResourceAxis
from sop.planning.cover import target_units
from sop.planning.policy import Policy
from sop.planning.problem import LABOUR, SupplyProblem
from sop.services.company import Company, prices_of, spread
from sop.services.supply_materials import Bills, Route, bills_of, materials_of
from sop.services.supply_parts import classes_of, lots_of, stock_limit_of, storage_of, subcontracting_of, workforce_of

USUAL_HOLDING_PERCENT = 1.0  # of the unit cost a month, as in the template
FREELY = 20.0  # times the demand of the whole horizon can be bought where nothing says how much


def supply_problem(company: Company, demand: DemandPlan, cycle: Cycle, policy: Policy) -> SupplyProblem:
    """Return the problem of a cycle's base plan; what was not delivered sets no limit.

    Without capacity no hour is short; without production orders no month is frozen; a SKU that has neither a routing nor
    a purchase limit can be bought freely; without any money a unit is worth 1, so that it is planned in units.
    """
    months, catalogue = cycle.horizon.months, company.catalogue
    wanted = demand.consensus_units[:, :, 1:]  # the current month is execution
    total, unit_cost = wanted.sum(axis=1), _unit_cost(company)
    resources = _resources(company)
    to_order = np.array([item.made_to_order for item in catalogue.items], dtype=np.bool_)
    frozen = cycle.frozen_months if company.has("production_orders") else 0
    return SupplyProblem(
        skus=catalogue.skus,
        families=demand.families,
        regions=catalogue.regions,
        plants=catalogue.plants,
        resources=resources,
        months=months,
        frozen_months=frozen,
        demand_units=wanted,
        error_units=_forecast_error(demand),
        price_money=_prices(company, unit_cost)[:, :, None] * np.ones(len(months)),
        purchase_limit_units=_purchase_limit(company, cycle, total),
        made_to_order=to_order,
        stock_limit=stock_limit_of(company, total),
        storage=storage_of(company, months),
        subcontracting=subcontracting_of(company, months),
        classes=classes_of(company, cycle, to_order),
        lots=lots_of(company),
        **_hours(company, resources, months),
        **_stocks(company, demand, cycle, total),
        **_routings(company, cycle, resources, unit_cost, frozen),
        **_money(company, resources, unit_cost, policy),
    )


def _hours(company: Company, resources: Sequence[ResourceAxis], months: tuple[Month, ...]) -> dict[str, Any]:
    """Return regular hours, overtime and the staff that may change."""
    groups = tuple(axis.name for axis in resources if axis.kind == LABOUR)
    regular = _by_resource(company, "hours", resources, months)
    return {
        "groups": groups,
        "capacity_h": regular,
        "overtime_allowed_h": _labour(_by_resource(company, "overtime_hours", resources, months), resources),
        "workforce": workforce_of(company, groups, _labour(regular, resources), months),
    }


def _stocks(company: Company, demand: DemandPlan, cycle: Cycle, total: FloatArray) -> dict[str, Any]:
    """Return opening stock and backlog, and the targets of stock and order book."""
    items = company.catalogue.items
    opening, backlog = _opening(company, demand, cycle)
    return {
        "opening_stock_units": opening,
        "opening_backlog_units": backlog,
        "safety_stock_units": _targets(
            [0.0 if item.made_to_order else item.safety_stock_days for item in items], total
        ),
        "order_book_units": _order_book(demand, [item.promised_months if item.made_to_order else 0 for item in items]),
    }


def _routings(
    company: Company, cycle: Cycle, resources: Sequence[ResourceAxis], unit_cost: FloatArray, frozen: int
) -> dict[str, Any]:
    """Return where each SKU is made, with what hours and materials, at what cost and how long it takes; and what is ordered."""
    bills, routes = bills_of(company), _routes(company)
    route, resource, hours = _uses(company, bills, routes, tuple(axis.name for axis in resources))
    lead = _lead_of_routes(company, routes)
    placed = _orders_of_routes(company, routes, cycle.horizon.months)
    cost = _cost_of_routes(company, routes, unit_cost)
    materials, cost = materials_of(company, cycle, bills, routes, cost, frozen)
    return {
        "route_sku": np.array([sku for sku, _ in routes], dtype=np.int64),
        "route_plant": np.array([plant for _, plant in routes], dtype=np.int64),
        "route_lead_months": lead,
        "use_route": route,
        "use_resource": resource,
        "use_h": hours,
        "materials": materials,
        "production_cost_money": cost,
        "frozen_production_units": _started(placed, lead)[:, :frozen],
        "receipts_units": _under_way(placed, lead, routes, len(company.catalogue.items)),
    }


def _money(
    company: Company, resources: Sequence[ResourceAxis], unit_cost: FloatArray, policy: Policy
) -> dict[str, Any]:
    """Return what a unit bought, an hour of overtime, a unit in stock and a late unit cost."""
    return {
        "purchase_cost_money": _bought(company, "unit_cost", unit_cost),
        "overtime_cost_money": _overtime_cost(company, resources),
        "holding_cost_money": _holding(company, unit_cost),
        "backlog_cost_money": _prices(company, unit_cost).mean(axis=1) * policy.late_share_of_price,
        "unit_cost_money": unit_cost,
    }


def _forecast_error(demand: DemandPlan) -> FloatArray:
    """Return the deviation of a month's forecast, (i,): what the 80 % interval of the first month says of it."""
    width = demand.upper_80_units[:, 1] - demand.baseline_units[:, :, 1].sum(axis=1)
    error: FloatArray = np.maximum(np.nan_to_num(width), 0.0) / NormalDist().inv_cdf(0.9)
    return error


def _targets(days: Sequence[float], demand: FloatArray) -> FloatArray:
    """Return the safety stock of each SKU, (i, t): its days of coming demand."""
    rows = [target_units(demand[i : i + 1], each) for i, each in enumerate(days)]
    return np.concatenate(rows) if rows else np.zeros_like(demand)


def _resources(company: Company) -> tuple[ResourceAxis, ...]:
    rows = company.rows["capacity"].drop_duplicates("resource")
    rows = rows[rows["resource"].isin(company.catalogue.resources)]
    return tuple(
        ResourceAxis(
            row["resource"], row["plant"], row["resource_kind"],
            row["resource"] if row["resource_kind"] == LABOUR else row["staff_group"],
        )
        for row in rows.to_dict("records")
    )  # fmt: skip


def _routes(company: Company) -> tuple[Route, ...]:
    """Return the (SKU, plant) pairs that have a routing, in the catalogue's order."""
    catalogue = company.catalogue
    sku_of = {sku: k for k, sku in enumerate(catalogue.skus)}
    plant_of = {plant: k for k, plant in enumerate(catalogue.plants)}
    rows = company.rows["routings"]
    pairs = zip(rows["sku"], rows["plant"], strict=True)
    return tuple(sorted({(sku_of[sku], plant_of[plant]) for sku, plant in pairs if sku in sku_of}))


def _uses(
    company: Company, bills: Bills, routes: Sequence[Route], resources: tuple[str, ...]
) -> tuple[np.ndarray, ...]:
    """Return route, resource and hours of each use: those of the SKU and of the parts below it, made in its plant if they can."""
    catalogue, rows = company.catalogue, company.rows["routings"]
    made = tuple(dict.fromkeys([*catalogue.skus, *rows["sku"]]))
    hours = spread(rows, "hours_per_unit", {"sku": made, "plant": catalogue.plants, "resource": resources})
    place = {sku: k for k, sku in enumerate(made)}
    by_route = np.zeros((len(routes), len(resources)))
    for k, (sku, plant) in enumerate(routes):
        by_route[k] = hours[sku, plant]
        for part, quantity in bills.of(catalogue.skus[sku]).items():
            if part in place:
                own = hours[place[part]]
                at = plant if own[plant].any() else int(np.argmax(own.any(axis=1)))
                by_route[k] += quantity * own[at]
    route, resource = np.nonzero(by_route)
    return route.astype(np.int64), resource.astype(np.int64), by_route[route, resource]


def _by_resource(
    company: Company, column: str, resources: Sequence[ResourceAxis], months: tuple[Month, ...]
) -> FloatArray:
    """Return a column by resource and month, (r, t); where a month has no row of its own, what holds for every month."""
    names = tuple(axis.name for axis in resources)
    rows = company.rows["capacity"].assign(stated=1.0)
    by_month = {"resource": names, "month": months}
    always = spread(rows[rows["month"].isna()], column, {"resource": names})
    stated = spread(rows, "stated", by_month) > 0
    return np.where(stated, spread(rows, column, by_month), always[:, None])


def _labour(values: FloatArray, resources: Sequence[ResourceAxis]) -> FloatArray:
    return values[[k for k, axis in enumerate(resources) if axis.kind == LABOUR]]


def _overtime_cost(company: Company, resources: Sequence[ResourceAxis]) -> FloatArray:
    mean = company.rows["capacity"].groupby("resource")["overtime_cost_per_hour"].mean()
    return np.array([mean[axis.name] for axis in resources if axis.kind == LABOUR], dtype=np.float64)


def _unit_cost(company: Company) -> FloatArray:
    """Return the cheapest way to have one unit of each SKU; 0 where it has no cost.

    In a company without costs the price stands in for them, without prices 1: a weight for the plan, never shown.
    """
    skus = company.catalogue.skus
    if not company.has_costs:
        price = company.rows["prices"].groupby("sku")["price"].mean().reindex(skus)
        return price.fillna(0.0 if company.has_prices else 1.0).to_numpy(dtype=np.float64)
    cheapest = company.rows["costs"].groupby("sku")["unit_cost"].min()
    cost: FloatArray = cheapest.reindex(skus).fillna(0.0).to_numpy(dtype=np.float64)
    return cost


def _cost_of_routes(company: Company, routes: Sequence[Route], unit_cost: FloatArray) -> FloatArray:
    catalogue = company.catalogue
    cost = spread(company.rows["costs"], "unit_cost", {"sku": catalogue.skus, "plant": catalogue.plants})
    return np.array([cost[sku, plant] or unit_cost[sku] for sku, plant in routes], dtype=np.float64)


def _bought(company: Company, column: str, fallback: FloatArray) -> FloatArray:
    """Return the column of the rows without a plant: what is bought ready."""
    rows = company.rows["costs"]
    ready = rows[rows["plant"] == ""].set_index("sku")[column].reindex(company.catalogue.skus)
    return np.where(ready.isna(), fallback, ready).astype(np.float64)


def _holding(company: Company, unit_cost: FloatArray) -> FloatArray:
    percent = company.rows["costs"].groupby("sku")["holding_percent_per_month"].mean()
    usual = 0.0 if company.has_costs else USUAL_HOLDING_PERCENT
    share = percent.reindex(company.catalogue.skus).fillna(usual).to_numpy(dtype=np.float64) / 100
    holding: FloatArray = unit_cost * share
    return holding


def _prices(company: Company, unit_cost: FloatArray) -> FloatArray:
    """Return prices by SKU and region, (i, s); where a SKU has none its cost stands in."""
    price = prices_of(company)
    return np.where(np.isnan(price), unit_cost[:, None], price)


def bought_freely(company: Company) -> tuple[str, ...]:
    """Return the SKUs that can be bought without a limit, because neither a routing nor a purchase limit was delivered."""
    stated = _bought(company, "monthly_limit", np.zeros(len(company.catalogue.skus)))
    made = {company.catalogue.skus[sku] for sku, _plant in _routes(company)}
    return tuple(
        sku for sku, limit in zip(company.catalogue.skus, stated, strict=True) if limit <= 0 and sku not in made
    )


def _purchase_limit(company: Company, cycle: Cycle, demand: FloatArray) -> FloatArray:
    """Return units that can be bought ready, (i, t): the monthly limit once an order arrives, what is on order before.

    Orders are placed from the first month on that can be decided, and arrive after their lead time.
    """
    catalogue = company.catalogue
    months = cycle.horizon.months
    free = np.isin(catalogue.skus, bought_freely(company))
    stated = _bought(company, "monthly_limit", np.zeros(len(catalogue.skus)))
    monthly = np.where(free, FREELY * demand.sum(axis=1), stated)
    limit = np.repeat(monthly[:, None], len(months), axis=1)
    if company.has("open_purchases"):
        ordered = spread(company.rows["open_purchases"], "quantity", {"sku": catalogue.skus, "month": months})
        lead = [lead_months(days) for days in _bought(company, "lead_time_days", np.zeros(len(catalogue.skus)))]
        first = cycle.frozen_months + np.array(lead, dtype=np.int64)
        limit = np.where(np.arange(len(months))[None, :] < first[:, None], ordered, limit)
    return limit


def _orders_of_routes(company: Company, routes: Sequence[Route], months: tuple[Month, ...]) -> FloatArray:
    """Return what each route was told to finish, (k, t)."""
    catalogue = company.catalogue
    axes = {"sku": catalogue.skus, "plant": catalogue.plants, "month": months}
    placed = spread(company.rows["production_orders"], "quantity", axes)
    return np.array([placed[sku, plant] for sku, plant in routes], dtype=np.float64).reshape(len(routes), len(months))


def _lead_of_routes(company: Company, routes: Sequence[Route]) -> np.ndarray:
    catalogue = company.catalogue
    days = spread(company.rows["costs"], "lead_time_days", {"sku": catalogue.skus, "plant": catalogue.plants})
    return np.array([lead_months(days[sku, plant]) for sku, plant in routes], dtype=np.int64)


def _started(placed: FloatArray, lead: np.ndarray) -> FloatArray:
    """Return orders by the month in which they are started, (k, t), from that in which they are finished."""
    started = np.zeros_like(placed)
    for k, months in enumerate(lead.tolist()):
        started[k, : placed.shape[1] - months] = placed[k, months:]
    return started


def _under_way(placed: FloatArray, lead: np.ndarray, routes: Sequence[Route], items: int) -> FloatArray:
    """Return what was started before the horizon and is finished in it, (i, t)."""
    arriving = np.zeros((items, placed.shape[1]))
    for k, (sku, _plant) in enumerate(routes):
        arriving[sku, : lead[k]] += placed[k, : lead[k]]
    return arriving


def _order_book(demand: DemandPlan, promised_months: Sequence[int]) -> FloatArray:
    """Return the backlog that is agreed: the demand of the last promised months, (i, t)."""
    wanted = demand.consensus_units.sum(axis=1)
    cumulated = np.concatenate([np.zeros((len(wanted), 1)), np.cumsum(wanted, axis=1)], axis=1)
    last = np.arange(1, wanted.shape[1])  # horizon months; 0 is the current one
    first = np.maximum(last[None, :] + 1 - np.array(promised_months, dtype=np.int64)[:, None], 0)
    rows = np.arange(len(wanted))[:, None]
    book: FloatArray = cumulated[rows, last + 1] - cumulated[rows, first]
    return book


def _opening(company: Company, demand: DemandPlan, cycle: Cycle) -> tuple[FloatArray, FloatArray]:
    """Return stock and backlog at the projected close of the current month.

    Net close = free stock and what is in transit + production and purchases due in the month - open orders overdue - its
    demand; blocked stock serves nobody. Where neither kind of order was delivered, what comes in during the month is not
    known: it is taken to serve the month.
    """
    catalogue = company.catalogue
    lying = company.rows["inventory"]
    stock = spread(lying[lying["status"] != StockStatus.BLOCKED], "quantity", {"sku": catalogue.skus})
    now = {"sku": catalogue.skus, "month": (cycle.current,)}
    arriving = sum(
        spread(company.rows[kind], "quantity", now)[:, 0] for kind in ("production_orders", "open_purchases")
    )
    orders = company.rows["open_orders"]
    owed = spread(orders[orders["month"] <= str(cycle.last_closed)], "quantity", {"sku": catalogue.skus})
    knows_orders = company.has("production_orders") or company.has("open_purchases")
    running = demand.consensus_units[:, :, 0].sum(axis=1) if knows_orders else 0.0
    net = stock + arriving - owed - running
    return np.maximum(net, 0.0), np.maximum(-net, 0.0)
