"""How long a stock lasts, and how much lasts so long: by coming demand, month after month, not by one month's rate."""

import numpy as np

from sop.domain.calendar import DAYS_A_MONTH
from sop.domain.supply import FloatArray

_MONTHS_A_YEAR = 12
MOST_DAYS = _MONTHS_A_YEAR * DAYS_A_MONTH  # a stock that lasts longer is not followed further
_NOTHING = 1e-6  # units


def coming(demand: FloatArray, ahead: int) -> FloatArray:
    """Return demand (i, t) and so many months behind the horizon, (i, t + ahead).

    Each of those repeats the month a year before; where the horizon has no year, its last three months on average.
    """
    length = demand.shape[1]
    found = np.empty((len(demand), length + ahead))
    found[:, :length] = demand
    for t in range(length, length + ahead):
        found[:, t] = found[:, t - _MONTHS_A_YEAR] if t >= _MONTHS_A_YEAR else demand[:, -3:].mean(axis=1)
    return found


def target_units(demand: FloatArray, days: float) -> FloatArray:
    """Return the stock that coming demand (i, t) uses up in so many days, (i, t): run-out, not one month's rate."""
    length = demand.shape[1]
    ahead = int(np.ceil(days / DAYS_A_MONTH))
    wanted = coming(demand, ahead)
    target = np.zeros_like(demand)
    for month in range(ahead):
        part = min(1.0, days / DAYS_A_MONTH - month)
        target += part * wanted[:, month + 1 : month + 1 + length]
    return target


def cover_days(stock: FloatArray, demand: FloatArray) -> FloatArray:
    """Return the days until coming demand (i, t) uses up each closing stock (i, t), at most `MOST_DAYS`."""
    length = demand.shape[1]
    wanted = coming(demand, _MONTHS_A_YEAR)
    left, days, lasts = stock.copy(), np.zeros_like(stock), np.ones_like(stock, dtype=np.bool_)
    for month in range(_MONTHS_A_YEAR):
        need = wanted[:, month + 1 : month + 1 + length]
        part = np.divide(left, need, out=(left > _NOTHING).astype(np.float64), where=need > _NOTHING)
        days += DAYS_A_MONTH * np.minimum(part, 1.0) * lasts
        lasts &= part >= 1.0
        left = np.maximum(left - need, 0.0)
    return days
