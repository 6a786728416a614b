"""How fast the balance follows a lever: ratios against a cold `scipy.optimize.linprog` on the same program, in one run.

    python tests/bench/bench_plan.py [--large]

`solve` compares the solver calls alone: the warm model takes the new vectors, solves and is certified, linprog gets its
program ready made. `whole` compares what a caller waits for, lever to plan, warm and cold. `mixed`, for information, sets
the whole warm way against the linprog call alone. Seconds are those of the processor, so that other work on the machine
does not move the ratios.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from statistics import median

import numpy as np

from sop.domain.calendar import Month, MonthRange
from sop.domain.scenario import Lever, LeverKind, Scope
from sop.domain.supply import PlanStatus
from sop.planning.certificate import certified
from sop.planning.cold import Oracle, solve_cold
from sop.planning.formulation import Formulation
from sop.planning.levers import apply
from sop.planning.planner import Planner
from sop.planning.problem import SupplyProblem
from sop.planning.synthetic import tight_instance
from sop.planning.vectors import vectors_of

DRAGGED = (*range(1, 21), *range(20, 0, -1))
JUMPS = (-20, 20, -10, 15, -5, 25)
MONTHS = MonthRange(Month("2027-03"), Month("2027-09"))
COMPARED = ("production_units", "purchased_units", "stock_units", "backlog_units", "lost_units")
TARGET_RATIO = 8.0
TARGET_OBJECTIVE = 1e-9
TARGET_PLAN = 1e-6
TARGET_MILLISECONDS = 40.0


def lever(kind: LeverKind, value: float) -> Lever:
    return Lever("bench", kind, value, Scope(), MONTHS)


def seconds(call) -> tuple[float, object]:
    began = time.process_time()
    answer = call()
    return time.process_time() - began, answer


def measure(problem: SupplyProblem, values: Sequence[float], *, compare_every: int = 1) -> dict[str, float]:
    """Return median milliseconds of warm and cold, and the largest differences between their plans."""
    planner, form = Planner(problem), Formulation.of(problem)
    planner.solve(problem, "base")
    whole, plans = [], []
    for value in values:
        took, plan = seconds(lambda v=value: planner.solve(apply(problem, [lever(LeverKind.DEMAND, v)]), "k"))
        assert plan.status is PlanStatus.OPTIMAL
        whole.append(took)
        plans.append(plan)
    problems = [apply(problem, [lever(LeverKind.DEMAND, value)]) for value in values]
    warm = [warm_seconds(planner, form, moved) for moved in problems]
    cold, cold_whole, objective, difference = [], [], [], []
    for moved, plan in list(zip(problems, plans, strict=True))[::compare_every]:
        oracle = Oracle(form, vectors_of(moved, form, planner.policy))
        cold.append(seconds(oracle.solve)[0])
        took, expected = seconds(lambda problem=moved: solve_cold(problem, "k"))
        cold_whole.append(took)
        objective.append(abs(plan.objective - expected.objective) / abs(expected.objective))
        apart = [np.abs(getattr(plan, name) - getattr(expected, name)).max() for name in COMPARED]
        difference.append(float(max(apart)) / float(expected.demand_units.max()))
    return {
        "whole_ms": 1e3 * median(whole),
        "solve_ms": 1e3 * median(warm),
        "cold_ms": 1e3 * median(cold),
        "ratio_solve": median(cold) / median(warm),
        "ratio_whole": median(cold_whole) / median(whole),
        "ratio_mixed": median(cold) / median(whole),
        "objective": max(objective),
        "plan": max(difference),
    }


def warm_seconds(planner: Planner, form: Formulation, problem: SupplyProblem) -> float:
    vectors = vectors_of(problem, form, planner.policy)
    took, proven = seconds(lambda: certified(planner._solve_warm(vectors), vectors, form))
    assert proven
    return took


def report(title: str, found: dict[str, float]) -> None:
    print(
        f"{title:34} warm solve {found['solve_ms']:7.2f} ms, lever to plan {found['whole_ms']:7.2f} ms, "
        f"cold linprog {found['cold_ms']:8.1f} ms | ratio solve {found['ratio_solve']:5.1f}, whole {found['ratio_whole']:5.1f}, "
        f"mixed {found['ratio_mixed']:5.1f} | "
        f"objective {found['objective']:.1e}, plan {found['plan']:.1e}"
    )


def kinds(problem: SupplyProblem) -> float:
    """Print lever to plan for each kind on one problem, dragged over its range; return the slowest median."""
    planner = Planner(problem)
    planner.solve(problem, "base")
    slowest = 0.0
    for kind in LeverKind:
        took = []
        for value in DRAGGED:
            problem_seconds, plan = seconds(lambda k=kind, v=value: planner.solve(apply(problem, [lever(k, v)]), "k"))
            assert plan.status is PlanStatus.OPTIMAL
            took.append(1e3 * problem_seconds)
        slowest = max(slowest, median(took))
        print(f"    {kind.value:14} lever to plan: median {median(took):6.2f} ms, slowest {max(took):6.2f} ms")
    return slowest


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="200 items, 5 plants, 24 months as well")
    wanted = parser.parse_args(list(arguments))
    small = tight_instance(20, 3, 18, seed=1)
    dragged = measure(small, DRAGGED)
    report("20x3x18 dragged by 1 %", dragged)
    jumped = measure(small, JUMPS)
    report("20x3x18 jumps", jumped)
    print("40x2x18, the size of the demo company")
    slowest = kinds(tight_instance(40, 2, 18, seed=2))
    if wanted.large:
        large = tight_instance(200, 5, 24, seed=1)
        report("200x5x24 dragged by 1 %", measure(large, DRAGGED[:12], compare_every=6))
        report("200x5x24 jumps", measure(large, JUMPS, compare_every=3))
    met = {
        f"dragged at least {TARGET_RATIO:g} x faster (solve)": dragged["ratio_solve"] >= TARGET_RATIO,
        f"dragged at least {TARGET_RATIO:g} x faster (lever to plan)": dragged["ratio_whole"] >= TARGET_RATIO,
        f"objective equal within {TARGET_OBJECTIVE:g}": max(dragged["objective"], jumped["objective"])
        <= TARGET_OBJECTIVE,
        f"plan equal within {TARGET_PLAN:g}": max(dragged["plan"], jumped["plan"]) <= TARGET_PLAN,
        f"demo size under {TARGET_MILLISECONDS:g} ms": slowest <= TARGET_MILLISECONDS,
    }
    for target, held in met.items():
        print(f"{'held  ' if held else 'MISSED'} {target}")
    return 0 if all(met.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
