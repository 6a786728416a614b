"""Rough-cut capacity: hours that a production plan asks of each resource, in three grains of detail.

Production is (i, t) in units, hours are per unit, loads are (r, t) in hours.
"""

from dataclasses import dataclass

import numpy as np

from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray

_WHOLE = 1e-9  # shares add up to 1 within this


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Load by resource and bucket, (r, t), and the hours that should have been worked before the first bucket, (r,)."""

    load_h: FloatArray
    past_due_h: FloatArray


def overall_factors(production: FloatArray, hours_per_unit: FloatArray, share: FloatArray) -> FloatArray:
    """Return the load by overall factors: all hours (i,) together, split by each resource's usual share (r,)."""
    _check(production, hours_per_unit[None])
    if (share < 0).any() or abs(share.sum() - 1) > _WHOLE:
        raise Invalid("The shares of the resources add up to 1.")
    return np.outer(share, hours_per_unit @ production)


def bill_of_resources(production: FloatArray, hours_per_unit: FloatArray) -> FloatArray:
    """Return the load by each item's own hours (r, i), all of them in the bucket in which it is finished."""
    _check(production, hours_per_unit)
    return hours_per_unit @ production


def resource_profile(production: FloatArray, hours_per_unit: FloatArray) -> Profile:
    """Return the load by hours (r, i, l), where l is how many buckets before the finish they are worked."""
    _check(production, hours_per_unit[..., 0])
    buckets, offsets = production.shape[1], hours_per_unit.shape[2]
    load = np.zeros((len(hours_per_unit), offsets - 1 + buckets))  # from the earliest work on
    for offset in range(offsets):
        first = offsets - 1 - offset
        load[:, first : first + buckets] += hours_per_unit[..., offset] @ production
    return Profile(load[:, offsets - 1 :], load[:, : offsets - 1].sum(axis=1))


def _check(production: FloatArray, hours_per_unit: FloatArray) -> None:
    if hours_per_unit.shape[1] != len(production):
        raise Invalid("Every item needs its hours per unit, and only those.")
    if (production < 0).any() or (hours_per_unit < 0).any():
        raise Invalid("Production and hours are never below 0.")
