"""Histories as one matrix: a series per row, a month per column, the last column the last closed month.

Shorter histories start further right and carry NaN on their left, so that every recursion walks all series at once.
"""

from typing import Final

import numpy as np

from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray

YEAR: Final = 12
LARGEST: Final = 1e15  # above it float64 no longer tells single units apart


def checked(history: FloatArray) -> FloatArray:
    """A float64 copy of (series, months), or Invalid for what no forecast can be made from."""
    values = np.array(history, dtype=np.float64)
    if values.ndim != 2:
        raise Invalid("A history is a table of series by months; this one has {count} dimensions.", count=values.ndim)
    if values.shape[1] == 0:
        raise Invalid("A history needs at least one closed month.")
    known = ~np.isnan(values)
    if not np.array_equal(known, np.logical_or.accumulate(known, axis=1)):
        row = int(np.flatnonzero((known != np.logical_or.accumulate(known, axis=1)).any(axis=1))[0])
        raise Invalid(
            "The history of series {row} has a gap: every month after its first one needs a value.", row=row + 1
        )
    too_large = (np.abs(values) > LARGEST).any(axis=1)
    if too_large.any():
        row = int(np.flatnonzero(too_large)[0])
        raise Invalid("The history of series {row} holds a value beyond {limit}.", row=row + 1, limit=LARGEST)
    return values


def lengths(rows: FloatArray) -> FloatArray:
    """Months known per row, (rows,)."""
    return np.asarray((~np.isnan(rows)).sum(axis=1), dtype=np.float64)


def widened(rows: FloatArray, least: int = 2 * YEAR) -> FloatArray:
    """The rows with NaN on the left up to whole years (at least `least` months), so that a column is a calendar month."""
    months = max(least, -(-rows.shape[1] // YEAR) * YEAR)
    return np.pad(rows, ((0, 0), (months - rows.shape[1], 0)), constant_values=np.nan)


def before(rows: FloatArray, months: int) -> FloatArray:
    """The rows as they stood `months` earlier, right-aligned again."""
    return np.pad(rows[:, : rows.shape[1] - months], ((0, 0), (months, 0)), constant_values=np.nan)


def without_leading_zeros(rows: FloatArray) -> FloatArray:
    """The rows from their first demand on."""
    sold = np.logical_or.accumulate(np.nan_to_num(rows) != 0, axis=1)
    return np.where(sold, rows, np.nan)


def mean(rows: FloatArray) -> FloatArray:
    """Mean of the known months, (rows,), 0 for an empty row."""
    return np.asarray(np.nansum(rows, axis=1) / np.maximum(lengths(rows), 1))


def opening(rows: FloatArray, months: int) -> FloatArray:
    """Mean of the first `months` known months, (rows,), 0 for an empty row."""
    order = np.cumsum(~np.isnan(rows), axis=1)
    return mean(np.where((order >= 1) & (order <= months), rows, np.nan))


def ages(rows: FloatArray) -> FloatArray:
    """Month numbers centred on the middle of each row's known months, 0 where unknown; shape of rows."""
    numbers = np.where(np.isnan(rows), np.nan, np.arange(float(rows.shape[1])))
    return np.nan_to_num(numbers - mean(numbers)[:, None])


def slopes(rows: FloatArray) -> FloatArray:
    """Least-squares slope per month, (rows,), 0 where fewer than two months are known."""
    age = ages(rows)
    return np.asarray((age * np.nan_to_num(rows)).sum(axis=1) / np.maximum((age * age).sum(axis=1), 0.5))
