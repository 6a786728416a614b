"""A project names its part of the company and its effect; its levers are found again by their ids."""

import math

import pytest

from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import Invalid
from sop.domain.people import Function
from sop.domain.projects import Project, ProjectKind, is_of_project, lever_id, levers_on
from sop.domain.scenario import Lever, LeverKind, Scenario, Scope

MAY = MonthRange(Month("2027-05"), Month("2027-05"))


def project(name: str = "Fair", **effects: float) -> Project:
    return Project("p-1", name, ProjectKind.PROMOTION, Function.SALES, MAY, **effects)


@pytest.mark.parametrize("name", ["", "  ", "x" * 121])
def test_a_name_is_needed_and_bounded(name):
    with pytest.raises(Invalid):
        project(name)


@pytest.mark.parametrize("effect", [-101, 1001, math.nan, math.inf])
@pytest.mark.parametrize("field", ["demand_percent", "price_percent", "capacity_percent"])
def test_effects_are_bounded(field, effect):
    with pytest.raises(Invalid):
        project(**{field: effect})


def test_an_effect_is_any_that_is_not_nought():
    assert not project().has_effect
    assert project(price_percent=-12).has_effect


def test_the_levers_of_a_project_are_known_by_their_ids():
    def lever(name: str) -> Lever:
        return Lever(name, LeverKind.DEMAND, 1, Scope(), MAY)

    own, foreign, by_hand = lever_id("p-1", LeverKind.DEMAND), lever_id("p-12", LeverKind.DEMAND), "lever"
    scenario = Scenario("s", "c", "A", (lever(own), lever(foreign), lever(by_hand)), False, "p-ana")
    assert levers_on(scenario, "p-1") == (own,)
    assert [is_of_project(each) for each in (own, foreign, by_hand)] == [True, True, False]
