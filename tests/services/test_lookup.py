"""Cycles and scenarios are found by the names that people type."""

import pytest

from sop.domain.errors import NotFound
from sop.services.cycles import open_cycle
from sop.services.lookup import content, cycle_named, scenario_named
from sop.services.what_if import new_scenario
from tests.services.small_company import WISH, act


def test_a_cycle_by_name_by_id_or_the_latest(workspace, cycle):
    for name in (None, "2027-01", cycle.id):
        assert cycle_named(workspace.store, name) == cycle


def test_of_two_cycles_of_one_name_the_newer_is_meant(workspace, cycle):
    again, _ = open_cycle(workspace.store, act("again"), WISH)
    assert cycle_named(workspace.store, cycle.name) == again
    assert cycle_named(workspace.store, cycle.id) == cycle


def test_a_cycle_that_is_not_there(workspace, sqlite_store):
    with pytest.raises(NotFound, match="There is no cycle 1999-01"):
        cycle_named(workspace.store, "1999-01")
    with pytest.raises(NotFound, match="No cycle is open"):
        cycle_named(sqlite_store, None)


def test_a_scenario_by_name_by_id_or_the_base(workspace, cycle):
    own = new_scenario(workspace.store, act("own"), cycle.id, "More hours")
    assert scenario_named(workspace.store, cycle, "More hours") == own
    assert scenario_named(workspace.store, cycle, own.id) == own
    assert scenario_named(workspace.store, cycle, None).is_base


def test_a_scenario_that_is_not_there_names_those_that_are(workspace, cycle):
    with pytest.raises(NotFound, match=r"There is no scenario Z\. Scenarios: Base plan\."):
        scenario_named(workspace.store, cycle, "Z")


@pytest.mark.parametrize(("what", "form"), [("actions", "csv"), ("agenda", "ics"), ("plan", "json")])
def test_every_export_has_content(workspace, cycle, what, form):
    assert content(workspace, cycle, what, form, None)


def test_a_plan_of_a_scenario_that_is_not_there(workspace, cycle):
    with pytest.raises(NotFound):
        content(workspace, cycle, "plan", "csv", "Z")
