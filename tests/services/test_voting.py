"""Votes: opened and closed by the facilitator, cast by everybody who takes part, never in the log by name."""

import pytest

from sop.domain.errors import Invalid, NotAllowed, Refused
from sop.domain.people import Function
from sop.domain.votes import Counting, Stance
from sop.services import voting
from sop.services.what_if import new_scenario
from sop.storage import log
from tests.services.small_company import FACILITATOR, OTHER, PARTICIPANT, VIEWER, act, events


@pytest.fixture
def vote(workspace, meeting):
    return voting.open_vote(workspace.store, act("open"), meeting, " Do we go with B? ", "", Counting.FUNCTION)


def polls(workspace, meeting):
    with workspace.store.read() as tx:
        return voting.polls(tx, meeting)


def test_what_is_cast_is_open_with_its_reason_and_the_later_word_counts(workspace, meeting, vote):
    voting.cast(workspace.store, act("a", PARTICIPANT), vote.id, Stance.CONSENT)
    voting.cast(workspace.store, act("b", PARTICIPANT), vote.id, Stance.CONCERN, " The saw is full ")
    voting.cast(workspace.store, act("c", OTHER), vote.id, Stance.OBJECTION, "No cash")
    [poll] = polls(workspace, meeting)
    assert poll.vote.question == "Do we go with B?"
    assert [(each.person_id, each.reason) for each in poll.reasons] == [
        (OTHER.id, "No cash"), (PARTICIPANT.id, "The saw is full"),
    ]  # fmt: skip
    assert (poll.tally.consent, poll.tally.concern, poll.tally.objection) == (0, 1, 1)
    assert set(poll.waiting) == set(Function) - {PARTICIPANT.function, OTHER.function}
    assert poll.of(PARTICIPANT.id).stance is Stance.CONCERN
    assert poll.of(FACILITATOR.id) is None


def test_a_consent_keeps_no_reason(workspace, vote):
    assert voting.cast(workspace.store, act("a", PARTICIPANT), vote.id, Stance.CONSENT, "well").reason == ""


def test_a_concern_without_a_reason_is_not_cast(workspace, meeting, vote):
    with pytest.raises(Invalid):
        voting.cast(workspace.store, act("a", PARTICIPANT), vote.id, Stance.CONCERN, " ")
    assert polls(workspace, meeting)[0].ballots == ()


def test_guests_do_not_vote_and_participants_neither_open_nor_close(workspace, meeting, vote):
    for refused in (
        lambda: voting.cast(workspace.store, act("v", VIEWER), vote.id, Stance.CONSENT),
        lambda: voting.close(workspace.store, act("c", PARTICIPANT), vote.id),
        lambda: voting.open_vote(workspace.store, act("o", PARTICIPANT), meeting, "Q", "", Counting.PERSON),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_one_vote_is_open_at_a_time_and_a_double_click_is_one(workspace, meeting, vote, heard):
    assert voting.open_vote(workspace.store, act("open"), meeting, "Another", "", Counting.PERSON) == vote
    with pytest.raises(Refused, match="Close it first"):
        voting.open_vote(workspace.store, act("second"), meeting, "Another", "", Counting.PERSON)
    assert len(polls(workspace, meeting)) == 1
    assert heard == []


def test_after_it_is_closed_nobody_votes_any_more(workspace, meeting, vote, heard):
    for _ in range(2):
        voting.close(workspace.store, act("close"), vote.id)
    with pytest.raises(Refused, match="closed"):
        voting.cast(workspace.store, act("a", PARTICIPANT), vote.id, Stance.CONSENT)
    assert heard == [voting.topic(meeting.id)]
    assert events(workspace, "vote_closed") == 1


def test_no_ballot_enters_the_log(workspace, vote):
    voting.cast(workspace.store, act("a", PARTICIPANT), vote.id, Stance.OBJECTION, "No cash")
    voting.close(workspace.store, act("close"), vote.id)
    with workspace.store.read() as tx:
        lines = log.tail(tx, 1000)
    assert PARTICIPANT.id not in {line.actor_id for line in lines}
    assert "No cash" not in str(lines)


def test_a_draft_is_not_voted_on(workspace, cycle, meeting):
    draft = new_scenario(workspace.store, act("d", PARTICIPANT), cycle.id, "Mine")
    with pytest.raises(Refused, match="Put it forward first"):
        voting.open_vote(workspace.store, act("open"), meeting, "This?", draft.id, Counting.PERSON)
    assert polls(workspace, meeting) == ()
