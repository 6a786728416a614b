"""What a way to plan costs in all, and how many people it takes."""

import pytest

from sop.domain.measures import kpis
from sop.planning.planner import Planner
from sop.services.own_plan import Way
from sop.ui.components.strategies import people_words, total_cost
from tests.planning.company import company
from tests.planning.parts import crew


def planned(demand, **changes):
    return Planner(problem := company(demand, **changes)).solve(problem, "plan")


def test_the_cost_in_all_is_what_is_paid_and_holding():
    # 130 units in two months of 100 hours: 30 are made a month early: 130 x 10, and 30 x 0.5 for holding them
    plan = planned([0, 130])
    assert total_cost(Way("optimum", plan, kpis(plan), ())) == pytest.approx(1300 + 30 * 0.5)


def test_people_are_told_on_average_with_who_comes_and_goes():
    # 10 people make 100; 120 take two more for both months, where one who is hired is dearer than nobody being late
    plan = planned([120, 120], workforce=crew(2))
    assert people_words(plan) == "12 (+2 / -0)"
