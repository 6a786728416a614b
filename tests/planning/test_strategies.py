"""Level, chase and typed plans: the same model costs them, none is cheaper than the optimum, broken limits are named."""

import numpy as np
import pytest

from sop.planning.planner import Planner
from sop.planning.strategies import (
    Broken,
    Strategy,
    breaches,
    costed,
    production_by,
    production_of,
    typed_production,
    with_production,
)  # fmt: skip
from sop.planning.synthetic import tight_instance
from tests.planning.company import company


def planned(problem):
    return Planner(problem).solve(problem, "k")


def made(problem, production):
    planner = Planner(with_production(problem, production))
    return costed(lambda other: planner.solve(other, ""), problem, production)


def close(expected):
    return pytest.approx(np.array(expected, dtype=float), abs=1e-6)


def test_level_makes_the_same_every_month_and_ends_at_the_target():
    # 60 60 160 asked for, 10 there, 30 to be left: (280 - 10 + 30) / 3 = 100 a month
    problem = company([60, 60, 160], opening_stock_units=np.array([10.0]), safety_stock_units=np.full((1, 3), 30.0))
    production = production_by(problem, planned(problem), Strategy.LEVEL)
    assert production == close([[100, 100, 100]])
    assert made(problem, production).stock_units[0] == close([50, 90, 30])


def test_chase_makes_what_each_month_needs_after_the_stock_that_is_there():
    problem = company([60, 60, 90], opening_stock_units=np.array([70.0]))
    assert production_by(problem, planned(problem), Strategy.CHASE) == close([[0, 50, 90]])


def test_up_to_the_fence_every_strategy_makes_what_is_frozen():
    # 80 frozen, 20 of it left after month 1: the other two months need 60 + 90 - 20 = 130
    problem = company([60, 60, 90], frozen_months=1, frozen_production_units=np.array([[80.0]]))
    assert production_by(problem, planned(problem), Strategy.LEVEL) == close([[80, 65, 65]])
    assert production_by(problem, planned(problem), Strategy.CHASE) == close([[80, 40, 90]])


def test_what_takes_a_month_is_started_a_month_before():
    problem = company([0, 50, 90], route_lead_months=np.array([1]))
    assert production_by(problem, planned(problem), Strategy.CHASE) == close([[50, 90, 0]])


def test_no_strategy_is_cheaper_than_the_optimum_and_the_optimum_typed_is_the_optimum():
    problem = tight_instance(6, 2, 8, seed=4)
    plan = planned(problem)
    for strategy in Strategy:
        assert made(problem, production_by(problem, plan, strategy)).objective >= plan.objective - 1e-6 * plan.objective
    again = made(problem, production_of(problem, plan))
    assert again.objective == pytest.approx(plan.objective, rel=1e-6)
    assert again.frozen_months == problem.frozen_months


def test_a_plan_beyond_the_hours_is_costed_and_the_limit_named():
    # 130 in a month of 100 h and 10 of overtime: 20 h too many
    problem = company([50, 50], overtime_allowed_h=np.full((1, 2), 10.0))
    plan = made(problem, np.array([[130.0, 0.0]]))
    (breach,) = breaches(plan)
    assert (breach.kind, breach.name, breach.month) == (Broken.HOURS, "Staff", "2027-01")
    assert breach.over == pytest.approx(20)


def test_a_plan_that_makes_too_little_breaks_the_orders():
    plan = made(company([50, 50]), np.array([[50.0, 30.0]]))
    (breach,) = breaches(plan)
    assert (breach.kind, breach.name, breach.over) == (Broken.ORDERS, "S1", pytest.approx(20))


def test_a_plan_within_its_limits_breaks_none():
    assert breaches(planned(company([50, 50]))) == ()


def test_a_typed_figure_is_split_as_the_plan_splits_it_and_the_others_stay():
    problem = tight_instance(4, 2, 4, seed=1)
    plan = planned(problem)
    before = production_of(problem, plan)
    typed = typed_production(problem, plan, {(0, 2): 300.0})
    own = problem.route_sku == 0
    assert typed[own, 2].sum() == pytest.approx(300)
    total = before[own, 2].sum()
    assert typed[own, 2] == pytest.approx(before[own, 2] / total * 300)
    assert (typed[~own] == before[~own]).all()


def test_a_typed_figure_in_a_frozen_month_counts_for_nothing():
    problem = company([60, 60], frozen_months=1, frozen_production_units=np.array([[80.0]]))
    plan = planned(problem)
    assert typed_production(problem, plan, {(0, 0): 5.0}) == close(production_of(problem, plan))
