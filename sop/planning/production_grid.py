"""The grid of plan against actual (Wallace): sales and production with their cumulative differences, stock or backlog."""

from dataclasses import dataclass

import numpy as np

from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One row of the grid: planned, actual, actual - planned, and the sum of that so far; each (t,) in units."""

    planned_units: FloatArray
    actual_units: FloatArray
    difference_units: FloatArray
    cumulative_units: FloatArray


def plan_against_actual(planned: FloatArray, actual: FloatArray) -> Row:
    """Return the row of the grid for a plan (t,) and what became of it (t,)."""
    if len(planned) != len(actual):
        raise Invalid("Plan and actual have different lengths.")
    difference = actual - planned
    return Row(planned, actual, difference, np.cumsum(difference))


def closing_stock(opening: float, production: FloatArray, sales: FloatArray) -> FloatArray:
    """Return the closing stocks, (t,): opening + production - sales, made to stock."""
    return np.asarray(opening + np.cumsum(production - sales))


def closing_backlog(opening: float, production: FloatArray, orders: FloatArray) -> FloatArray:
    """Return the closing order books, (t,): opening + orders - production, made to order."""
    return np.asarray(opening + np.cumsum(orders - production))
