"""The speaking queue: hands from every seat, called by the rule, timed by function, no name kept."""

from datetime import timedelta

import pytest

from sop.domain.errors import NotAllowed, Refused
from sop.domain.people import Function
from sop.domain.votes import Turn
from sop.services import hearing, speaking, voting
from sop.storage import log
from tests.services.small_company import FACILITATOR, NOW, OTHER, PARTICIPANT, VIEWER, act, events


@pytest.fixture
def queued(workspace, meeting):
    speaking.switch(workspace.store, act("on"), meeting.id, by_queue=True)
    return meeting


def queue(workspace, meeting):
    with workspace.store.read() as tx:
        return speaking.read_queue(tx, meeting.id)


def at(seconds, person=FACILITATOR):
    return act(f"{person.id}-{seconds}", person, NOW + timedelta(seconds=seconds))


def test_the_floor_goes_along_the_queue_and_its_time_to_the_function(workspace, queued, heard):
    for person in (PARTICIPANT, OTHER):
        speaking.raise_hand(workspace.store, at(0, person), queued.id)
    speaking.call_next(workspace.store, at(10), queued.id, "")
    first = queue(workspace, queued)
    assert (first.floor.speaker_id, len(first.hands)) == (OTHER.id, 1)  # both at once: by the name of the id
    speaking.call_next(workspace.store, at(70), queued.id, OTHER.id)
    speaking.call_next(workspace.store, at(100), queued.id, PARTICIPANT.id)
    last = queue(workspace, queued)
    assert (last.floor.speaker_id, last.floor.function, last.hands) == ("", None, ())
    assert [(each.function, each.seconds, each.turns) for each in last.spoken] == [
        (Function.SALES, 30, 1), (Function.FINANCE, 60, 1),
    ]  # fmt: skip
    assert heard == [speaking.topic(queued.id)] * 5


def test_a_double_click_calls_one(workspace, queued):
    for person in (PARTICIPANT, OTHER):
        speaking.raise_hand(workspace.store, at(0, person), queued.id)
    for _ in range(2):
        speaking.call_next(workspace.store, at(10), queued.id, "")
    assert len(queue(workspace, queued).hands) == 1


def test_the_facilitator_may_call_another_one_than_the_next(workspace, queued):
    for seconds, person in ((0, OTHER), (5, PARTICIPANT)):
        speaking.raise_hand(workspace.store, at(seconds, person), queued.id)
    speaking.call_next(workspace.store, at(10), queued.id, "", PARTICIPANT.id)
    assert queue(workspace, queued).floor.speaker_id == PARTICIPANT.id


def test_whose_turn_it_is_counts_as_heard_on_the_question_before_the_room(workspace, queued):
    hearing.hear(workspace.store, act("hear"), queued, "Build ahead?")
    speaking.raise_hand(workspace.store, at(0, PARTICIPANT), queued.id)
    speaking.call_next(workspace.store, at(10), queued.id, "")
    with workspace.store.read() as tx:
        heard = voting.before_the_room(tx, queued).heard
    assert [(each.function, each.turn) for each in heard] == [(Function.SALES, Turn.SPOKE)]


def test_a_hand_goes_up_once_and_comes_down_when_its_owner_wants(workspace, queued):
    for seconds in (0, 9):
        speaking.raise_hand(workspace.store, at(seconds, PARTICIPANT), queued.id)
    assert [each.raised_at for each in queue(workspace, queued).hands] == [NOW]
    speaking.lower_hand(workspace.store, at(20, PARTICIPANT), queued.id)
    assert not queue(workspace, queued).is_up(PARTICIPANT.id)


def test_without_a_queue_there_are_no_hands_and_one_switched_off_forgets_them(workspace, meeting, queued):
    speaking.raise_hand(workspace.store, at(0, PARTICIPANT), queued.id)
    speaking.raise_hand(workspace.store, at(0, OTHER), queued.id)
    speaking.call_next(workspace.store, at(0), queued.id, "")
    speaking.switch(workspace.store, at(40), queued.id, by_queue=False)
    after = queue(workspace, queued)
    assert (after.hands, after.floor.speaker_id, [each.seconds for each in after.spoken]) == ((), "", [40])
    with pytest.raises(Refused, match="just speak"):
        speaking.raise_hand(workspace.store, at(50, PARTICIPANT), queued.id)


def test_guests_raise_no_hand_and_participants_neither_call_nor_switch(workspace, queued):
    for refused in (
        lambda: speaking.raise_hand(workspace.store, at(0, VIEWER), queued.id),
        lambda: speaking.call_next(workspace.store, at(0, PARTICIPANT), queued.id, ""),
        lambda: speaking.switch(workspace.store, at(0, PARTICIPANT), queued.id, by_queue=False),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_no_name_and_no_second_enters_the_log(workspace, queued):
    speaking.raise_hand(workspace.store, at(0, PARTICIPANT), queued.id)
    speaking.call_next(workspace.store, at(10), queued.id, "")
    speaking.call_next(workspace.store, at(70), queued.id, PARTICIPANT.id)
    with workspace.store.read() as tx:
        lines = log.tail(tx, 1000)
    assert PARTICIPANT.id not in str(lines)
    assert events(workspace, "queue_switched") == 1
