"""Running the meeting: one item at a time, a double click is one step, and every screen hears of it."""

from datetime import timedelta

import pytest

from sop.domain.errors import Invalid, NotAllowed, NotFound, Refused
from sop.domain.meeting import ProjectorView
from sop.services.cycles import remove_item
from sop.services.lookup import scenario_named
from sop.services.running import next_item, project, set_projector, start_item, stop, stretch
from sop.storage import meetings
from tests.services.at_once import at_once
from tests.services.small_company import NOW, OTHER, PARTICIPANT, VIEWER, act, events


@pytest.fixture
def items(workspace, meeting):
    with workspace.store.read() as tx:
        return meetings.items(tx, meeting.id)


def start(workspace, meeting, item, token="start", minutes=0):
    return start_item(workspace.store, act(token, now=NOW + timedelta(minutes=minutes)), meeting.id, item.id)


def test_a_started_item_runs_since_then(workspace, meeting, items, heard):
    agenda = start(workspace, meeting, items[0])
    assert agenda.running.id == items[0].id
    assert agenda.running.started_at == NOW
    assert agenda.running.ends_at() == NOW + timedelta(minutes=items[0].minutes)
    assert heard == [f"meeting/{meeting.id}"]


def test_starting_what_runs_changes_nothing(workspace, meeting, items, heard):
    first = start(workspace, meeting, items[0])
    assert start(workspace, meeting, items[0], "again", minutes=3) == first
    assert len(heard) == 1
    assert events(workspace, "item_started") == 1


def test_starting_an_item_ends_the_one_that_ran(workspace, meeting, items):
    start(workspace, meeting, items[0])
    agenda = start(workspace, meeting, items[3], minutes=7)
    assert agenda.running.id == items[3].id
    assert agenda.items[0].ended_at == NOW + timedelta(minutes=7)


def test_an_item_started_once_more_runs_anew(workspace, meeting, items):
    start(workspace, meeting, items[0])
    start(workspace, meeting, items[1], minutes=5)
    agenda = start(workspace, meeting, items[0], minutes=6)
    assert (agenda.running.started_at, agenda.running.ended_at) == (NOW + timedelta(minutes=6), None)


def test_an_item_that_is_not_on_the_agenda(workspace, meeting):
    with pytest.raises(NotFound, match="no longer on the agenda"):
        start_item(workspace.store, act("x"), meeting.id, "gone")


def test_the_first_step_starts_the_first_item(workspace, meeting, items):
    assert next_item(workspace.store, act("n"), meeting.id, None).running.id == items[0].id


def test_a_double_click_on_next_moves_one_step(workspace, meeting, items, heard):
    start(workspace, meeting, items[0])
    for token in ("click", "click again"):
        agenda = next_item(workspace.store, act(token), meeting.id, items[0].id)
    assert agenda.running.id == items[1].id
    assert len(heard) == 2  # started, moved on once


def test_many_who_click_next_at_the_same_moment_move_one_step(workspace, meeting, items):
    start(workspace, meeting, items[0])
    calls = [
        lambda token=token: next_item(workspace.store, act(token), meeting.id, items[0].id) for token in ("a", "b", "c")
    ]
    assert {agenda.running.id for agenda in at_once(*calls)} == {items[1].id}
    assert events(workspace, "item_started") == 2


def test_after_the_last_item_there_is_no_next(workspace, meeting, items):
    start(workspace, meeting, items[-1])
    with pytest.raises(Refused, match="last item"):
        next_item(workspace.store, act("n"), meeting.id, items[-1].id)


def test_the_neighbours_of_the_running_item(workspace, meeting, items):
    agenda = start(workspace, meeting, items[2])
    assert (agenda.previous_item.id, agenda.next_item.id) == (items[1].id, items[3].id)
    assert start(workspace, meeting, items[0]).previous_item is None


def test_before_the_meeting_nothing_lies_behind(workspace, meeting, items):
    agenda = stop(workspace.store, act("s"), meeting.id)
    assert (agenda.running, agenda.previous_item) == (None, None)
    assert agenda.next_item.id == items[0].id


def test_stopping_ends_the_item_and_stopping_again_changes_nothing(workspace, meeting, items, heard):
    start(workspace, meeting, items[0])
    first = stop(workspace.store, act("s", now=NOW + timedelta(minutes=2)), meeting.id)
    second = stop(workspace.store, act("t", now=NOW + timedelta(minutes=9)), meeting.id)
    assert first == second
    assert first.running is None
    assert first.items[0].ended_at == NOW + timedelta(minutes=2)
    assert len(heard) == 2
    assert first.next_item.id == items[1].id


def test_a_running_item_that_was_removed_holds_nothing_up(workspace, meeting, items):
    running = start(workspace, meeting, items[0]).running
    remove_item(workspace.store, act("r"), running)
    agenda = stop(workspace.store, act("s"), meeting.id)
    assert (agenda.running, agenda.meeting.running_item) == (None, None)


def test_a_projected_scenario_is_told_to_the_meeting(workspace, cycle, meeting, heard):
    base = scenario_named(workspace.store, cycle, None)
    assert project(workspace.store, act("p"), meeting.id, base.id).projected_scenario == base.id
    assert heard == [f"meeting/{meeting.id}"]


def test_what_is_not_there_cannot_be_projected(workspace, meeting, heard):
    with pytest.raises(NotFound):
        project(workspace.store, act("p"), meeting.id, "gone")
    assert heard == []


@pytest.mark.parametrize("person", [OTHER, VIEWER], ids=["participant", "viewer"])
def test_only_the_facilitator_runs_the_meeting(workspace, cycle, meeting, items, person):
    store, by = workspace.store, act("x", person)
    base = scenario_named(store, cycle, None)
    ways = [
        lambda: start_item(store, by, meeting.id, items[0].id),
        lambda: next_item(store, by, meeting.id, None),
        lambda: next_item(store, by, meeting.id, "something else"),
        lambda: stop(store, by, meeting.id),
        lambda: project(store, by, meeting.id, base.id),
    ]
    for way in ways:
        with pytest.raises(NotAllowed, match="Only the facilitator"):
            way()


# Minutes and projector


def test_minutes_are_stretched_or_moved_from_the_next_item(workspace, meeting, items):
    first, second = items[:2]
    stretch(workspace.store, act("more"), meeting.id, first.id, 5)
    moved = stretch(workspace.store, act("move"), meeting.id, first.id, 5, from_next=True)
    assert [item.minutes for item in moved.items[:2]] == [first.minutes + 10, second.minutes - 5]


def test_an_item_keeps_a_minute_and_the_last_one_has_no_next(workspace, meeting, items):
    every = items
    with pytest.raises(Invalid):
        stretch(workspace.store, act("less"), meeting.id, every[0].id, -every[0].minutes)
    with pytest.raises(Refused, match="no minutes to spare"):
        stretch(workspace.store, act("last"), meeting.id, every[-1].id, 5, from_next=True)
    with pytest.raises(Refused, match="no minutes to spare"):
        stretch(workspace.store, act("all"), meeting.id, every[0].id, every[1].minutes, from_next=True)
    with workspace.store.read() as tx:
        assert meetings.items(tx, meeting.id) == every


def test_what_the_projector_shows_is_said_piece_by_piece(workspace, meeting, heard):
    set_projector(workspace.store, act("a"), meeting.id, view=ProjectorView.WHY)
    held = set_projector(workspace.store, act("b"), meeting.id, hide_money=True)
    assert (held.projector.view, held.projector.hide_money) == (ProjectorView.WHY, True)
    assert heard == [f"meeting/{meeting.id}"] * 2
    set_projector(workspace.store, act("c"), meeting.id, hide_money=True)
    assert len(heard) == 2


def test_only_the_facilitator_stretches_and_projects(workspace, meeting, items):
    first = items[0]
    for refused in (
        lambda: stretch(workspace.store, act("s", PARTICIPANT), meeting.id, first.id, 5),
        lambda: set_projector(workspace.store, act("p", PARTICIPANT), meeting.id, hide_money=True),
    ):
        with pytest.raises(NotAllowed):
            refused()
