"""Pseudo-random numbers that hang on names alone, so that a plan does not depend on the order of its items."""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sop.domain.supply import FloatArray

_UINT = npt.NDArray[np.uint64]


def named_noise(group: str, *axes: Sequence[str]) -> FloatArray:
    """Return one number in [0, 1) per combination of names, shaped as the axes; the same names, the same number."""
    state: _UINT = _hashed([group])
    for names in axes:
        state = _mixed(state[..., None] ^ _hashed(names))
    unit: FloatArray = (_mixed(state[0]) >> np.uint64(11)).astype(np.float64) / 2.0**53
    return unit


def _hashed(names: Sequence[str]) -> _UINT:
    digests = [hashlib.blake2b(name.encode(), digest_size=8).digest() for name in names]
    return np.array([int.from_bytes(digest, "little") for digest in digests], dtype=np.uint64)


def _mixed(state: _UINT) -> _UINT:
    """Return the finaliser of splitmix64 (Steele, Lea and Flood 2014) applied to each number."""
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))
