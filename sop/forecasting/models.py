"""The regular pool: members that forecast all rows at once, their smoothing parameters chosen by grid.

A member takes right-aligned rows (rows, months) and a horizon and gives points (rows, horizon). To add one, write the
function and name it in a pool.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from sop.domain.supply import FloatArray
from sop.forecasting.rows import YEAR, ages, lengths, mean, opening, slopes

ALPHAS: Final = np.r_[0.02, np.arange(1, 20) * 0.05, 0.99]
OPENING_MONTHS: Final = 6  # a level opened on half a year is calmer than one opened on a single month
TIE: Final = 1e-9  # squared errors closer than this are equal; the calmest parameter (the first) then wins
DAMPED_GRID: Final = np.array(
    [
        (alpha, alpha * beta, phi)
        for alpha in (0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8)
        for beta in (0.02, 0.1, 0.2, 0.4)
        for phi in (0.8, 0.9, 0.95, 0.98)
    ]
)


@dataclass(frozen=True, slots=True)
class Member:
    """A model of a pool: its name, its function, and what it asks of a series."""

    name: str
    predict: Callable[[FloatArray, int], FloatArray]
    deseasonalised: bool  # it is given the series without its season
    fewest_months: int  # shorter histories give it no weight


def calmest(squared_error: FloatArray, size: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Position of the first grid point whose error (grid, rows) is the least but for rounding at `size` (rows,)."""
    least = squared_error.min(axis=0)
    return np.asarray((squared_error <= least * (1 + TIE) + TIE**2 * size**2).argmax(axis=0))


def smoothed_level(rows: FloatArray) -> FloatArray:
    """Last level of simple exponential smoothing, (rows,), alpha by grid on the squared one-step error."""
    start = opening(rows, OPENING_MONTHS)
    # months before the first one equal the opening level: they neither move it nor add an error
    months = np.ascontiguousarray(np.where(np.isnan(rows), start[:, None], rows).T)
    level = np.repeat(start[None], len(ALPHAS), axis=0)
    squared_error = np.zeros_like(level)
    for month in months:
        error = month - level
        squared_error += error**2
        level += ALPHAS[:, None] * error
    return np.asarray(level[calmest(squared_error, mean(np.abs(rows))), np.arange(len(rows))])


def seasonal_naive(rows: FloatArray, horizon: int) -> FloatArray:
    """The same month of last year; the last month where there is no whole year; 0 where there is none."""
    repeated = np.tile(rows[:, -YEAR:], (1, -(-horizon // YEAR)))[:, :horizon]
    whole_year = (lengths(rows) >= YEAR)[:, None]
    return np.nan_to_num(np.where(whole_year, repeated, rows[:, -1:]))


def ses(rows: FloatArray, horizon: int) -> FloatArray:
    """Simple exponential smoothing: its last level for every month."""
    return np.repeat(smoothed_level(rows)[:, None], horizon, axis=1)


def theta(rows: FloatArray, horizon: int) -> FloatArray:
    """Smoothing with a drift of half the least-squares slope (Assimakopoulos 2000, in the form of Hyndman & Billah 2003)."""
    drift = slopes(rows)[:, None] / 2
    level = smoothed_level(rows - drift * ages(rows))[:, None]
    last_age = (lengths(rows)[:, None] - 1) / 2
    return np.asarray(level + drift * (last_age + np.arange(1, horizon + 1)))


def damped_trend(rows: FloatArray, horizon: int) -> FloatArray:
    """Additive damped trend (Gardner & McKenzie 1985), alpha, beta and phi by grid on the squared one-step error."""
    alpha, beta, phi = (DAMPED_GRID[:, [column]] for column in range(3))
    order = np.cumsum(~np.isnan(rows), axis=1)
    first_year = np.where((order >= 1) & (order <= YEAR), rows, np.nan)
    start_trend = slopes(first_year)
    start_level = mean(first_year) - start_trend * (lengths(first_year) + 1) / 2
    level = np.repeat(start_level[None], len(DAMPED_GRID), axis=0)
    trend = np.repeat(start_trend[None], len(DAMPED_GRID), axis=0)
    squared_error = np.zeros_like(level)
    for month, known in zip(np.nan_to_num(rows).T, ~np.isnan(rows).T, strict=True):
        carried = phi * trend
        error = (month - level - carried) * known
        squared_error += error**2
        level += np.where(known, carried, 0.0) + alpha * error
        trend = np.where(known, carried, trend) + beta * error
    best, row = calmest(squared_error, mean(np.abs(rows))), np.arange(len(rows))
    steps = np.cumsum(DAMPED_GRID[best, 2][:, None] ** np.arange(1, horizon + 1), axis=1)
    return np.asarray(level[best, row][:, None] + trend[best, row][:, None] * steps)


REGULAR_POOL: Final = (
    Member("seasonal_naive", seasonal_naive, deseasonalised=False, fewest_months=0),
    Member("ses", ses, deseasonalised=True, fewest_months=3),
    # a trend drawn through a few months of a launch would run away over the horizon
    Member("theta", theta, deseasonalised=True, fewest_months=YEAR),
    Member("damped_trend", damped_trend, deseasonalised=True, fewest_months=YEAR),
)


def moving_average_path(history: FloatArray, months: int) -> FloatArray:
    """Forecasts for each month and the next one, (rows, months + 1), by the mean of the `months` before; NaN at first."""
    sums = np.cumsum(np.pad(history, ((0, 0), (1, 0))), axis=1)
    means = (sums[:, months:] - sums[:, :-months]) / months
    return np.pad(means, ((0, 0), (months, 0)), constant_values=np.nan)


def smoothing_path(history: FloatArray, alpha: float, start: FloatArray) -> FloatArray:
    """Forecasts for each month and the next one, (rows, months + 1), by smoothing with a given alpha and first level."""
    path = [np.asarray(start, dtype=np.float64)]
    for actual in history.T:
        path.append(path[-1] + alpha * (actual - path[-1]))
    return np.stack(path, axis=1)
