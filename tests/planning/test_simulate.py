"""Paths small enough to be walked by hand: what stock is left, what is short, what production makes up for."""

import numpy as np
import pytest

from sop.domain.measures import kpis, margin_money
from sop.planning.demand_paths import DemandPaths, draw_paths
from sop.planning.planner import Planner
from sop.planning.simulate import Group, simulate
from sop.planning.synthetic import tight_instance
from tests.planning.company import company

MIDDLE = 2  # of the quantiles


def walked(problem, *deviations, lead=0):
    """The range of a plan over given paths; one row of deviations per month of the first SKU, and per path."""
    plan = Planner(problem).solve(problem, "k")
    cube = np.zeros((len(plan.months), len(deviations), len(plan.skus)), dtype=np.float32)
    for n, path in enumerate(deviations):
        cube[:, n, 0] = path
    group = Group("", np.ones(len(plan.skus)))
    return plan, simulate(problem, plan, DemandPaths(cube, 0.0), (group,), lead_months=lead)


def stocks(found):
    return found.stock[0, MIDDLE]


def close(expected):
    return pytest.approx(np.array(expected, dtype=float), abs=1e-3)


SAFE = {"safety_stock_units": np.full((1, 4), 30.0), "opening_stock_units": np.array([30.0])}


def test_demand_as_planned_leaves_the_plan_as_it_is():
    problem = tight_instance(6, 2, 6, seed=2)
    plan = Planner(problem).solve(problem, "k")
    paths = draw_paths(np.zeros((6, 6)), np.zeros((6, 6)), 0.0, seed=1, paths=3)
    found = simulate(problem, plan, paths, (Group("", plan.unit_cost_money),))
    assert found.stock[0, MIDDLE] == pytest.approx(plan.unit_cost_money @ plan.stock_units, rel=1e-4, abs=1.0)
    assert found.fill_rate == pytest.approx(kpis(plan).fill_rate, abs=1e-4)
    assert found.margin_money == pytest.approx(margin_money(plan).sum(), rel=1e-5)


def test_what_is_sold_on_top_is_made_up_for_in_the_next_month():
    # 100 a month, 30 in stock; 10 more in month 1, made on top in month 2 of the 20 h that are free
    problem = company([100, 100, 100, 100], capacity_h=np.full((1, 4), 120.0), **SAFE)
    _plan, found = walked(problem, [0.1, 0, 0, 0])
    assert stocks(found) == close([20, 30, 30, 30])
    assert found.short_probability[0] == close([0, 0, 0, 0])


def test_production_makes_up_for_no_more_than_its_hours():
    # 50 more in month 1: 30 from stock, 20 late; 20 h a month are free
    problem = company([100, 100, 100, 100], capacity_h=np.full((1, 4), 120.0), **SAFE)
    _plan, found = walked(problem, [0.5, 0, 0, 0])
    assert stocks(found) == close([0, 0, 20, 30])
    assert found.short_probability[0] == close([1, 0, 0, 0])
    # 20 of 450 are late in the month in which they were due
    assert found.fill_rate == pytest.approx([1 - 20 / 450], abs=1e-6)


def test_overtime_that_is_allowed_counts_as_free():
    changes = {"capacity_h": np.full((1, 4), 100.0), "overtime_allowed_h": np.full((1, 4), 20.0)}
    _plan, found = walked(company([100, 100, 100, 100], **changes, **SAFE), [0.5, 0, 0, 0])
    assert stocks(found) == close([0, 0, 20, 30])


def test_what_is_not_sold_is_not_made_again():
    problem = company([100, 100, 100, 100], capacity_h=np.full((1, 4), 120.0), **SAFE)
    _plan, found = walked(problem, [-0.4, 0, 0, 0])
    assert stocks(found) == close([70, 30, 30, 30])


def test_up_to_the_fence_and_the_lead_time_the_plan_is_fixed():
    changes = {"frozen_months": 2, "frozen_production_units": np.full((1, 2), 100.0)}
    problem = company([100, 100, 100, 100], capacity_h=np.full((1, 4), 120.0), **changes, **SAFE)
    assert stocks(walked(problem, [0.1, 0, 0, 0])[1]) == close([20, 20, 30, 30])
    late = walked(problem, [0.1, 0, 0, 0], lead=1)[1]
    assert stocks(late) == close([20, 20, 20, 30])
    assert late.corrects_from == 3


def test_what_is_bought_follows_within_its_limit():
    nothing = np.zeros(0, dtype=int)
    problem = company(
        [100, 100, 100, 100], route_sku=nothing, route_plant=nothing, use_route=nothing, use_resource=nothing,
        use_h=np.zeros(0), frozen_production_units=np.zeros((0, 0)), production_cost_money=np.zeros(0),
        purchase_limit_units=np.full((1, 4), 105.0), purchase_cost_money=np.array([10.0]), **SAFE,
    )  # fmt: skip
    assert stocks(walked(problem, [0.1, 0, 0, 0])[1]) == close([20, 25, 30, 30])


def test_the_chance_of_a_shortage_is_the_share_of_paths_that_are_short():
    problem = company([100, 100, 100, 100], capacity_h=np.full((1, 4), 120.0), **SAFE)
    _plan, found = walked(problem, [0.5, 0, 0, 0], [0.1, 0, 0, 0], [0, 0, 0, 0], [-0.1, 0, 0, 0])
    assert found.short_probability[0] == close([0.25, 0, 0, 0])
    # 20 of 450 asked for in that month over the four paths
    assert found.short_share[0, 0] == pytest.approx(20 / 450)


def test_margin_moves_with_what_is_shipped():
    # 10 units more at 20 that cost 10
    problem = company([100, 100, 100, 100], capacity_h=np.full((1, 4), 120.0), **SAFE)
    plan, found = walked(problem, [0.1, 0, 0, 0])
    assert found.margin_money[0] - margin_money(plan).sum() == pytest.approx(100, abs=0.1)


def test_who_asks_for_less_is_refused_less():
    # 120 against 100 h: 20 refused a month; 10 % less asked for in month 1 is 12 refused less there
    plan, found = walked(company([120, 120]), [-0.1, 0])
    assert plan.lost_units.sum() == pytest.approx(40)
    asked = 120 * 2 - 12
    assert found.fill_rate == pytest.approx([1 - (40 - 12) / asked], abs=0.01)


def test_quantiles_lie_in_their_order():
    problem = tight_instance(6, 2, 6, seed=2)
    plan = Planner(problem).solve(problem, "k")
    paths = draw_paths(np.full((6, 6), 0.3), np.full((6, 6), 0.3), 0.3, seed=1, paths=200)
    found = simulate(problem, plan, paths, (Group("", plan.unit_cost_money),))
    assert (np.diff(found.stock[0], axis=0) >= 0).all()
    assert ((found.short_probability >= 0) & (found.short_probability <= 1)).all()
