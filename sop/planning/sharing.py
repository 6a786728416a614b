"""How dear a family's shortage is made, so that its SKUs are short pro rata and not the one with the least margin.

Short hours y of SKUs with value v per hour, shared as y <= D x common rate: the linear program keeps every SKU at the
common rate if and only if the rate costs at least sum D (v_max - v). A family's shortage then weighs as much per
bottleneck hour as that of its dearest SKU. The bottleneck is not known beforehand, so the largest such sum over the
resources that the family uses counts; what a SKU is worth is its margin where it is lost and its lateness where it waits.
"""

import numpy as np

from sop.domain.supply import FloatArray
from sop.planning.formulation import Formulation
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem

_EQUAL_VALUES = 0.05  # share of the value that keeps a shortage even where all SKUs are worth the same
_DEAREST_AT_MOST = 4.0  # times the family's mean: one SKU with hardly any hours must not make its family priceless
_SMALLEST_SHARE = 1e-6  # solvers drop smaller entries of a matrix


def shares(problem: SupplyProblem, form: Formulation) -> FloatArray:
    """Return the share of each sharing SKU in the demand of its family, (sharing, t); 0 where there is no demand."""
    demand = problem.month_demand_units[form.sharing]
    if not len(form.sharing):
        return demand
    total = np.add.reduceat(demand, form.family_starts, axis=0)[form.sharing_family]
    share = np.divide(demand, total, out=np.zeros_like(demand), where=total > 0)
    return np.where(demand > 0, np.maximum(share, _SMALLEST_SHARE), 0.0)


def shortage_weight(problem: SupplyProblem, form: Formulation, policy: Policy, share: FloatArray) -> FloatArray:
    """Return the cost of one unit short in each shared family and month, (family, t)."""
    if not len(form.sharing):
        return np.zeros((0, len(problem.months)))
    own = form.sharing
    margin = np.maximum(problem.month_price_money - _cheapest_cost(problem)[:, None], 0.0)[own]
    late = np.broadcast_to(problem.backlog_cost_money[own, None] * policy.late_months, margin.shape)
    hours = _sku_hours(problem)[own]
    dearer = [_short_of_dearest(value, hours, share, form) for value in (margin, late)]
    return policy.fair_share * np.maximum(*dearer)


def _short_of_dearest(value: FloatArray, hours: FloatArray, share: FloatArray, form: Formulation) -> FloatArray:
    """Return by how much a family's mean unit is worth less than its hours would be in its dearest SKU, (family, t)."""
    starts = form.family_starts
    uses = hours > 0  # (sharing, r)
    per_hour = np.divide(
        value[:, None, :], hours[:, :, None], out=np.zeros((*hours.shape, value.shape[1])), where=uses[:, :, None]
    )
    dearest = np.maximum.reduceat(per_hour, starts, axis=0)  # (family, r, t)
    family_hours = np.add.reduceat(share[:, None, :] * hours[:, :, None], starts, axis=0)
    worth = np.add.reduceat((share * value)[:, None, :] * uses[:, :, None], starts, axis=0)
    mean = np.add.reduceat(share * value, starts, axis=0)
    gap = (family_hours * dearest - worth).max(axis=1, initial=0.0)
    capped: FloatArray = np.minimum(gap, _DEAREST_AT_MOST * mean) + _EQUAL_VALUES * mean
    return capped


def _cheapest_cost(problem: SupplyProblem) -> FloatArray:
    """Return the cost of the cheapest route of each SKU, its unit cost where there is none, (i,)."""
    cheapest = np.full(len(problem.skus), np.inf)
    np.minimum.at(cheapest, problem.route_sku, problem.production_cost_money)
    return np.where(np.isfinite(cheapest), cheapest, problem.unit_cost_money)


def _sku_hours(problem: SupplyProblem) -> FloatArray:
    """Return hours per unit of each SKU on each resource, (i, r)."""
    hours = np.zeros((len(problem.skus), len(problem.resources)))
    np.maximum.at(hours, problem.route_sku, problem.route_use_h)
    return hours
