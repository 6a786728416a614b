"""The same program solved from nothing by scipy, an independent build of the solver: the way out, and the oracle of tests."""

import time

import numpy as np
import scipy
from scipy.optimize import linprog
from scipy.sparse import csc_array

from sop.domain.supply import FloatArray, PlanStatus, SupplyPlan
from sop.planning.balance import plan_of
from sop.planning.certificate import Solution
from sop.planning.formulation import Formulation
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.vectors import Vectors, vectors_of

SOLVER = f"scipy {scipy.__version__}"
_TOLERANCE = 1e-9


def solve_cold(problem: SupplyProblem, key: str, policy: Policy | None = None) -> SupplyPlan:
    """Return the plan of a problem, built and solved from nothing."""
    began = time.perf_counter()
    policy = policy or Policy()
    form = Formulation.of(problem, shared=policy.fair_share > 0)
    vectors = vectors_of(problem, form, policy)
    solution = solution_of(form, vectors)
    status = PlanStatus.OPTIMAL_COLD if solution else PlanStatus.FAILED
    return plan_of(problem, form, vectors, solution, policy=policy, key=key, status=status, solver=SOLVER, began=began)


def matrix_with_shares(form: Formulation, vectors: Vectors) -> csc_array:
    """Return the matrix with the shares of this problem filled in."""
    if not len(form.sharing):
        return form.matrix
    matrix = form.matrix.copy()
    matrix.data[form.share_entries] = -vectors.share
    return matrix


def solution_of(form: Formulation, vectors: Vectors) -> Solution | None:
    """Return the optimal solution, None where the solver gives up."""
    return Oracle(form, vectors).solve()


class Oracle:
    """The program in the shape in which `linprog` takes it, so that a benchmark can time the solve alone."""

    def __init__(self, form: Formulation, vectors: Vectors) -> None:
        matrix = matrix_with_shares(form, vectors).tocsr()
        self._equal = vectors.row_lower == vectors.row_upper
        self._limited = ~self._equal & np.isfinite(vectors.row_upper)
        self._vectors = vectors
        self._parts = {
            "A_eq": matrix[self._equal],
            "b_eq": vectors.row_upper[self._equal],
            "A_ub": matrix[self._limited],
            "b_ub": vectors.row_upper[self._limited],
            "bounds": np.column_stack([vectors.column_lower, vectors.column_upper]),
        }

    def solve(self) -> Solution | None:
        found = linprog(
            self._vectors.solved_cost,
            method="highs",
            options={"primal_feasibility_tolerance": _TOLERANCE, "dual_feasibility_tolerance": _TOLERANCE},
            **self._parts,
        )
        if found.status != 0:
            return None
        duals: FloatArray = np.zeros(len(self._vectors.row_upper))
        duals[self._equal] = found.eqlin.marginals
        duals[self._limited] = found.ineqlin.marginals
        return Solution(np.asarray(found.x, dtype=np.float64), duals)
