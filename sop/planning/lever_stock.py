"""Levers on stock: safety stock in days, in units or for a service, and how much may lie there at most."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np

from sop.domain.calendar import DAYS_A_MONTH
from sop.domain.scenario import Lever
from sop.domain.supply import FloatArray
from sop.planning.parts import StockLimit
from sop.planning.problem import SupplyProblem
from sop.planning.reach import Reach

_MONTHS_A_YEAR = 12
_REVIEW_MONTHS = 1.0


def target_units(demand: FloatArray, days: float) -> FloatArray:
    """Return the stock that coming demand uses up in so many days, (i, t): run-out, not one month's rate.

    Demand (i, t). After the horizon each month repeats the one a year before, where the horizon has no year its last
    three months on average.
    """
    length = demand.shape[1]
    ahead = int(np.ceil(days / DAYS_A_MONTH))
    coming = np.empty((len(demand), length + ahead))
    coming[:, :length] = demand
    for t in range(length, length + ahead):
        coming[:, t] = coming[:, t - _MONTHS_A_YEAR] if t >= _MONTHS_A_YEAR else demand[:, -3:].mean(axis=1)
    target = np.zeros_like(demand)
    for month in range(ahead):
        part = min(1.0, days / DAYS_A_MONTH - month)
        target += part * coming[:, month + 1 : month + 1 + length]
    return target


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
