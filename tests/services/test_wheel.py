"""The wheel: one at a time moves what the room looks at; it changes hands by a click and is never stuck."""

from dataclasses import replace

import pytest

from sop.domain.errors import NotAllowed, Refused
from sop.domain.people import Role
from sop.services import running, wheel
from sop.services.what_if import move_lever, new_scenario, try_alone
from sop.storage import meetings, people
from tests.services.small_company import FACILITATOR, OTHER, PARTICIPANT, VIEWER, act, events, lever

SECOND = replace(OTHER, role=Role.FACILITATOR)


@pytest.fixture
def shown(workspace, cycle, meeting):
    made = new_scenario(workspace.store, act("room"), cycle.id, "Option A")
    running.project(workspace.store, act("show"), meeting.id, made.id)
    return made


def driver(workspace, meeting):
    with workspace.store.read() as tx:
        return meetings.get(tx, meeting.id).driver_id


def move(workspace, person, scenario, value=10):
    return move_lever(workspace.store, act(f"{person.id}-{value}", person), scenario.id, lever(value))


def test_the_facilitator_who_moves_first_holds_the_wheel_and_the_other_one_has_to_take_it(workspace, meeting, shown):
    move(workspace, FACILITATOR, shown)
    assert driver(workspace, meeting) == FACILITATOR.id
    with pytest.raises(NotAllowed, match="Somebody else holds the wheel"):
        move(workspace, SECOND, shown)
    wheel.take(workspace.store, act("take", SECOND), meeting.id)
    assert move(workspace, SECOND, shown, 20).levers[0].value == 20
    with pytest.raises(NotAllowed):
        move(workspace, FACILITATOR, shown, 30)


def test_a_participant_moves_what_the_room_looks_at_only_while_holding_the_wheel(workspace, meeting, shown):
    with pytest.raises(NotAllowed, match="The facilitator moves"):
        move(workspace, PARTICIPANT, shown)
    wheel.hand(workspace.store, act("hand"), meeting.id, PARTICIPANT.id)
    assert move(workspace, PARTICIPANT, shown).levers[0].value == 10
    wheel.hand(workspace.store, act("back", PARTICIPANT), meeting.id, None)
    with pytest.raises(NotAllowed):
        move(workspace, PARTICIPANT, shown, 20)
    move(workspace, FACILITATOR, shown, 30)


def test_nobody_takes_or_hands_on_what_they_do_not_hold(workspace, meeting, shown):
    wheel.take(workspace.store, act("take"), meeting.id)
    for refused in (
        lambda: wheel.take(workspace.store, act("t", PARTICIPANT), meeting.id),
        lambda: wheel.hand(workspace.store, act("h", PARTICIPANT), meeting.id, PARTICIPANT.id),
        lambda: wheel.hand(workspace.store, act("h", VIEWER), meeting.id, VIEWER.id),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert driver(workspace, meeting) == FACILITATOR.id


def test_a_guest_is_never_given_the_wheel(workspace, meeting):
    with workspace.store.write() as w:
        guest = people.get(w.tx, VIEWER.id)
    assert guest.role is Role.VIEWER
    with pytest.raises(Refused, match="Guests look on"):
        wheel.hand(workspace.store, act("hand"), meeting.id, VIEWER.id)


def test_taking_what_one_holds_changes_nothing(workspace, meeting, heard):
    for _ in range(2):
        wheel.take(workspace.store, act("take"), meeting.id)
    assert heard == [f"meeting/{meeting.id}"]
    assert events(workspace, "wheel_given") == 1


def test_a_draft_needs_no_wheel_and_leaves_the_rooms_where_it_is(workspace, meeting, shown):
    draft = try_alone(workspace.store, act("try", PARTICIPANT), shown.id, "Mine")
    assert move(workspace, PARTICIPANT, draft).levers[0].value == 10
    assert driver(workspace, meeting) is None


def test_a_draft_is_not_shown_to_the_room(workspace, meeting, shown):
    draft = try_alone(workspace.store, act("try"), shown.id, "Mine")
    with pytest.raises(Refused, match="Put it forward first"):
        running.project(workspace.store, act("show"), meeting.id, draft.id)
