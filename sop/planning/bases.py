"""Bases that a warm model has had, so that a jump starts from the nearest of them and not from where it happens to stand.

A slider pulled back and forth comes near places where it has been. What is compared are right-hand sides, bounds and
costs; which basis a solve starts from changes its time and nothing else.
"""

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from sop.planning.vectors import Vectors

_MOST = 6
_SAME_PLACE = 0.01  # relative difference below which another basis is not worth looking for or keeping
_MUCH_NEARER = 0.7  # times the present distance, from which it is worth to leave the present basis

_Signature = npt.NDArray[np.float32]


@dataclass(slots=True, eq=False)
class _Kept:
    signature: _Signature
    basis: highspy.HighsBasis
    used: int


class Bases:
    """The last few bases of one model, the least recently used going first."""

    def __init__(self, start: Vectors) -> None:
        parts = _parts(start)
        self._scale = [1.0 / (float(np.abs(part).sum()) or 1.0) for part in parts]
        self._kept: list[_Kept] = []
        self._clock = 0
        self._here = self._signature(start)

    @property
    def memory_mb(self) -> float:
        """Return what all of them hold when there are as many as there can be."""
        return _MOST * len(self._here) * 4.5 / 1e6

    def nearer(self, wanted: Vectors) -> highspy.HighsBasis | None:
        """Return a basis that stood much nearer to what is wanted than the model does now, None where there is none."""
        there = self._signature(wanted)
        self._clock += 1
        distance = _apart(self._here, there)
        self._here = there
        if not self._kept or distance <= _SAME_PLACE:
            return None
        apart = [_apart(each.signature, there) for each in self._kept]
        best = int(np.argmin(apart))
        if apart[best] >= _MUCH_NEARER * distance:
            return None
        self._kept[best].used = self._clock
        return self._kept[best].basis

    def keep(self, highs: highspy.Highs) -> None:
        """Keep the optimal basis of where the model stands now, unless one is there already."""
        newest_first = reversed(self._kept)  # a drag is nearest to where it was a moment ago
        if any(_apart(each.signature, self._here) <= _SAME_PLACE for each in newest_first):
            return
        if len(self._kept) == _MOST:
            self._kept.remove(min(self._kept, key=lambda each: each.used))
        self._kept.append(_Kept(self._here, highs.getBasis(), self._clock))

    def forget(self) -> None:
        """Forget them all, after a solve that failed."""
        self._kept.clear()

    def _signature(self, vectors: Vectors) -> _Signature:
        return np.concatenate(
            [part * scale for part, scale in zip(_parts(vectors), self._scale, strict=True)], dtype=np.float32
        )


def _parts(vectors: Vectors) -> list[npt.NDArray[np.float64]]:
    bounds = (vectors.row_upper, vectors.column_upper)
    return [*(np.where(np.isfinite(bound), bound, 0.0) for bound in bounds), vectors.solved_cost]


def _apart(one: _Signature, other: _Signature) -> float:
    return float(np.abs(one - other).sum())
