"""Where a new lever stands so that it changes nothing yet."""

from collections.abc import Callable

import numpy as np

from sop.domain.calendar import MonthRange
from sop.domain.scenario import BOUNDS, Dimension, LeverKind, Scope
from sop.domain.supply import SupplyPlan

DAYS_PER_MONTH = 365.25 / 12
USUAL_SERVICE = 95.0  # where a target service begins: what a company keeps today is said in days, not in service


def movable_kinds(plan: SupplyPlan) -> list[LeverKind]:
    """Return the levers that can move something in this company."""
    lacking: set[LeverKind] = set()
    if not plan.materials:
        lacking |= {LeverKind.MATERIAL_PRICE, LeverKind.SUPPLIER_OUTAGE, LeverKind.SUPPLIER_DELAY}
    if not plan.planned_workers.any():
        lacking.add(LeverKind.HIRING)
    if not plan.subcontract_limit_units.any():
        lacking.add(LeverKind.SUBCONTRACT)
    if not plan.frozen_months:
        lacking.add(LeverKind.FROZEN)
    return [kind for kind in LeverKind if kind not in lacking]


def starting_value(plan: SupplyPlan, kind: LeverKind, scope: Scope, months: MonthRange) -> float:
    """Return the neutral value of a kind, or what holds on average today where a lever replaces a figure.

    Overtime in % of regular staff hours; safety stock in days of coming demand or in units; hiring in workers; a limit that
    does not exist stands at its widest. Rounded to the slider's step and kept within its bounds.
    """
    bounds = BOUNDS[kind]
    if bounds.neutral is not None:
        return float(bounds.neutral)
    inside = np.array([month in months for month in plan.months])
    value = _TODAY[kind](plan, scope, inside)
    steps = round((value - bounds.low) / bounds.step)
    return float(min(max(bounds.low + steps * bounds.step, bounds.low), bounds.high))


def _groups(plan: SupplyPlan, scope: Scope) -> list[int]:
    plant_of = {axis.name: axis.plant for axis in plan.resources}
    everywhere = scope.dimension is Dimension.ALL
    return [g for g, group in enumerate(plan.groups) if everywhere or plant_of.get(group) == scope.name]


def _overtime(plan: SupplyPlan, scope: Scope, inside: np.ndarray) -> float:
    chosen = _groups(plan, scope)
    regular = [r for r, axis in enumerate(plan.resources) if axis.name in {plan.groups[g] for g in chosen}]
    hours = plan.capacity_h[regular][:, inside].sum()
    return float(100 * plan.overtime_allowed_h[chosen][:, inside].sum() / hours) if hours > 0 else 0.0


def _hiring(plan: SupplyPlan, scope: Scope, inside: np.ndarray) -> float:
    limit = plan.hire_limit_workers[_groups(plan, scope)][:, inside]
    known = limit[np.isfinite(limit)]
    return float(known.mean()) if known.size else 0.0


def _skus(plan: SupplyPlan, scope: Scope) -> list[int]:
    own = plan.skus if scope.dimension is Dimension.SKU else plan.families
    return [i for i, name in enumerate(own) if scope.dimension is Dimension.ALL or name == scope.name]


def _safety_days(plan: SupplyPlan, scope: Scope, inside: np.ndarray) -> float:
    rows = _skus(plan, scope)
    demand = plan.demand_units[rows][:, inside].sum()
    stock = plan.safety_stock_units[rows][:, inside].sum()
    return float(stock / demand * DAYS_PER_MONTH) if demand > 0 else 0.0


def _safety_units(plan: SupplyPlan, scope: Scope, inside: np.ndarray) -> float:
    stock = plan.safety_stock_units[_skus(plan, scope)][:, inside]
    return float(stock.mean()) if stock.size else 0.0


def _frozen(plan: SupplyPlan, scope: Scope, inside: np.ndarray) -> float:  # noqa: ARG001 - one signature for all
    return float(plan.frozen_months)


def _usual_service(plan: SupplyPlan, scope: Scope, inside: np.ndarray) -> float:  # noqa: ARG001 - one signature for all
    return USUAL_SERVICE


def _no_limit(plan: SupplyPlan, scope: Scope, inside: np.ndarray) -> float:  # noqa: ARG001 - one signature for all
    return BOUNDS[LeverKind.STOCK_LIMIT].high


_TODAY: dict[LeverKind, Callable[[SupplyPlan, Scope, np.ndarray], float]] = {
    LeverKind.OVERTIME: _overtime,
    LeverKind.HIRING: _hiring,
    LeverKind.SAFETY_STOCK: _safety_days,
    LeverKind.SAFETY_STOCK_UNITS: _safety_units,
    LeverKind.TARGET_SERVICE: _usual_service,
    LeverKind.STOCK_LIMIT: _no_limit,
    LeverKind.FROZEN: _frozen,
}
