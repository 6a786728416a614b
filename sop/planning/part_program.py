"""Some rows and columns of a program, solved while all other columns stay as they are."""

import highspy
import numpy as np
from scipy.sparse import csc_array

from sop.domain.supply import FloatArray
from sop.planning.axes import IntArray
from sop.planning.certificate import Solution
from sop.planning.model import Options, model_of
from sop.planning.vectors import Vectors

_PRIMAL = 4  # simplex strategy: it has a plan that keeps every limit from early on, and can stop
_FIRST_STEPS, _MORE_STEPS, _MOST_STEPS = 500, 250, 6000
_SMALL = 6000  # columns up to which all steps are gone: a small lever's effect must not drown in the gap
_FEASIBLE = 2  # status of a primal solution
_OPTIONS: Options = {"solver": "simplex", "presolve": "off", "simplex_strategy": _PRIMAL}


class PartProgram:
    """The chosen rows and columns of a program; `fixed` is what the other columns take of those rows."""

    def __init__(
        self, matrix: csc_array, vectors: Vectors, rows: IntArray, columns: IntArray, fixed: FloatArray
    ) -> None:
        self._vectors, self._rows, self._columns = vectors, rows, columns
        part = matrix[:, columns]
        place = np.full(matrix.shape[0], -1, dtype=np.int32)
        place[rows] = np.arange(len(rows))
        self._highs = model_of(
            csc_array((part.data, place[part.indices], part.indptr), shape=(len(rows), len(columns))),
            vectors.solved_cost[columns],
            (vectors.column_lower[columns], vectors.column_upper[columns]),
            (vectors.row_lower[rows] - fixed, vectors.row_upper[rows] - fixed),
            _OPTIONS,
        )

    def solve(self, start: Solution, good_enough: float) -> FloatArray | None:
        """Return values that cost no more than `good_enough`, else the best ones; None where nothing keeps every limit.

        `start` is a solution of the whole program from which it sets out.
        """
        highs = self._highs
        highs.setBasis(self._basis(start))
        steps = 0
        while steps < _MOST_STEPS:
            more = _MORE_STEPS if steps else _FIRST_STEPS
            highs.setOptionValue("simplex_iteration_limit", more)
            highs.run()
            steps += more
            status, info = highs.getModelStatus(), highs.getInfo()
            is_best = status == highspy.HighsModelStatus.kOptimal
            if not is_best and status != highspy.HighsModelStatus.kIterationLimit:
                return None
            keeps = info.primal_solution_status == _FEASIBLE
            near = len(self._columns) > _SMALL and info.objective_function_value <= good_enough
            if keeps and (is_best or near):
                break
        else:
            if not keeps:
                return None
        lower, upper = self._vectors.column_lower[self._columns], self._vectors.column_upper[self._columns]
        values: FloatArray = np.clip(np.array(highs.getSolution().col_value), lower, upper)
        return values

    def _basis(self, start: Solution) -> highspy.HighsBasis:
        """Return who is basic in a solution: columns between their bounds, rows without a price; the solver mends the rest."""
        states = highspy.HighsBasisStatus
        values = start.columns[self._columns]
        lower, upper = (bound[self._columns] for bound in (self._vectors.column_lower, self._vectors.column_upper))
        at_upper = values >= upper
        names = np.array([states.kBasic, states.kLower, states.kUpper], dtype=object)
        columns = np.where(at_upper, 2, np.where(values <= lower, 1, 0))
        bound = np.where(np.isfinite(self._vectors.row_upper[self._rows]), 2, 1)
        rows = np.where(start.row_duals[self._rows] == 0, 0, bound)
        basis = highspy.HighsBasis()
        basis.col_status, basis.row_status = names[columns].tolist(), names[rows].tolist()
        basis.valid = basis.alien = True
        return basis
