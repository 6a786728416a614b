"""The intermittent pool and the test that sends a series there.

Smoothing parameters minimise the squared one-step error; the members are averaged with equal weights. They are never ranked
by an absolute error, which an all-zero forecast would win.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from sop.domain.supply import FloatArray
from sop.forecasting.models import Member, calmest, ses
from sop.forecasting.rows import YEAR, lengths, mean, widened, without_leading_zeros

INTERVAL_LIMIT: Final = (
    1.32  # months between demands from which demand counts as intermittent (Syntetos, Boylan & Croston 2005)
)
FEWEST_MONTHS: Final = 3  # fewer say nothing about an interval
DEAD_MONTHS: Final = 12
DEAD_INTERVALS: Final = 3
SMOOTHING: Final = np.array([0.02, 0.05, 0.1, 0.15, 0.2, 0.3])
TSB_GRID: Final = np.array([(size, chance) for size in SMOOTHING for chance in SMOOTHING])


def mean_interval(rows: FloatArray) -> FloatArray:
    """Months per month with demand since the first demand, (rows,), infinite where nothing was ever demanded."""
    demands = (np.nan_to_num(rows) != 0).sum(axis=1)
    return np.where(demands > 0, lengths(without_leading_zeros(rows)) / np.maximum(demands, 1), np.inf)


def is_intermittent(rows: FloatArray) -> npt.NDArray[np.bool_]:
    """Whether demand has gaps that no calendar explains, (rows,).

    The interval is counted again over the calendar months that ever had demand: what is zero every July is seasonal.
    """
    trimmed = widened(without_leading_zeros(rows))
    demand = np.nan_to_num(trimmed) != 0
    by_year = demand.reshape(len(rows), demand.shape[1] // YEAR, YEAR)
    in_season = np.tile(by_year.any(axis=1), (1, by_year.shape[1])) & ~np.isnan(trimmed)
    demands = demand.sum(axis=1)
    explained = (lengths(trimmed) >= 2 * YEAR) & (in_season.sum(axis=1) < INTERVAL_LIMIT * demands)
    judged = (lengths(rows) >= FEWEST_MONTHS) & ~(rows < 0).any(axis=1)
    return np.asarray(judged & (demands > 0) & (mean_interval(rows) >= INTERVAL_LIMIT) & ~explained)


def is_dead(rows: FloatArray) -> npt.NDArray[np.bool_]:
    """Whether nothing was demanded for max(12, 3 x mean interval) months, (rows,)."""
    sold = np.logical_or.accumulate((np.nan_to_num(rows) != 0)[:, ::-1], axis=1)
    idle = (~sold & ~np.isnan(rows)[:, ::-1]).sum(axis=1)
    # the silence at the end is what is judged: it must not lengthen the interval that it is judged by
    demands = (np.nan_to_num(rows) != 0).sum(axis=1)
    active = lengths(without_leading_zeros(rows)) - idle
    interval = np.where(demands > 0, active / np.maximum(demands, 1), 0.0)
    return np.asarray(idle >= np.maximum(DEAD_MONTHS, DEAD_INTERVALS * interval))


def _sizes(trimmed: FloatArray) -> FloatArray:
    return mean(np.where(trimmed > 0, trimmed, np.nan))


def sba(rows: FloatArray, horizon: int) -> FloatArray:
    """Syntetos-Boylan approximation (2005): Croston's size / interval times 1 - alpha / 2."""
    trimmed = without_leading_zeros(rows)
    alpha = SMOOTHING[:, None]
    size = np.repeat(_sizes(trimmed)[None], len(alpha), axis=0)
    start = mean_interval(rows)
    # nobody knows how long the first demand was waited for: it counts as the mean
    waited = np.where(np.isfinite(start), start, 1.0)
    interval = np.repeat(waited[None], len(alpha), axis=0)
    squared_error = np.zeros_like(size)
    for month, known in zip(np.nan_to_num(trimmed).T, ~np.isnan(trimmed).T, strict=True):
        squared_error += np.where(known, month - (1 - alpha / 2) * size / interval, 0.0) ** 2
        sold = month > 0
        size += np.where(sold, alpha * (month - size), 0.0)
        interval += np.where(sold, alpha * (waited - interval), 0.0)
        waited = np.where(sold, 1.0, waited + known)
    best, row = calmest(squared_error, mean(rows)), np.arange(len(rows))
    rate = (1 - SMOOTHING[best] / 2) * size[best, row] / interval[best, row]
    return np.repeat(rate[:, None], horizon, axis=1)


def tsb(rows: FloatArray, horizon: int) -> FloatArray:
    """Teunter, Syntetos & Babai (2011): size times chance of demand, the chance updated every month, so that it can fade."""
    trimmed = without_leading_zeros(rows)
    alpha, beta = TSB_GRID[:, [0]], TSB_GRID[:, [1]]
    size = np.repeat(_sizes(trimmed)[None], len(TSB_GRID), axis=0)
    chance = np.repeat((1 / mean_interval(rows))[None], len(TSB_GRID), axis=0)
    squared_error = np.zeros_like(size)
    for month, known in zip(np.nan_to_num(trimmed).T, ~np.isnan(trimmed).T, strict=True):
        squared_error += np.where(known, month - size * chance, 0.0) ** 2
        sold = month > 0
        size += np.where(sold, alpha * (month - size), 0.0)
        chance += np.where(known, beta * (sold - chance), 0.0)
    best, row = calmest(squared_error, mean(rows)), np.arange(len(rows))
    return np.repeat((size[best, row] * chance[best, row])[:, None], horizon, axis=1)


def ses_since_first_demand(rows: FloatArray, horizon: int) -> FloatArray:
    """Simple exponential smoothing of every month since the first demand."""
    return ses(without_leading_zeros(rows), horizon)


INTERMITTENT_POOL: Final = (
    Member("sba", sba, deseasonalised=False, fewest_months=FEWEST_MONTHS),
    Member("tsb", tsb, deseasonalised=False, fewest_months=FEWEST_MONTHS),
    Member("ses", ses_since_first_demand, deseasonalised=False, fewest_months=FEWEST_MONTHS),
)
