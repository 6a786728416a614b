"""How dear a family's shortage is made, so that its SKUs are short pro rata and not the one with the least margin.

Short hours y of SKUs with value v per hour, shared as y <= D x common rate: the linear program keeps every SKU at the
common rate if and only if the rate costs at least sum D (v_max - v). A family's shortage then weighs as much per
bottleneck hour as that of its dearest SKU. The bottleneck is not known beforehand, so the largest such sum over the
resources that the family uses counts. What is lost is worth its margin and shared by the demand of its month; what is late
is worth a month of waiting and shared the same way, by the demand of the months before where a month has none.
"""

import numpy as np

from sop.domain.supply import FloatArray
from sop.planning.formulation import Formulation
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem

_LATE_MONTHS = 3  # of demand against which a backlog is measured in a month without
_EQUAL_VALUES = 0.05  # share of the value that keeps a shortage even where all SKUs are worth the same
_DEAREST_AT_MOST = 4.0  # times the family's mean: one SKU with hardly any hours must not make its family priceless
_SMALLEST_SHARE = 1e-6  # solvers drop smaller entries of a matrix


def shares(problem: SupplyProblem, form: Formulation) -> FloatArray:
    """Return the share of each sharing SKU in its family, of what is lost by class and of what is late, (n, sharing, t).

    0 where there is no demand.
    """
    by_class = problem.class_demand_units[:, form.sharing]
    demand = by_class.sum(axis=0)
    each = np.concatenate([by_class, np.where(demand > 0, demand, _recent(demand))[None]])
    if not len(form.sharing):
        return each
    total = np.add.reduceat(each, form.family_starts, axis=1)[:, form.sharing_family]
    share = np.divide(each, total, out=np.zeros_like(each), where=total > 0)
    return np.where(each > 0, np.maximum(share, _SMALLEST_SHARE), 0.0)


def late_anyway(problem: SupplyProblem, form: Formulation) -> FloatArray:
    """Return what may be lost or late without being shared, (n, sharing, t): what was late before the plan began.

    Without limit where nothing was asked for lately, and for a SKU that nothing can supply: it is short whatever is shared,
    and would excuse any shortage of the others.
    """
    own = form.sharing
    late = np.maximum(problem.opening_backlog_units[own, None] - problem.order_book_units[own], 0.0)
    by_class = problem.class_demand_units[:, own]
    excused = np.zeros((len(by_class) + 1, *late.shape))
    excused[-1] = late
    excused[-2, :, -1] = late[:, -1]
    excused[-2, by_class[-1, :, -1] <= 0, -1] = np.inf
    excused[-1, _recent(by_class.sum(axis=0)) <= 0] = np.inf
    supplied = problem.purchase_limit_units.max(axis=1) > 0
    if problem.subcontracting is not None:
        supplied |= problem.subcontracting.limit_units.max(axis=1) > 0
    supplied[problem.route_sku] = True
    excused[:, ~supplied[own]] = np.inf
    return excused


def shortage_weight(
    problem: SupplyProblem, form: Formulation, policy: Policy, share: FloatArray, price: FloatArray
) -> FloatArray:
    """Return the cost of one unit lost, by class, and of one unit late for a month, in each shared family, (n, family, t)."""
    if not len(form.sharing):
        return np.zeros((len(share), 0, len(problem.months)))
    own = form.sharing
    margin = np.maximum(price - _cheapest_cost(problem)[:, None], 0.0)[own]
    waiting = np.broadcast_to(problem.backlog_cost_money[own, None], margin.shape)
    classes = policy.class_weights(len(share) - 1)
    value = np.concatenate([margin * classes[:, None, None], waiting[None]])
    return policy.fair_share * _short_of_dearest(value, share, form)


def _short_of_dearest(value: FloatArray, share: FloatArray, form: Formulation) -> FloatArray:
    """Return by how much a family's mean unit is worth less than its hours would be in its dearest SKU, (n, family, t)."""
    hours, starts = form.sharing_h[:, :, None], form.family_starts
    uses = hours > 0
    per_hour = np.where(uses, 1.0 / np.where(uses, hours, 1.0), 0.0)
    dearest = np.maximum.reduceat(value[:, :, None, :] * per_hour, starts, axis=1)  # (n, family, r, t)
    family_hours = np.add.reduceat(share[:, :, None, :] * hours, starts, axis=1)
    worth = share * value
    used = np.add.reduceat(worth[:, :, None, :] * uses, starts, axis=1)
    mean = np.add.reduceat(worth, starts, axis=1)
    gap = (family_hours * dearest - used).max(axis=2, initial=0.0)
    capped: FloatArray = np.minimum(gap, _DEAREST_AT_MOST * mean) + _EQUAL_VALUES * mean
    return capped


def _recent(demand: FloatArray) -> FloatArray:
    """Return the mean demand of each month and those shortly before it, (i, t)."""
    total = demand.copy()
    for back in range(1, min(_LATE_MONTHS, demand.shape[1])):
        total[:, back:] += demand[:, :-back]
    return total / _LATE_MONTHS


def _cheapest_cost(problem: SupplyProblem) -> FloatArray:
    """Return the cost of the cheapest route of each SKU, its unit cost where there is none, (i,)."""
    cheapest = np.full(len(problem.skus), np.inf)
    np.minimum.at(cheapest, problem.route_sku, problem.production_cost_money)
    return np.where(np.isfinite(cheapest), cheapest, problem.unit_cost_money)
