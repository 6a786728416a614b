"""Levers on stock: safety stock in days, in units or for a service, and how much may lie there at most."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np

from sop.domain.scenario import Lever
from sop.domain.supply import FloatArray
from sop.planning.cover import target_units
from sop.planning.parts import StockLimit
from sop.planning.problem import SupplyProblem
from sop.planning.reach import Reach

_REVIEW_MONTHS = 1.0


def safety_stock(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    """Replace the target by days of coming demand; what is made to order keeps none."""
    return _with_target(problem, reach, target_units(problem.month_demand_units, lever.value))


def safety_stock_units(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    return _with_target(problem, reach, np.full_like(problem.safety_stock_units, lever.value))


def target_service(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    """Replace the target by z x forecast error over lead time and review month, for normally distributed errors."""
    lead = np.zeros(len(problem.skus))
    np.maximum.at(lead, problem.route_sku, problem.route_lead_months.astype(np.float64))
    z = NormalDist().inv_cdf(lever.value / 100.0)
    target = z * problem.error_units * np.sqrt(lead + _REVIEW_MONTHS)
    return _with_target(problem, reach, np.repeat(target[:, None], len(problem.months), axis=1))


def _with_target(problem: SupplyProblem, reach: Reach, target: FloatArray) -> SupplyProblem:
    moved = reach.cells & ~problem.made_to_order[:, None]
    return replace(problem, safety_stock_units=np.where(moved, target, problem.safety_stock_units))


def stock_limit(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    """Let no more lie in stock than coming demand uses up in so many days."""
    most = target_units(problem.month_demand_units, lever.value)
    standing = np.full_like(most, np.inf) if problem.stock_limit is None else problem.stock_limit.most_units
    return replace(problem, stock_limit=StockLimit(most_units=np.where(reach.cells, most, standing)))
