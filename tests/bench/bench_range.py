"""What a range of outcomes costs after a plan changed, beside one pass of NumPy over the same cube.

    python -m tests.bench range

The pass is the least that any test of a plan against paths must do: weigh the deviations by demand and cumulate them over
the months, which is the stock of a fixed plan. On top of it the range corrects production within what is free, counts
shortages, and takes quantiles.
"""

import sys
import time
from collections.abc import Callable
from statistics import median

import numpy as np

from sop.planning.demand_paths import draw_paths
from sop.planning.planner import Planner
from sop.planning.simulate import Group, simulate
from sop.planning.synthetic import tight_instance

ITEMS, PLANTS, MONTHS, SEED = 200, 5, 24, 1
RUNS = 9
MOST_PASSES = 4.0


def _median_seconds(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return median(seconds)


def main() -> int:
    """Print the ratio; return 1 when it misses its target."""
    problem = tight_instance(ITEMS, PLANTS, MONTHS, SEED)
    plan = Planner(problem).solve(problem, "bench")
    width = np.full((ITEMS, MONTHS), 0.3)
    began = time.perf_counter()
    paths = draw_paths(width, width, 0.2, SEED)
    drawn = time.perf_counter() - began
    demand = plan.demand_units.T.astype(np.float32)[:, None, :]
    family = np.array([name == plan.families[0] for name in plan.families], dtype=np.float64)
    groups = (Group("", plan.unit_cost_money), Group(plan.families[0], family))
    one = _median_seconds(lambda: np.cumsum(paths.deviation * demand, axis=0))
    whole = _median_seconds(lambda: simulate(problem, plan, paths, groups))
    print(f"{paths.paths} paths x {MONTHS} months x {ITEMS} items, everything and one family")
    print(f"range of a changed plan: {1000 * whole:.0f} ms, one pass: {1000 * one:.0f} ms, ratio {whole / one:.1f}")
    print(f"(target {MOST_PASSES:.0f}); the paths are drawn once per forecast, in {1000 * drawn:.0f} ms")
    return int(whole / one > MOST_PASSES)


if __name__ == "__main__":
    sys.exit(main())
