"""How far the actual may lie from the forecast: 80 and 95 % intervals."""

from typing import Final

import numpy as np
import numpy.typing as npt

from sop.domain.supply import FloatArray
from sop.forecasting.rows import lengths, mean, without_leading_zeros

# Quantiles of Student's t with 5 degrees of freedom, at 0.90 and 0.975: backtest errors have heavier tails than the normal.
T5_80: Final = 1.4758840488244818
T5_95: Final = 2.5705818356363146
GROWTH: Final = 0.3  # errors grow with the step to this power
OVERDISPERSION: Final = 1.05  # least variance of a count, in parts of its mean

Bounds = tuple[FloatArray, FloatArray]


def growth(horizon: int) -> FloatArray:
    """How much larger the error of each step is than that of the first, (horizon,)."""
    return np.asarray(np.arange(1, horizon + 1) ** GROWTH)


def one_step_spread(errors: FloatArray) -> FloatArray:
    """RMSE of backtest errors (series, origins, steps), each divided by the growth of its step; NaN where none."""
    scaled = (errors / growth(errors.shape[2])) ** 2
    tested = (~np.isnan(errors)).sum(axis=(1, 2))
    return np.where(tested > 0, np.sqrt(np.nansum(scaled, axis=(1, 2)) / np.maximum(tested, 1)), np.nan)


def untested_spread(history: FloatArray) -> FloatArray:
    """Spread of series too short for a backtest: RMS of the monthly changes; under 3 months the size of the last month."""
    change = np.diff(history, axis=1)
    changes = np.sqrt(mean(change**2))
    return np.where(lengths(history) >= 3, changes, np.abs(np.nan_to_num(history[:, -1])))


def student(point: FloatArray, spread: FloatArray, quantile: float) -> Bounds:
    """Point +- quantile x spread x growth, (series, horizon)."""
    margin = quantile * spread[:, None] * growth(point.shape[1])
    return point - margin, point + margin


def negative_binomial(point: FloatArray, history: FloatArray, coverage: float) -> Bounds:
    """Quantiles of counts with the point as mean and the variance-to-mean ratio of the history since its first demand."""
    from scipy.special import nbdtrik

    trimmed = without_leading_zeros(history)
    level = mean(trimmed)
    variance = mean((trimmed - level[:, None]) ** 2)
    ratio = np.maximum(OVERDISPERSION, variance / np.where(level > 0, level, 1.0))[:, None]
    expected = np.where(point > 0, point, 1.0)
    tail = (1 - coverage) / 2

    def quantile(chance: float) -> FloatArray:
        count = np.ceil(nbdtrik(chance, expected / (ratio - 1), 1 / ratio))
        return np.where(point > 0, np.maximum(np.nan_to_num(count), 0.0), 0.0)

    # the median of a rare demand is 0, its mean is not: the interval is widened to hold the point
    return np.minimum(quantile(tail), point), np.maximum(quantile(1 - tail), point)


def floored(bounds: Bounds, at_zero: npt.NDArray[np.bool_]) -> Bounds:
    """Bounds not below 0 in the rows where demand cannot be negative."""
    lower, upper = bounds
    return np.where(at_zero[:, None], np.maximum(lower, 0.0), lower), np.where(
        at_zero[:, None], np.maximum(upper, 0.0), upper
    )
