import numpy as np
import pytest

from sop.domain.supply import ResourceAxis
from sop.planning.explain import bottlenecks, hours_short
from sop.planning.planner import Planner
from tests.planning.company import company


def test_the_full_resource_is_named_with_its_months_and_the_value_of_an_hour():
    # month 1 is short of 20 h and overtime costs 2 an hour; month 2 has room
    problem = company(
        [120, 50],
        resources=(ResourceAxis("Staff", "Sibiu", "labour", "Staff"), ResourceAxis("Press", "Sibiu", "line", "")),
        capacity_h=np.array([[100.0, 100.0], [500.0, 500.0]]),
        overtime_allowed_h=np.full((1, 2), 50.0),
        backlog_cost_money=np.array([5.0]),
    )
    (found,) = bottlenecks(Planner(problem).solve(problem, "k"))
    assert (found.resource, found.plant, found.months) == ("Staff", "Sibiu", ("2027-01",))
    assert found.hour_value_money == pytest.approx(2, rel=1e-3)


def test_room_everywhere_is_no_bottleneck():
    problem = company([50, 50])
    assert bottlenecks(Planner(problem).solve(problem, "k")) == ()


def test_frozen_months_hold_nothing_back():
    problem = company([150], frozen_months=1, frozen_production_units=np.array([[100.0]]))
    assert bottlenecks(Planner(problem).solve(problem, "k")) == ()


def test_hours_are_short_where_everything_made_as_needed_would_not_fit():
    # 60 60 160 against 100 h: the plan builds 60 ahead and loses nothing; made as needed month 3 lacks 60 h
    problem = company([60, 60, 160])
    plan = Planner(problem).solve(problem, "k")
    assert plan.load_h == pytest.approx(np.array([[80, 100, 100]]), abs=1e-3)
    assert hours_short(problem, plan) == pytest.approx(np.array([[0, 0, 60]]))
