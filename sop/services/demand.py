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
from sop.intake.periods import partial_months
from sop.services.company import NO_REGION, Company, prices_of, spread
from sop.services.demand_sums import backtest_of, group_forecast, group_histories

MIX_MONTHS = 12
SHORT_HISTORY = 12


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Closed months by SKU and region, (i, s, m), in units; zero before a SKU's first sale."""

    months: tuple[Month, ...]
    units: FloatArray


def history_of(company: Company, last_closed: Month) -> History:
    """Return the closed months of sales, without a first one that is not whole; Refused when none were delivered.

    Sales without a region, in a company that names regions, count where the SKU's other sales are.
    """
    rows = company.rows["sales_history"]
    closed = rows[rows["month"] <= str(last_closed)]
    if closed.empty:
        raise Refused("There is no sales history up to {month}. Load it on the data page first.", month=last_closed)
    first = Month(str(closed["month"].min()))
    if first in partial_months(closed):
        first = first.plus(1)
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
    mix, price, skus = _region_mix(history.units), prices_of(company), len(by_sku)
    sums = group_histories(catalogue, price, by_sku, mix)
    made = forecast(np.vstack([by_sku, sums]), len(months))  # one call: sums are just more rows
    scale = _alive(catalogue, months)
    like = _like(catalogue.items, by_sku)
    point = _with_likeness(like, by_sku, made.point[:skus]) * scale
    baseline = point[:, None, :] * mix[:, :, None]
    bands = {name: _around(made, name, point) * scale for name in ("lower_80", "upper_80", "lower_95", "upper_95")}
    backtest = backtest_of(made, [None if other is not None else row for row, other in enumerate(like)])
    return DemandPlan(
        skus=catalogue.skus,
        families=tuple(item.family for item in catalogue.items),
        regions=catalogue.regions,
        months=months,
        history_months=history.months,
        history_units=by_sku,
        baseline_units=baseline,
        override_units=layer_units(catalogue, months, baseline, overrides),
        **{f"{name}_units": band for name, band in bands.items()},
        wape=backtest.wape[-1],
        bias=backtest.bias[-1],
        flags=tuple(made.flags[:skus]),
        like=tuple("" if other is None else catalogue.skus[other] for other in like),
        price_money=price,
        backtest=backtest,
        groups=group_forecast(catalogue, made, skus),
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


def _like(items: Sequence[Item], history: FloatArray) -> tuple[int | None, ...]:
    """Return the row of the SKU whose course each one follows: with under a year of sales the one it is like."""
    row_of = {item.sku: row for row, item in enumerate(items)}
    begun = np.isfinite(history).sum(axis=1) >= SHORT_HISTORY
    return tuple(None if begun[row] else row_of.get(item.like_sku) for row, item in enumerate(items))


def _with_likeness(like: Sequence[int | None], history: FloatArray, point: FloatArray) -> FloatArray:
    """Return the forecast in which a SKU follows the course of the one that it is like.

    Its level is its own share of that SKU in the months both sold; before its first sale it sells as much.
    """
    result = point.copy()
    for row, other in enumerate(like):
        if other is None:
            continue
        sold = np.isfinite(history[row])
        base = np.nansum(history[other][sold]) if sold.any() else 0.0
        share = float(np.nansum(history[row]) / base) if base > 0 else 1.0
        result[row] = point[other] * share
    return result


def _around(made: Forecast, name: str, point: FloatArray) -> FloatArray:
    """Return a bound of the interval moved with the point, never below zero."""
    skus = len(point)
    bound: FloatArray = getattr(made, name)[:skus]
    moved: FloatArray = np.maximum(point + bound - made.point[:skus], 0.0)
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
    return sum(layers_of(catalogue, months, baseline, overrides), start=np.zeros_like(baseline))


def layers_of(
    catalogue: Catalogue, months: tuple[Month, ...], baseline: FloatArray, overrides: Sequence[Override]
) -> tuple[FloatArray, ...]:
    """Return what each override adds to the layers below it, (i, s, t) each; a withdrawn one adds nothing."""
    plan, layers = baseline.copy(), []
    for override in overrides:
        before = plan.copy()
        if not override.withdrawn:
            where = _touched(catalogue, months, override)
            plan[where] = np.maximum(_changed(plan[where], override), 0.0)
        layers.append(plan - before)
    return tuple(layers)


def _touched(
    catalogue: Catalogue, months: tuple[Month, ...], override: Override
) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.intp]], ...]:
    """Return the cells (SKU, region, month) that an override is about."""
    rows = [
        row
        for row, item in enumerate(catalogue.items)
        if item.sku == override.sku or (not override.sku and item.family == override.family)
    ]
    regions = [k for k, region in enumerate(catalogue.regions) if override.region in {"", region}]
    times = [t for t, month in enumerate(months) if month in override.months]
    return np.ix_(np.array(rows, dtype=np.intp), np.array(regions, dtype=np.intp), np.array(times, dtype=np.intp))


def _changed(cells: FloatArray, override: Override) -> FloatArray:
    """Return the cells after one override: all by a percentage, or units a month spread by mix."""
    if override.in_percent:
        return cells * (1 + override.change / 100)
    total = cells.sum(axis=(0, 1), keepdims=True)
    count = max(cells.shape[0] * cells.shape[1], 1)
    share = np.where(total > 0, cells / np.where(total > 0, total, 1.0), 1 / count)
    result: FloatArray = cells + override.change * share
    return result
