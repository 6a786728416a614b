"""Scenarios: everybody tries their own, nobody changes the base, a double click is one row."""

from dataclasses import replace

import pytest

from sop.domain.errors import Invalid, NotAllowed, NotFound, Refused
from sop.domain.people import Role
from sop.domain.scenario import Dimension, LeverKind, Scope, Sharing
from sop.services import what_if
from sop.services.lookup import scenario_named
from sop.services.what_if import drop_lever, move_lever, new_scenario, outcome, reset
from sop.storage import scenarios
from tests.services.at_once import at_once
from tests.services.small_company import FACILITATOR, OTHER, PARTICIPANT, VIEWER, act, events, lever

SECOND = replace(OTHER, role=Role.FACILITATOR)


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
    copy = new_scenario(workspace.store, act("copy", PARTICIPANT), cycle.id, "Copy", filled)
    assert [(each.kind, each.value, each.scope, each.months) for each in copy.levers] == [
        (each.kind, each.value, each.scope, each.months) for each in filled.levers
    ]
    assert copy.levers[0].id != filled.levers[0].id
    move_lever(workspace.store, act("n", PARTICIPANT), copy.id, lever(20, lever_id=copy.levers[0].id))
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
def test_a_draft_is_moved_by_its_maker_alone_not_even_by_the_facilitator(workspace, own, way):
    with pytest.raises(NotAllowed, match="belongs to somebody else"):
        WAYS[way](workspace.store, act("f", FACILITATOR), own)


@pytest.mark.parametrize("way", WAYS)
def test_what_stands_for_the_room_is_moved_by_every_facilitator_while_no_room_looks_at_it(workspace, cycle, way):
    made = new_scenario(workspace.store, act("room"), cycle.id, "Option A")
    assert WAYS[way](workspace.store, act("f", SECOND), made).id == made.id
    with pytest.raises(NotAllowed):
        WAYS[way](workspace.store, act("p", PARTICIPANT), made)


def test_a_draft_is_listed_for_nobody_else(workspace, cycle, own):
    assert own not in of_cycle(workspace, cycle)
    with workspace.store.read() as tx:
        assert scenarios.drafts_of(tx, PARTICIPANT.id, cycle.id) == (own,)
        assert scenarios.drafts_of(tx, OTHER.id, cycle.id) == ()


def test_a_draft_is_announced_to_its_maker_alone(workspace, cycle, heard):
    new_scenario(workspace.store, act("quiet", PARTICIPANT), cycle.id, "Mine")
    assert heard == [f"person/{PARTICIPANT.id}"]


def test_nobody_copies_a_draft_that_they_do_not_see(workspace, cycle, own):
    with pytest.raises(NotAllowed):
        new_scenario(workspace.store, act("copy", OTHER), cycle.id, "Stolen", own)
    with pytest.raises(NotAllowed):
        what_if.try_alone(workspace.store, act("try", FACILITATOR), own.id, "Stolen")


def test_trying_alone_copies_what_the_room_looks_at_and_leaves_it(workspace, cycle):
    made = new_scenario(workspace.store, act("room"), cycle.id, "Option A")
    filled = move_lever(workspace.store, act("m"), made.id, lever(10))
    draft = what_if.try_alone(workspace.store, act("try", PARTICIPANT), made.id, "My try: Option A")
    assert (draft.sharing, draft.created_by) == (Sharing.DRAFT, PARTICIPANT.id)
    assert [each.value for each in draft.levers] == [10]
    move_lever(workspace.store, act("n", PARTICIPANT), draft.id, replace(draft.levers[0], value=20))
    with workspace.store.read() as tx:
        assert scenarios.get(tx, made.id) == filled


def test_a_long_name_of_a_try_is_cut_to_what_a_name_may_be(workspace, cycle):
    made = new_scenario(workspace.store, act("room"), cycle.id, "Option A")
    assert len(what_if.try_alone(workspace.store, act("try", PARTICIPANT), made.id, "x" * 90).name) == 60


def test_only_its_maker_throws_a_draft_away_and_nothing_else_can_be(workspace, cycle, own):
    made = new_scenario(workspace.store, act("room"), cycle.id, "Option A")
    move_lever(workspace.store, act("m", PARTICIPANT), own.id, lever(10))
    for who, scenario in ((OTHER, own), (FACILITATOR, own), (FACILITATOR, made)):
        with pytest.raises(NotAllowed):
            what_if.throw_away(workspace.store, act("t", who), scenario.id)
    what_if.throw_away(workspace.store, act("t", PARTICIPANT), own.id)
    with workspace.store.read() as tx, pytest.raises(NotFound):
        scenarios.get(tx, own.id)


def test_a_participant_makes_nothing_for_the_room(workspace, cycle):
    for sharing in (Sharing.ROOM, Sharing.PROPOSED):
        with pytest.raises(NotAllowed):
            new_scenario(workspace.store, act("p", PARTICIPANT), cycle.id, "Mine", sharing=sharing)


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
    with workspace.store.read() as tx:
        assert len(scenarios.drafts_of(tx, PARTICIPANT.id, cycle.id)) == 2
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
