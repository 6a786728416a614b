"""Finalising a plan: the same program with whole lots, whole orders and whole shifts, as near to the best as time allows.

First without whole numbers, which gives the bound that no plan in whole lots can beat; then rounded month by month;
then over everything, from there on. What is found is settled by
the linear program with the whole numbers held, and its limits and lots are checked from its figures alone.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from sop.domain.supply import FloatArray, PlanStatus, SupplyPlan
from sop.planning.balance import plan_of
from sop.planning.certificate import Solution, is_feasible
from sop.planning.formulation import Formulation
from sop.planning.planner import SOLVER
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.vectors import Vectors, vectors_of
from sop.planning.whole_program import WholeProgram

SECONDS = 60.0  # unless somebody says otherwise
GOOD_ENOUGH = 1e-3  # of the cost: a gap below the error of any forecast
_FEASIBLE = 2  # status of a primal solution
_NOTHING_FOUND = 1e30  # from here on a bound says that there is no plan yet
_UP_FROM = (0.3, 0.5, 0.65, 0.8, 0.9, 1.0)  # of a lot, from which it is rounded up; the next where hours lack for it
_TRIES = 3  # of the above that a first plan is rounded by


@dataclass(frozen=True, slots=True)
class Search:
    """How far a search is: seconds of those allowed, the gap that is proven so far, infinite before a plan is found."""

    share: float
    gap_money: float
    gap_share: float


Told = Callable[[Search], bool]  # is told how far the search is; false stops it, and what was found so far is taken


def finalise(
    problem: SupplyProblem,
    key: str,
    policy: Policy | None = None,
    seconds: float = SECONDS,
    told: Told = lambda search: True,  # noqa: ARG005 - the form of a listener
) -> SupplyPlan:
    """Return the plan in whole lots, its status FINALISED with the gap that is proven; FAILED where none was found in time."""
    began = time.perf_counter()
    policy = policy or Policy()
    form = Formulation.of(problem, shared=policy.fair_share > 0)
    vectors = vectors_of(problem, form, policy)
    program = WholeProgram(problem, form, vectors)
    solution, gap_money = _Finding(program, vectors, seconds, told).found()
    if solution and not (is_feasible(solution.columns, vectors, form) and program.is_whole(solution.columns)):
        solution = None
    return plan_of(
        problem,
        form,
        vectors,
        solution,
        policy=policy,
        key=key,
        status=PlanStatus.FINALISED if solution else PlanStatus.FAILED,
        solver=SOLVER,
        began=began,
        gap_money=gap_money if solution else 0.0,
    )


class _Finding:
    """One search: a bound from below, plans from above, the time that is left."""

    def __init__(self, program: WholeProgram, vectors: Vectors, seconds: float, told: Told) -> None:
        self._program, self._vectors, self._told = program, vectors, told
        self._highs = program.highs
        self._seconds = seconds
        self._began = time.perf_counter()
        self._bound = -np.inf  # of what any plan in whole lots costs, scaled as solved
        self._cost = 1.0  # what the continuous plan pays, to which gaps are related
        self._stopped = False
        self._highs.cbMipInterrupt += self._look

    def found(self) -> tuple[Solution | None, float]:
        """Return the solution and how much cheaper, in money and penalties, any other could be at most; None without one."""
        values = self._run(np.inf)
        if values is None:
            return None, 0.0
        self._bound = self._highs.getInfo().objective_function_value
        paid = np.maximum(self._vectors.solved_cost, 0.0) @ values[: len(self._vectors.solved_cost)]
        self._cost = max(float(paid), 1e-9)
        if len(self._program.whole):
            values = self._whole_values(values)
        settled = None if values is None else self._program.settle(values)
        if settled is None:
            return None, 0.0
        reached = float(self._vectors.solved_cost @ settled.columns)
        return settled, max(reached - self._bound, 0.0) * self._vectors.money_scale

    def _whole_values(self, continuous: FloatArray) -> FloatArray | None:
        """Return the values of the best plan in whole lots that was found."""
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        firsts = [self._rounded_month_by_month(continuous, first) for first in _UP_FROM[:_TRIES]]
        best = min((each for each in firsts if each is not None), key=self._objective, default=None)
        if best is not None and self._is_good(best):
            return best
        self._open(best)
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        self._highs.setOptionValue("mip_abs_gap", GOOD_ENOUGH * self._cost)
        found = self._run(max(self._seconds - self._spent, 1.0))
        self._bound = max(self._bound, self._highs.getInfo().mip_dual_bound)
        return best if found is None else found

    def _rounded_month_by_month(self, values: FloatArray, first: float) -> FloatArray | None:
        """Return a plan: a month's lots rounded, the program solved for what follows from them, then the next month's."""
        program = self._program
        numbers = np.zeros(len(program.whole))
        for month in np.unique(program.month):
            own, held = program.month == month, program.month <= month
            for up_from in (first, *(each for each in _UP_FROM if each > first)):
                numbers = np.where(own, program.rounded(values, up_from), numbers)
                program.hold(held, numbers)
                found = self._run(np.inf)
                if found is not None:
                    values = found
                    break
            else:
                return None
        return values

    def _open(self, best: FloatArray | None) -> None:
        """Let every whole number be anything, and set out from the best plan so far."""
        everywhere = np.ones(len(self._program.whole), dtype=np.bool_)
        self._program.make_whole(everywhere)
        self._program.hold(~everywhere, np.zeros(len(everywhere)))
        if best is not None:
            known = highspy.HighsSolution()
            known.col_value = best.tolist()
            self._highs.setSolution(known)

    def _objective(self, values: FloatArray) -> float:
        return float(self._vectors.solved_cost @ values[: len(self._vectors.solved_cost)])

    def _run(self, seconds: float) -> FloatArray | None:
        """Return the values of the best solution within so many seconds, None where none was found."""
        self._highs.setOptionValue("time_limit", seconds)
        self._highs.run()
        if self._highs.getInfo().primal_solution_status != _FEASIBLE:
            return None
        return np.array(self._highs.getSolution().col_value)

    @property
    def _spent(self) -> float:
        return time.perf_counter() - self._began

    def _is_good(self, values: FloatArray) -> bool:
        return self._objective(values) - self._bound <= GOOD_ENOUGH * self._cost

    def _look(self, event: highspy.highs.HighsCallbackEvent) -> None:
        """Tell how far the search is, and end it where it is good enough or nobody wants it any longer."""
        said, gap = event.data_out, np.inf
        if said.mip_primal_bound < _NOTHING_FOUND:
            gap = said.mip_primal_bound - max(self._bound, said.mip_dual_bound)
        search = Search(min(self._spent / self._seconds, 1.0), gap * self._vectors.money_scale, gap / self._cost)
        self._stopped = self._stopped or not self._told(search)
        event.data_in.user_interrupt = self._stopped or gap <= GOOD_ENOUGH * self._cost
