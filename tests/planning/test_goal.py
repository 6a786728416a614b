"""Goal seek, where the cheapest combination is known by hand."""

import numpy as np
import pytest

from sop.domain.scenario import Lever, LeverKind, Scope
from sop.planning.goal import Aim, Choice, seek
from sop.planning.planner import Planner
from tests.planning.company import company, lever


def choice(kind, low, high, name, stands=0.0):
    whole = lever(kind, stands)
    return Choice(Lever(name, kind, stands, Scope(), whole.months), low, high)


def asked(problem, choices, aim, target):
    planner = Planner(problem)
    return seek(lambda other: planner.solve(other, ""), problem, (), choices, aim, target)


def values(found):
    return {each.id: each.value for each in found.moved}


def test_a_single_lever_moves_no_further_than_the_target_needs():
    # 110 a month against 100 h: every unit in time needs 10 % of overtime
    found = asked(company([110, 110]), [choice(LeverKind.OVERTIME, 0, 40, "o")], Aim.FILL_RATE, 1.0)
    assert found.reached
    assert values(found) == {"o": 10}
    # 20 units more, each sold at 20, made for 10 and 2 of overtime
    assert found.margin_change_money == pytest.approx(20 * 8)


def test_hours_that_cost_nothing_come_before_overtime_that_does():
    choices = [choice(LeverKind.OVERTIME, 0, 40, "o"), choice(LeverKind.CAPACITY, 0, 40, "c")]
    found = asked(company([110, 110]), choices, Aim.FILL_RATE, 1.0)
    assert values(found) == {"c": 10}


def test_two_levers_together_reach_what_neither_does_alone():
    # 120 a month: 10 % more hours and 10 % of them in overtime make 121
    choices = [choice(LeverKind.OVERTIME, 0, 10, "o"), choice(LeverKind.CAPACITY, 0, 10, "c")]
    found = asked(company([120, 120]), choices, Aim.FILL_RATE, 1.0)
    assert found.reached
    assert values(found) == {"o": 10, "c": 10}


def test_out_of_reach_is_told_with_the_best_and_what_stops_it():
    # 200 a month against at most 110 h
    found = asked(company([200, 200]), [choice(LeverKind.OVERTIME, 0, 10, "o")], Aim.FILL_RATE, 0.9)
    assert not found.reached
    assert found.value == pytest.approx(0.55)
    assert values(found) == {"o": 10}
    assert found.stops == ("Staff",)


def test_a_target_that_is_met_moves_nothing():
    found = asked(company([50, 50]), [choice(LeverKind.OVERTIME, 0, 40, "o")], Aim.FILL_RATE, 0.9)
    assert (found.reached, found.moved) == (True, ())


def test_a_lever_that_does_not_help_is_named():
    choices = [choice(LeverKind.OVERTIME, 0, 40, "o"), choice(LeverKind.PRICE, 0, 10, "p")]
    found = asked(company([110, 110]), choices, Aim.FILL_RATE, 1.0)
    assert [each.id for each in found.idle] == ["p"]


def test_stock_falls_to_its_target_by_less_safety_stock():
    # 20 units of safety stock at 10 lie there in every month: half of them is 5 days of 50 a month
    problem = company([50, 50, 50], safety_stock_units=np.full((1, 3), 20.0))
    found = asked(problem, [choice(LeverKind.SAFETY_STOCK, 0, 20, "s", stands=12.0)], Aim.STOCK_VALUE, 100.0)
    assert found.reached
    assert found.value <= 100
    (moved,) = found.moved
    # 6 days of 50 units in 30.4 days are 9.9 units, 7 days would be 11.5
    assert moved.value == 6


def test_a_margin_is_reached_by_the_smallest_move():
    # 50 a month at 20 - 10: 1,000 over two months; +10 % of the price is 200 more
    found = asked(company([50, 50]), [choice(LeverKind.PRICE, -10, 30, "p")], Aim.MARGIN, 1200.0)
    assert values(found) == {"p": 10}
