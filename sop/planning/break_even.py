"""How far a lever may go: from which value on a further resource or material is used up, a unit is refused, the fill rate leaves its target.

Found by solving again and halving, all on one warm model. The answer hangs on the other levers, not on where this one
stands, so that a lever in motion does not ask anew for its own answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

import numpy as np

from sop.domain.measures import kpis
from sop.domain.scenario import BOUNDS, Bounds, Lever
from sop.domain.supply import SupplyPlan
from sop.planning.explain import bottlenecks
from sop.planning.levers import apply
from sop.planning.limits import LimitKind, Solve, binding_limits
from sop.planning.problem import SupplyProblem

_REFUSED = 1e-6  # of demand: less is rounding
_PARTS_OF_A_STEP = 5  # of the slider, to which a break-even is found
_OUTWARDS = np.array([0.08, 0.16, 0.32, 0.64, 1.0])  # of the way to the end of a lever
_MOST_SOLVES = 48  # a lever; beyond them the last bracket is the answer


class Event(StrEnum):
    """What happens to a plan along a lever."""

    FULL = "full"  # a resource is full, or a material short, that is not without this lever
    REFUSED = "refused"  # demand is refused, or is not met at the end
    UNDER_TARGET = "under_target"  # the fill rate is under its target


@dataclass(frozen=True, slots=True)
class BreakEven:
    """From which value of a lever on something happens, and what; `low` and `high` are the values between which it begins.

    `upwards` says on which side of it: at `high` and above, or at `low` and below.
    """

    event: Event
    name: str  # of the resource that is full, or the material that is short; empty else
    low: float
    high: float
    upwards: bool

    @property
    def value(self) -> float:
        """Return the last value at which it does not happen yet."""
        return self.low if self.upwards else self.high


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a lever may go: its break-evens, what is so at every value, and between which values was looked."""

    breaks: tuple[BreakEven, ...]
    always: tuple[Event, ...]
    low: float
    high: float
    solves: int


class _Course:
    """Plans along one lever, each solved once."""

    def __init__(self, solve: Solve, base: SupplyProblem, levers: Sequence[Lever], moved: Lever) -> None:
        self._solve, self._base, self._levers, self._moved = solve, base, levers, moved
        self._plans: dict[float, SupplyPlan] = {}

    def at(self, value: float) -> SupplyPlan:
        if value not in self._plans:
            moved = [replace(each, value=value) if each.id == self._moved.id else each for each in self._levers]
            self._plans[value] = self._solve(apply(self._base, moved))
        return self._plans[value]

    def held_back_without(self) -> frozenset[str]:
        """Return what holds the plan back where this lever is not there."""
        rest = apply(self._base, [each for each in self._levers if each.id != self._moved.id])
        return frozenset(_full(rest, self._solve(rest)))

    def full(self, plan: SupplyPlan) -> list[str]:
        """Return what is full, or short, in a plan of this course."""
        return _full(self._base, plan)

    @property
    def solves(self) -> int:
        return len(self._plans) + 1

    @property
    def is_spent(self) -> bool:
        return self.solves >= _MOST_SOLVES


def reach_of(
    solve: Solve, base: SupplyProblem, levers: Sequence[Lever], moved: Lever, fill_target: float | None
) -> Reach:
    """Return how far one of the levers of a scenario may go while the others stay; without a target its event is left out."""
    course, bounds = _Course(solve, base, levers, moved), BOUNDS[moved.kind]
    full_before = course.held_back_without()
    start = _start(bounds)

    def happens(event: Event, plan: SupplyPlan) -> str | None:
        """Return the name of what happens, None where it does not."""
        if event is Event.FULL:
            return next((name for name in course.full(plan) if name not in full_before), None)
        if event is Event.REFUSED:
            return "" if _refused_share(plan) > _REFUSED else None
        return "" if fill_target is not None and kpis(plan).fill_rate < fill_target else None

    breaks, always = [], []
    for event in Event:
        found = _breaks(course, bounds, start, partial(happens, event), event)
        breaks += found
        if not found and happens(event, course.at(start)) is not None:
            always.append(event)
    return Reach(tuple(breaks), tuple(always), bounds.low, bounds.high, course.solves)


def _full(problem: SupplyProblem, plan: SupplyPlan) -> list[str]:
    """Return the resources that are full, then the materials that stop the plan, the dearest of each first."""
    short = [each.name for each in binding_limits(problem, plan) if each.kind is LimitKind.MATERIAL]
    return [*(each.resource for each in bottlenecks(plan)), *short]


def _start(bounds: Bounds) -> float:
    """Return the value from which both ways are looked: where the lever changes nothing, else its lowest."""
    return float(bounds.low if bounds.neutral is None else bounds.neutral)


def _refused_share(plan: SupplyPlan) -> float:
    lost = (plan.lost_units * plan.price_money)[:, plan.frozen_months :].sum()
    late = np.maximum(plan.backlog_units[:, -1] - plan.order_book_units[:, -1], 0.0) @ plan.price_money[:, -1]
    demand = (plan.demand_units * plan.price_money).sum()
    return float((lost + late) / demand) if demand > 0 else 0.0


def _breaks(
    course: _Course, bounds: Bounds, start: float, happens: Callable[[SupplyPlan], str | None], event: Event
) -> list[BreakEven]:
    """Return where something begins or ends between the start and either end of the lever; nothing where it never does."""
    at_start = happens(course.at(start)) is not None
    found = []
    for end in (bounds.high, bounds.low):
        near = start
        for far in start + (end - start) * _OUTWARDS:  # most breaks are near, and far plans take long to solve
            if far != near and (happens(course.at(float(far))) is not None) != at_start:
                found.append(_halved(course, bounds, (near, float(far)), happens, event))
                break
            near = float(far)
    return found


def _halved(
    course: _Course,
    bounds: Bounds,
    ends: tuple[float, float],
    happens: Callable[[SupplyPlan], str | None],
    event: Event,
) -> BreakEven:
    start, end = ends
    at_start = happens(course.at(start)) is not None
    fine = bounds.step / _PARTS_OF_A_STEP
    near, far = start, end
    while abs(far - near) > fine * 1.001 and not course.is_spent:
        middle = near + fine * np.ceil(abs(far - near) / fine / 2 - 1e-9) * np.sign(far - near)
        if (happens(course.at(float(middle))) is not None) == at_start:
            near = float(middle)
        else:
            far = float(middle)
    name = happens(course.at(near if at_start else far)) or ""
    low, high = min(near, far), max(near, far)
    upwards = (far > near) != at_start
    return BreakEven(event, name, low, high, upwards)
