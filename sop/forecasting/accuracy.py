"""Measures of accuracy: one measure, one function, one sign.

F is the forecast, A the actual, error = F - A: positive means over-forecast. Every function reduces the last axis (the
months), leaves out pairs with a NaN on either side, and gives NaN where the measure is undefined.
"""

import numpy as np

from sop.domain.supply import FloatArray
from sop.forecasting.rows import YEAR

NEGLIGIBLE = 1e-12  # actuals so small beside the errors say nothing: the measure is undefined, as it is at 0


def _ratio(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    defined = denominator > np.abs(numerator) * NEGLIGIBLE
    return np.where(defined, numerator / np.where(defined, denominator, 1.0), np.nan)


def _paired(F: FloatArray, A: FloatArray) -> tuple[FloatArray, FloatArray]:
    known = ~(np.isnan(F) | np.isnan(A))
    return np.where(known, F, np.nan), np.where(known, A, np.nan)


def _count(pairs: FloatArray) -> FloatArray:
    return np.asarray((~np.isnan(pairs)).sum(axis=-1), dtype=np.float64)


def mad(F: FloatArray, A: FloatArray) -> FloatArray:
    """Mean absolute deviation (mean |F-A|), in units of the actuals."""
    error = np.abs(F - A)
    return _ratio(np.nansum(error, axis=-1), _count(error))


def wape(F: FloatArray, A: FloatArray) -> FloatArray:
    """Weighted absolute percentage error, sum |F-A| / sum A; undefined when nothing was demanded."""
    F, A = _paired(F, A)
    return _ratio(np.nansum(np.abs(F - A), axis=-1), np.nansum(A, axis=-1))


def bias(F: FloatArray, A: FloatArray) -> FloatArray:
    """Share by which the forecast was too high, sum (F-A) / sum A; positive = over-forecast."""
    F, A = _paired(F, A)
    return _ratio(np.nansum(F - A, axis=-1), np.nansum(A, axis=-1))


def mape(F: FloatArray, A: FloatArray) -> FloatArray:
    """Mean of |F-A| / A; undefined unless every actual is above 0."""
    F, A = _paired(F, A)
    share = np.abs(F - A) / np.where(A > 0, A, 1.0)
    defined = ~(A <= 0).any(axis=-1)
    return np.where(defined, _ratio(np.nansum(share, axis=-1), _count(share)), np.nan)


def smape(F: FloatArray, A: FloatArray) -> FloatArray:
    """Mean of 200 |F-A| / (|F|+|A|), in percent; a month with both at 0 is a perfect forecast."""
    F, A = _paired(F, A)
    size = np.abs(F) + np.abs(A)
    share = 200 * np.abs(F - A) / np.where(size == 0, 1.0, size)
    return _ratio(np.nansum(share, axis=-1), _count(share))


def seasonal_naive_mae(history: FloatArray) -> FloatArray:
    """In-sample MAE of "the same as a year ago"; undefined up to twelve months of history."""
    if history.shape[-1] <= YEAR:
        return np.full(history.shape[:-1], np.nan)
    return mad(history[..., :-YEAR], history[..., YEAR:])


def mase(F: FloatArray, A: FloatArray, history: FloatArray) -> FloatArray:
    """MAE over the in-sample MAE of the seasonal naive on `history` (..., months) (Hyndman & Koehler 2006)."""
    return _ratio(mad(F, A), seasonal_naive_mae(history))


def tracking_signal(F: FloatArray, A: FloatArray) -> FloatArray:
    """Sum (F-A) / MAD; positive = over-forecast, beyond about 4 the forecast is biased."""
    return _ratio(np.nansum(F - A, axis=-1), mad(F, A))
