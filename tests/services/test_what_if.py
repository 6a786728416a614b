"""Scenarios: everybody tries their own, nobody changes the base, a double click is one row."""

from dataclasses import replace

import pytest

from sop.domain.errors import Invalid, NotAllowed, NotFound, Refused
from sop.domain.scenario import Dimension, LeverKind, Scope
from sop.services import what_if
from sop.services.lookup import scenario_named
from sop.services.what_if import drop_lever, move_lever, new_scenario, outcome, reset
from sop.storage import scenarios
from tests.services.at_once import at_once
from tests.services.small_company import FACILITATOR, OTHER, PARTICIPANT, VIEWER, act, events, lever


@pytest.fixture
def base(workspace, cycle):
    return scenario_named(workspace.store, cycle, None)


@pytest.fixture
def own(workspace, cycle):
    return new_scenario(workspace.store, act("own", PARTICIPANT), cycle.id, "  Ion's  ")


def of_cycle(workspace, cycle):
    with workspace.store.read() as tx:
        return scenarios.of_cycle(tx, cycle.id)


def planned(workspace, cycle, scenario):
    with workspace.store.read() as tx:
        inputs = workspace.inputs.of_cycle(tx, cycle)
    return outcome(workspace, inputs, scenario)


def test_a_new_scenario_is_empty_and_named_as_typed(own):
    assert (own.name, own.levers, own.is_base, own.created_by) == ("Ion's", (), False, PARTICIPANT.id)


def test_a_double_click_makes_one_scenario(workspace, cycle, heard):
    first = new_scenario(workspace.store, act("click"), cycle.id, "A")
    second = new_scenario(workspace.store, act("click"), cycle.id, "B")
    assert second == first
    assert heard == [f"cycle/{cycle.id}"]
    assert events(workspace, "scenario_made") == 1


def test_two_clicks_at_the_same_moment_make_one_scenario(workspace, cycle):
    made = at_once(*[lambda: new_scenario(workspace.store, act("click"), cycle.id, "A")] * 4)
    assert len({scenario.id for scenario in made}) == 1
    assert len(of_cycle(workspace, cycle)) == 2  # with the base


def test_a_name_is_needed(workspace, cycle):
    with pytest.raises(Invalid):
        new_scenario(workspace.store, act("click"), cycle.id, "   ")


def test_a_copy_has_the_levers_of_the_other_under_ids_of_its_own(workspace, cycle, own):
    filled = move_lever(workspace.store, act("m", PARTICIPANT), own.id, lever(10))
    copy = new_scenario(workspace.store, act("copy", OTHER), cycle.id, "Copy", filled)
    assert [(each.kind, each.value, each.scope, each.months) for each in copy.levers] == [
        (each.kind, each.value, each.scope, each.months) for each in filled.levers
    ]
    assert copy.levers[0].id != filled.levers[0].id
    move_lever(workspace.store, act("n", OTHER), copy.id, lever(20, lever_id=copy.levers[0].id))
    with workspace.store.read() as tx:
        assert scenarios.get(tx, own.id).levers[0].value == 10


def test_a_lever_is_added_then_moved_where_it_stands(workspace, own, heard):
    by_ion = act("m", PARTICIPANT)
    move_lever(workspace.store, by_ion, own.id, lever(10))
    move_lever(workspace.store, by_ion, own.id, lever(5, lever_id="second"))
    moved = move_lever(workspace.store, by_ion, own.id, lever(20))
    assert [(each.id, each.value) for each in moved.levers] == [("lever", 20), ("second", 5)]
    assert moved.version == own.version + 3
    assert heard == [f"scenario/{own.id}"] * 3
    assert events(workspace, "lever_moved") == 3


def test_a_lever_dropped_twice_is_dropped_once(workspace, own, heard):
    move_lever(workspace.store, act("m", PARTICIPANT), own.id, lever())
    for _ in range(2):
        left = drop_lever(workspace.store, act("d", PARTICIPANT), own.id, "lever")
    assert left.levers == ()
    assert heard == [f"scenario/{own.id}"] * 2  # moved, dropped
    assert events(workspace, "lever_dropped") == 1


def test_reset_takes_every_lever_out(workspace, own, heard):
    for name in "ab":
        move_lever(workspace.store, act("m", PARTICIPANT), own.id, lever(lever_id=name))
    assert reset(workspace.store, act("r", PARTICIPANT), own.id).levers == ()
    assert heard[-1] == f"scenario/{own.id}"
    assert events(workspace, "scenario_reset") == 1


WAYS = {
    "move": lambda store, by, scenario: move_lever(store, by, scenario.id, lever()),
    "drop": lambda store, by, scenario: drop_lever(store, by, scenario.id, "lever"),
    "reset": lambda store, by, scenario: reset(store, by, scenario.id),
}


@pytest.mark.parametrize("way", WAYS)
def test_viewers_move_nothing(workspace, own, way):
    with pytest.raises(NotAllowed, match="Viewers look on"):
        WAYS[way](workspace.store, act("v", VIEWER), own)


def test_viewers_make_no_scenario(workspace, cycle):
    with pytest.raises(NotAllowed, match="Viewers look on"):
        new_scenario(workspace.store, act("v", VIEWER), cycle.id, "Mine")


@pytest.mark.parametrize("way", WAYS)
def test_a_participant_moves_only_their_own(workspace, own, way):
    with pytest.raises(NotAllowed, match="belongs to somebody else"):
        WAYS[way](workspace.store, act("o", OTHER), own)


@pytest.mark.parametrize("way", WAYS)
def test_the_facilitator_moves_everybodys(workspace, own, way):
    assert WAYS[way](workspace.store, act("f", FACILITATOR), own).id == own.id


@pytest.mark.parametrize("way", WAYS)
def test_nobody_changes_the_base(workspace, base, way):
    with pytest.raises(Refused, match="base plan has no levers"):
        WAYS[way](workspace.store, act("f", FACILITATOR), base)


def test_a_scenario_that_is_gone(workspace):
    with pytest.raises(NotFound):
        move_lever(workspace.store, act("m"), "gone", lever())


@pytest.fixture
def _two_drafts(monkeypatch):
    monkeypatch.setattr(what_if, "MOST_DRAFTS", 2)


@pytest.mark.usefixtures("_two_drafts")
def test_a_participant_has_so_many_drafts_and_no_more(workspace, cycle, own):
    new_scenario(workspace.store, act("second", PARTICIPANT), cycle.id, "Second")
    with pytest.raises(Refused, match="You have 2 scenarios"):
        new_scenario(workspace.store, act("third", PARTICIPANT), cycle.id, "Third")
    assert len(of_cycle(workspace, cycle)) == 3  # base and two
    new_scenario(workspace.store, act("other", OTHER), cycle.id, "Eva's")


@pytest.mark.usefixtures("_two_drafts")
def test_a_double_click_on_the_last_draft_is_that_draft(workspace, cycle, own):
    last = new_scenario(workspace.store, act("last", PARTICIPANT), cycle.id, "Last")
    assert new_scenario(workspace.store, act("last", PARTICIPANT), cycle.id, "Last") == last


@pytest.mark.usefixtures("_two_drafts")
def test_the_cap_is_not_for_the_facilitator(workspace, cycle):
    for number in range(3):
        new_scenario(workspace.store, act(f"f{number}"), cycle.id, f"F{number}")
    assert len(of_cycle(workspace, cycle)) == 4


def test_an_outcome_is_the_plan_of_base_and_levers_beside_the_base(workspace, cycle, own):
    moved = move_lever(workspace.store, act("m", PARTICIPANT), own.id, lever(10))
    made = planned(workspace, cycle, moved)
    assert made.plan.key == made.key.digest != made.base.key
    chairs, months = slice(0, 2), slice(1, 4)  # March to May of February to July
    assert made.plan.demand_units[chairs, months] == pytest.approx(1.1 * made.base.demand_units[chairs, months])
    assert made.plan.demand_units.sum() == pytest.approx(made.base.demand_units.sum() + 0.1 * 140 * 3)


def test_a_scenario_without_effect_is_the_base_plan_itself(workspace, cycle, own):
    neutral = move_lever(workspace.store, act("m", PARTICIPANT), own.id, lever(0))
    made = planned(workspace, cycle, neutral)
    assert made.plan is made.base


def test_equal_levers_of_two_people_are_one_plan(workspace, cycle, own):
    other = new_scenario(workspace.store, act("other", OTHER), cycle.id, "Eva's")
    mine = move_lever(workspace.store, act("m", PARTICIPANT), own.id, lever(10, LeverKind.CAPACITY, Scope()))
    theirs = move_lever(workspace.store, act("n", OTHER), other.id, lever(10, LeverKind.CAPACITY, Scope()))
    assert planned(workspace, cycle, mine).plan is planned(workspace, cycle, theirs).plan


def test_a_lever_whose_family_is_no_longer_delivered_is_told_and_leaves_the_plan_as_it_is(workspace, cycle, own):
    gone = lever(50, scope=Scope(Dimension.FAMILY, "Sofas"), lever_id="gone")
    move_lever(workspace.store, act("m", PARTICIPANT), own.id, gone)
    both = move_lever(workspace.store, act("n", PARTICIPANT), own.id, lever(10))
    made = planned(workspace, cycle, both)
    assert [each.id for each in made.idle] == ["gone"]
    assert made.key == planned(workspace, cycle, replace(both, levers=(lever(10),))).key
