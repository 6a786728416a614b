"""Goal seek: the cheapest combination of levers that reaches a target, or the best that they can do and what stops it.

Were every measure linear in the levers, the cheapest combination would move all levers but one to an end or not at all
(a knapsack whose last piece is cut). So the levers are moved in every order, each to its best value and the last by
halving; what the bends of the real measures leave superfluous is taken back. Every candidate is a plan that was solved.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import permutations

import numpy as np

from sop.domain.measures import kpis
from sop.domain.scenario import BOUNDS, Lever
from sop.domain.supply import SupplyPlan
from sop.planning.explain import bottlenecks
from sop.planning.levers import apply
from sop.planning.limits import Solve
from sop.planning.problem import SupplyProblem

MOST_LEVERS = 4
_SAMPLES = 5  # values of a lever among which its best is looked for
_HALVINGS = 7
_MOST_SOLVES = 240
_SAME_MARGIN = 1e-6  # of the margin: less is no cheaper
_MET = 1e-9


class Aim(StrEnum):
    """What a target is set for. Unit in brackets."""

    FILL_RATE = "fill_rate"  # [share, at least]
    MARGIN = "margin"  # [money, at least]
    STOCK_VALUE = "stock_value"  # [money, at most]
    UTILISATION = "utilisation"  # [share of regular hours of the fullest resource, at most]


FIELDS = {  # of Kpis
    Aim.FILL_RATE: "fill_rate",
    Aim.MARGIN: "margin_money",
    Aim.STOCK_VALUE: "stock_value_money",
    Aim.UTILISATION: "utilisation",
}
AT_MOST = frozenset({Aim.STOCK_VALUE, Aim.UTILISATION})


@dataclass(frozen=True, slots=True)
class Choice:
    """A lever that may be moved: where it stands, and between which values it may go."""

    lever: Lever
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """What was found: the levers that move with their values, the measure reached, the margin given up for it.

    `stops` names what is full where the target is out of reach; `idle` are the levers that do not help.
    """

    reached: bool
    value: float  # of the measure, in its unit
    before: float
    moved: tuple[Lever, ...]
    idle: tuple[Lever, ...]
    margin_change_money: float
    stops: tuple[str, ...]
    solves: int


def measure(plan: SupplyPlan, aim: Aim) -> float:
    """Return the measure of a plan that a target is set for, over the months that can be decided."""
    return float(getattr(kpis(plan), FIELDS[aim]))


def seek(
    solve: Solve, base: SupplyProblem, levers: Sequence[Lever], choices: Sequence[Choice], aim: Aim, target: float
) -> Sought:
    """Return the cheapest values of the chosen levers (`MOST_LEVERS` at most) with which a scenario reaches a target.

    Cheapest in margin given up, then in how far levers move; for a target of margin in the latter alone.
    """
    return _Search(solve, base, levers, choices[:MOST_LEVERS], aim, target).sought()


Values = tuple[float, ...]


class _Search:
    def __init__(
        self,
        solve: Solve,
        base: SupplyProblem,
        levers: Sequence[Lever],
        choices: Sequence[Choice],
        aim: Aim,
        target: float,
    ) -> None:
        self._solve, self._base, self._choices = solve, base, choices
        self._aim, self._target = aim, target
        chosen = {choice.lever.id for choice in choices}
        self._others = [each for each in levers if each.id not in chosen]
        self._start: Values = tuple(choice.lever.value for choice in choices)
        self._plans: dict[Values, SupplyPlan] = {}

    def sought(self) -> Sought:
        best = self._best_values()
        helping = [n for n in range(len(self._choices)) if best[n] != self._start[n]]
        if self._met(self._start):
            return self._told(self._start, helping)
        if not self._met(best):
            best = self._climbed(best)
        if not self._met(best):
            return self._told(best, helping)
        found = [self._in_order(order, best) for order in permutations(helping)]
        return self._told(min((self._trimmed(each) for each in found), key=self._cost), helping)

    def plan(self, values: Values) -> SupplyPlan:
        if values not in self._plans:
            moved = [replace(c.lever, value=v) for c, v in zip(self._choices, values, strict=True)]
            self._plans[values] = self._solve(apply(self._base, [*self._others, *moved]))
        return self._plans[values]

    def _missing(self, values: Values) -> float:
        """Return how far the measure is on the wrong side of its target; 0 or less where it is met."""
        missing = self._target - measure(self.plan(values), self._aim)
        return -missing if self._aim in AT_MOST else missing

    def _met(self, values: Values) -> bool:
        return self._missing(values) <= _MET * max(abs(self._target), 1.0)

    @property
    def _spent(self) -> bool:
        return len(self._plans) >= _MOST_SOLVES

    def _cost(self, values: Values) -> tuple[bool, float, float]:
        """Return by what combinations are ranked: met first, then margin given up, then the share of the ranges moved."""
        far = sum(
            abs(v - s) / max(c.high - c.low, 1e-9)
            for v, s, c in zip(values, self._start, self._choices, strict=True)
        )  # fmt: skip
        margin = measure(self.plan(self._start), Aim.MARGIN)
        given = 0.0 if self._aim is Aim.MARGIN else margin - measure(self.plan(values), Aim.MARGIN)
        same = _SAME_MARGIN * max(abs(margin), 1.0)
        return not self._met(values), float(np.round(given / same)), far

    def _best_values(self) -> Values:
        """Return for each lever by itself the value that comes nearest to the target; where it stands if none is nearer."""
        return tuple(self._best_of(n, self._start) for n in range(len(self._choices)))

    def _best_of(self, n: int, around: Values) -> float:
        choice = self._choices[n]
        samples = [self._snapped(n, value) for value in np.linspace(choice.low, choice.high, _SAMPLES)]
        missing = {value: self._missing(_with(around, n, value)) for value in (around[n], *samples)}
        nearest = min(missing.values())
        slack = _MET * max(abs(self._target), 1.0)
        near = [value for value, miss in missing.items() if miss <= nearest + slack]
        return min(near, key=lambda value: abs(value - around[n]))

    def _climbed(self, values: Values) -> Values:
        """Return values improved lever by lever until none improves: levers may get in each other's way."""
        for _ in range(2):
            for n in range(len(values)):
                if not self._spent:
                    values = _with(values, n, self._best_of(n, values))
        return values

    def _in_order(self, order: Sequence[int], best: Values) -> Values:
        """Move levers one after the other to their best value until the target is met, the last only as far as needed."""
        values = self._start
        for n in order:
            further = _with(values, n, best[n])
            if self._met(further):
                return self._nearest(further, n, self._start[n])
            values = further
        return values

    def _nearest(self, values: Values, n: int, towards: float) -> Values:
        """Return values that meet the target with one lever as near to a value as halving finds."""
        far, near = values[n], towards
        for _ in range(_HALVINGS):
            middle = self._snapped(n, (far + near) / 2)
            if middle in (far, near) or self._spent:
                break
            if self._met(_with(values, n, middle)):
                far = middle
            else:
                near = middle
        return _with(values, n, far)

    def _trimmed(self, values: Values) -> Values:
        """Take back what the target does not need."""
        for n, start in enumerate(self._start):
            if values[n] != start and self._met(values) and not self._spent:
                without = _with(values, n, start)
                values = without if self._met(without) else self._nearest(values, n, start)
        return values

    def _snapped(self, n: int, value: float) -> float:
        """Return the nearest value on the lever's slider."""
        bounds = BOUNDS[self._choices[n].lever.kind]
        return float(bounds.low + round((value - bounds.low) / bounds.step) * bounds.step)

    def _told(self, values: Values, helping: Sequence[int]) -> Sought:
        plan, start = self.plan(values), self.plan(self._start)
        met = self._met(values)
        pairs = list(zip(self._choices, values, self._start, strict=True))
        return Sought(
            reached=met,
            value=measure(plan, self._aim),
            before=measure(start, self._aim),
            moved=tuple(replace(choice.lever, value=value) for choice, value, was in pairs if value != was),
            idle=tuple(choice.lever for n, choice in enumerate(self._choices) if n not in helping),
            margin_change_money=measure(plan, Aim.MARGIN) - measure(start, Aim.MARGIN),
            stops=() if met else tuple(dict.fromkeys(each.resource for each in bottlenecks(plan))),
            solves=len(self._plans),
        )


def _with(values: Values, n: int, value: float) -> Values:
    return (*values[:n], value, *values[n + 1 :])
