"""Stage 2: baseline per SKU from history, overrides on top, consensus as their sum."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sop.domain.calendar import Month, month_row
from sop.domain.catalogue import Catalogue, Item
from sop.domain.demand import DemandPlan, Override
from sop.domain.errors import Refused
from sop.domain.meeting import Cycle
from sop.domain.supply import FloatArray
from sop.forecasting.engine import Forecast, forecast
from sop.services.company import NO_REGION, Company, spread

MIX_MONTHS = 12
SHORT_HISTORY = 12


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Closed months by SKU and region, (i, s, m), in units; zero before a SKU's first sale."""

    months: tuple[Month, ...]
    units: FloatArray


def history_of(company: Company, last_closed: Month) -> History:
    """Return the closed months of sales; Refused when none were delivered.

    Sales without a region, in a company that names regions, count where the SKU's other sales are.
    """
    rows = company.rows["sales_history"]
    closed = rows[rows["month"] <= str(last_closed)]
    if closed.empty:
        raise Refused("There is no sales history up to {month}. Load it on the data page first.", month=last_closed)
    first = Month(str(closed["month"].min()))
    months = month_row(first, last_closed.ordinal - first.ordinal + 1)
    catalogue = company.catalogue
    axes = {"sku": catalogue.skus, "region": catalogue.regions, "month": months}
    units = spread(closed, "quantity", axes)
    if NO_REGION in catalogue.regions:
        return History(months, units)
    unnamed = spread(closed[closed["region"] == NO_REGION], "quantity", {"sku": catalogue.skus, "month": months})
    return History(months, units + unnamed[:, None, :] * _region_mix(units)[:, :, None])


def demand_plan(company: Company, cycle: Cycle, overrides: Sequence[Override]) -> DemandPlan:
    """Forecast every SKU from its closed months and lay the overrides on top.

    Months: the current one first, then the horizon. Sums agree on every level because only (SKU, region) is stored.
    """
    catalogue = company.catalogue
    history = history_of(company, cycle.last_closed)
    months = month_row(cycle.current, cycle.horizon_months + 1)
    by_sku = _from_first_sale(history.units.sum(axis=1))
    made = forecast(by_sku, len(months))
    scale = _alive(catalogue, months)
    point = _with_likeness(catalogue.items, by_sku, made.point) * scale
    baseline = point[:, None, :] * _region_mix(history.units)[:, :, None]
    added = layer_units(catalogue, months, baseline, overrides)
    bands = {name: _around(made, name, point) * scale for name in ("lower_80", "upper_80", "lower_95", "upper_95")}
    accuracy = made.accuracy["blend"]
    return DemandPlan(
        skus=catalogue.skus,
        families=tuple(item.family for item in catalogue.items),
        regions=catalogue.regions,
        months=months,
        history_months=history.months,
        history_units=by_sku,
        baseline_units=baseline,
        override_units=added,
        **{f"{name}_units": band for name, band in bands.items()},
        wape=accuracy.wape,
        bias=accuracy.bias,
        flags=tuple(made.flags),
    )


def _from_first_sale(units: FloatArray) -> FloatArray:
    """Return the history with NaN before each SKU's first sale: what did not exist was not zero demand."""
    begun = np.cumsum(np.abs(units), axis=1) > 0
    return np.where(begun, np.maximum(units, 0.0), np.nan)


def _alive(catalogue: Catalogue, months: tuple[Month, ...]) -> FloatArray:
    """Return 1 where a SKU is sold and 0 before its launch or after its end, (i, t)."""
    return np.array(
        [
            [
                not ((item.launch_month and month < item.launch_month) or (item.end_month and month > item.end_month))
                for month in months
            ]
            for item in catalogue.items
        ],
        dtype=np.float64,
    ).reshape(len(catalogue.items), len(months))


def _with_likeness(items: Sequence[Item], history: FloatArray, point: FloatArray) -> FloatArray:
    """Return the forecast in which a SKU with under a year of sales follows the course of the SKU it is like.

    Its level is its own share of that SKU in the months both sold; before its first sale it sells as much.
    """
    row_of = {item.sku: row for row, item in enumerate(items)}
    result = point.copy()
    for row, item in enumerate(items):
        like = row_of.get(item.like_sku)
        sold = np.isfinite(history[row])
        if like is None or sold.sum() >= SHORT_HISTORY:
            continue
        base = np.nansum(history[like][sold]) if sold.any() else 0.0
        share = float(np.nansum(history[row]) / base) if base > 0 else 1.0
        result[row] = point[like] * share
    return result


def _around(made: Forecast, name: str, point: FloatArray) -> FloatArray:
    """Return a bound of the interval moved with the point, never below zero."""
    bound: FloatArray = getattr(made, name)
    moved: FloatArray = np.maximum(point + bound - made.point, 0.0)
    return moved


def _region_mix(units: FloatArray) -> FloatArray:
    """Return each region's share of a SKU in the last twelve months, (i, s); equal shares where nothing sold."""
    recent = np.maximum(units[:, :, -MIX_MONTHS:].sum(axis=2), 0.0)
    total = recent.sum(axis=1, keepdims=True)
    everyone = np.maximum(units, 0.0).sum(axis=(0, 2))
    fallback = everyone / everyone.sum() if everyone.sum() > 0 else np.full(units.shape[1], 1 / units.shape[1])
    return np.where(total > 0, recent / np.where(total > 0, total, 1.0), fallback)


def layer_units(
    catalogue: Catalogue, months: tuple[Month, ...], baseline: FloatArray, overrides: Sequence[Override]
) -> FloatArray:
    """Return what the overrides add to the baseline, in their order, (i, s, t); never below zero in sum."""
    plan = baseline.copy()
    for override in overrides:
        if override.withdrawn:
            continue
        rows = [
            row
            for row, item in enumerate(catalogue.items)
            if item.sku == override.sku or (not override.sku and item.family == override.family)
        ]
        regions = [k for k, region in enumerate(catalogue.regions) if override.region in {"", region}]
        times = [t for t, month in enumerate(months) if month in override.months]
        where = np.ix_(rows, regions, times)
        plan[where] = np.maximum(_changed(plan[where], override), 0.0)
    return plan - baseline


def _changed(cells: FloatArray, override: Override) -> FloatArray:
    """Return the cells after one override: all by a percentage, or units a month spread by mix."""
    if override.in_percent:
        return cells * (1 + override.change / 100)
    total = cells.sum(axis=(0, 1), keepdims=True)
    count = max(cells.shape[0] * cells.shape[1], 1)
    share = np.where(total > 0, cells / np.where(total > 0, total, 1.0), 1 / count)
    result: FloatArray = cells + override.change * share
    return result
