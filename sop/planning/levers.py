"""Levers become vectors: the problem of a scenario is the base problem with its levers, and has the same structure."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from sop.domain.calendar import MonthRange
from sop.domain.errors import NotFound
from sop.domain.scenario import Dimension, Lever, LeverKind, Scope
from sop.domain.supply import FloatArray
from sop.language import N_
from sop.planning.axes import BoolArray
from sop.planning.problem import SupplyProblem

_DAYS_A_MONTH = 30.4
_MONTHS_A_YEAR = 12
_LABOUR = "labour"
_CALLED = {
    Dimension.FAMILY: N_("family"),
    Dimension.REGION: N_("region"),
    Dimension.PLANT: N_("plant"),
    Dimension.RESOURCE: N_("resource"),
}


def apply(problem: SupplyProblem, levers: Sequence[Lever]) -> SupplyProblem:
    """Return the problem with its levers applied; months outside the horizon do not matter.

    Kinds apply in the order of `LeverKind`, so that days of safety stock look at the demand of the scenario and overtime
    at its capacity; levers of one kind in their own order. Raises NotFound where a scope names what is not there.
    """
    order = list(LeverKind)
    for lever in sorted(levers, key=lambda one: order.index(one.kind)):
        selected = _selected(problem, lever.scope)
        if not lever.changes_nothing:
            problem = _APPLIED[lever.kind](problem, lever, selected, _months(problem, lever.months))
    return problem


def target_units(demand: FloatArray, days: float) -> FloatArray:
    """Return the stock that coming demand uses up in so many days, (i, t): run-out, not one month's rate.

    Demand (i, t). After the horizon each month repeats the one a year before, where the horizon has no year its last
    three months on average.
    """
    length = demand.shape[1]
    ahead = int(np.ceil(days / _DAYS_A_MONTH))
    coming = np.empty((len(demand), length + ahead))
    coming[:, :length] = demand
    for t in range(length, length + ahead):
        coming[:, t] = coming[:, t - _MONTHS_A_YEAR] if t >= _MONTHS_A_YEAR else demand[:, -3:].mean(axis=1)
    target = np.zeros_like(demand)
    for month in range(ahead):
        part = min(1.0, days / _DAYS_A_MONTH - month)
        target += part * coming[:, month + 1 : month + 1 + length]
    return target


def reaches(problem: SupplyProblem, lever: Lever) -> bool:
    """Return whether the part of the company that a lever names is in the problem; a new delivery may lack it."""
    return lever.scope.name in _names(problem)[lever.scope.dimension]


def _names(problem: SupplyProblem) -> dict[Dimension, Sequence[str]]:
    return {
        Dimension.ALL: ("",),
        Dimension.FAMILY: problem.families,
        Dimension.REGION: problem.regions,
        Dimension.PLANT: (*problem.plants, *(r.plant for r in problem.resources)),
        Dimension.RESOURCE: tuple(r.name for r in problem.resources),
    }


def _selected(problem: SupplyProblem, scope: Scope) -> BoolArray:
    """Return what a scope names, as a mask over SKUs (family), regions, or resources (plant, resource); all: one True."""
    if scope.dimension is Dimension.ALL:
        return np.ones(1, dtype=np.bool_)
    names: dict[Dimension, Sequence[str]] = {
        Dimension.FAMILY: problem.families,
        Dimension.REGION: problem.regions,
        Dimension.PLANT: [r.plant for r in problem.resources],
        Dimension.RESOURCE: [r.name for r in problem.resources],
    }
    found = np.array([name == scope.name for name in names[scope.dimension]], dtype=np.bool_)
    if not found.any() and not (scope.dimension is Dimension.PLANT and scope.name in problem.plants):
        raise NotFound(
            "There is no {dimension} {name} in this plan.", dimension=_CALLED[scope.dimension], name=scope.name
        )
    return found


def _months(problem: SupplyProblem, months: MonthRange) -> BoolArray:
    return np.array([month in months for month in problem.months], dtype=np.bool_)


def _market(lever: Lever, selected: BoolArray, months: BoolArray) -> FloatArray:
    """Return the factor of a lever in per cent over SKUs, regions and months, broadcast to (i, s, t)."""
    along = (None, slice(None), None) if lever.scope.dimension is Dimension.REGION else (slice(None), None, None)
    return np.where(selected[along] & months, 1.0 + lever.value / 100.0, 1.0)


def _demand(problem: SupplyProblem, lever: Lever, selected: BoolArray, months: BoolArray) -> SupplyProblem:
    return replace(problem, demand_units=problem.demand_units * _market(lever, selected, months))


def _price(problem: SupplyProblem, lever: Lever, selected: BoolArray, months: BoolArray) -> SupplyProblem:
    return replace(problem, price_money=problem.price_money * _market(lever, selected, months))


def _capacity(problem: SupplyProblem, lever: Lever, selected: BoolArray, months: BoolArray) -> SupplyProblem:
    factor = np.where(selected[:, None] & months, 1.0 + lever.value / 100.0, 1.0)
    return replace(problem, capacity_h=problem.capacity_h * factor)


def _overtime(problem: SupplyProblem, lever: Lever, selected: BoolArray, months: BoolArray) -> SupplyProblem:
    """Allow a per cent of the regular hours of the group's labour; of its longest line where no labour is kept."""
    allowed = problem.overtime_allowed_h.copy()
    chosen = np.broadcast_to(selected, len(problem.resources))
    for g in range(len(problem.groups)):
        staffed = (problem.resource_group == g) & chosen
        if staffed.any():
            hours = _staff_hours(problem, staffed)
            allowed[g, months] = hours[months] * lever.value / 100.0
    return replace(problem, overtime_allowed_h=allowed)


def _staff_hours(problem: SupplyProblem, staffed: BoolArray) -> FloatArray:
    labour = np.array([r.kind == _LABOUR for r in problem.resources], dtype=np.bool_) & staffed
    hours: FloatArray = (
        problem.capacity_h[labour].sum(axis=0) if labour.any() else problem.capacity_h[staffed].max(axis=0)
    )
    return hours


def _safety_stock(problem: SupplyProblem, lever: Lever, selected: BoolArray, months: BoolArray) -> SupplyProblem:
    """Replace the target by days of coming demand; what is made to order keeps none."""
    target = target_units(problem.month_demand_units, lever.value)
    moved = selected[:, None] & months & ~problem.made_to_order[:, None]
    return replace(problem, safety_stock_units=np.where(moved, target, problem.safety_stock_units))


_APPLIED: dict[LeverKind, Callable[[SupplyProblem, Lever, BoolArray, BoolArray], SupplyProblem]] = {
    LeverKind.DEMAND: _demand,
    LeverKind.PRICE: _price,
    LeverKind.CAPACITY: _capacity,
    LeverKind.OVERTIME: _overtime,
    LeverKind.SAFETY_STOCK: _safety_stock,
}
