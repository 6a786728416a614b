"""From the solution of the program to the plan that people read: units, hours, money and penalties apart, values of limits.

Signs are turned once, here: what one more hour saves and what one more unit costs are positive.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sop.domain.supply import EXTRA_MONEY, ONE_CLASS, PENALTIES, FloatArray, PlanStatus, SupplyPlan
from sop.planning.certificate import Solution
from sop.planning.formulation import Formulation
from sop.planning.parts import CLASSES
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.program import Reading, Solved
from sop.planning.vectors import Vectors

_ROUNDING = 1e-11  # of what has moved so far: less is no stock and no backlog


@dataclass(frozen=True, slots=True, eq=False)
class _Quantities:
    made: FloatArray  # (k, t), in the month of its start
    arriving: FloatArray  # (i, t)
    bought: FloatArray  # (i, t)
    lost: FloatArray  # (c, i, t)
    late: FloatArray  # (i, t), backlog above the order book
    backlog: FloatArray  # (i, t)
    stock: FloatArray  # (i, t)
    overtime: FloatArray  # (g, t)
    beyond: FloatArray  # (r, t)
    shortage: FloatArray  # (n, family, t)


def plan_of(
    problem: SupplyProblem,
    form: Formulation,
    vectors: Vectors,
    solution: Solution | None,
    *,
    policy: Policy,
    key: str,
    status: PlanStatus,
    solver: str,
    began: float,
    gap_money: float = 0.0,
) -> SupplyPlan:
    """Return the plan of a solution; without one the same plan with empty (NaN) figures."""
    if solution is None:
        nothing = np.full(form.columns.length, np.nan)
        solution = Solution(nothing, np.full(form.rows.length, np.nan))
    values = np.clip(solution.columns, vectors.column_lower, vectors.column_upper) * vectors.unit_scale
    solved = Solved(form, values, -solution.row_duals * vectors.money_scale + 0.0)
    readings = [block.read(problem, policy, solved) for block in form.blocks]
    found = _quantities(problem, form, solved, readings)
    extra = {name: figure for each in readings for name, figure in (*each.figures.items(), *each.money.items())}
    figures: dict[str, Any] = {
        **_given(problem),
        **_made_and_moved(problem, found),
        **_money(problem, found),
        **extra,
        "penalty": _penalties(problem, vectors, found, readings),
        "hour_value_money": solved.saving("capacity"),
        "unit_value_money": _unit_values(form, vectors, solution),
    }
    for figure in figures.values():
        figure.flags.writeable = False
    return SupplyPlan(
        key=key,
        status=status,
        objective=_objective(problem, figures),
        solver=solver,
        milliseconds=1000.0 * (time.perf_counter() - began),
        gap_money=gap_money,
        **_axes(problem),
        **figures,
    )


def _axes(problem: SupplyProblem) -> dict[str, Any]:
    materials = problem.materials
    return {
        "skus": problem.skus,
        "families": problem.families,
        "regions": problem.regions,
        "plants": problem.plants,
        "resources": problem.resources,
        "groups": problem.groups,
        "months": problem.months,
        "frozen_months": problem.frozen_months,
        "classes": ONE_CLASS if problem.classes is None else CLASSES,
        "materials": () if materials is None else materials.names,
        "source_suppliers": () if materials is None else materials.suppliers,
        "source_material": np.zeros(0, dtype=np.int64) if materials is None else materials.source_material,
    }


def _made_and_moved(problem: SupplyProblem, found: _Quantities) -> dict[str, FloatArray]:
    return {
        "production_units": _by_plant(problem, found.made),
        "arriving_units": found.arriving,
        "purchased_units": found.bought,
        "stock_units": found.stock,
        "backlog_units": found.backlog,
        "lost_units": found.lost.sum(axis=0),
        "lost_by_class_units": found.lost,
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
    spent = sum(float(figures[name].sum()) for name in (*_MONEY, *EXTRA_MONEY, "penalty") if name in figures)
    kept = np.minimum(figures["stock_units"][:, -1], problem.safety_stock_units[:, -1])
    return spent - float(problem.unit_cost_money @ kept)


def _quantities(problem: SupplyProblem, form: Formulation, solved: Solved, readings: Sequence[Reading]) -> _Quantities:
    """Return the quantities, rid of the solver's rounding: stock and backlog follow from what moves them."""
    demand = problem.month_demand_units
    made, bought = solved.value("production"), solved.value("purchases")
    lost = np.zeros((len(form.lost), *demand.shape))
    lost[:, form.to_stock] = solved.columns[form.lost]
    book = np.zeros_like(demand)
    book[form.to_order] = solved.value("order book")
    arriving = problem.arriving_units(made)
    held = solved.value("stock within target") + solved.value("stock above target")
    supply = arriving + bought
    for reading in readings:
        supply = supply + reading.figures.get("subcontracted_units", 0.0)
        held = held + reading.figures.get("stock_beyond_units", 0.0)
    opening = problem.opening_stock_units - problem.opening_backlog_units
    net = opening[:, None] + np.cumsum(supply + lost.sum(axis=0) - demand, axis=1)
    gross = opening[:, None] + np.cumsum(supply + demand, axis=1)
    net[np.abs(net) <= _ROUNDING * gross] = 0.0
    both = np.minimum(held, solved.value("backlog") + book)  # a free order book beside stock
    backlog = np.maximum(-net, 0.0) + both
    return _Quantities(
        made=made,
        arriving=arriving,
        bought=bought,
        lost=lost,
        late=np.maximum(backlog - problem.order_book_units, 0.0),
        backlog=backlog,
        stock=np.maximum(net, 0.0) + both,
        overtime=solved.value("overtime"),
        beyond=solved.value("beyond capacity"),
        shortage=solved.value("shortage"),
    )


def _penalties(problem: SupplyProblem, vectors: Vectors, found: _Quantities, readings: Sequence[Reading]) -> FloatArray:
    """Return the penalties by month in the order of `PENALTIES`, (n, t).

    In the last month what is late counts as lost on top, and missing safety stock as missing for months to come.
    """
    weights = vectors.weights
    short = np.maximum(problem.safety_stock_units - found.stock, 0.0)
    missing = weights.shortfall @ short + weights.early @ np.maximum(problem.order_book_units - found.backlog, 0.0)
    missing[-1] += weights.closing_shortfall @ short[:, -1]
    late = problem.backlog_cost_money @ found.late
    late[-1] += weights.late_at_end @ found.late[:, -1]
    by_name = {
        "targets": missing,
        "backlog": late,
        "lost": (weights.lost * found.lost).sum(axis=(0, 1)),
        "beyond capacity": weights.beyond * found.beyond.sum(axis=0),
        "spread": (weights.shortage * found.shortage).sum(axis=(0, 1)),
        **{name: penalty for reading in readings for name, penalty in reading.penalties.items()},
    }
    nothing = np.zeros(len(problem.months))
    return np.stack([by_name.get(name, nothing) for name in PENALTIES])


def _by_plant(problem: SupplyProblem, made: FloatArray) -> FloatArray:
    production = np.zeros((len(problem.skus), len(problem.plants), len(problem.months)))
    production[problem.route_sku, problem.route_plant] = made
    return production


def _unit_values(form: Formulation, vectors: Vectors, solution: Solution) -> FloatArray:
    """Return what one more unit of demand would cost, (i, t): its supply, less that one more unit may be lost."""
    balance = solution.row_duals[form.row("balance")]
    sharing = np.zeros_like(balance)
    sharing[form.sharing] = solution.row_duals[form.row("sharing")[-2]]
    stocked = form.to_stock
    bound = vectors.solved_cost[form.lost[-1]] + balance[stocked] - sharing[stocked]
    value = -balance
    value[stocked] += np.minimum(bound, 0.0)
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
        "purchase_limit_units": problem.purchase_limit_units,
        "class_demand_units": problem.class_demand_units,
        "volume_m3": np.zeros(len(problem.skus)) if problem.storage is None else problem.storage.volume_m3,
    }
