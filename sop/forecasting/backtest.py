"""Rolling origins: what each model would have said earlier, and the weights that follow."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sop.domain.supply import FloatArray
from sop.forecasting.rows import YEAR, before, lengths

ORIGINS: Final = 6
STEPS: Final = 6
SPACING: Final = 3
SEASONAL_START: Final = 2 * YEAR  # an origin of a longer series leaves enough for seasonal indices
SHORTEST_START: Final = 3
PERFECT: Final = 1e-12  # errors below this part of the series' size count as none


@dataclass(frozen=True, slots=True, eq=False)
class Origins:
    """Earlier standpoints of each series: months cut off (series, 6), ascending, 0 where the history is too short."""

    cut: npt.NDArray[np.intp]

    def stacked(self, history: FloatArray) -> tuple[FloatArray, npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """The histories as they stood at every origin, with the series and the origin of each row."""
        rows, series, origin = [], [], []
        for months in np.unique(self.cut[self.cut > 0]):
            at, number = np.nonzero(self.cut == months)
            rows.append(before(history[at], int(months)))
            series.append(at)
            origin.append(number)
        if not rows:
            nothing = np.zeros(0, dtype=np.intp)
            return history[:0], nothing, nothing
        return np.concatenate(rows), np.concatenate(series), np.concatenate(origin)

    def actuals(self, history: FloatArray) -> FloatArray:
        """What happened in the six months after each origin, (series, 6, 6), NaN where there is no origin."""
        first = history.shape[1] - self.cut[:, :, None] + np.arange(STEPS)
        taken = np.take_along_axis(history[:, None, :], np.minimum(first, history.shape[1] - 1), axis=2)
        return np.where(self.cut[:, :, None] > 0, taken, np.nan)


def origins(history: FloatArray) -> Origins:
    """Six origins three months apart where at least 45 months are known, else one apart, else as many as fit.

    From 30 months on every origin leaves 24 months (a season can be seen), before that at least 3.
    """
    months = lengths(history).astype(np.intp)[:, None]
    roomy = months >= SEASONAL_START + STEPS + SPACING * (ORIGINS - 1)
    cut = STEPS + np.arange(ORIGINS) * np.where(roomy, SPACING, 1)
    least = np.where(months >= SEASONAL_START + STEPS, SEASONAL_START, SHORTEST_START)
    return Origins(np.where(months - cut >= least, cut, 0))


def weights(mae: FloatArray, allowed: npt.NDArray[np.bool_]) -> FloatArray:
    """Weights 1 / MAE^2 of the allowed models, adding up to 1 over the first axis; equal where nothing was tested.

    Args:
        mae: (models, ...), in parts of the series' size; NaN where no origin exists.
        allowed: of a shape that broadcasts to mae, at least one model everywhere.
    """
    error = np.where(allowed, mae + PERFECT, np.inf)
    best = error.min(axis=0)
    raw = np.where(np.isnan(best), np.isfinite(error) | np.isnan(error), (best / error) ** 2)
    return np.asarray(raw / raw.sum(axis=0))


def mean_absolute(errors: FloatArray) -> FloatArray:
    """MAE over all origins, (models, series), of errors (models, series, origins, steps)."""
    tested = (~np.isnan(errors)).sum(axis=(2, 3))
    return np.where(tested > 0, np.nansum(np.abs(errors), axis=(2, 3)) / np.maximum(tested, 1), np.nan)


def mean_absolute_elsewhere(errors: FloatArray) -> FloatArray:
    """MAE over the other origins, (models, series, origins): with it the blend is tested on months its weights did not see."""
    size, tested = np.nansum(np.abs(errors), axis=3), (~np.isnan(errors)).sum(axis=3)
    size, tested = size.sum(axis=2, keepdims=True) - size, tested.sum(axis=2, keepdims=True) - tested
    return np.where(tested > 0, size / np.maximum(tested, 1), np.nan)
