"""A finalised plan has whole lots, orders and shifts, costs no less than the continuous one, and says by how much at most."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.supply import PlanStatus
from sop.planning.finalise import finalise
from sop.planning.lots import Lot, rounded, unwhole
from sop.planning.parts import Lots
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.planning.synthetic import tight_instance
from tests.planning.company import company
from tests.planning.parts import saturdays, steel


def in_lots(demand, least, multiple=0.0, **changes):
    """Return the smallest company making in lots: 10 a unit, 0.5 a unit and month in stock, 22 a unit lost, 100 hours a month."""
    items = len(np.atleast_2d(demand))
    lots = Lots(least_units=np.full(items, float(least)), multiple_units=np.full(items, float(multiple)))
    return company(demand, lots=lots, **changes)


def test_a_lot_covers_the_months_that_it_reaches():
    # 30 a month in lots of 50 at least: two lots of 60 make all 120, and 30 lie in stock twice: 120 x 10 + 2 x 30 x 0.5;
    # a lot of 50 would have to be followed by another in the month after: as much made, more in stock
    plan = finalise(in_lots([30, 30, 30, 30], least=50), "plan")
    assert plan.status is PlanStatus.FINALISED
    assert plan.production_units[0, 0].tolist() == pytest.approx([60, 0, 60, 0])
    assert plan.cost_money == pytest.approx(1230)
    assert plan.gap_money == pytest.approx(0, abs=0.2)  # but for the costs that tell equal plans apart


def test_production_comes_in_whole_multiples():
    # 25 a month in multiples of 50: 50 every other month, 25 in stock twice: 100 x 10 + 2 x 25 x 0.5
    plan = finalise(in_lots([25, 25, 25, 25], least=0, multiple=50), "plan")
    assert plan.production_units[0, 0].tolist() == [50, 0, 50, 0]
    assert plan.cost_money == pytest.approx(1025)


def test_a_least_lot_is_rounded_up_to_whole_multiples():
    # at least 50 in multiples of 20 is at least 60: 60 for two months of 30
    plan = finalise(in_lots([30, 30], least=50, multiple=20), "plan")
    assert plan.production_units[0, 0].tolist() == [60, 0]


def test_the_smallest_order_of_a_supplier_is_kept():
    # 30 a month take 60 of steel; orders of 100 at least: all 180 at once, for what is left of a second order costs 3 each,
    # and steel in stock 0.03 a month
    steel_of_180 = steel(3, least_order_units=np.array([100.0]))
    plan = finalise(company([30, 30, 30], materials=steel_of_180), "plan")
    assert plan.material_bought_units.tolist() == [pytest.approx([180, 0, 0])]


def test_an_extra_shift_is_worked_whole_or_not_at_all():
    # 21 regular hours a month are 1 a day; 22.5 units take 1.5 more: half a shift more costs 1.5 and 5 of production and
    # saves half a unit lost at 22
    problem = company([22.5], capacity_h=np.array([[21.0]]), extra_shift=saturdays([2.6], cost=3.0))
    assert Planner(problem).solve(problem, "plan").extra_shift_h[0, 0] == pytest.approx(1.5)
    plan = finalise(problem, "plan")
    assert plan.extra_shift_h[0, 0] == pytest.approx(2)
    assert plan.lost_units.sum() == pytest.approx(0, abs=1e-6)


def test_a_lot_for_which_there_are_no_hours_is_not_made():
    plan = finalise(in_lots([30, 30], least=150), "plan")  # of 100 hours, 1 a unit
    assert plan.production_units.sum() == 0
    assert plan.lost_units.sum() == pytest.approx(60)


def test_frozen_production_stays_as_it_was_ordered():
    frozen = {"frozen_months": 1, "frozen_production_units": np.array([[35.0]])}
    plan = finalise(in_lots([30, 30, 30], least=50, **frozen), "plan")
    assert plan.production_units[0, 0].tolist() == pytest.approx([35, 55, 0])  # 90 in all


def test_where_every_quantity_will_do_it_is_the_continuous_plan():
    problem = company([30, 30, 30])
    plan, continuous = finalise(problem, "plan"), Planner(problem).solve(problem, "plan")
    np.testing.assert_allclose(plan.production_units, continuous.production_units, atol=1e-6)
    assert plan.gap_money == pytest.approx(0, abs=1e-6)


def test_what_was_no_whole_lot_is_listed_with_what_it_became():
    problem = in_lots([30, 30, 30, 30], least=50)
    before, after = Planner(problem).solve(problem, "plan"), finalise(problem, "plan")
    listed = {
        str(each.month): (each.kind, each.name, each.place, each.lot, each.before, each.after)
        for each in rounded(problem, before, after)
    }
    assert listed["2027-01"] == (Lot.PRODUCTION, "S1", "Sibiu", 50, pytest.approx(30), pytest.approx(60))
    assert listed["2027-02"] == (Lot.PRODUCTION, "S1", "Sibiu", 50, pytest.approx(30), 0)
    assert unwhole(problem, before) == 4
    assert unwhole(problem, after) == 0


def test_who_stops_the_search_gets_the_best_plan_so_far():
    told = []

    def stop(search):
        told.append(search)
        return False

    problem = lotted_instance(3)
    plan = finalise(problem, "plan", told=stop)
    assert plan.status is PlanStatus.FINALISED
    assert unwhole(problem, plan) == 0
    assert len(told) == 1
    assert plan.gap_money > 0


def lotted_instance(seed, items=5, months=6):
    problem = tight_instance(items, 2, months, seed=seed)
    usual = problem.month_demand_units.mean(axis=1)
    return replace(
        problem,
        lots=Lots(least_units=np.round(0.7 * usual), multiple_units=np.where(usual > 0, np.round(0.2 * usual), 0)),
    )


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_whole_lots_cost_no_less_and_the_bound_holds(seed):
    policy = Policy(perturbation=0.0)
    problem = lotted_instance(seed, items=3, months=4)
    continuous = Planner(problem, policy).solve(problem, "plan")
    plan = finalise(problem, "plan", policy, seconds=5.0)
    slack = 1e-6 * abs(continuous.cost_money)
    assert plan.objective >= continuous.objective - slack
    assert plan.objective - plan.gap_money >= continuous.objective - slack
    made = plan.production_units[problem.route_sku, problem.route_plant]
    least, step = (
        problem.lots.least_units[problem.route_sku, None],
        problem.lots.multiple_units[problem.route_sku, None],
    )
    assert ((made == 0) | (made >= least - 1e-6)).all()
    np.testing.assert_allclose(made / step, np.round(made / step), atol=1e-6)
