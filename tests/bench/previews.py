"""Above the live size: how much sooner a preview stands there than the full warm plan, and how far from the best it is at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from sop.domain.calendar import Month, MonthRange
from sop.domain.scenario import Dimension, Lever, LeverKind, Scope
from sop.domain.supply import PlanStatus
from sop.planning.levers import apply
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.synthetic import tight_instance
from tests.bench.plan_peers import seconds

SIZE = (1000, 5, 24)
MONTHS = MonthRange(Month("2027-03"), Month("2027-09"))
TIMES = 3  # each preview, of which the median counts
FASTER, GAP = 12.0, 0.005


def lever(kind: LeverKind, value: float, dimension: Dimension = Dimension.ALL, name: str = "") -> Lever:
    return Lever(f"{kind} {name}", kind, value, Scope(dimension, name), MONTHS)


def _demand(value: float, dimension: Dimension = Dimension.ALL, name: str = "") -> Lever:
    return lever(LeverKind.DEMAND, value, dimension, name)


def _hours(value: float, resource: str) -> Lever:
    return lever(LeverKind.CAPACITY, value, Dimension.RESOURCE, resource)


ONE = {
    "demand +5 %": [_demand(5)],
    "demand +10 %": [_demand(10)],
    "demand -5 %": [_demand(-5)],
    "demand -10 %": [_demand(-10)],
    "North +10 %": [_demand(10, Dimension.REGION, "North")],
    "West -10 %": [_demand(-10, Dimension.REGION, "West")],
    "Staff 1 -10 %": [_hours(-10, "Staff 1")],
    "Staff 2 +10 %": [_hours(10, "Staff 2")],
    "overtime 20 %": [lever(LeverKind.OVERTIME, 20)],
    "safety stock 20 days": [lever(LeverKind.SAFETY_STOCK, 20)],
}
THREE = {
    "North +10 %, Staff 1 -5 %, overtime 20 %": [
        _demand(10, Dimension.REGION, "North"), _hours(-5, "Staff 1"), lever(LeverKind.OVERTIME, 20),
    ],
    "demand +5 %, Line 1.1 -5 %, price +5 %": [_demand(5), _hours(-5, "Line 1.1"), lever(LeverKind.PRICE, 5)],
    "Family 1 +10 %, Staff 1 -10 %, price of Family 20 +20 %": [
        _demand(10, Dimension.FAMILY, "Family 1"), _hours(-10, "Staff 1"),
        lever(LeverKind.PRICE, 20, Dimension.FAMILY, "Family 20"),
    ],
    "demand -5 %, Staff 3 -10 %, safety stock 15 days": [
        _demand(-5), _hours(-10, "Staff 3"), lever(LeverKind.SAFETY_STOCK, 15),
    ],
}  # fmt: skip
SMALL = {  # whose full plan is as good as live itself
    "Family 1 +10 %": [_demand(10, Dimension.FAMILY, "Family 1")],
    "SKU 007 +50 %": [_demand(50, Dimension.SKU, "SKU 007")],
}


@dataclass(frozen=True, slots=True)
class Previewed:
    """Medians and worst case of a few moves."""

    faster: float
    slowest: float
    worst_gap: float


def previewed(title: str, problem: SupplyProblem, planner: Planner, moves: dict[str, list[Lever]]) -> Previewed:
    """Print and return how the moves fare, each from the base plan, lever to plan, in seconds of the processor."""
    ratios, gaps = [], []
    for name, levers in moves.items():
        planner._bases.forget()  # where another move has been is no help to this one
        planner.solve(problem, "base")
        near, preview = _seconds_of_preview(planner, problem, levers)
        whole, full = seconds(lambda levers=levers: planner.solve(apply(problem, levers), "full"))
        assert full.status is PlanStatus.OPTIMAL
        really = (preview.objective - full.objective) / full.cost_money
        ratios.append(whole / near)
        gaps.append(preview.gap_share)
        print(
            f"{title} {name:55} preview {1e3 * near:6.1f} ms, full {1e3 * whole:7.1f} ms: {ratios[-1]:5.1f} x, "
            f"at most {100 * gaps[-1]:.3f} % from the best, really {100 * really:.3f} %",
            flush=True,
        )
    return Previewed(median(ratios), min(ratios), max(gaps))


def _seconds_of_preview(planner: Planner, problem: SupplyProblem, levers: Sequence[Lever]):
    taken = [seconds(lambda: planner.preview(apply(problem, levers), "preview")) for _ in range(TIMES)]
    assert taken[0][1] is not None
    return median(each[0] for each in taken), taken[0][1]


def large_company(policy: Policy) -> tuple[SupplyProblem, Planner]:
    problem = tight_instance(*SIZE, seed=1)
    planner = Planner(problem, policy)
    planner.solve(problem, "base")
    planner.preview(problem, "warm")
    return problem, planner


def preview_targets(policy: Policy) -> dict[str, bool]:
    """Print the figures and return which of them hold."""
    problem, planner = large_company(policy)
    found = {title: previewed(title, problem, planner, moves) for title, moves in (("one", ONE), ("three", THREE))}
    previewed("small", problem, planner, SMALL)
    for title, each in found.items():
        print(
            f"1,000x5x24, {title} at once: median {each.faster:.1f} x, slowest {each.slowest:.1f} x, "
            f"gap {100 * each.worst_gap:.2f} % at most"
        )
    faster = {f"1,000x5x24 preview, {title} at once >= 12 x": each.faster >= FASTER for title, each in found.items()}
    near = {f"1,000x5x24 preview, {title} at once <= 0.5 %": each.worst_gap <= GAP for title, each in found.items()}
    return faster | near
