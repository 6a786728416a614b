"""Arrays of frozen values: owned, read-only, of the shape that their axes say, and named where one is wrong."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt

from sop.domain.errors import Invalid

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


def owned(values: npt.ArrayLike, kind: Any) -> npt.NDArray[Any]:
    """Return a read-only array that nobody else can write to."""
    array = np.asarray(values, dtype=kind)
    if array.flags.writeable or array.base is not None or not array.flags.c_contiguous:
        array = np.array(array, dtype=kind, order="C")
        array.flags.writeable = False
    return array


def own_arrays(holder: Any, numbers: Sequence[str], positions: Sequence[str]) -> None:
    """Replace the arrays of a frozen value by read-only ones of its own: numbers as floats, positions as integers."""
    for field in fields(holder):
        if field.name in numbers:
            object.__setattr__(holder, field.name, owned(getattr(holder, field.name), np.float64))
        elif field.name in positions:
            object.__setattr__(holder, field.name, owned(getattr(holder, field.name), np.int64))


def check_shape(values: npt.NDArray[Any], shape: tuple[int, ...], called: str) -> None:
    """Raise Invalid where an array has another shape than its axes."""
    if values.shape != shape:
        raise Invalid(
            "The {array} comes as {given}, not as {wanted}.", array=called, given=str(values.shape), wanted=str(shape)
        )


def first_wrong(values: npt.NDArray[Any], *, endless: bool = False) -> int:
    """Return the first row with a number that is negative, missing or (unless `endless`) infinite; -1 without any."""
    most = np.inf if endless else np.finfo(np.float64).max
    if not values.size or 0 <= values.min() <= values.max() <= most:  # false for NaN as well
        return -1
    return int(np.argwhere(~((values >= 0) & (values <= most)))[0][0])


def check_numbers(values: npt.NDArray[Any], called: str, names: Sequence[str], *, endless: bool = False) -> None:
    """Raise Invalid with the name of the row where a number is negative or missing."""
    row = first_wrong(values, endless=endless)
    if row >= 0:
        raise Invalid(
            "The {array} of {name} must be a number that is not negative.",
            array=called,
            name=names[row] if names else called,
        )


def check_unique(names: Sequence[str]) -> None:
    """Raise Invalid where a name stands twice."""
    if len(set(names)) < len(names):
        twice = next(name for name in names if list(names).count(name) > 1)
        raise Invalid("{name} stands twice among the names of the plan.", name=twice)


def check_positions(positions: IntArray, length: int) -> None:
    """Raise Invalid where a position points to nothing."""
    if positions.ndim != 1 or (positions.size and not 0 <= positions.min() <= positions.max() < length):
        raise Invalid("A routing names a SKU, plant or resource that is not in the plan.")


def digest_of(text: str, arrays: Sequence[npt.NDArray[Any]]) -> str:
    """Return 24 hexadecimal digits over a text and the content of arrays."""
    digest = hashlib.sha256(text.encode())
    for array in arrays:
        digest.update(str(array.shape).encode())
        digest.update(array.tobytes())
    return digest.hexdigest()[:24]


Lengths = Mapping[str, int]
