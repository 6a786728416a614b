"""What helps: the smallest lever that brings nearly all, with what it brings and what is paid for it."""

import numpy as np
import pytest

from sop.domain.scenario import LeverKind
from sop.domain.supply import ResourceAxis
from sop.planning.limits import binding_limits
from sop.planning.planner import Planner
from sop.planning.relief import reliefs
from tests.planning.company import company


def asked(problem):
    planner = Planner(problem)
    plan = planner.solve(problem, "k")
    return reliefs(lambda other: planner.solve(other, ""), problem, (), plan, binding_limits(problem, plan))


def test_overtime_that_wins_back_lost_sales_is_named_with_its_hours_and_price():
    # 110 a month against 100 h: 20 units are lost; 10 % of overtime, at 2 an hour, makes them all
    found = asked(company([110, 110]))
    assert [each.lever.kind for each in found] == [LeverKind.OVERTIME, LeverKind.CAPACITY]
    overtime, hours = found
    assert overtime.lever.value == 10
    assert overtime.regained_money == pytest.approx(20 * 20)
    assert (overtime.overtime_h, overtime.overtime_money) == (pytest.approx(20), pytest.approx(40))
    assert overtime.margin_money == pytest.approx(20 * (20 - 10 - 2))
    assert overtime.share_of_sales == pytest.approx(0.1)
    assert overtime.first_month == "2027-01"
    # hours have no price in the plan: each may cost what a lost sale (22) is worth above its making (10)
    assert (hours.is_priced, hours.added_h) == (False, pytest.approx(20))
    assert hours.worth_an_hour_money == pytest.approx(12, rel=0.01)


def test_a_line_without_staff_is_relieved_by_hours_alone():
    press = ResourceAxis("Press", "Sibiu", "line", "")
    problem = company([110, 110], resources=(press,), groups=(), overtime_allowed_h=np.zeros((0, 2)),
                      overtime_cost_money=np.zeros(0))  # fmt: skip
    assert [(each.lever.kind, each.lever.scope.name) for each in asked(problem)] == [(LeverKind.CAPACITY, "Press")]


def test_where_nothing_binds_nothing_helps():
    assert asked(company([50, 50])) == ()
