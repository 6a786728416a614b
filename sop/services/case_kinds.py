"""What is computed for a published case of each kind; the keys are documented in data/cases/README.md."""

from collections.abc import Callable, Mapping

import numpy as np

from sop.domain.supply import FloatArray
from sop.forecasting import accuracy, models
from sop.planning import inventory, production_grid, rough_cut
from sop.planning.available import available_balance
from sop.planning.level_plan import level_plan
from sop.services.case_aggregate import aggregate_figures
from sop.services.case_entries import Entries

Figure = float | FloatArray | Mapping[str, float | FloatArray]
Figures = Mapping[str, Figure]


def _available_balance(given: Entries) -> Figures:
    forecast = given.numbers("forecast")
    buckets = len(forecast)
    balance = available_balance(
        given.number("on_hand"),
        forecast,
        given.numbers("orders", buckets),
        given.numbers("receipts", buckets),
        given.whole("fence"),
    )
    return {"balance": balance}


def _lot_free_level(given: Entries) -> Figures:
    demand = given.numbers("demand")
    days = given.numbers("days", len(demand))
    plan = level_plan(demand, days, given.number("opening_stock", 0.0), given.number("closing_stock", 0.0))
    return {"rate": plan.rate_units, "production": plan.production_units, "stock": plan.stock_units}


def _production_grid(given: Entries) -> Figures:
    to_order = given.choice("mode", ("stock", "order")) == "order"
    sold, made = given.numbers("actual_sales"), given.numbers("actual_production")
    sales = production_grid.plan_against_actual(given.numbers("planned_sales", len(sold)), sold)
    production = production_grid.plan_against_actual(given.numbers("planned_production", len(sold)), made)
    name = "backlog" if to_order else "stock"
    closing = production_grid.closing_backlog if to_order else production_grid.closing_stock
    opening = given.number(f"opening_{name}")
    return {
        name: closing(opening, made, sold),
        f"planned_{name}": closing(opening, production.planned_units, sales.planned_units),
        "sales_difference": sales.difference_units,
        "sales_cumulative": sales.cumulative_units,
        "production_difference": production.difference_units,
        "production_cumulative": production.cumulative_units,
    }


def _newsvendor(given: Entries) -> Figures:
    holding, shortage = given.number("holding"), given.number("shortage")
    mean, deviation = given.number("mean"), given.number("deviation")
    quantity = inventory.order_quantity(holding, shortage, mean, deviation)
    cost = inventory.expected_cost(quantity, holding, shortage, mean, deviation)
    return {"order_quantity": quantity, "expected_cost": cost}


def _accuracy(given: Entries) -> Figures:
    A = given.numbers("actual")
    F = given.numbers("forecast", len(A))
    # ours is F - A, positive where too much was forecast; textbooks print the sum and the tracking signal as A - F
    sign = 1.0 if given.choice("error", ("F-A", "A-F")) == "F-A" else -1.0
    figures: dict[str, Figure] = {
        "sum_of_errors": sign * float((F - A).sum()),
        "tracking_signal": sign * float(accuracy.tracking_signal(F, A)),
        "mad": float(accuracy.mad(F, A)),
        "wape_percent": 100 * float(accuracy.wape(F, A)),
        "bias_percent": 100 * float(accuracy.bias(F, A)),
        "mape_percent": 100 * float(accuracy.mape(F, A)),
        "smape_percent": float(accuracy.smape(F, A)),
    }
    if given.has("history"):
        figures["mase"] = float(accuracy.mase(F, A, given.numbers("history")))
    return figures


def _smoothing(given: Entries) -> Figures:
    demand = given.numbers("demand")
    figures: dict[str, Figure] = {}
    if given.has("moving_average_months"):
        months = given.whole("moving_average_months")
        given.within("moving_average_months", months, 1, len(demand))
        figures |= _path_figures("moving_average", models.moving_average_path(demand[None], months)[0], demand)
    if given.has("alpha"):
        alpha = given.number("alpha")
        given.within("alpha", alpha, 0, 1)
        path = models.smoothing_path(demand[None], alpha, np.array([given.number("start")]))[0]
        figures |= _path_figures("smoothing", path, demand)
    return figures


def _path_figures(name: str, path: FloatArray, demand: FloatArray) -> dict[str, Figure]:
    """Return the last forecast, all of them, and their accuracy over the months that have one."""
    return {
        f"{name}_forecast": float(path[-1]),
        f"{name}_forecasts": path[~np.isnan(path)],
        f"{name}_mad": float(accuracy.mad(path[:-1], demand)),
        f"{name}_mape_percent": 100 * float(accuracy.mape(path[:-1], demand)),
    }


def _rough_cut(given: Entries) -> Figures:
    listed = given.value("production")
    nested = isinstance(listed, list) and bool(listed) and isinstance(listed[0], list)
    production = given.array("production", listed, dimensions=2 if nested else 1)
    production = production if nested else production[:, None]
    method = given.choice("method", ("overall_factors", "bill_of_resources", "resource_profile"))
    return _ROUGH_CUTS[method](given, production)


def _overall_factors(given: Entries, production: FloatArray) -> Figures:
    shares = given.table("share")
    share = np.array([Entries(given.file, shares).number(name) for name in shares])
    load = rough_cut.overall_factors(production, given.numbers("hours_per_unit", len(production)), share)
    return {"total_h": load.sum(axis=0), "load_h": dict(zip(shares, load, strict=True))}


def _bill_of_resources(given: Entries, production: FloatArray) -> Figures:
    bills = given.table("hours_per_unit")
    hours = np.stack([Entries(given.file, bills).numbers(name, len(production)) for name in bills])
    load = rough_cut.bill_of_resources(production, hours)
    return {"total_h": load.sum(axis=0), "load_h": dict(zip(bills, load, strict=True))}


def _resource_profile(given: Entries, production: FloatArray) -> Figures:
    bills = given.table("hours_per_unit")
    listed = [given.array(name, bills[name], dimensions=2, length=len(production)) for name in bills]
    longest = max(each.shape[1] for each in listed)
    hours = np.stack([np.pad(each, ((0, 0), (0, longest - each.shape[1]))) for each in listed])
    profile = rough_cut.resource_profile(production, hours)
    return {
        "total_h": profile.load_h.sum(axis=0),
        "load_h": dict(zip(bills, profile.load_h, strict=True)),
        "past_due_h": dict(zip(bills, profile.past_due_h, strict=True)),
    }


_ROUGH_CUTS: Mapping[str, Callable[[Entries, FloatArray], Figures]] = {
    "overall_factors": _overall_factors,
    "bill_of_resources": _bill_of_resources,
    "resource_profile": _resource_profile,
}
KINDS: Mapping[str, Callable[[Entries], Figures]] = {
    "aggregate": aggregate_figures,
    "production_grid": _production_grid,
    "available_balance": _available_balance,
    "rough_cut": _rough_cut,
    "smoothing": _smoothing,
    "accuracy": _accuracy,
    "lot_free_level": _lot_free_level,
    "newsvendor": _newsvendor,
}
