"""What a solver answered, and whether it proves itself: feasible, priced right, and no gap between the two."""

from dataclasses import dataclass

import numpy as np

from sop.domain.supply import FloatArray
from sop.planning.formulation import Formulation
from sop.planning.vectors import Vectors

GAP = 1e-7  # between primal and dual objective, relative
_FEASIBLE = 1e-6  # of a bound, relative to its size
_PRICED = 1e-6  # of a reduced cost, relative to the largest cost


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Values of the columns and duals of the rows, scaled as solved; a dual is what one more of the bound adds to the cost."""

    columns: FloatArray
    row_duals: FloatArray


def certified(solution: Solution, vectors: Vectors, form: Formulation) -> bool:
    """Say whether the solution is proven optimal from the vectors alone, without trusting the solver's word."""
    values, duals = solution.columns, solution.row_duals
    if not (np.isfinite(values).all() and np.isfinite(duals).all()):
        return False
    bound = bound_of(duals, vectors, form)
    objective = float((vectors.solved_cost * values).sum())
    return (
        bound is not None
        and is_feasible(values, vectors, form)
        and abs(objective - bound) / (1.0 + abs(objective)) <= GAP
    )


def is_feasible(values: FloatArray, vectors: Vectors, form: Formulation) -> bool:
    """Say whether values of the columns keep every bound."""
    activity = form.matrix @ values - _share_difference(form, vectors, values)
    outside = _outside(values, vectors.column_lower, vectors.column_upper)
    return max(outside, _outside(activity, vectors.row_lower, vectors.row_upper)) <= _FEASIBLE


def bound_of(duals: FloatArray, vectors: Vectors, form: Formulation) -> float | None:
    """Return what no feasible solution can cost less than, scaled as solved, by weak duality: true for whatever duals.

    None where they price something that has no bound, so that they prove nothing.
    """
    reduced = vectors.solved_cost - form.matrix.T @ duals + _share_prices(form, vectors, duals)
    columns_part, columns_miss = _bound_value(reduced, vectors.column_lower, vectors.column_upper)
    rows_part, rows_miss = _bound_value(duals, vectors.row_lower, vectors.row_upper)
    largest = 1.0 + float(np.abs(vectors.solved_cost).max(initial=0.0))
    return columns_part + rows_part if max(columns_miss, rows_miss) <= _PRICED * largest else None


def _share_difference(form: Formulation, vectors: Vectors, values: FloatArray) -> FloatArray:
    """Return what the shares of this problem change in the rows against the matrix, where each stands as 1."""
    change = np.zeros(form.rows.length)
    if len(form.sharing):
        change[form.row("sharing")] = (vectors.share - 1.0) * values[form.column("shortage")[:, form.sharing_family]]
    return change


def _share_prices(form: Formulation, vectors: Vectors, duals: FloatArray) -> FloatArray:
    """Return the same for the columns."""
    change = np.zeros(form.columns.length)
    if len(form.sharing):
        priced = (1.0 - vectors.share) * duals[form.row("sharing")]
        change[form.column("shortage")] = -np.add.reduceat(priced, form.family_starts, axis=1)
    return change


def _outside(values: FloatArray, lower: FloatArray, upper: FloatArray) -> float:
    """Return how far the worst value lies outside its bounds, relative to its size."""
    beyond = np.maximum(lower - values, values - upper) / (1.0 + np.abs(values))
    return float(beyond.max(initial=0.0))


def _bound_value(prices: FloatArray, lower: FloatArray, upper: FloatArray) -> tuple[float, float]:
    """Return the sum of price x the bound it points to, and the largest price that points to a bound which is not there."""
    bound = np.where(prices > 0, lower, upper)
    there = np.isfinite(bound)
    return float((prices[there] * bound[there]).sum()), float(np.abs(prices[~there]).max(initial=0.0))
