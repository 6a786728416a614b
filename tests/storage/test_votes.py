"""Votes and ballots as rows: one ballot a person, the later in place of the earlier."""

from dataclasses import replace

import pytest

from sop.domain.ids import new_id
from sop.domain.people import Function
from sop.domain.votes import Ballot, Counting, Heard, Stance, Turn, Vote
from sop.storage import cycles, meetings, votes
from tests.storage import examples


@pytest.fixture
def vote(store):
    cycle = examples.cycle()
    meeting = examples.meeting(cycle.id)
    wish = Vote(new_id(), cycle.id, meeting.id, "Mergem cu B?", "", Counting.FUNCTION, "ana", examples.NOW)
    with store.write() as w:
        cycles.add(w, cycle, "cycle")
        meetings.add(w, meeting, (), "meeting")
        assert votes.add(w, wish, "click") == (wish, True)
        assert votes.add(w, replace(wish, id=new_id()), "click") == (wish, False)
    return wish


def ballot(vote, person="ana", stance=Stance.CONSENT, reason=""):
    return Ballot(new_id(), vote.id, person, Function.SALES, stance, reason, examples.NOW)


def test_a_later_word_of_a_person_takes_the_place_of_the_earlier(store, vote):
    with store.write() as w:
        votes.cast(w, ballot(vote))
        votes.cast(w, ballot(vote, "dan"))
        votes.cast(w, ballot(vote, stance=Stance.OBJECTION, reason="Nu avem bani"))
    with store.read() as tx:
        assert sorted((each.person_id, each.stance, each.reason) for each in votes.ballots(tx, vote.id)) == [
            ("ana", Stance.OBJECTION, "Nu avem bani"),
            ("dan", Stance.CONSENT, ""),
        ]


def test_a_closed_vote_comes_back_closed(store, vote):
    with store.write() as w:
        closed = votes.change(w, replace(vote, closed_at=examples.NOW))
    with store.read() as tx:
        assert votes.get(tx, vote.id) == closed
        assert votes.of_meeting(tx, vote.meeting_id) == (closed,)
        assert not closed.is_open


def test_a_later_tap_on_a_function_takes_the_place_of_the_earlier_and_can_be_taken_back(store, vote):
    spoke, passed = (Heard(vote.id, Function.SALES, turn, examples.NOW) for turn in Turn)
    with store.write() as w:
        for heard in (spoke, passed):
            votes.tap(w, vote.id, Function.SALES, heard)
        votes.tap(w, vote.id, Function.FINANCE, Heard(vote.id, Function.FINANCE, Turn.SPOKE, examples.NOW))
        votes.tap(w, vote.id, Function.FINANCE, None)
    with store.read() as tx:
        assert votes.heard(tx, vote.id) == (passed,)
