"""How fast the balance follows a lever: ratios against peers on the same program, in one run.

    python -m tests.bench plan            python tests/bench/bench_plan.py [--quick | --previews]

The bars hold for the basic form of the tight instance: one class of demand, and nobody shares a shortage, so that the peers
solve the same few blocks. Peers are a cold `scipy.optimize.linprog`, which gets its program ready made, and PuLP with CBC,
which is timed from its model in memory to its answer. `solve` is what happens between new vectors and a certified
solution; `step` is what a caller waits for, lever to plan. Seconds are those of the processor, so that other work on the
machine does not move the ratios. The form of a company with every part is reported without a bar.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from statistics import median

import numpy as np

from sop.domain.calendar import Month, MonthRange
from sop.domain.scenario import Dimension, Lever, LeverKind, Scope
from sop.domain.supply import PlanStatus
from sop.planning.cold import Oracle
from sop.planning.formulation import Formulation
from sop.planning.levers import apply
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.synthetic import full_instance, tight_instance
from sop.planning.vectors import vectors_of
from tests.bench.plan_peers import Step, cbc_seconds, megabytes, seconds, stepped
from tests.bench.previews import preview_targets

DRAGGED = (*range(1, 21), *range(20, 0, -1))
JUMPS = (-20, 20, -10, 15, -5, 25)
MONTHS = MonthRange(Month("2027-03"), Month("2027-09"))
BASIC = Policy(fair_share=0.0)
SMALL, LARGE = (20, 3, 18), (200, 5, 24)
SCENARIOS, MOST_MEGABYTES = 30, 500.0
MOVES, SAME_OBJECTIVE = 500, 1e-9
VECTOR_SHARE = 0.30
MOST_MILLISECONDS = 40.0


def lever(kind: LeverKind, value: float, scope: Scope | None = None) -> Lever:
    return Lever("bench", kind, value, scope or Scope(), MONTHS)


def demand(problem: SupplyProblem, percent: float) -> SupplyProblem:
    return apply(problem, [lever(LeverKind.DEMAND, percent)])


def dragged_and_jumped(size: tuple[int, int, int], drags: Sequence[int], *, every: int, cbc: int) -> dict[str, float]:
    """Print and return the ratios of one size; peers solve every so manieth value of it."""
    problem, title = tight_instance(*size, seed=1), "x".join(map(str, size))
    found: dict[str, float] = {}
    for name, values in (("dragged", drags), ("jump", JUMPS)):
        planner, form = Planner(problem, BASIC), Formulation.of(problem, shared=False)
        planner.solve(problem, "base")
        steps = [stepped(planner, problem, [lever(LeverKind.DEMAND, value)]) for value in values]
        cold = [cold_seconds(form, demand(problem, value)) for value in list(values)[::every]]
        found |= {f"{name}": median(cold) / median(step.solve for step in steps)}
        if name == "dragged":
            found["vectors"] = median(step.vectors for step in steps) / median(step.whole for step in steps)
            peers = [cbc_seconds(form, vectors_of(demand(problem, value), form, BASIC)) for value in list(drags)[:cbc]]
            found["cbc"] = median(peers) / median(step.whole for step in steps)
        else:
            found["first"] = median(cold) / median(first_jump(problem, value).solve for value in values)
        report(f"{title} {name}", steps, median(cold), found[name])
    print(
        f"{title}: PuLP with CBC {found['cbc']:.0f} x a dragged step; vectors filled and pushed in "
        f"{100 * found['vectors']:.0f} % of it; a jump of a model that was nowhere else {found['first']:.1f} x"
    )
    return found


def first_jump(problem: SupplyProblem, value: float) -> Step:
    """Return the step of a model that knows the base plan alone."""
    planner = Planner(problem, BASIC)
    planner.solve(problem, "base")
    return stepped(planner, problem, [lever(LeverKind.DEMAND, value)])


def cold_seconds(form: Formulation, problem: SupplyProblem) -> float:
    return seconds(Oracle(form, vectors_of(problem, form, BASIC)).solve)[0]


def report(title: str, steps: Sequence[Step], cold: float, ratio: float) -> None:
    solve, whole = (1e3 * median(values) for values in zip(*((s.solve, s.whole) for s in steps), strict=True))
    print(
        f"{title:18} solve {solve:6.2f} ms, lever to plan {whole:6.2f} ms, {median(s.pivots for s in steps):5.0f} pivots, "
        f"cold linprog {1e3 * cold:7.1f} ms: {ratio:5.1f} x",
        flush=True,
    )


def largest_difference(problem: SupplyProblem, moves: int) -> float:
    """Return the largest relative difference of the objective from linprog's over random levers on one warm model."""
    draw, planner = np.random.default_rng(7), Planner(problem, BASIC)
    form, worst = Formulation.of(problem, shared=False), 0.0
    for _ in range(moves):
        vectors = vectors_of(apply(problem, random_levers(draw, problem)), form, BASIC)
        warm, cold = planner._solve_warm(vectors), Oracle(form, vectors).solve()
        one, other = (float((vectors.solved_cost * each.columns).sum()) for each in (warm, cold))
        worst = max(worst, abs(one - other) / max(abs(other), 1.0))
    return worst


def random_levers(draw: np.random.Generator, problem: SupplyProblem) -> list[Lever]:
    family = Scope(Dimension.FAMILY, str(draw.choice(problem.families)))
    resource = Scope(Dimension.RESOURCE, str(draw.choice([r.name for r in problem.resources])))
    choice = (
        lever(LeverKind.DEMAND, float(draw.integers(-40, 41)), family),
        lever(LeverKind.DEMAND, float(draw.integers(-20, 21))),
        lever(LeverKind.PRICE, float(draw.integers(-30, 31)), family),
        lever(LeverKind.CAPACITY, float(draw.integers(-60, 31)), resource),
        lever(LeverKind.OVERTIME, float(draw.integers(0, 41))),
        lever(LeverKind.SAFETY_STOCK, float(draw.integers(0, 61)), family),
    )
    return [choice[k] for k in draw.choice(len(choice), size=int(draw.integers(1, 4)), replace=False)]


def scenarios_in_memory(problem: SupplyProblem) -> float:
    """Return by how many MB the process grows when so many scenarios of a problem stand warm."""
    before, kept = megabytes(), []
    for number in range(SCENARIOS):
        planner = Planner(problem, BASIC)
        planner.solve(demand(problem, number % 5), "k")
        kept.append(planner)
    return megabytes() - before


def whole_form(title: str, problem: SupplyProblem) -> float:
    """Print lever to plan on a company with every part, dragged; return the slowest median in ms."""
    planner = Planner(problem)
    planner.solve(problem, "base")
    form, slowest = Formulation.of(problem), 0.0
    for kind in (LeverKind.DEMAND, LeverKind.PRICE, LeverKind.CAPACITY, LeverKind.OVERTIME, LeverKind.SAFETY_STOCK):
        steps = [stepped(planner, problem, [lever(kind, value)]) for value in DRAGGED]
        slowest = max(slowest, 1e3 * median(step.whole for step in steps))
        cold = median(
            seconds(Oracle(form, vectors_of(apply(problem, [lever(kind, v)]), form, planner.policy)).solve)[0]
            for v in DRAGGED[:20:7]
        )
        report(f"{title} {kind.value}", steps, cold, cold / median(step.solve for step in steps))
        assert planner.solve(problem, "base").status is PlanStatus.OPTIMAL
    return slowest


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out 200 items, 5 plants, 24 months")
    parser.add_argument("--previews", action="store_true", help="only the previews of 1,000 items, 5 plants, 24 months")
    wanted = parser.parse_args(list(arguments))
    if wanted.previews:
        return told(preview_targets(BASIC))
    small = dragged_and_jumped(SMALL, DRAGGED, every=4, cbc=5)
    worst = largest_difference(tight_instance(*SMALL, seed=1), MOVES)
    print(f"objective against linprog over {MOVES} random moves: {worst:.1e}")
    print("40x2x18 with every part, the size of the demo company, for information")
    slowest = whole_form("full", full_instance(40, 2, 18, seed=2))
    met = {
        "20x3x18 dragged >= 8 x": small["dragged"] >= 8,
        "20x3x18 jump >= 4 x": small["jump"] >= 4,
        "20x3x18 PuLP with CBC >= 8 x": small["cbc"] >= 8,
        f"objective within {SAME_OBJECTIVE:g}": worst <= SAME_OBJECTIVE,
        "vectors <= 30 % of a step": small["vectors"] <= VECTOR_SHARE,
        f"every part under {MOST_MILLISECONDS:g} ms": slowest <= MOST_MILLISECONDS,
    }
    if not wanted.quick:
        large = dragged_and_jumped(LARGE, DRAGGED[:12], every=5, cbc=2)
        grown = scenarios_in_memory(tight_instance(*LARGE, seed=1))
        print(f"{SCENARIOS} scenarios of 200x5x24 in memory: {grown:.0f} MB")
        met |= {
            "200x5x24 dragged >= 12 x": large["dragged"] >= 12,
            "200x5x24 jump >= 6 x": large["jump"] >= 6,
            "200x5x24 PuLP with CBC >= 10 x": large["cbc"] >= 10,
            f"{SCENARIOS} scenarios <= {MOST_MEGABYTES:g} MB": grown <= MOST_MEGABYTES,
        }
        met |= preview_targets(BASIC)
    return told(met)


def told(met: Mapping[str, bool]) -> int:
    """Print which targets hold; return the exit code."""
    for target, held in met.items():
        print(f"{'held  ' if held else 'MISSED'} {target}")
    return 0 if all(met.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
