"""The range of outcomes of a scenario: its plan against the paths of its cycle's forecast, the same for every scenario."""

import hashlib
from collections.abc import Callable

import numpy as np
import pandas as pd

from sop.domain.demand import DemandPlan
from sop.domain.supply import FloatArray
from sop.language import compact_money, percent
from sop.planning.demand_paths import DemandPaths, common_share, draw_paths
from sop.planning.simulate import Group, Range, simulate
from sop.services.answers import Question, about, problem_of
from sop.services.board import Board
from sop.services.frames import WHOLE, weights
from sop.services.inputs import Inputs
from sop.services.workspace import Workspace

BINS = 9  # of a histogram
_EVERYTHING = ""  # the forecast of all SKUs in money


def outcomes(workspace: Workspace, board: Board, family: str) -> Question[Range]:
    """Return the question what may become of a board's plan: everything, and one family where it is chosen."""
    plan = board.outcome.plan
    names = dict.fromkeys((WHOLE, family))

    def make() -> Range:
        paths = workspace.answers.get(_paths_name(board.inputs), lambda: paths_of(board.inputs))
        groups = tuple(Group(name, weights(plan, name)) for name in names)
        problem = problem_of(workspace, board)
        return simulate(problem, plan, paths, groups, lead_months=int(problem.route_lead_months.max(initial=0)))

    return about(workspace, board, ("outcomes", plan.key, family), make)


def _paths_name(inputs: Inputs) -> tuple[str, ...]:
    return ("paths", inputs.company.snapshot.digest, str(inputs.cycle.frame))


def paths_of(inputs: Inputs) -> DemandPaths:
    """Return the paths of a cycle's forecast; the seed follows from data and cycle, so that they are drawn the same again."""
    demand = inputs.demand
    point = demand.baseline_units.sum(axis=1)[:, 1:]  # the current month is execution
    low, high = demand.lower_80_units[:, 1:], demand.upper_80_units[:, 1:]
    below, above = _share(point - low, point), _share(high - point, point)
    seed = int.from_bytes(hashlib.sha256("/".join(_paths_name(inputs)).encode()).digest()[:8], "big")
    return draw_paths(below, above, _common(demand, below, above, point), seed)


def _share(width: FloatArray, point: FloatArray) -> FloatArray:
    share: FloatArray = np.divide(
        np.maximum(np.nan_to_num(width), 0.0), point, out=np.zeros_like(point), where=point > 0
    )
    return share


def _common(demand: DemandPlan, below: FloatArray, above: FloatArray, point: FloatArray) -> float:
    """Return which share of the deviations is common, from how wide the forecast of the sum is beside those of its SKUs."""
    if _EVERYTHING not in demand.groups.names:
        return 0.0
    g = demand.groups.names.index(_EVERYTHING)
    price = np.nan_to_num(demand.price_money).mean(axis=1)
    own = (below + above) / 2 * point * price[:, None]
    total = (demand.groups.below_80 + demand.groups.above_80)[g, 1:] / 2
    return common_share(own, total)


def fan_frame(found: Range, group: int) -> pd.DataFrame:
    """Return month, low, lower, middle, upper, high, planned, target of a group's stock."""
    quantiles = dict(zip(("low", "lower", "middle", "upper", "high"), found.stock[group], strict=True))
    return pd.DataFrame(
        {
            "month": list(found.months),
            **quantiles,
            "planned": found.planned_stock[group],
            "target": found.target_stock[group],
        }
    )


def risk_frame(found: Range, group: int) -> pd.DataFrame:
    """Return month, probability of a shortage in a group, share of its demand not met in time."""
    return pd.DataFrame(
        {
            "month": list(found.months),
            "probability": found.short_probability[group],
            "share": found.short_share[group],
        }
    )


def margin_frame(found: Range, currency: str) -> pd.DataFrame:
    """Return how the margin spreads over the paths: value as written, share of the paths around it."""
    return _histogram(found.margin_money, lambda value: compact_money(value, currency))


def fill_frame(found: Range) -> pd.DataFrame:
    """Return how the fill rate spreads over the paths."""
    return _histogram(found.fill_rate, percent)


def _histogram(values: FloatArray, write: Callable[[float], str]) -> pd.DataFrame:
    """Return bins of equal width with their middle as written and their share of the paths; one where all are the same."""
    counts, edges = np.histogram(values, bins=BINS)
    middles = [write(float(middle)) for middle in (edges[:-1] + edges[1:]) / 2]
    shares = dict.fromkeys(middles, 0.0)
    for middle, count in zip(middles, counts.tolist(), strict=True):
        shares[middle] += count / len(values)
    return pd.DataFrame({"value": list(shares), "paths": list(shares.values())})
