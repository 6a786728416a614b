"""Costs and bounds of the linear program: everything that a lever moves, and nothing else.

A solver's tolerances are absolute, so it is given figures of a usual size: units and hours divided by one scale, money by
another. Both are powers of 16 and lose no digit.
"""

from dataclasses import dataclass

import numpy as np

from sop.domain.supply import FloatArray
from sop.planning.formulation import Formulation
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.program import Draft
from sop.planning.sharing import late_anyway, shares, shortage_weight

_USUAL_UNITS = 500.0  # a month's demand of a SKU, as the solver likes to see it
_USUAL_MONEY = 50.0  # what a unit costs
_SCALE_POWERS = (-4.0, 8.0)  # beyond these the hours of a company would leave what a solver takes for finite
_FREE_COLUMN = 0.01  # share of the unit cost on which a column without a cost of its own is perturbed


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What the plan weighs against money: penalties per unit, never part of a figure in money."""

    shortfall: FloatArray  # (i,) below the safety stock, per unit and month
    early: FloatArray  # (i,) below the order book, per unit and month
    closing_shortfall: FloatArray  # (i,) the same once more at the end of the horizon, per unit
    lost: FloatArray  # (c, i, t) per unit lost
    late_at_end: FloatArray  # (i,) per unit late at the end: as one lost of the class that is served first
    beyond: float  # per hour that no limit allows
    shortage: FloatArray  # (n, family, t) per unit lost of a class, or late for a month, in a shared family


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Costs and bounds as the solver is given them, scaled and perturbed, and what the costs really are."""

    cost: FloatArray  # in money, neither scaled nor perturbed
    solved_cost: FloatArray
    column_lower: FloatArray
    column_upper: FloatArray
    row_lower: FloatArray
    row_upper: FloatArray
    share: FloatArray  # (kind of shortage, sharing SKU, t)
    weights: Weights
    unit_scale: float  # units, hours = solved x this
    money_scale: float  # money = solved x this, values of one hour or unit as well


def vectors_of(problem: SupplyProblem, form: Formulation, policy: Policy) -> Vectors:
    """Return the vectors of a problem (with its levers applied) for the formulation of its structure."""
    share = shares(problem, form)
    weights = _weights(problem, form, policy, share)
    draft = Draft.of(form, _FREE_COLUMN * problem.unit_cost_money.mean() if problem.skus else 0.0)
    _set_costs(problem, form, weights, draft.cost)
    _set_column_bounds(problem, form, draft)
    _set_row_bounds(problem, form, draft)
    for block in form.blocks:
        block.fill(problem, form, policy, draft)
    perturbed = policy.perturbation * np.maximum(np.abs(draft.cost), draft.worth) * form.noise
    units = _scale(problem.demand_units.sum(axis=1), _USUAL_UNITS)
    money = _scale(np.concatenate([problem.unit_cost_money, problem.production_cost_money]), _USUAL_MONEY)
    return Vectors(
        cost=draft.cost,
        solved_cost=(draft.cost + perturbed) / money,
        column_lower=draft.column_lower / units,
        column_upper=draft.column_upper / units,
        row_lower=draft.row_lower / units,
        row_upper=draft.row_upper / units,
        share=share,
        weights=weights,
        unit_scale=units,
        money_scale=money,
    )


def _scale(figures: FloatArray, usual: float) -> float:
    """Return the power of 16 by which figures are divided to be about as large as usual; 1 where all are zero."""
    there = figures[figures > 0]
    if not there.size:
        return 1.0
    power = np.round(np.log(there.mean() / usual) / np.log(16.0))
    return float(16.0 ** np.clip(power, *_SCALE_POWERS))


def _weights(problem: SupplyProblem, form: Formulation, policy: Policy, share: FloatArray) -> Weights:
    dearest = [problem.overtime_cost_money, problem.production_cost_money, np.ones(1)]
    price = problem.month_price_money
    shortfall = _shortfall(problem, policy, price)
    lost = price * (1.0 + policy.lost_goodwill_share) * problem.priority[:, None]
    classes = policy.class_weights(len(share) - 1)
    ahead = min(policy.closing_months, len(problem.months))
    return Weights(
        shortfall=shortfall,
        early=policy.early_share * problem.holding_cost_money,
        closing_shortfall=ahead * (shortfall - problem.holding_cost_money),
        lost=classes[:, None, None] * lost,
        late_at_end=np.where(problem.made_to_order, 1.0, classes[0]) * lost[:, -1],
        beyond=policy.beyond_capacity_factor * float(np.concatenate(dearest).max()),
        shortage=shortage_weight(problem, form, policy, share, price),
    )


def _shortfall(problem: SupplyProblem, policy: Policy, price: FloatArray) -> FloatArray:
    """Return the cost of one unit and month below the safety stock: a little above holding it.

    Less than backlog + holding, else stock would lie idle while orders wait; and so small that no order is refused
    to keep it through the whole horizon: (s - h) x months < margin.
    """
    margin = np.maximum(price.min(axis=1) - problem.unit_cost_money, 0.0)
    wanted = policy.shortfall_share * problem.holding_cost_money + 1e-3 * problem.unit_cost_money
    extra = np.minimum(np.minimum(wanted, 0.5 * problem.backlog_cost_money), 0.5 * margin / len(problem.months))
    shortfall: FloatArray = problem.holding_cost_money + extra
    return shortfall


def _set_costs(problem: SupplyProblem, form: Formulation, weights: Weights, cost: FloatArray) -> None:
    holding = problem.holding_cost_money[:, None]
    cost[form.column("production")] = problem.production_cost_money[:, None]
    cost[form.column("purchases")] = problem.purchase_cost_money[:, None]
    cost[form.column("stock within target")] = holding - weights.shortfall[:, None]
    cost[form.column("stock above target")] = holding
    cost[form.column("backlog")] = problem.backlog_cost_money[:, None]
    cost[form.column("order book")] = -weights.early[form.to_order, None]
    cost[form.lost] = weights.lost[:, form.to_stock]
    cost[form.column("overtime")] = problem.overtime_cost_money[:, None]
    cost[form.column("beyond capacity")] = weights.beyond
    cost[form.column("shortage")] = weights.shortage
    cost[form.column("stock within target")[:, -1]] -= problem.unit_cost_money + weights.closing_shortfall
    cost[form.column("backlog")[:, -1]] += weights.late_at_end


def _set_column_bounds(problem: SupplyProblem, form: Formulation, draft: Draft) -> None:
    lower, upper = draft.column_lower, draft.column_upper
    frozen, months = problem.frozen_months, len(problem.months)
    production = form.column("production")
    if problem.route_lead_months.any():  # what would arrive after the horizon is not for this plan to decide
        too_late = np.arange(months)[None, :] + problem.route_lead_months[:, None] >= months
        upper[production[too_late]] = 0.0
    given = production[:, :frozen]
    lower[given] = upper[given] = problem.frozen_production_units
    upper[form.column("purchases")] = problem.purchase_limit_units
    upper[form.column("stock within target")] = problem.safety_stock_units
    upper[form.column("stock above target")[form.to_order]] = _made_too_early(problem)[form.to_order]
    upper[form.column("order book")] = problem.order_book_units[form.to_order]
    upper[form.lost] = problem.class_demand_units[:, form.to_stock]
    upper[form.column("overtime")] = problem.overtime_allowed_h
    upper[form.column("beyond capacity")[:, frozen:]] = 0.0  # only what is frozen can be more than there is room for


def _made_too_early(problem: SupplyProblem) -> FloatArray:
    """Return the stock that is left if nothing more is made, (i, t): of what is made to order no more may lie there."""
    frozen = np.zeros((len(problem.route_sku), len(problem.months)))
    frozen[:, : problem.frozen_months] = problem.frozen_production_units
    given = problem.arriving_units(frozen)
    opening = problem.opening_stock_units - problem.opening_backlog_units
    left = opening[:, None] + np.cumsum(given - problem.month_demand_units, axis=1)
    stock: FloatArray = np.maximum(left, 0.0)
    return stock


def _set_row_bounds(problem: SupplyProblem, form: Formulation, draft: Draft) -> None:
    balance = problem.receipts_units - problem.month_demand_units
    balance[:, 0] += problem.opening_stock_units - problem.opening_backlog_units
    draft.equal(form.row("balance"), balance)
    draft.row_upper[form.row("capacity")] = problem.capacity_h
    draft.row_upper[form.row("sharing")] = late_anyway(problem, form)
