"""A balance kept warm: one model in memory, to which a lever changes vectors and nothing else.

Every solve starts from the vectors of the problem that it is given (base plus all levers), never on top of the last
one; what carries over is only the solver's basis. Perturbed costs make the optimum unique, so the plan does not depend
on the way that led there. The interpreter's lock is released while the solver runs.

The last full plan stands as the reference in whose neighbourhood previews are found, without waiting for the model.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

import highspy
import numpy as np

from sop.domain.supply import FloatArray, PlanStatus, SupplyPlan
from sop.planning.balance import plan_of
from sop.planning.bases import Bases
from sop.planning.cells import Cells
from sop.planning.certificate import Solution, certified
from sop.planning.cold import SOLVER as COLD_SOLVER
from sop.planning.cold import matrix_with_shares, solution_of
from sop.planning.formulation import Formulation
from sop.planning.model import Options, model_of
from sop.planning.neighbourhood import Neighbourhood, Reference
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.vectors import Vectors, vectors_of

SOLVER = f"highspy {version('highspy')}"  # asking the solver itself would print on standard output
Told = Callable[[float], None]  # is told the share that is done, an estimate; what it raises stops the solve

_STEPS_BETWEEN = 500  # pivots between two tellings
_SAME_SHARE = 1e-12  # a family that grows as a whole keeps its shares but for rounding
_OPTIONS: Options = {
    "solver": "simplex",
    "presolve": "off",  # a warm basis would be thrown away
    "dual_simplex_cost_perturbation_multiplier": 0.0,  # costs are perturbed already
}


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """What a model hands on to another one of its structure and policy."""

    form: Formulation
    cells: Cells | None
    reference: Reference | None  # the last full plan
    basis: highspy.HighsBasis | None  # where it stands, None while somebody is solving


class Planner:
    """One warm model and its lock; `structure_digest` says whose. `start` is where it sets out from, else from nothing."""

    def __init__(self, problem: SupplyProblem, policy: Policy | None = None, start: Start | None = None) -> None:
        self.policy = policy or Policy()
        self.structure_digest = problem.structure_digest
        shared = self.policy.fair_share > 0
        self._form = start.form if start else Formulation.of(problem, shared=shared)
        self._cells = start.cells if start else None
        self._reference = start.reference if start else None
        self._lock = threading.Lock()
        self._vectors = vectors_of(problem, self._form, self.policy)
        self._shares = self._vectors.share.copy()  # as they stand in the model's matrix
        matrix, vectors = matrix_with_shares(self._form, self._vectors), self._vectors
        columns, rows = (vectors.column_lower, vectors.column_upper), (vectors.row_lower, vectors.row_upper)
        self._highs = model_of(matrix, vectors.solved_cost, columns, rows, _OPTIONS)
        self._bases = Bases(self._vectors)
        self._usual_pivots = self._form.rows.length  # of a solve, as far as is known
        if start and start.basis is not None:
            self._highs.setBasis(start.basis)

    @property
    def memory_mb(self) -> float:
        """Return about what the model holds in memory: matrix by rows, by columns and factorised, and its vectors."""
        form = self._form
        model = float(form.matrix.nnz * 72 + (form.rows.length + form.columns.length) * 336) / 1e6 + 1.0
        return model + self._bases.memory_mb

    @property
    def locked(self) -> bool:
        """Say whether somebody is solving right now."""
        return self._lock.locked()

    def start(self) -> Start:
        """Return where another model of the same structure can set out from; never waits."""
        basis = None
        if self._reference is not None and self._lock.acquire(blocking=False):
            try:
                basis = self._highs.getBasis()
            finally:
                self._lock.release()
        return Start(self._form, self._cells, self._reference, basis)

    def solve(self, problem: SupplyProblem, key: str, told: Told | None = None) -> SupplyPlan:
        """Return the optimal plan of a problem of this structure, certified; solved cold where the warm one is not."""
        self._refuse_other(problem)
        began = time.perf_counter()
        vectors = vectors_of(problem, self._form, self.policy)
        with self._lock:
            solution = self._solve_warm(vectors, told)
        if solution is not None and certified(solution, vectors, self._form):
            status, solver = PlanStatus.OPTIMAL, SOLVER
        else:
            solution = solution_of(self._form, vectors)
            status, solver = (PlanStatus.OPTIMAL_COLD if solution else PlanStatus.FAILED), COLD_SOLVER
        if solution is not None:
            self._reference = Reference(problem, vectors, solution)
        return plan_of(
            problem,
            self._form,
            vectors,
            solution,
            policy=self.policy,
            key=key,
            status=status,
            solver=solver,
            began=began,
        )

    def preview(self, problem: SupplyProblem, key: str) -> SupplyPlan | None:
        """Return a plan near the last full one, which keeps every limit and says how far from the best it is at most.

        None before the first full plan, and where nothing near it can be proven. Never waits for a solve that runs.
        """
        self._refuse_other(problem)
        reference = self._reference
        if reference is None:
            return None
        began = time.perf_counter()
        self._cells = self._cells or Cells.of(problem, self._form)
        vectors = vectors_of(problem, self._form, self.policy)
        near = Neighbourhood(reference, self._form, self._cells).nearby(problem, vectors)
        if near is None:
            return None
        return plan_of(
            problem,
            self._form,
            vectors,
            near.solution,
            policy=self.policy,
            key=key,
            status=PlanStatus.PREVIEW,
            solver=SOLVER,
            began=began,
            gap_money=near.gap_money,
        )

    def _refuse_other(self, problem: SupplyProblem) -> None:
        if problem.structure_digest != self.structure_digest:
            raise ValueError("a planner solves problems of one structure")

    def _solve_warm(self, vectors: Vectors, told: Told | None = None) -> Solution | None:
        self._move_to(vectors)
        highs, nearer = self._highs, self._bases.nearer(vectors)
        if nearer is not None:
            highs.setBasis(nearer)
        run = highs.run() if told is None else self._run_in_steps(told)
        if run == highspy.HighsStatus.kOk and highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            found = highs.getSolution()
            self._bases.keep(highs)
            return Solution(np.array(found.col_value), np.array(found.row_dual))
        highs.clearSolver()
        self._bases.forget()
        return None

    def _run_in_steps(self, told: Told) -> highspy.HighsStatus:
        """Solve so many pivots at a time; in between tell how far it is, by the pivots that solves took before."""
        highs, pivots = self._highs, 0
        highs.setOptionValue("simplex_iteration_limit", _STEPS_BETWEEN)
        try:
            while True:
                run: highspy.HighsStatus = highs.run()
                pivots += highs.getInfo().simplex_iteration_count
                if highs.getModelStatus() != highspy.HighsModelStatus.kIterationLimit:
                    self._usual_pivots = max(pivots, _STEPS_BETWEEN)
                    return run
                told(pivots / (pivots + 0.5 * self._usual_pivots))
        finally:
            highs.setOptionValue("simplex_iteration_limit", highspy.kHighsIInf)

    def _move_to(self, wanted: Vectors) -> None:
        """Send what differs from the vectors in the model, and remember what stands in it now."""
        highs, held = self._highs, self._vectors
        cost = _changed(held.solved_cost, wanted.solved_cost)
        if cost.size:
            highs.changeColsCost(cost.size, cost, wanted.solved_cost[cost])
        columns = _changed(held.column_lower, wanted.column_lower, held.column_upper, wanted.column_upper)
        if columns.size:
            highs.changeColsBounds(columns.size, columns, wanted.column_lower[columns], wanted.column_upper[columns])
        rows = _changed(held.row_lower, wanted.row_lower, held.row_upper, wanted.row_upper)
        if rows.size:
            highs.changeRowsBounds(rows.size, rows, wanted.row_lower[rows], wanted.row_upper[rows])
        self._move_shares(wanted.share)
        self._vectors = wanted

    def _move_shares(self, wanted: FloatArray) -> None:
        moved = np.nonzero(np.abs(self._shares - wanted) > _SAME_SHARE)
        rows = self._form.row("sharing")[moved]
        columns = self._form.column("shortage")[moved[0], self._form.sharing_family[moved[1]], moved[2]]
        for row, column, share in zip(rows.tolist(), columns.tolist(), wanted[moved].tolist(), strict=True):
            self._highs.changeCoeff(row, column, -share)
        self._shares[moved] = wanted[moved]


def _changed(*pairs: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """Return the positions at which any of the (held, wanted) pairs differ."""
    differs = pairs[0] != pairs[1]
    for held, wanted in zip(pairs[2::2], pairs[3::2], strict=True):
        differs |= held != wanted
    return np.flatnonzero(differs).astype(np.int32)
