"""The survey: one answer a browser, nobody's name; the scorecard says what cycles were worth."""

import math
from datetime import timedelta

import pytest

from sop.domain.errors import Invalid, NotAllowed, Refused
from sop.domain.meeting import Stage
from sop.services import improving, running
from sop.services.decisions import add_action
from sop.services.lookup import cycle_named
from sop.storage import log, meetings
from tests.services.small_company import FACILITATOR, NOW, OTHER, PARTICIPANT, VIEWER, act

TODAY = NOW.date()


@pytest.fixture
def meeting(workspace):
    with workspace.store.read() as tx:
        return meetings.latest(tx)


def give(workspace, meeting, person, scores, secret, keep="", change=""):
    return improving.answer(workspace.store, act(secret, person), meeting, scores, keep, change, secret)


def scores_of(workspace):
    with workspace.store.read() as tx:
        return improving.scorecard(tx, TODAY)


def test_the_score_of_a_question_is_the_mean_of_the_answers(workspace, meeting):
    give(workspace, meeting, PARTICIPANT, (5, 4, 1), "x")
    give(workspace, meeting, OTHER, (4, 4, 4), "y")
    (score,) = scores_of(workspace)
    assert (score.answers, score.means) == (2, (4.5, 4.0, 2.5))


def test_a_browser_answers_once_for_a_meeting(workspace, meeting):
    first = give(workspace, meeting, PARTICIPANT, (5, 4, 1), "x")
    assert give(workspace, meeting, PARTICIPANT, (1, 1, 1), "x") == first
    assert scores_of(workspace)[0].answers == 1


def test_neither_log_nor_answer_tell_who_answered_or_when(workspace, meeting):
    answer = give(workspace, meeting, PARTICIPANT, (5, 4, 1), "x")
    assert (answer.recorded_at.hour, answer.recorded_at.minute) == (0, 0)
    with workspace.store.read() as tx:
        assert PARTICIPANT.id not in [line.actor_id for line in log.tail(tx, 100)]


@pytest.mark.parametrize("scores", [(0, 3, 3), (6, 3, 3), (3, 3), ()])
def test_a_question_without_a_score_is_a_sentence(workspace, meeting, scores):
    with pytest.raises(Invalid):
        give(workspace, meeting, PARTICIPANT, scores, "x")
    assert scores_of(workspace)[0].answers == 0


def test_who_looks_on_does_not_answer(workspace, meeting):
    with pytest.raises(NotAllowed):
        give(workspace, meeting, VIEWER, (3, 3, 3), "x")


def test_a_cycle_that_nobody_scored_has_no_score(workspace):
    (score,) = scores_of(workspace)
    assert score.answers == 0
    assert all(math.isnan(mean) for mean in (*score.means, score.done_share, score.minutes_used))


def test_what_is_due_and_done_is_counted_and_what_is_not_due_is_not(workspace, meeting):
    cycle = cycle_named(workspace.store, None)
    for number, days in enumerate((0, 30)):
        due = TODAY + timedelta(days=days)
        add_action(workspace, act(f"a{number}"), cycle, meeting.id, "Do it", FACILITATOR.id, due, None)
    (score,) = scores_of(workspace)
    assert (score.actions, score.done_share) == (2, 0.0)  # one is due and open, the other not due yet


def test_the_minutes_used_are_those_of_items_that_were_held(workspace, meeting):
    with workspace.store.read() as tx:
        first = meetings.items(tx, meeting.id)[0]
    running.start_item(workspace.store, act("start"), meeting.id, first.id)
    running.stop(workspace.store, act("stop", now=NOW + timedelta(minutes=7)), meeting.id)
    assert scores_of(workspace)[0].minutes_used == 7.0


def test_a_wish_becomes_an_item_of_the_agenda(workspace, meeting):
    improving.put_on_agenda(workspace.store, act("wish"), meeting.id, "Data a day earlier")
    with workspace.store.read() as tx:
        last = meetings.items(tx, meeting.id)[-1]
    assert (last.title, last.stage) == ("Data a day earlier", Stage.IMPROVE)


def test_an_empty_wish_is_no_item(workspace, meeting):
    with pytest.raises(Refused):
        improving.put_on_agenda(workspace.store, act("wish"), meeting.id, "  ")


def test_notes_are_shown_without_order_of_arrival(workspace, meeting):
    for secret in "abcdef":
        give(workspace, meeting, PARTICIPANT, (3, 3, 3), secret, change=secret)
    told = scores_of(workspace)[0].change
    assert sorted(told) == list("abcdef")
    assert told == tuple(sorted("abcdef", key=lambda secret: improving.ballot(secret, meeting.id)))
