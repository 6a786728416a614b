"""A family shares its shortage pro rata, however unequal the margins of its SKUs."""

import numpy as np
import pytest

from sop.planning.planner import Planner
from sop.planning.policy import Policy
from tests.planning.company import company


def _unmet_share(problem, policy=None):
    """Return lost and late of a plan of one month as a share of demand."""
    plan = Planner(problem, policy).solve(problem, "k")
    return (plan.lost_units + plan.backlog_units)[:, 0] / plan.demand_units[:, 0]


def _two(demand, price, **changes):
    months = len(demand[0])
    return company(demand, price_money=np.array(price)[:, None, None].repeat(months, axis=2), **changes)


def test_two_skus_of_unequal_margin_are_short_by_the_same_percentage():
    # 100 h for 150 units: a third is short; margins 10 and 90 an hour
    assert _unmet_share(_two([[90.0], [60.0]], [20.0, 100.0])) == pytest.approx([1 / 3, 1 / 3], abs=1e-6)


def test_without_the_fair_share_the_cheap_one_would_bear_it_all():
    # 50 of its 90
    assert _unmet_share(_two([[90.0], [60.0]], [20.0, 100.0]), Policy(fair_share=0.0)) == pytest.approx(
        [50 / 90, 0], abs=1e-6
    )


def test_unequal_hours_share_the_percentage_and_not_the_hours():
    # 2 h x 50 + 1 h x 50 = 150 h for 100 h
    problem = _two([[50.0], [50.0]], [50.0, 50.0], use_h=np.array([2.0, 1.0]))
    assert _unmet_share(problem) == pytest.approx([1 / 3, 1 / 3], abs=1e-6)


def test_equal_margins_share_as_well():
    assert _unmet_share(_two([[90.0], [60.0]], [20.0, 20.0])) == pytest.approx([1 / 3, 1 / 3], abs=1e-6)


def test_what_is_only_late_is_shared_too():
    # 50 h too many in month 1, room for them in month 2; lateness costs 1 and 5
    problem = _two([[90.0, 10.0], [60.0, 10.0]], [20.0, 100.0], backlog_cost_money=np.array([1.0, 5.0]))
    plan = Planner(problem).solve(problem, "k")
    assert plan.lost_units.sum() == pytest.approx(0, abs=1e-6)
    assert plan.backlog_units[:, 0] == pytest.approx([30, 20], abs=1e-6)


def test_made_to_order_and_made_to_stock_share_what_is_late():
    problem = _two([[90.0, 10.0], [60.0, 10.0]], [20.0, 100.0], made_to_order=np.array([True, False]))
    plan = Planner(problem).solve(problem, "k")
    assert plan.backlog_units[:, 0] == pytest.approx([30, 20], abs=1e-6)


def test_families_do_not_share():
    problem = _two([[90.0], [60.0]], [20.0, 100.0], families=("Chairs", "Tables"))
    assert _unmet_share(problem) == pytest.approx([50 / 90, 0], abs=1e-6)


def test_a_sku_that_nothing_can_supply_does_not_excuse_the_others():
    problem = company(
        [[90.0], [60.0], [40.0]],
        price_money=np.array([20.0, 100.0, 50.0])[:, None, None],
        route_sku=np.array([0, 1]), route_plant=np.array([0, 0]), production_cost_money=np.full(2, 10.0),
        use_route=np.array([0, 1]), use_resource=np.array([0, 0]), use_h=np.ones(2), frozen_production_units=np.zeros((2, 0)),
    )  # fmt: skip
    assert _unmet_share(problem) == pytest.approx([1 / 3, 1 / 3, 1], abs=1e-6)


def test_a_sku_with_a_way_out_is_not_made_short():
    # the second can be bought: only the first is short of its 110 in 100 h, and nobody shares for its own sake
    problem = _two([[110.0], [60.0]], [20.0, 100.0], purchase_limit_units=np.array([[0.0], [100.0]]))
    assert _unmet_share(problem) == pytest.approx([10 / 110, 0], abs=1e-6)


def test_a_region_that_grows_moves_the_shares_of_a_warm_model():
    regions = {"regions": ("Home", "Abroad"), "price_money": np.array([20.0, 100.0])[:, None, None].repeat(2, axis=1)}
    base = company([[90.0], [60.0]], demand_units=np.array([[[90.0], [0.0]], [[30.0], [30.0]]]), **regions)
    grown = company([[90.0], [60.0]], demand_units=np.array([[[90.0], [0.0]], [[30.0], [80.0]]]), **regions)
    planner = Planner(base)
    planner.solve(base, "base")
    plan = planner.solve(grown, "grown")
    # 100 h for 200 units: half of each
    assert plan.lost_units / plan.demand_units == pytest.approx(np.full((2, 1), 0.5), abs=1e-6)
