"""Materials of the balance: bills rolled up to what is sold, suppliers with lead times, stock, and what is on order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
import pandas as pd

from sop.domain.calendar import lead_months
from sop.domain.kinds import StockStatus
from sop.domain.meeting import Cycle
from sop.domain.supply import FloatArray
from sop.intake.units import unit_of
from sop.planning.bill import rolled_up
from sop.planning.parts import Materials
from sop.services.company import Company, spread

USUAL_HOLDING_PERCENT = 1.0  # of the price a month, as of what is sold
_SUPERSCRIPT = {"m2": "m²", "m3": "m³", "dm3": "dm³"}
Route = tuple[int, int]  # positions of SKU and plant


@dataclass(frozen=True, slots=True, eq=False)
class Bills:
    """What one unit of each SKU takes of every part and material below it."""

    below: Mapping[str, Mapping[str, float]]

    def of(self, sku: str) -> Mapping[str, float]:
        return self.below.get(sku, {})


def bills_of(company: Company) -> Bills:
    """Return the company's bills rolled up; Invalid with the chain where one contains itself."""
    bill: dict[str, dict[str, float]] = {}
    rows = company.rows["bom"]
    for parent, component, quantity in zip(rows["parent_sku"], rows["component_sku"], rows["qty_per"], strict=True):
        if parent:
            parts = bill.setdefault(parent, {})
            parts[component] = parts.get(component, 0.0) + quantity
    return Bills(rolled_up(bill))


@dataclass(frozen=True, slots=True, eq=False)
class _Use:
    """Which routes take how much of which material."""

    names: tuple[str, ...]
    route: list[int]
    material: list[int]
    units: list[float]

    def per_route(self, value: FloatArray, routes: int) -> FloatArray:
        """Return what the material of one unit is worth, (k,), at a value per material, (m,)."""
        total = np.zeros(routes)
        np.add.at(total, self.route, np.array(self.units) * value[self.material])
        return total


def materials_of(
    company: Company, cycle: Cycle, bills: Bills, routes: Sequence[Route], route_cost: FloatArray, frozen: int
) -> tuple[Materials | None, FloatArray]:
    """Return the materials of a cycle and the cost of each route without them, (k,); none without bills and suppliers.

    An order placed in the first month that can be decided arrives after the lead time; before that there is stock, what
    is on order, and what can be hurried. Where no stock of material was delivered, nothing is known of it and lead times
    set no limit. Where bills cost more than what they make, prices and bills speak of different units: then material is
    counted, and paid as part of what a unit costs.
    """
    sources = company.rows["materials_suppliers"]
    bought = tuple(sku for sku in dict.fromkeys(sources["sku"]) if not bills.of(sku))
    use = _use_of(company, bills, routes, bought)
    if not use.route:
        return None, route_cost
    sources = sources[sources["sku"].isin(use.names)].reset_index(drop=True)
    position = pd.Index(use.names).get_indexer(pd.Index(sources["sku"]))
    price = sources["price"].to_numpy(dtype=np.float64)
    cheapest = np.full(len(use.names), inf)
    np.minimum.at(cheapest, position, price)
    worth = use.per_route(cheapest, len(routes))
    if np.median((worth / np.maximum(route_cost, 1e-9))[worth > 0]) > 1:
        price, worth = np.zeros_like(price), np.zeros_like(worth)
    months = cycle.horizon.months
    axes = {"sku": use.names, "month": months}
    shape = (len(sources), len(months))
    in_time, hurried = _limits(company, sources, shape, frozen)
    materials = Materials(
        names=_called(sources, use.names),
        suppliers=tuple(sources["supplier"]),
        opening_units=_opening(company, cycle, bills, use.names),
        receipts_units=spread(company.rows["open_purchases"], "quantity", axes),
        holding_cost_money=np.where(np.isfinite(cheapest), cheapest, 0.0) * _holding_share(company) * (price.max() > 0),
        price_money=np.broadcast_to(price[:, None], shape),
        premium_money=np.broadcast_to((price * sources["expedite_percent"].to_numpy() / 100)[:, None], shape),
        limit_units=in_time,
        hurried_limit_units=hurried,
        least_order_units=sources["min_order"].to_numpy(dtype=np.float64),
        source_material=position.astype(np.int64),
        use_route=np.array(use.route, dtype=np.int64),
        use_material=np.array(use.material, dtype=np.int64),
        use_units=np.array(use.units),
    )
    return materials, np.maximum(route_cost - worth, 0.0)


def _called(sources: pd.DataFrame, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return what people call each material; with its code where two share a name, the code alone where it has none."""
    name_of = dict(zip(sources["sku"], sources["name"], strict=True))
    names = [name_of[code] or code for code in codes]
    return tuple(f"{name} ({code})" if names.count(name) > 1 else name for name, code in zip(names, codes, strict=True))


def material_units(company: Company) -> dict[str, str]:
    """Return the unit in which bills count each material, by the name that people call it; only where all say the same."""
    bill, sources = company.rows["bom"], company.rows["materials_suppliers"]
    said: dict[str, set[str]] = {}
    for code, uom in zip(bill["component_sku"], bill["uom"], strict=True):
        said.setdefault(code, set()).add(unit_of(uom))
    unit = {code: next(iter(units)) for code, units in said.items() if len(units) == 1}
    codes = tuple(code for code in dict.fromkeys(sources["sku"]) if code in unit)
    return dict(zip(_called(sources, codes), (_SUPERSCRIPT.get(unit[code], unit[code]) for code in codes), strict=True))


def _use_of(company: Company, bills: Bills, routes: Sequence[Route], bought: tuple[str, ...]) -> _Use:
    skus, wanted = company.catalogue.skus, frozenset(bought)
    taken = [
        (k, part, quantity)
        for k, (sku, _plant) in enumerate(routes)
        for part, quantity in bills.of(skus[sku]).items()
        if part in wanted and quantity > 0
    ]
    used = {part for _k, part, _quantity in taken}
    names = tuple(part for part in bought if part in used)
    place = {name: m for m, name in enumerate(names)}
    return _Use(
        names, [k for k, _, _ in taken], [place[part] for _, part, _ in taken], [units for _, _, units in taken]
    )


def _limits(
    company: Company, sources: pd.DataFrame, shape: tuple[int, int], frozen: int
) -> tuple[FloatArray, FloatArray]:
    """Return what each source brings in time and hurried, (q, t): hurried only before an order could arrive in time."""
    monthly = sources["monthly_limit"].to_numpy(dtype=np.float64)
    limit = np.where(monthly > 0, monthly, inf)
    hurry = sources["expedite_limit"].to_numpy(dtype=np.float64)
    hurry = np.where(sources["expedite_percent"] > 0, np.where(hurry > 0, hurry, limit), 0.0)
    knows_stock = bool(company.rows["inventory"]["sku"].isin(sources["sku"]).any())
    lead = np.array([lead_months(days) for days in sources["lead_time_days"]])
    first = np.where(lead > 0, frozen + lead, 0) if knows_stock else np.zeros(len(sources), dtype=np.int64)
    reached = np.arange(shape[1])[None, :] >= first[:, None]
    return np.where(reached, limit[:, None], 0.0), np.where(reached, 0.0, hurry[:, None])


def _holding_share(company: Company) -> float:
    """Return what holding costs a month as a share of the price: as of what is sold, on average."""
    percent = company.rows["costs"]["holding_percent_per_month"]
    return float(percent.mean() if len(percent) else USUAL_HOLDING_PERCENT) / 100


def _opening(company: Company, cycle: Cycle, bills: Bills, names: tuple[str, ...]) -> FloatArray:
    """Return the stock of material at the close of the current month, (m,): stock + due - what its production takes."""
    lying = company.rows["inventory"]
    stock = spread(lying[lying["status"] != StockStatus.BLOCKED], "quantity", {"sku": names})
    due = spread(company.rows["open_purchases"], "quantity", {"sku": names, "month": (cycle.current,)})[:, 0]
    orders = company.rows["production_orders"]
    running = orders[orders["month"] == str(cycle.current)]
    place = {name: m for m, name in enumerate(names)}
    taken = np.zeros(len(names))
    for sku, quantity in zip(running["sku"], running["quantity"], strict=True):
        for part, per_unit in bills.of(sku).items():
            if part in place:
                taken[place[part]] += per_unit * quantity
    return np.maximum(stock + due - taken, 0.0)
