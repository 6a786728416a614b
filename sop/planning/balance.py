"""From the solution of the program to the plan that people read: units, hours, money and penalties apart, values of limits.

Signs are turned once, here: what one more hour saves and what one more unit costs are positive.
"""

import time
from dataclasses import dataclass

import numpy as np

from sop.domain.supply import FloatArray, PlanStatus, SupplyPlan
from sop.planning.certificate import Solution
from sop.planning.formulation import Formulation
from sop.planning.problem import SupplyProblem
from sop.planning.vectors import Vectors

_ROUNDING = 1e-11  # of what has moved so far: less is no stock and no backlog


@dataclass(frozen=True, slots=True, eq=False)
class _Quantities:
    made: FloatArray  # (k, t)
    bought: FloatArray  # (i, t)
    lost: FloatArray  # (i, t)
    late: FloatArray  # (i, t), backlog above the order book
    backlog: FloatArray  # (i, t)
    stock: FloatArray  # (i, t)
    overtime: FloatArray  # (g, t)
    beyond: FloatArray  # (r, t)
    shortage: FloatArray  # (2, family, t)


def plan_of(
    problem: SupplyProblem,
    form: Formulation,
    vectors: Vectors,
    solution: Solution | None,
    *,
    key: str,
    status: PlanStatus,
    solver: str,
    began: float,
) -> SupplyPlan:
    """Return the plan of a solution; without one the same plan with empty (NaN) figures."""
    if solution is None:
        nothing = np.full(form.columns.length, np.nan)
        solution = Solution(nothing, np.full(form.rows.length, np.nan))
    found = _quantities(problem, form, vectors, solution.columns)
    figures = {
        **_given(problem),
        **_made_and_moved(problem, found),
        **_money(problem, found),
        "penalty": _penalties(problem, vectors, found),
        "hour_value_money": -solution.row_duals[form.row("capacity")] * vectors.money_scale + 0.0,
        "unit_value_money": _unit_values(form, vectors, solution),
    }
    for figure in figures.values():
        figure.flags.writeable = False
    return SupplyPlan(
        key=key,
        status=status,
        skus=problem.skus,
        families=problem.families,
        regions=problem.regions,
        plants=problem.plants,
        resources=problem.resources,
        groups=problem.groups,
        months=problem.months,
        frozen_months=problem.frozen_months,
        objective=_objective(problem, figures),
        solver=solver,
        milliseconds=1000.0 * (time.perf_counter() - began),
        **figures,
    )


def _made_and_moved(problem: SupplyProblem, found: _Quantities) -> dict[str, FloatArray]:
    return {
        "production_units": _by_plant(problem, found.made),
        "purchased_units": found.bought,
        "stock_units": found.stock,
        "backlog_units": found.backlog,
        "lost_units": found.lost,
        "load_h": problem.route_use_h.T @ found.made,
        "overtime_h": found.overtime,
        "beyond_capacity_h": found.beyond,
    }


_MONEY = ("production_money", "purchase_money", "overtime_money", "holding_money")


def _money(problem: SupplyProblem, found: _Quantities) -> dict[str, FloatArray]:
    parts = (
        problem.production_cost_money @ found.made,
        problem.purchase_cost_money @ found.bought,
        problem.overtime_cost_money @ found.overtime,
        problem.holding_cost_money @ found.stock,
    )
    return dict(zip(_MONEY, parts, strict=True))


def _objective(problem: SupplyProblem, figures: dict[str, FloatArray]) -> float:
    """Return money and penalties less the value of the closing stock up to its target."""
    spent = sum(float(figures[name].sum()) for name in (*_MONEY, "penalty"))
    kept = np.minimum(figures["stock_units"][:, -1], problem.safety_stock_units[:, -1])
    return spent - float(problem.unit_cost_money @ kept)


def _quantities(problem: SupplyProblem, form: Formulation, vectors: Vectors, columns: FloatArray) -> _Quantities:
    """Return the quantities, rid of the solver's rounding: stock and backlog follow from what moves them."""
    values = np.clip(columns, vectors.column_lower, vectors.column_upper) * vectors.unit_scale
    demand = problem.month_demand_units
    made = values[form.column("production")]
    bought = values[form.column("purchases")]
    lost, book = np.zeros_like(demand), np.zeros_like(demand)
    lost[form.to_stock] = values[form.column("lost sales")]
    book[form.to_order] = values[form.column("order book")]
    supply = bought.copy()
    np.add.at(supply, problem.route_sku, made)
    opening = problem.opening_stock_units - problem.opening_backlog_units
    net = opening[:, None] + np.cumsum(supply + lost - demand, axis=1)
    gross = opening[:, None] + np.cumsum(supply + demand, axis=1)
    net[np.abs(net) <= _ROUNDING * gross] = 0.0
    held = values[form.column("stock within target")] + values[form.column("stock above target")]
    both = np.minimum(held, values[form.column("backlog")] + book)  # a free order book beside stock
    backlog = np.maximum(-net, 0.0) + both
    return _Quantities(
        made=made,
        bought=bought,
        lost=lost,
        late=np.maximum(backlog - problem.order_book_units, 0.0),
        backlog=backlog,
        stock=np.maximum(net, 0.0) + both,
        overtime=values[form.column("overtime")],
        beyond=values[form.column("beyond capacity")],
        shortage=values[form.column("shortage")],
    )


def _penalties(problem: SupplyProblem, vectors: Vectors, found: _Quantities) -> FloatArray:
    """Return targets missed (safety stock, order book), backlog, lost, beyond capacity, spread by month, (5, t).

    In the last month what is late counts as lost on top, and missing safety stock as missing for months to come.
    """
    weights = vectors.weights
    short = np.maximum(problem.safety_stock_units - found.stock, 0.0)
    missing = weights.shortfall @ short + weights.early @ np.maximum(problem.order_book_units - found.backlog, 0.0)
    missing[-1] += weights.closing_shortfall @ short[:, -1]
    late = problem.backlog_cost_money @ found.late
    late[-1] += weights.lost[:, -1] @ found.late[:, -1]
    return np.stack(
        [
            missing,
            late,
            (weights.lost * found.lost).sum(axis=0),
            weights.beyond * found.beyond.sum(axis=0),
            (weights.shortage * found.shortage).sum(axis=(0, 1)),
        ]
    )


def _by_plant(problem: SupplyProblem, made: FloatArray) -> FloatArray:
    production = np.zeros((len(problem.skus), len(problem.plants), len(problem.months)))
    production[problem.route_sku, problem.route_plant] = made
    return production


def _unit_values(form: Formulation, vectors: Vectors, solution: Solution) -> FloatArray:
    """Return what one more unit of demand would cost, (i, t): its supply, less that one more unit may be lost."""
    balance = solution.row_duals[form.row("balance")]
    sharing = np.zeros_like(balance)
    sharing[form.sharing] = solution.row_duals[form.row("sharing")[0]]
    lost = form.to_stock
    bound = vectors.solved_cost[form.column("lost sales")] + balance[lost] - sharing[lost]
    value = -balance
    value[lost] += np.minimum(bound, 0.0)
    return value * vectors.money_scale


def _given(problem: SupplyProblem) -> dict[str, FloatArray]:
    return {
        "demand_by_region_units": problem.demand_units,
        "demand_units": problem.month_demand_units,
        "order_book_units": problem.order_book_units,
        "safety_stock_units": problem.safety_stock_units,
        "opening_stock_units": problem.opening_stock_units,
        "opening_backlog_units": problem.opening_backlog_units,
        "capacity_h": problem.capacity_h,
        "overtime_allowed_h": problem.overtime_allowed_h,
        "price_money": problem.month_price_money,
        "unit_cost_money": problem.unit_cost_money,
    }
