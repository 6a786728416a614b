"""A new lever stands where it changes nothing, or at what holds today."""

from dataclasses import replace

import pytest

from sop.domain.calendar import Month, MonthRange
from sop.domain.scenario import BOUNDS, Dimension, LeverKind, Scope
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.services.demand import demand_plan
from sop.services.starting import starting_value
from sop.services.supply import supply_problem
from tests.services.small_company import CHAIR_FAMILY, company, cycle

SPRING = MonthRange(Month("2027-03"), Month("2027-05"))
ALL = Scope()


@pytest.fixture(scope="module")
def plan():
    own, at = company(), cycle()
    problem = supply_problem(own, demand_plan(own, at, ()), at, Policy())
    return Planner(problem).solve(problem, "key")


@pytest.mark.parametrize("kind", [LeverKind.DEMAND, LeverKind.PRICE, LeverKind.CAPACITY])
def test_a_change_starts_at_nothing(plan, kind):
    assert starting_value(plan, kind, ALL, SPRING) == 0


@pytest.mark.parametrize("scope", [ALL, Scope(Dimension.PLANT, "Sibiu")])
def test_overtime_starts_at_what_is_allowed_today(plan, scope):
    assert starting_value(plan, LeverKind.OVERTIME, scope, SPRING) == 10  # 16 of 160 h


def test_a_plant_without_staff_has_no_overtime(plan):
    assert starting_value(plan, LeverKind.OVERTIME, Scope(Dimension.PLANT, "Arad"), SPRING) == 0


def test_safety_stock_starts_at_the_days_of_today(plan):
    # 50 oak chairs of 140 chairs a month are 10.9 days of 30.4
    assert starting_value(plan, LeverKind.SAFETY_STOCK, CHAIR_FAMILY, SPRING) == 11


def test_a_family_without_safety_stock_starts_at_no_days(plan):
    assert starting_value(plan, LeverKind.SAFETY_STOCK, Scope(Dimension.FAMILY, "Tables"), SPRING) == 0


def test_outside_of_the_horizon_there_is_nothing_to_start_from(plan):
    past = MonthRange(Month("2020-01"), Month("2020-02"))
    assert starting_value(plan, LeverKind.SAFETY_STOCK, ALL, past) == 0
    assert starting_value(plan, LeverKind.OVERTIME, ALL, past) == 0


def test_a_start_stays_within_the_bounds_of_its_slider(plan):
    much = replace(
        plan, safety_stock_units=100 * plan.safety_stock_units, overtime_allowed_h=9 * plan.overtime_allowed_h
    )
    for kind in (LeverKind.SAFETY_STOCK, LeverKind.OVERTIME):
        assert starting_value(much, kind, ALL, SPRING) == BOUNDS[kind].high
