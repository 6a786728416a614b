"""The limits that hold a plan back, by name: hours, overtime, extra shifts, units to buy or to have made, material, room."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from sop.domain.calendar import Month
from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.problem import SupplyProblem

Solve = Callable[[SupplyProblem], SupplyPlan]  # a warm model that answers a question beside the plan on screen

_WORTHLESS = 1e-3  # of what a unit costs: below it one more is worth no more than the perturbation of the costs
_BOUGHT_AHEAD = 0.02  # of a material's price: up to here it is bought a month or two ahead, which stops nothing


class LimitKind(StrEnum):
    """What is short. Unit of one more of it in brackets."""

    HOURS = "hours"  # [regular hours of one resource]
    OVERTIME = "overtime"  # [hours that a staff group may work on top]
    EXTRA_SHIFT = "extra_shift"  # [hours of a further shift of a staff group]
    PURCHASE = "purchase"  # [units of a SKU that can be bought]
    SUBCONTRACT = "subcontract"  # [units of a SKU that somebody else can make]
    MATERIAL = "material"  # [units of a material that are there]
    STORAGE = "storage"  # [m3 of room in the warehouse]


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit and what one more unit of it is worth by the prices of the plan, month by month (0: it does not bind)."""

    kind: LimitKind
    name: str  # of the resource, staff group, SKU or material; empty for the warehouse
    row: int  # position among them
    months: tuple[Month, ...]  # in which it binds
    worth_money: tuple[float, ...]  # over the whole horizon, (t,), penalties included

    @property
    def dearest(self) -> int:
        """Return the position of the month in which one more is worth most."""
        return int(np.argmax(self.worth_money))

    @property
    def total_money(self) -> float:
        """Return one more in every month, by which limits are ranked."""
        return float(sum(self.worth_money))


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """The limits of one kind: their names, what one more is worth, how much there is, from which worth on it binds; (row, t)."""

    names: tuple[str, ...]
    worth: FloatArray
    there: FloatArray
    least: FloatArray  # (row,)
    closed: bool = False  # 0 everywhere is no limit but no way


def binding_limits(problem: SupplyProblem, plan: SupplyPlan) -> tuple[Limit, ...]:
    """Return every limit that binds in the months that can be decided, the most valuable over the horizon first."""
    found = [limit for kind, of in _kinds(problem, plan).items() for limit in _binding(problem, kind, of)]
    return tuple(sorted(found, key=lambda each: -each.total_money))


def limit_values(problem: SupplyProblem, plan: SupplyPlan) -> dict[LimitKind, FloatArray]:
    """Return what one more of each limit is worth by the prices of a plan, (row, t); 0 or less where it does not bind."""
    return {kind: of.worth for kind, of in _kinds(problem, plan).items()}


def _kinds(problem: SupplyProblem, plan: SupplyPlan) -> dict[LimitKind, _Kind]:
    """Return the limits that this company has.

    Hours are worth their dual; one more hour of overtime or of a shift the hours of all that it staffs less its price, one
    more unit to buy what a unit is worth less its price; room and material their duals, the latter where that is more
    than what it costs anyway.
    """
    group = problem.resource_group
    staffed = np.zeros((len(problem.groups), len(problem.months)))
    np.add.at(staffed, group[group >= 0], plan.hour_value_money[group >= 0])
    hours = float(plan.load_h.sum())
    an_hour_makes = float(plan.production_money.sum()) / hours if hours > 0 else 0.0
    resources = tuple(axis.name for axis in problem.resources)
    overtime, bought = problem.overtime_cost_money, problem.purchase_cost_money
    by_sku, by_group = problem.skus, problem.groups
    kinds = {
        LimitKind.HOURS: _Kind(
            resources, plan.hour_value_money, problem.capacity_h, np.full(len(resources), _WORTHLESS * an_hour_makes)
        ),
        LimitKind.OVERTIME: _less_price(by_group, staffed, overtime, problem.overtime_allowed_h, closed=False),
        LimitKind.PURCHASE: _less_price(by_sku, plan.unit_value_money, bought, problem.purchase_limit_units),
    }
    if (shift := problem.extra_shift) is not None:
        kinds[LimitKind.EXTRA_SHIFT] = _less_price(by_group, staffed, shift.cost_money, shift.allowed_h)
    if (outside := problem.subcontracting) is not None:
        unit = plan.unit_value_money
        kinds[LimitKind.SUBCONTRACT] = _less_price(by_sku, unit, outside.cost_money, outside.limit_units)
    if (materials := problem.materials) is not None:
        usual = (1.0 + _BOUGHT_AHEAD) * plan.material_unit_money
        kinds[LimitKind.MATERIAL] = _Kind(materials.names, plan.material_saving_money, materials.receipts_units, usual)
    if (storage := problem.storage) is not None:
        holding = _WORTHLESS * float(problem.holding_cost_money.mean()) if problem.skus else 0.0
        kinds[LimitKind.STORAGE] = _Kind(
            ("",), plan.storage_saving_money[None], storage.limit_m3[None], np.array([holding])
        )
    return kinds


def _less_price(
    names: tuple[str, ...], worth: FloatArray, price: FloatArray, there: FloatArray, *, closed: bool = True
) -> _Kind:
    return _Kind(names, worth - price[:, None], there, _WORTHLESS * price, closed)


def _binding(problem: SupplyProblem, kind: LimitKind, of: _Kind) -> Iterator[Limit]:
    for row, name in enumerate(of.names):
        counted = np.where(of.worth[row] > of.least[row], of.worth[row], 0.0)
        counted[: problem.frozen_months] = 0.0
        if counted.any() and not (of.closed and not of.there[row].any()):
            months = tuple(problem.months[t] for t in np.flatnonzero(counted))
            yield Limit(kind, name, row, months, tuple(counted.tolist()))


def with_more(problem: SupplyProblem, limit: Limit, t: int, amount: float) -> SupplyProblem:
    """Return the problem with so much more of a limit in the month at position t."""
    part, name = _PLACES[limit.kind]
    holder: Any = problem if part is None else getattr(problem, part)
    values = getattr(holder, name).copy()
    if limit.kind is LimitKind.STORAGE:
        values[t] += amount
    else:
        values[limit.row, t] += amount
    changed = replace(holder, **{name: values})
    return changed if part is None else replace(problem, **{part: changed})


def amount_of(problem: SupplyProblem, limit: Limit, t: int) -> float:
    """Return how much of a limit there is in the month at position t."""
    part, name = _PLACES[limit.kind]
    values = getattr(problem if part is None else getattr(problem, part), name)
    return float(values[t] if limit.kind is LimitKind.STORAGE else values[limit.row, t])


_PLACES: dict[LimitKind, tuple[str | None, str]] = {
    LimitKind.HOURS: (None, "capacity_h"),
    LimitKind.OVERTIME: (None, "overtime_allowed_h"),
    LimitKind.EXTRA_SHIFT: ("extra_shift", "allowed_h"),
    LimitKind.PURCHASE: (None, "purchase_limit_units"),
    LimitKind.SUBCONTRACT: ("subcontracting", "limit_units"),
    LimitKind.MATERIAL: ("materials", "receipts_units"),
    LimitKind.STORAGE: ("storage", "limit_m3"),
}
