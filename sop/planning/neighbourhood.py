"""A preview: the last full plan carried over, and a neighbourhood of it solved again against what the rest leaves free.

The neighbourhood is what the levers touch, as far as that is little, and so many further cells as it takes to make room
in limits that are overrun: those that are cheapest to move, by what it costs to hold a month of them against what they
take of the limit. All else stays as it is. What comes out keeps every limit. The prices of the last full plan, held
against the new vectors, prove how far it can be from the best: no plan costs less than they say (weak duality).
"""

from dataclasses import dataclass

import numpy as np

from sop.domain.supply import FloatArray
from sop.planning.axes import BoolArray
from sop.planning.carried import carried_over
from sop.planning.cells import COMMON, Cells
from sop.planning.certificate import Solution, bound_of, is_feasible
from sop.planning.cold import matrix_with_shares
from sop.planning.formulation import Formulation
from sop.planning.part_program import PartProgram
from sop.planning.problem import SupplyProblem
from sop.planning.vectors import Vectors

MOST_TOUCHED = 30  # SKUs that are solved again because a lever touches them and not because they make room
_ROOM = (1.2, 2.5)  # times what is overrun that the neighbourhood takes of a limit, first and second try
_NEAR = 0.004  # of the cost: nearer to the best is not worth further steps
_TOO_DEAR = 0.03  # of what a unit costs: a way that is dearer by more is left out
_OVERRUN = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """The last full plan of a model: its problem, its vectors and the certified solution."""

    problem: SupplyProblem
    vectors: Vectors
    solution: Solution

    def in_scale_of(self, vectors: Vectors) -> Solution:
        """Return the solution in the scale of other vectors."""
        units = self.vectors.unit_scale / vectors.unit_scale
        money = self.vectors.money_scale / vectors.money_scale
        return Solution(self.solution.columns * units, self.solution.row_duals * money)


@dataclass(frozen=True, slots=True, eq=False)
class Nearby:
    """A solution that keeps every limit, and by how much, in money, the best can be cheaper at most."""

    solution: Solution
    gap_money: float


@dataclass(frozen=True, slots=True, eq=False)
class Neighbourhood:
    """The surroundings of a full plan in which previews are sought, for problems of its structure."""

    reference: Reference
    form: Formulation
    cells: Cells

    def nearby(self, problem: SupplyProblem, vectors: Vectors) -> Nearby | None:
        """Return a plan near the full one; None where none is found or nothing proves its distance from the best."""
        last = self.reference.in_scale_of(vectors)
        bound = bound_of(last.row_duals, vectors, self.form)
        if bound is None:
            return None
        carried = carried_over(self.reference.problem, last.columns, problem, self.form, vectors)
        near = bound + _NEAR * abs(bound)
        for room in _ROOM:
            chosen = self._chosen(problem, vectors, carried, room)
            columns = self._solved(vectors, last, carried, chosen, near)
            if columns is not None and is_feasible(columns, vectors, self.form):
                worse = max(_cost(vectors, columns) - bound, 0.0)
                return Nearby(Solution(columns, last.row_duals), worse * vectors.unit_scale * vectors.money_scale)
        return None

    def _solved(
        self, vectors: Vectors, last: Solution, carried: FloatArray, chosen: BoolArray, near: float
    ) -> FloatArray | None:
        """Return all columns, those of the chosen cells and what is in common solved again; None where there is no room."""
        rows, columns = self.cells.rows_in(chosen), self.cells.columns_in(chosen)
        columns = columns[~self._too_dear(vectors, last, carried)[columns]]
        rest = carried.copy()
        rest[columns] = 0.0
        matrix = matrix_with_shares(self.form, vectors)
        part = PartProgram(matrix, vectors, rows, columns, (matrix @ rest)[rows])
        values = part.solve(last, near - _cost(vectors, rest))
        if values is None:
            return None
        rest[columns] = values
        return rest

    def _too_dear(self, vectors: Vectors, last: Solution, carried: FloatArray) -> BoolArray:
        """Return the ways to make a unit, as a mask, that nobody takes and that the last prices find too dear by far."""
        made = self.form.column("production").ravel()
        cost = vectors.solved_cost[made]
        rent = cost - self.form.matrix[:, made].T @ last.row_duals
        dear = np.zeros(len(carried), dtype=np.bool_)
        dear[made] = (rent > _TOO_DEAR * np.abs(cost)) & (carried[made] <= 0)
        return dear

    def _chosen(self, problem: SupplyProblem, vectors: Vectors, carried: FloatArray, room: float) -> BoolArray:
        """Return the cells that are solved again, as a mask."""
        cells, skus = self.cells, np.bincount(self.cells.of_sku, minlength=self.cells.number)
        taken = cells.taken(self.form, carried)
        over = np.maximum(taken.sum(axis=0) - self._free(vectors, carried), 0.0)
        short = over > _OVERRUN
        month = problem.holding_cost_money * problem.month_demand_units.mean(axis=1)
        held = np.bincount(cells.of_sku, weights=month, minlength=cells.number)
        use = (taken[:, short] / over[short]).sum(axis=1) if short.any() else np.abs(taken).sum(axis=1)
        cheapest = np.argsort(held / np.maximum(use, _OVERRUN), kind="stable")
        own = taken[cheapest][:, short]
        before = np.cumsum(own, axis=0) - own
        chosen = np.zeros(cells.number, dtype=np.bool_)
        chosen[cheapest] = ((before < room * over[short]) & (own > 0)).any(axis=1)
        touched = self._touched(vectors)
        if skus[touched].sum() <= MOST_TOUCHED:
            return chosen | touched
        further = cheapest[(touched & ~chosen)[cheapest]]
        chosen[further[np.cumsum(skus[further]) <= MOST_TOUCHED - skus[chosen].sum()]] = True
        return chosen

    def _touched(self, now: Vectors) -> BoolArray:
        """Return the cells that have another cost or bound than in the full plan."""
        before = self.reference.vectors
        money, units = now.money_scale / before.money_scale, now.unit_scale / before.unit_scale
        columns = before.solved_cost != now.solved_cost * money
        for name in ("column_lower", "column_upper"):
            columns |= getattr(before, name) != getattr(now, name) * units
        rows = before.row_upper != now.row_upper * units
        touched = np.zeros(self.cells.number + 1, dtype=np.bool_)
        touched[self.cells.of_column[columns]] = True
        touched[self.cells.of_row[rows]] = True
        return touched[:COMMON]  # which stands last

    def _free(self, vectors: Vectors, carried: FloatArray) -> FloatArray:
        """Return what cells may take of each limit in common where overtime and the like do all that they may."""
        common = np.flatnonzero(self.cells.of_column == COMMON)
        part = self.form.matrix[:, common]
        upper = vectors.column_upper[common]
        upper = np.where(np.isfinite(upper), upper, carried[common])
        least = part.minimum(0.0) @ upper + part.maximum(0.0) @ vectors.column_lower[common]
        free: FloatArray = (vectors.row_upper - least)[self.cells.common_rows]
        return free


def _cost(vectors: Vectors, columns: FloatArray) -> float:
    """Return what columns cost, scaled as solved; a product of vectors would wake a thread for every processor."""
    return float((vectors.solved_cost * columns).sum())
