"""Classical seasonal indices, used where the autocorrelation at lag 12 says that there is a season."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sop.domain.supply import FloatArray
from sop.forecasting.rows import YEAR, ages, lengths, mean, slopes, widened

NORMAL_90: Final = 1.6448536269514722  # 0.95 quantile of the normal distribution: the two-sided 90 % test
NEGLIGIBLE: Final = 1e-20  # variance relative to the squared level below which a row is constant


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """Seasonal indices (rows, 12), the first for the month after the last; factors in multiplicative rows, else addends."""

    indices: FloatArray
    multiplicative: npt.NDArray[np.bool_]

    def removed(self, rows: FloatArray) -> FloatArray:
        """The rows without their season."""
        pattern = np.tile(self.indices, (1, -(-rows.shape[1] // YEAR)))[:, -rows.shape[1] :]
        return np.where(self.multiplicative[:, None], rows / self._factor(pattern), rows - pattern)

    def restored(self, points: FloatArray) -> FloatArray:
        """Forecasts (rows, horizon) with the season put back."""
        pattern = np.tile(self.indices, (1, -(-points.shape[1] // YEAR)))[:, : points.shape[1]]
        return np.where(self.multiplicative[:, None], points * pattern, points + pattern)

    def _factor(self, pattern: FloatArray) -> FloatArray:
        return np.where(self.multiplicative[:, None], pattern, 1.0)


def is_seasonal(rows: FloatArray) -> npt.NDArray[np.bool_]:
    """Whether a row of at least 24 months has a season, (rows,): 90 % test of the autocorrelation at lag 12.

    Asked of the row as it is and without its straight line, because a trend correlates at every lag and hides a season.
    """
    return _repeats_yearly(rows) | _repeats_yearly(rows - slopes(rows)[:, None] * ages(rows))


def _repeats_yearly(rows: FloatArray) -> npt.NDArray[np.bool_]:
    """The test itself, with Bartlett's standard error."""
    level = mean(rows)
    deviation = np.nan_to_num(rows - level[:, None])
    variation = (deviation**2).sum(axis=1)
    varies = variation > NEGLIGIBLE * level**2 * rows.shape[1]
    lagged = [(deviation[:, lag:] * deviation[:, :-lag]).sum(axis=1) for lag in range(1, YEAR + 1)]
    correlation = np.stack(lagged, axis=1) / np.where(varies, variation, 1.0)[:, None]
    months = lengths(rows)
    limit = NORMAL_90 * np.sqrt((1 + 2 * (correlation[:, :-1] ** 2).sum(axis=1)) / np.maximum(months, 1))
    return np.asarray((months >= 2 * YEAR) & varies & (np.abs(correlation[:, -1]) > limit))


def _centred_average(rows: FloatArray) -> FloatArray:
    """The centred 2 x 12 moving average, NaN where it does not reach."""
    half = YEAR // 2
    inner = rows.shape[1] - YEAR
    weights = np.r_[0.5, np.ones(YEAR - 1), 0.5] / YEAR
    total = sum(
        (weight * rows[:, lag : lag + inner] for lag, weight in enumerate(weights)), np.zeros_like(rows[:, YEAR:])
    )
    return np.pad(total, ((0, 0), (half, half)), constant_values=np.nan)


def seasonal_indices(rows: FloatArray, wanted: npt.NDArray[np.bool_]) -> Season:
    """The season of each wanted row of at least 24 months: multiplicative when every value is above 0, else additive.

    Ratio-to-moving-average method: mean over the years of value / centred average, scaled to a mean of 1 (a sum of 0).
    """
    rows = widened(rows)
    present = wanted & (lengths(rows) >= 2 * YEAR)
    multiplicative = ~(rows <= 0).any(axis=1) & ~np.isnan(rows[:, -1])
    average = _centred_average(rows)
    share = np.where(multiplicative[:, None], rows / np.where(multiplicative[:, None], average, 1.0), rows - average)
    years = share.reshape(len(rows), rows.shape[1] // YEAR, YEAR)
    raw = np.nansum(years, axis=1) / np.maximum((~np.isnan(years)).sum(axis=1), 1)
    centre = raw.mean(axis=1, keepdims=True)
    scaled = np.where(multiplicative[:, None], raw / np.where(centre > 0, centre, 1.0), raw - centre)
    neutral = multiplicative.astype(np.float64)[:, None]
    return Season(np.where(present[:, None], scaled, neutral), multiplicative)
