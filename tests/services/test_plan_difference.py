"""What a plan changes against the one published last, by family and month."""

import pytest

from sop.services.plan_difference import against_last
from sop.services.publishing import adopt_scenario
from sop.services.what_if import move_lever, new_scenario, outcome
from tests.services.small_company import act, lever


@pytest.fixture
def scenario(workspace, cycle):
    return new_scenario(workspace.store, act("scenario"), cycle.id, "Promotion")


def planned(workspace, cycle, scenario):
    with workspace.store.read() as tx:
        inputs = workspace.inputs.of_cycle(tx, cycle)
    return outcome(workspace, inputs, scenario)


def difference(workspace, cycle, plan):
    with workspace.store.read() as tx:
        return against_last(tx, cycle.id, plan)


def test_before_the_first_published_plan_there_is_nothing_to_compare_with(workspace, cycle, scenario):
    assert difference(workspace, cycle, planned(workspace, cycle, scenario).plan) is None


def test_demand_that_a_lever_adds_stands_in_its_family_and_months(workspace, cycle, scenario):
    adopt_scenario(workspace, act("adopt"), cycle, scenario.id, planned(workspace, cycle, scenario).key.digest)
    moved = move_lever(workspace.store, act("lever"), scenario.id, lever(10))  # chairs of March to May by 10 %
    found = difference(workspace, cycle, planned(workspace, cycle, moved).plan)
    assert (found.number, found.families, found.months[0]) == (1, ("Chairs", "Tables"), "2027-02")
    chairs, tables = found.units["demand"]
    assert chairs == pytest.approx([0, 14, 14, 14, 0, 0])  # 140 chairs a month
    assert tables == pytest.approx([0] * 6)


def test_a_plan_against_itself_is_no_difference(workspace, cycle, scenario):
    made = planned(workspace, cycle, scenario)
    adopt_scenario(workspace, act("adopt"), cycle, scenario.id, made.key.digest)
    assert all(not units.any() for units in difference(workspace, cycle, made.plan).units.values())
