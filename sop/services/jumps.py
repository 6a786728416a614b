"""Months that do not fit the rest of their series, found robustly: one wrong figure does not hide itself."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sop.domain.calendar import Month
from sop.domain.supply import FloatArray

FACTOR: Final = 5.0  # at least so many times what was to be expected, or so small a part of it
SPREADS: Final = 4.5  # at least so many times the usual deviation (median absolute deviation, as a standard deviation)
LEAST_SPREAD: Final = 0.35  # of the log: a series that never moves may still move by 40 %
AS_DEVIATION: Final = 1.4826  # of a normal distribution, over its median absolute deviation
FLOOR: Final = 0.05  # of the usual month, added to both sides of a ratio: small numbers say little
AROUND: Final = 6  # months before and after that say what is usual
FEWEST_MONTHS: Final = 8  # of a series, to say what is usual
SHARE_OF_MONTH: Final = 0.02  # of what all series have in such a month: less is no matter
YEAR: Final = 12
MOST_MONTHS: Final = 72  # looked at, the newest
BLOCK: Final = 2_000  # series at once: memory is bounded
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Jump:
    """A month of a series beside what its neighbours and the same month of other years let expect."""

    series: str
    month: str
    quantity: float
    expected: float


def jumps(rows: pd.DataFrame) -> tuple[Jump, ...]:
    """Return the months that do not fit, the largest difference first; rows have sku, month and quantity.

    Expected is the median of the months around, the same month a year before and after, or the median of the months in
    which anything was sold: whichever the figure is nearest to. A small first month is a launch, a small last one is not over. A month counts where it is beyond `FACTOR` and beyond `SPREADS` times the usual deviation of the logs of
    the whole series, both sides raised by a tenth of the series' median so that small numbers say little.
    """
    if rows.empty:
        return ()
    names, months, units = _matrix(rows)
    if len(months) < FEWEST_MONTHS:
        return ()
    least = SHARE_OF_MONTH * float(np.median(np.nansum(units, axis=0)))
    found: list[Jump] = []
    for start in range(0, len(names), BLOCK):
        block = units[start : start + BLOCK]
        expected = _expected(block)
        where = np.argwhere(_odd(block, expected, least))
        found += [Jump(names[start + i], months[t], float(block[i, t]), float(expected[i, t])) for i, t in where]
    return tuple(sorted(found, key=lambda each: -abs(each.quantity - each.expected)))


def _expected(units: FloatArray) -> FloatArray:
    """Return what is to be expected of each month, (i, t)."""
    usual = np.broadcast_to(_sold(units), units.shape)
    return _nearest(units, _around(units), _other_years(units), usual)


def _odd(units: FloatArray, expected: FloatArray, least: float) -> BoolArray:
    """Return the months that do not fit, (i, t), by at least so many units."""
    floor = np.maximum(FLOOR * np.nan_to_num(_sold(units)), 1.0)
    logs = np.log((np.maximum(units, 0) + floor) / (np.maximum(expected, 0) + floor))
    spread = np.maximum(AS_DEVIATION * _median(np.abs(logs))[:, None], LEAST_SPREAD)
    known = np.isfinite(units).sum(axis=1, keepdims=True) >= FEWEST_MONTHS
    away = np.abs(logs) >= np.maximum(np.log(FACTOR), SPREADS * spread)
    may_be_small = (logs < 0) & _at_the_ends(units)
    odd: BoolArray = away & known & (np.abs(units - expected) >= least) & (units > 0) & ~may_be_small
    return odd


def _sold(units: FloatArray) -> FloatArray:
    """Return the median of the months in which a series sold, (i, 1), NaN without any."""
    return _median(np.where(units > 0, units, np.nan))[:, None]


def _matrix(rows: pd.DataFrame) -> tuple[list[str], list[str], FloatArray]:
    """Return units by series and month, (i, t): NaN before the first row of a series, 0 where it has none later."""
    total = rows.pivot_table(index="sku", columns="month", values="quantity", aggfunc="sum")
    first, last = Month(str(total.columns[0])), Month(str(total.columns[-1]))
    start = max(first.ordinal, last.ordinal - MOST_MONTHS + 1)
    every = [str(Month.from_ordinal(each)) for each in range(start, last.ordinal + 1)]
    units = total.reindex(columns=every).to_numpy(dtype=np.float64)
    begun = np.maximum.accumulate(np.isfinite(units), axis=1)
    return [str(name) for name in total.index], every, np.where(begun, np.nan_to_num(units), np.nan)


def _at_the_ends(units: FloatArray) -> BoolArray:
    """Return the first month of each series and the last of all, (i, t)."""
    known = np.isfinite(units)
    last = np.arange(units.shape[1]) == units.shape[1] - 1
    ends: BoolArray = (known & (np.cumsum(known, axis=1) == 1)) | last
    return ends


def _around(units: FloatArray) -> FloatArray:
    """Return the median of the months around each month, itself left out."""
    wide = np.pad(units, ((0, 0), (AROUND, AROUND)), constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(wide, 2 * AROUND + 1, axis=1)
    return _median(np.delete(windows, AROUND, axis=2))


def _other_years(units: FloatArray) -> FloatArray:
    """Return the mean of the same month a year before and a year after, NaN where neither is known."""
    gap = np.full((len(units), YEAR), np.nan)
    before = np.concatenate([gap, units[:, :-YEAR]], axis=1)[:, : units.shape[1]]
    after = np.concatenate([units[:, YEAR:], gap], axis=1)[:, : units.shape[1]]
    return _median(np.stack([before, after], axis=2))


def _median(values: FloatArray) -> FloatArray:
    """Return the median over the last axis, NaN where nothing is known."""
    known: BoolArray = np.isfinite(values).sum(axis=-1) > 0
    middle: FloatArray = np.nanmedian(np.where(known[..., None], values, 0.0), axis=-1)
    return np.where(known, middle, np.nan)


def _nearest(units: FloatArray, *expected: FloatArray) -> FloatArray:
    """Return what each month comes nearest to, by its ratio; the month itself where nothing is expected."""
    stacked = np.stack(expected, axis=2)
    away = np.abs(np.log1p(np.maximum(stacked, 0)) - np.log1p(np.maximum(units, 0))[..., None])
    at = np.where(np.isfinite(away), away, np.inf).argmin(axis=2)
    chosen: FloatArray = np.take_along_axis(stacked, at[..., None], axis=2)[..., 0]
    return np.where(np.isfinite(chosen), chosen, units)
