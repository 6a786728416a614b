"""Demand as it may come: paths drawn once per forecast from its intervals, the same for every scenario.

A path deviates from the plan's demand by a share of it. Deviations of the SKUs have one common factor, so that a good
month is good for many; they follow Student's t distribution with 5 degrees of freedom, as the intervals do.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

from sop.domain.supply import FloatArray

PATHS = 1000
Cube = npt.NDArray[np.float32]

_DEGREES = 5
_INSIDE_80 = 0.9  # the upper bound of an 80 % interval is the 90 % quantile
_LARGEST = 6.0  # deviations of a standard normal that are told apart
_MOST_COMMON = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class DemandPaths:
    """Deviations of demand as a share of it, (t, n, i), at least -1; `common_share` is how much of them is common."""

    deviation: Cube
    common_share: float

    @property
    def paths(self) -> int:
        return int(self.deviation.shape[1])


def draw_paths(below: FloatArray, above: FloatArray, common_share: float, seed: int, paths: int = PATHS) -> DemandPaths:
    """Draw paths from the distances of a forecast to the bounds of its 80 % interval, (i, t), as shares of the forecast.

    The same seed draws the same paths. Shape (t, n, i): a month's deviations lie together.
    """
    items, months = below.shape
    draw = np.random.default_rng(seed)
    cube = np.empty((months, paths, items), dtype=np.float32)
    own, common = np.sqrt(1.0 - common_share), np.sqrt(common_share)
    grid = np.linspace(-_LARGEST, _LARGEST, 1201)
    quantiles = student.ppf(_normal_share(grid), _DEGREES) / student.ppf(_INSIDE_80, _DEGREES)
    for t in range(months):
        normal = own * draw.standard_normal((paths, items)) + common * draw.standard_normal((paths, 1))
        share = np.interp(normal, grid, quantiles)  # 1 at the bound of the interval
        cube[t] = np.maximum(np.where(share > 0, share * above[:, t], share * below[:, t]), -1.0)
    cube.flags.writeable = False
    return DemandPaths(cube, common_share)


def _normal_share(values: FloatArray) -> FloatArray:
    from scipy.special import ndtr

    share: FloatArray = ndtr(values)
    return share


def common_share(own_width: FloatArray, total_width: FloatArray) -> float:
    """Return which share of the SKUs' deviations is common, from their widths (i, t) and that of their sum (t,).

    With a share r of common variance the variance of the sum is (1 - r) x sum of squares + r x square of the sum; all in
    one unit, such as money at price. Months in which that says nothing are left out; 0 where none is left.
    """
    squares = (own_width**2).sum(axis=0)
    square = own_width.sum(axis=0) ** 2
    apart = (square > squares * (1.0 + 1e-9)) & np.isfinite(total_width)
    if not apart.any():
        return 0.0
    share = (total_width[apart] ** 2 - squares[apart]) / (square[apart] - squares[apart])
    return float(np.clip(np.median(share), 0.0, _MOST_COMMON))
