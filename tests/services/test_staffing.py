"""The people of a plan: who was there, came and went adds up to who is there; their hours and overtime, each."""

import numpy as np
import pytest

from sop.planning.planner import Planner
from sop.services.staffing import groups_without_people, staffing
from tests.planning.company import company
from tests.planning.parts import crew


def planned(problem):
    plan = Planner(problem).solve(problem, "k")
    return plan, staffing(problem, plan)


def test_people_who_are_hired_bring_their_hours():
    # 10 people of 10 h make 100 chairs; 120 are asked for twice: two people for two months cost 2 x (50 + 2 x 30),
    # less than 40 chairs lost at 12 each
    _plan, [staff] = planned(company([120, 120], workforce=crew(2)))
    assert staff.before == pytest.approx([10, 12])
    assert staff.hired == pytest.approx([2, 0], abs=1e-6)
    assert staff.people == pytest.approx([12, 12])
    assert staff.hours_h == pytest.approx([120, 120])
    assert staff.load_h == pytest.approx([120, 120])
    assert staff.hours_each_h == pytest.approx([10, 10])


def test_overtime_falls_to_each_person_within_what_is_allowed():
    # 120 chairs, 10 people of 10 h, nobody can be hired: 20 h of overtime of 30 allowed are 2 h of 3 for each
    nobody = crew(1, hire_limit=np.zeros((1, 1)), layoff_limit=np.zeros((1, 1)))
    _plan, [staff] = planned(company([120], workforce=nobody, overtime_allowed_h=np.array([[30.0]])))
    assert staff.overtime_each_h == pytest.approx([2])
    assert staff.allowed_each_h == pytest.approx([3])


def test_people_add_up_where_the_regular_hours_change_over_the_year():
    # planned 10, 8 and 12 people; the change of the plan is theirs, the rest is hired or laid off
    own = crew(3, planned_workers=np.array([[10.0, 8.0, 12.0]]), layoff_cost_money=np.array([1.0]))
    problem = company([150, 150, 60], workforce=own, capacity_h=np.array([[100.0, 80.0, 120.0]]))
    _plan, [staff] = planned(problem)
    assert staff.planned_change == pytest.approx([0, -2, 4])
    moved = staff.before + staff.planned_change + staff.hired - staff.laid_off
    assert moved == pytest.approx(staff.people, abs=1e-6)
    assert staff.before[1:] == pytest.approx(staff.people[:-1])
    assert staff.hours_h == pytest.approx(staff.people * 10, abs=1e-5)


def test_without_hours_of_a_person_nobody_can_be_counted():
    problem = company([50])
    assert planned(problem)[1] == ()
    assert groups_without_people(problem) == ("Staff",)
    assert groups_without_people(company([50], workforce=crew(1))) == ()
