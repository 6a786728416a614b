"""Levers become vectors: the problem of a scenario is the base problem with its levers.

Most levers leave the structure as it is. One that brings a part which the company did not have (a stock limit, an extra
shift, classes of demand), or that moves the fence, makes a problem of another structure, and so another model.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from sop.domain.scenario import Dimension, Lever, LeverKind
from sop.domain.supply import FloatArray
from sop.planning import lever_sources as sources
from sop.planning import lever_stock as stock
from sop.planning import lever_works as works
from sop.planning.parts import DemandClasses
from sop.planning.problem import SupplyProblem
from sop.planning.reach import Reach, reach_of
from sop.planning.reach import reaches as reaches  # noqa: PLC0414 - asked for beside `apply`

__all__ = ["apply", "reaches"]


def apply(problem: SupplyProblem, levers: Sequence[Lever]) -> SupplyProblem:
    """Return the problem with its levers applied; months outside the horizon do not matter.

    Kinds apply in the order of `LeverKind`, so that days of safety stock look at the demand of the scenario and overtime
    at its capacity; levers of one kind in their own order. Raises NotFound where a scope names what is not there.
    """
    base = problem
    for lever in sorted(levers, key=lambda one: one.order):
        reach = reach_of(problem, lever)
        if lever.changes_nothing:
            continue
        if lever.kind is LeverKind.ELASTICITY:
            problem = _elasticity(problem, base, lever, reach)
        else:
            problem = _APPLIED[lever.kind](problem, lever, reach)
    return problem


def _factor(lever: Lever, reach: Reach) -> FloatArray:
    """Return the factor of a lever in per cent over SKUs, regions and months, (i, s, t)."""
    return np.where(reach.market, 1.0 + lever.value / 100.0, 1.0)


def _demand(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    return replace(problem, demand_units=problem.demand_units * _factor(lever, reach))


def _demand_units(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    """Add units a month to the whole that is reached, by its mix; where nothing is asked for, in equal parts."""
    mask = reach.market
    wanted = np.where(mask, problem.demand_units, 0.0)
    total = wanted.sum(axis=(0, 1))
    share = np.divide(wanted, total, out=mask / np.maximum(mask.sum(axis=(0, 1)), 1), where=total > 0)
    return replace(problem, demand_units=np.maximum(problem.demand_units + lever.value * share, 0.0))


def _price(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    return replace(problem, price_money=problem.price_money * _factor(lever, reach))


def _elasticity(problem: SupplyProblem, base: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    """Let demand follow the change of price against the base: (price / base price) to the power of - elasticity."""
    there = reach.market & (base.price_money > 0) & (problem.price_money > 0)
    ratio = np.divide(problem.price_money, base.price_money, out=np.ones_like(base.price_money), where=there)
    return replace(problem, demand_units=problem.demand_units * ratio**-lever.value)


def _allocation(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    """Let a lost unit of a family or SKU weigh more or less; serve a share of a region before the others."""
    if lever.scope.dimension is not Dimension.REGION:
        weight = np.where(reach.skus, 1.0 + lever.value / 100.0, 1.0)
        return replace(problem, priority=problem.priority * weight)
    nobody = DemandClasses(
        committed_units=np.zeros_like(problem.safety_stock_units),
        strategic_share=np.zeros(problem.demand_units.shape[:2]),
    )
    classes = problem.classes or nobody
    first = np.clip(lever.value / 100.0, 0.0, 1.0) * reach.regions
    share = np.maximum(classes.strategic_share, first[None, :])
    return replace(problem, classes=replace(classes, strategic_share=share))


_APPLIED: dict[LeverKind, Callable[[SupplyProblem, Lever, Reach], SupplyProblem]] = {
    LeverKind.DEMAND: _demand,
    LeverKind.DEMAND_UNITS: _demand_units,
    LeverKind.PRICE: _price,
    LeverKind.CAPACITY: works.capacity,
    LeverKind.CAPACITY_HOURS: works.capacity_hours,
    LeverKind.OUTAGE: works.outage,
    LeverKind.OVERTIME: works.overtime,
    LeverKind.EXTRA_SHIFT: works.extra_shift,
    LeverKind.HIRING: works.hiring,
    LeverKind.SUBCONTRACT: sources.subcontract,
    LeverKind.MATERIAL_PRICE: sources.material_price,
    LeverKind.SUPPLIER_OUTAGE: sources.supplier_outage,
    LeverKind.SUPPLIER_DELAY: sources.supplier_delay,
    LeverKind.SAFETY_STOCK: stock.safety_stock,
    LeverKind.SAFETY_STOCK_UNITS: stock.safety_stock_units,
    LeverKind.TARGET_SERVICE: stock.target_service,
    LeverKind.STOCK_LIMIT: stock.stock_limit,
    LeverKind.ALLOCATION: _allocation,
    LeverKind.FROZEN: works.frozen,
}
