"""What the benchmark of the balance times: one step of the warm model in its parts, and PuLP with CBC on the same program."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import pulp

from sop.domain.scenario import Lever
from sop.domain.supply import PlanStatus
from sop.planning.balance import plan_of
from sop.planning.certificate import certified
from sop.planning.cold import matrix_with_shares
from sop.planning.formulation import Formulation
from sop.planning.levers import apply
from sop.planning.planner import Planner
from sop.planning.problem import SupplyProblem
from sop.planning.vectors import Vectors, vectors_of

Answer = TypeVar("Answer")
PAGE_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Step:
    """Seconds of one step: vectors filled and pushed, new vectors to a certified solution, lever to plan; and its pivots."""

    vectors: float
    solve: float
    whole: float
    pivots: int


def seconds(call: Callable[[], Answer]) -> tuple[float, Answer]:
    began = time.process_time()
    answer = call()
    return time.process_time() - began, answer


def stepped(planner: Planner, problem: SupplyProblem, levers: Sequence[Lever]) -> Step:
    """Go one step as `Planner.solve` goes it, with a clock between its parts."""
    form = planner._form
    applied, moved = seconds(lambda: apply(problem, levers))
    filled, vectors = seconds(lambda: vectors_of(moved, form, planner.policy))
    pushed, _ = seconds(lambda: planner._move_to(vectors))
    solved, solution = seconds(lambda: planner._solve_warm(vectors))
    pivots = planner._highs.getInfo().simplex_iteration_count
    proven, sure = seconds(lambda: certified(solution, vectors, form))
    assert sure
    told, _ = seconds(
        lambda: plan_of(
            moved,
            form,
            vectors,
            solution,
            policy=planner.policy,
            key="k",
            status=PlanStatus.OPTIMAL,
            solver="",
            began=0.0,
        )
    )
    return Step(filled + pushed, pushed + solved + proven, applied + filled + pushed + solved + proven + told, pivots)


def cbc_seconds(form: Formulation, vectors: Vectors) -> float:
    """Return what PuLP with CBC takes from the model in memory to its answer, seconds of its own and of its child."""
    program = _in_pulp(form, vectors)
    before = _all_seconds()
    program.solve(pulp.PULP_CBC_CMD(msg=False, threads=1))
    took = _all_seconds() - before
    assert program.status == pulp.LpStatusOptimal
    return took


def _all_seconds() -> float:
    own = time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID)
    import resource

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own + children.ru_utime + children.ru_stime


def _in_pulp(form: Formulation, vectors: Vectors) -> pulp.LpProblem:
    program = pulp.LpProblem("balance", pulp.LpMinimize)
    upper = [None if not np.isfinite(bound) else bound for bound in vectors.column_upper.tolist()]
    columns = [
        pulp.LpVariable(f"x{j}", low, up) for j, (low, up) in enumerate(zip(vectors.column_lower, upper, strict=True))
    ]
    program += pulp.LpAffineExpression(zip(columns, vectors.solved_cost.tolist(), strict=True))
    matrix = matrix_with_shares(form, vectors).tocsr()
    for row in range(form.rows.length):
        span = slice(matrix.indptr[row], matrix.indptr[row + 1])
        parts = pulp.LpAffineExpression(
            [
                (columns[j], value)
                for j, value in zip(matrix.indices[span].tolist(), matrix.data[span].tolist(), strict=True)
            ]
        )
        equal = vectors.row_lower[row] == vectors.row_upper[row]
        program += pulp.LpConstraint(
            parts, pulp.LpConstraintEQ if equal else pulp.LpConstraintLE, rhs=vectors.row_upper[row]
        )
    return program


def megabytes() -> float:
    """Return what the process holds in memory now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE_BYTES / 1e6
