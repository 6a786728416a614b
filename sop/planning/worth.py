"""What one more of a limit is worth, found by solving again: in money, in penalties, and up to how many more."""

from dataclasses import dataclass

import numpy as np

from sop.domain.measures import margin_money
from sop.domain.supply import SupplyPlan
from sop.planning.limits import Limit, Solve, amount_of, limit_values, with_more
from sop.planning.problem import SupplyProblem

_MOST_SOLVES = 8
_SAME_WORTH = 5e-3  # of the worth: the perturbation of the costs moves it by less
_FARTHEST = 0.5  # of what there is: up to here the worth is looked after
_ONE_PENALTY = 1e-6  # of the worth: a penalty that moves less does not


@dataclass(frozen=True, slots=True)
class Worth:
    """What one more unit of a limit in one month saves: money + penalties, each by solving once more with it.

    Money is what is paid, less the change of what the closing stock is worth; `margin_money` is what the margin gains,
    sales included. The worth holds for `holds_for` units; `is_open` says that the search ended before the worth did.
    """

    limit: Limit
    month: int  # position
    money: float
    penalties: tuple[float, ...]  # by kind, in the order of `SupplyPlan.penalty`
    margin_money: float
    holds_for: float
    is_open: bool

    @property
    def penalty(self) -> float:
        return sum(self.penalties)

    @property
    def total_money(self) -> float:
        """Return what one more is worth to the plan, penalties included."""
        return self.money + self.penalty


def worth_of(solve: Solve, problem: SupplyProblem, plan: SupplyPlan, limit: Limit, t: int) -> Worth:
    """Return what one more of a limit is worth in the month at position t; `plan` is the one of `problem`."""
    more = solve(with_more(problem, limit, t, 1.0))
    saved = plan.penalty.sum(axis=1) - more.penalty.sum(axis=1)
    total = plan.objective - more.objective
    holds_for, is_open = _reach(solve, problem, plan, limit, t, total)
    moved = np.abs(saved) > _ONE_PENALTY * max(abs(total), abs(float(saved.sum())))
    penalties = np.where(moved, saved, 0.0)
    return Worth(
        limit=limit,
        month=t,
        money=total - float(penalties.sum()),
        penalties=tuple(penalties.tolist()),
        margin_money=float(margin_money(more).sum() - margin_money(plan).sum()),
        holds_for=holds_for,
        is_open=is_open,
    )


def _reach(
    solve: Solve, problem: SupplyProblem, plan: SupplyPlan, limit: Limit, t: int, worth: float
) -> tuple[float, bool]:
    """Return up to how many more the first one's worth holds, and whether it held as far as was looked.

    The cost is convex and piecewise linear in the limit: the line of the first unit and the tangent at a far point
    meet at or before the break that is looked for, and each further tangent at the meeting comes nearer
    (Eisner and Severance 1976).
    """
    far = farthest = max(_FARTHEST * amount_of(problem, limit, t), 1.0)
    for _ in range(_MOST_SOLVES):
        there = solve(with_more(problem, limit, t, far))
        missing = worth * far - (plan.objective - there.objective)  # what the first unit's worth promises too much
        if missing <= _SAME_WORTH * worth * far:
            return far, far == farthest
        slope = max(float(limit_values(problem, there)[limit.kind][limit.row, t]), 0.0)
        nearer = far - missing / (worth - slope) if worth > slope else 0.0
        far = min(max(nearer, 1.0), 0.999 * far)
        if far <= 1.0:
            break
    return 1.0, False
