"""Full cost of every way: its parts add up, and the cheapest is what the plan says that a unit costs."""

import numpy as np
import pytest

from sop.planning.formulation import Formulation
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.planning.routes import Prices, Way, routes_of
from sop.planning.synthetic import tight_instance
from sop.planning.vectors import vectors_of
from tests.planning.company import company
from tests.planning.parts import steel

EXACT = Policy(perturbation=0.0, fair_share=0.0)


def routes(problem, sku, month, policy=EXACT):
    plan = Planner(problem, policy).solve(problem, "k")
    weights = vectors_of(problem, Formulation.of(problem), policy).weights
    prices = Prices(
        holding_money=float(problem.holding_cost_money[sku]),
        shortfall=float(weights.shortfall[sku]),
        waiting=float(problem.backlog_cost_money[sku]),
        refused_money=float(weights.lost[-1, sku, month]),
    )
    return plan, routes_of(problem, plan, prices, sku, month)


def test_in_a_full_month_a_unit_is_made_before_and_held_or_made_in_overtime():
    # capacity 100, demand 60 60 160, holding .5: 40 made in month 2 and 20 in month 1; hours are worth .5 and 1.0 there
    plan, found = routes(company([60, 60, 160], overtime_allowed_h=np.full((1, 3), 100.0)), 0, 2)
    assert plan.unit_value_money[0, 2] == pytest.approx(11)
    ahead = next(each for each in found if each.month == 0)
    assert (ahead.way, ahead.direct_money, ahead.holding_money) == (Way.MAKE, 10, 1.0)
    now = next(each for each in found if each.way is Way.MAKE and each.month == 2)
    assert now.hours[0].worth_money == pytest.approx(1.0)
    assert now.full_cost_money == pytest.approx(11)
    assert now.gate.name == "Staff"


def test_what_no_way_serves_at_less_than_its_loss_is_refused():
    # 100 of 300 cannot be made: refusing costs 20 and a tenth, an hour is worth the rest above 10
    _plan, found = routes(company([150, 150]), 0, 0)
    assert found[0].full_cost_money == pytest.approx(22)
    refused = next(each for each in found if each.way is Way.REFUSE)
    assert refused.full_cost_money == pytest.approx(22)
    made = next(each for each in found if each.way is Way.MAKE and each.month == 0)
    assert made.hours[0].worth_money == pytest.approx(12)


def test_buying_up_to_its_limit_costs_its_price_and_the_rent_of_the_limit():
    # 20 too many, 10 bought at 13, the rest made a month later at 10 and 5 for waiting: 15 a unit, 2 of it rent
    problem = company([120, 50], purchase_limit_units=np.full((1, 2), 10.0), backlog_cost_money=np.array([5.0]))
    _plan, found = routes(problem, 0, 0)
    bought = next(each for each in found if each.way is Way.BUY and each.month == 0)
    assert (bought.direct_money, bought.rent_money) == (13, pytest.approx(2))
    later = next(each for each in found if each.way is Way.MAKE and each.month == 1)
    assert (later.waiting_money, later.full_cost_money) == (5, pytest.approx(15))


def test_stock_that_is_below_its_target_on_the_way_makes_building_ahead_cheaper():
    # target 20, nothing there: a unit made in month 1 for month 2 fills the target meanwhile
    problem = company([100, 110], safety_stock_units=np.full((1, 2), 20.0))
    _plan, found = routes(problem, 0, 1)
    ahead = next(each for each in found if each.way is Way.MAKE and each.month == 0)
    assert ahead.target_money < 0
    assert ahead.full_cost_money == pytest.approx(
        ahead.direct_money + ahead.hours[0].worth_money + ahead.holding_money + ahead.target_money
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_way_is_cheaper_than_the_dual_and_the_one_in_use_is_equal_to_it(seed):
    problem = tight_instance(6, 2, 8, seed)
    for sku in range(6):
        for month in (0, 3, 7):
            plan, found = routes(problem, sku, month)
            value = plan.unit_value_money[sku, month]
            assert found[0].full_cost_money >= value - 1e-6
            used = [each for each in found if each.month == month and each.used_units > 1e-6]
            for each in used:
                assert each.full_cost_money == pytest.approx(value, rel=1e-6)


def test_material_is_part_of_the_full_cost():
    # 50 asked for, 60 steel there and none to be had: 30 can be made; steel is worth 6, so a unit costs 10 + 2 x 6 = 22
    material = steel(1, opening_units=np.array([60.0]), limit_units=np.zeros((1, 1)))
    _plan, found = routes(company([50], materials=material), 0, 0)
    made = next(each for each in found if each.way is Way.MAKE)
    assert [(each.name, each.amount, each.worth_money) for each in made.materials] == [("Steel", 2, pytest.approx(12))]
    assert made.full_cost_money == pytest.approx(22)


def test_what_takes_a_month_to_make_is_started_a_month_before_it_is_needed():
    problem = company([0, 50, 50], route_lead_months=np.array([1]))
    _plan, found = routes(problem, 0, 1)
    made = next(each for each in found if each.way is Way.MAKE and each.arrives == 1)
    assert (made.month, made.full_cost_money) == (0, pytest.approx(10))
