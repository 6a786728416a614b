"""Every function is heard or passes before it is decided; who is missing is known, a concern is said from any seat."""

from datetime import date, timedelta

import pytest

from sop.domain.errors import Invalid, NotAllowed, Refused
from sop.domain.people import Function
from sop.domain.prepared import PreparedDecision
from sop.domain.votes import Counting, Stance, Turn
from sop.services import hearing, preparing, voting
from tests.services.small_company import FACILITATOR, NOW, OTHER, PARTICIPANT, VIEWER, act, events

QUESTION = "Build ahead?"
SALES, FINANCE = PARTICIPANT.function, OTHER.function


@pytest.fixture
def asked(workspace, meeting):
    return hearing.hear(workspace.store, act("hear"), meeting, QUESTION)


def prepared(workspace, cycle, name):
    wish = PreparedDecision(name, cycle.id, 0, f"{name}?", "", date(2027, 2, 1), (), "", "", (), "", NOW)
    return preparing.prepare(workspace.store, act(name), wish)


def now(workspace, meeting):
    with workspace.store.read() as tx:
        return voting.before_the_room(tx, meeting)


def later(token, seconds, person=FACILITATOR):
    return act(token, person, NOW + timedelta(seconds=seconds))


def test_a_function_speaks_another_passes_and_the_others_are_waited_for(workspace, meeting, asked, heard):
    hearing.tap(workspace.store, act("a"), asked.id, SALES, Turn.SPOKE)
    hearing.tap(workspace.store, act("b"), asked.id, FINANCE, Turn.PASSED)
    poll = now(workspace, meeting)
    assert {each.function: each.turn for each in poll.heard} == {SALES: Turn.SPOKE, FINANCE: Turn.PASSED}
    assert set(poll.waiting) == set(Function) - {SALES, FINANCE}
    assert heard == [voting.topic(meeting.id)] * 2


def test_a_double_click_is_one_tap_and_a_later_one_takes_it_back(workspace, meeting, asked, heard):
    hearing.tap(workspace.store, act("a"), asked.id, SALES, Turn.SPOKE)
    hearing.tap(workspace.store, later("b", 0.3), asked.id, SALES, None)
    assert len(now(workspace, meeting).heard) == len(heard) == 1
    hearing.tap(workspace.store, later("c", 5), asked.id, SALES, None)
    assert now(workspace, meeting).heard == ()


def test_the_facilitator_runs_it_and_nobody_else(workspace, meeting, asked):
    for person in (PARTICIPANT, VIEWER):
        for refused in (
            lambda who: hearing.hear(workspace.store, act("h", who), meeting, "Another?"),
            lambda who: hearing.tap(workspace.store, act("t", who), asked.id, SALES, Turn.SPOKE),
        ):
            with pytest.raises(NotAllowed):
                refused(person)
    with pytest.raises(NotAllowed):
        hearing.say_against(workspace.store, act("s", VIEWER), meeting, QUESTION, "", Stance.CONCERN, "No cash")
    assert now(workspace, meeting).heard == ()


def test_a_concern_is_the_same_word_before_the_vote_and_in_it(workspace, meeting, asked):
    hearing.say_against(workspace.store, act("s", OTHER), meeting, "unused", "", Stance.CONCERN, " No cash ")
    assert FINANCE not in now(workspace, meeting).waiting
    called = voting.open_vote(workspace.store, act("call"), meeting, "Do we go with A?", "", Counting.PERSON)
    poll = now(workspace, meeting)
    assert (called.id, poll.vote.is_called, poll.vote.question) == (asked.id, True, "Do we go with A?")
    assert [(each.function, each.reason) for each in poll.reasons] == [(FINANCE, "No cash")]
    assert voting.open_vote(workspace.store, act("call"), meeting, "Do we go with A?", "", Counting.PERSON) == called


def test_nobody_consents_before_the_vote_is_called(workspace, asked):
    with pytest.raises(Refused, match="not called yet"):
        voting.cast(workspace.store, act("c", PARTICIPANT), asked.id, Stance.CONSENT)


def test_a_concern_from_a_seat_puts_the_question_before_the_room(workspace, meeting):
    with pytest.raises(Invalid):
        hearing.say_against(workspace.store, act("r", PARTICIPANT), meeting, QUESTION, "", Stance.CONCERN, " ")
    assert now(workspace, meeting) is None
    hearing.say_against(workspace.store, act("s", PARTICIPANT), meeting, QUESTION, "", Stance.OBJECTION, "No room")
    poll = now(workspace, meeting)
    assert (poll.vote.question, poll.vote.is_called, poll.tally.objection) == (QUESTION, False, 1)


def test_the_next_decision_puts_the_last_one_aside_and_coming_back_finds_what_was_said(workspace, cycle, meeting):
    first, second = (prepared(workspace, cycle, name) for name in ("first", "second"))
    one = hearing.hear(workspace.store, act("1"), meeting, first.question, prepared_id=first.id)
    hearing.tap(workspace.store, act("a"), one.id, SALES, Turn.SPOKE)
    hearing.hear(workspace.store, act("2"), meeting, second.question, prepared_id=second.id)
    assert now(workspace, meeting).heard == ()
    back = hearing.hear(workspace.store, act("3"), meeting, first.question, prepared_id=first.id)
    assert back.id == one.id
    assert [each.function for each in now(workspace, meeting).heard] == [SALES]
    assert hearing.hear(workspace.store, act("4"), meeting, first.question, prepared_id=first.id) == back


def test_an_open_vote_is_not_put_aside(workspace, meeting):
    voting.open_vote(workspace.store, act("v"), meeting, "Vote?", "", Counting.PERSON)
    with pytest.raises(Refused, match="Close it first"):
        hearing.hear(workspace.store, act("h"), meeting, QUESTION)


def test_after_it_is_closed_nobody_is_heard_any_more(workspace, asked):
    voting.close(workspace.store, act("c"), asked.id)
    with pytest.raises(Refused, match="closed"):
        hearing.tap(workspace.store, act("t"), asked.id, SALES, Turn.SPOKE)
    assert events(workspace, "hearing_closed") == 1
    assert events(workspace, "vote_closed") == 0


def test_who_was_neither_heard_nor_consulted_is_missing(workspace, meeting, asked):
    hearing.tap(workspace.store, act("a"), asked.id, SALES, Turn.PASSED)
    with workspace.store.read() as tx:
        assert hearing.not_heard(tx, meeting.id, asked.id, (FINANCE,)) == tuple(
            each for each in meeting.invited if each not in {SALES, FINANCE}
        )
        assert hearing.not_heard(tx, meeting.id, "", ()) == meeting.invited
        assert hearing.not_heard(tx, "", "", ()) == ()
