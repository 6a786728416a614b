"""How far a lever may go, on companies where it can be reckoned by hand."""

import numpy as np
import pytest

from sop.domain.scenario import LeverKind
from sop.planning.break_even import Event, reach_of
from sop.planning.planner import Planner
from tests.planning.company import company, lever
from tests.planning.parts import steel

STEP = 0.2  # a fifth of a step of the slider


def asked(problem, moved, others=(), target=None):
    planner = Planner(problem)
    return reach_of(lambda other: planner.solve(other, ""), problem, [*others, moved], moved, target)


def named(reach):
    return {each.event: each for each in reach.breaks}


def test_demand_may_grow_until_the_hours_are_used_up_and_then_orders_are_refused():
    # 80 of 100 h in both months: full and refused beyond +25 %
    found = named(asked(company([80, 80]), lever(LeverKind.DEMAND, 0)))
    assert found[Event.FULL].name == "Staff"
    assert found[Event.FULL].value == pytest.approx(25, abs=STEP)
    assert found[Event.REFUSED].value == pytest.approx(25, abs=STEP)
    assert found[Event.REFUSED].upwards


def test_a_material_that_runs_short_is_the_first_limit_before_the_hours():
    # 50 of steel a month make 25 units, with hours for 100: 20 may grow by a quarter, and then orders are refused
    scarce = steel(2, limit_units=np.full((1, 2), 50.0))
    found = named(asked(company([20, 20], materials=scarce), lever(LeverKind.DEMAND, 0)))
    assert found[Event.FULL].name == "Steel"
    assert found[Event.FULL].value == pytest.approx(25, abs=STEP)
    assert found[Event.REFUSED].value == pytest.approx(25, abs=STEP)


def test_overtime_lets_the_hours_fill_before_orders_are_refused():
    # 100 h and 20 of overtime: full beyond +25 %, refused beyond +50 %
    found = named(asked(company([80, 80], overtime_allowed_h=np.full((1, 2), 20.0)), lever(LeverKind.DEMAND, 0)))
    assert found[Event.FULL].value == pytest.approx(25, abs=STEP)
    assert found[Event.REFUSED].value == pytest.approx(50, abs=STEP)


def test_the_fill_rate_leaves_its_target_later_than_the_first_order_is_refused():
    # at +x % of 80 a month 100 are met: 1 - (0.8 (1+x) - 1) / (0.8 (1+x)) = .9 at 0.8 (1+x) = 1 / .9: x = 38.9 %
    found = named(asked(company([80, 80]), lever(LeverKind.DEMAND, 0), target=0.9))
    assert found[Event.UNDER_TARGET].value == pytest.approx(38.9, abs=STEP)


def test_capacity_may_shrink_as_far():
    # 80 h are needed of 100
    found = named(asked(company([80, 80]), lever(LeverKind.CAPACITY, 0)))
    assert found[Event.REFUSED].value == pytest.approx(-20, abs=STEP)
    assert not found[Event.REFUSED].upwards


def test_the_answer_does_not_hang_on_where_the_lever_stands_but_on_the_others():
    problem, more = company([80, 80]), lever(LeverKind.CAPACITY, 10)
    here = asked(problem, lever(LeverKind.DEMAND, 0))
    assert asked(problem, lever(LeverKind.DEMAND, 60)).breaks == here.breaks
    other = lever(LeverKind.CAPACITY, 10)
    other = type(more)("other", other.kind, other.value, other.scope, other.months)
    # 110 h: up to +37.5 %
    assert named(asked(problem, lever(LeverKind.DEMAND, 0), [other]))[Event.REFUSED].value == pytest.approx(
        37.5, abs=STEP
    )


def test_what_is_refused_without_the_lever_ends_where_demand_is_small_enough():
    # 120 against 100 h: refused until demand is 16.7 % smaller
    found = named(asked(company([120, 120]), lever(LeverKind.DEMAND, 0)))
    assert found[Event.REFUSED].value == pytest.approx(-16.7, abs=STEP)
    assert found[Event.REFUSED].upwards


def test_what_happens_at_every_value_is_said_so():
    # nothing can be made at all: no overtime changes that
    found = asked(company([50, 50], capacity_h=np.zeros((1, 2))), lever(LeverKind.OVERTIME, 10))
    assert found.breaks == ()
    assert found.always == (Event.REFUSED,)
    assert (found.low, found.high) == (0, 40)


def test_the_number_of_solves_is_bounded():
    assert asked(company([80, 80]), lever(LeverKind.DEMAND, 0), target=0.9).solves <= 49
