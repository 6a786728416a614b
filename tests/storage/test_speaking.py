"""Hands, floor and times as rows: one hand a person, one floor a meeting, one time a function."""

from datetime import timedelta

import pytest

from sop.domain.people import Function
from sop.domain.speaking import Floor, Hand, Spoken
from sop.storage import cycles, meetings, speaking
from tests.storage import examples


@pytest.fixture
def meeting(store):
    cycle = examples.cycle()
    wish = examples.meeting(cycle.id)
    with store.write() as w:
        cycles.add(w, cycle, "cycle")
        meetings.add(w, wish, (), "meeting")
    return wish


def test_a_hand_that_is_up_keeps_its_place_and_comes_down_once(store, meeting):
    hand = Hand(meeting.id, "ana", Function.SALES, examples.NOW)
    later = Hand(meeting.id, "ana", Function.SALES, examples.NOW + timedelta(seconds=9))
    with store.write() as w:
        assert [speaking.raise_hand(w, each) for each in (hand, later)] == [True, False]
        speaking.raise_hand(w, Hand(meeting.id, "dan", Function.FINANCE, examples.NOW - timedelta(seconds=9)))
        assert [each.person_id for each in speaking.hands(w.tx, meeting.id)] == ["dan", "ana"]
        assert speaking.hands(w.tx, meeting.id)[1] == hand
        assert [speaking.lower_hand(w, meeting.id, "ana") for _ in range(2)] == [True, False]
        speaking.lower_all(w, meeting.id)
    with store.read() as tx:
        assert speaking.hands(tx, meeting.id) == ()


def test_a_later_floor_takes_the_place_of_the_earlier(store, meeting):
    floor = Floor(meeting.id, True, "ana", Function.SALES, examples.NOW)
    with store.write() as w:
        assert speaking.floor(w.tx, meeting.id) == Floor(meeting.id)
        speaking.put_floor(w, Floor(meeting.id, True))
        speaking.put_floor(w, floor)
    with store.read() as tx:
        assert speaking.floor(tx, meeting.id) == floor


def test_each_function_has_one_time(store, meeting):
    with store.write() as w:
        speaking.put_spoken(w, meeting.id, Spoken(Function.SALES, 40, 1, examples.NOW))
        speaking.put_spoken(w, meeting.id, Spoken(Function.SALES, 90, 2, examples.NOW))
        speaking.put_spoken(w, meeting.id, Spoken(Function.FINANCE, 10, 1, examples.NOW))
    with store.read() as tx:
        assert [(each.function, each.seconds) for each in speaking.spoken(tx, meeting.id)] == [
            (Function.FINANCE, 10), (Function.SALES, 90),
        ]  # fmt: skip
