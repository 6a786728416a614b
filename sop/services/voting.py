"""Votes in the room: opened by the facilitator, open to see, closed before or by the decision; never a decision itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sop.domain.errors import Refused
from sop.domain.ids import new_id
from sop.domain.meeting import Meeting
from sop.domain.people import Act, Function, Right
from sop.domain.votes import Ballot, Counting, Heard, Stance, Tally, Vote, tally, unheard
from sop.language import N_
from sop.services.what_if import refuse_draft
from sop.storage import log, scenarios, votes
from sop.storage.engine import Connection, Store, Writing

IS_OPEN = N_("A vote is open already. Close it first.")


@dataclass(frozen=True, slots=True)
class Poll:
    """A vote with what was cast in it and who was heard; `waiting` are those invited of whom neither is known yet."""

    vote: Vote
    ballots: tuple[Ballot, ...]
    heard: tuple[Heard, ...]
    waiting: tuple[Function, ...]

    @property
    def tally(self) -> Tally:
        return tally(self.vote.counting, self.ballots)

    @property
    def reasons(self) -> tuple[Ballot, ...]:
        """Return what has to be answered: objections first, then concerns."""
        order = list(Stance)
        said = [ballot for ballot in self.ballots if ballot.stance is not Stance.CONSENT]
        return tuple(sorted(said, key=lambda ballot: -order.index(ballot.stance)))

    def of(self, person_id: str) -> Ballot | None:
        """Return what somebody said."""
        return next((ballot for ballot in self.ballots if ballot.person_id == person_id), None)


def topic(meeting_id: str) -> str:
    """Return under which name news of a meeting's votes is announced."""
    return f"votes/{meeting_id}"


def open_vote(store: Store, act: Act, meeting: Meeting, question: str, scenario_id: str, counting: Counting) -> Vote:
    """Put a question to the room; one on which it is being heard is called to the vote with what was said so far.

    Refused while another vote is open. A second call with the same token is the same vote.
    """
    act.actor.require(Right.RUN)
    with store.write() as w:
        wish = question_of(w, act, meeting, question, scenario_id, counting=counting)
        standing = opened(w.tx, meeting.id)
        if standing is not None and not standing.is_called:
            return _called(w, act, standing, wish)
        if standing is not None and (standing.question, standing.counting) == (wish.question, counting):
            return standing
        vote, is_new = votes.add(w, wish, act.token)
        if is_new:
            if standing is not None:
                raise Refused(IS_OPEN)
            log.append(w, act, "vote_opened", "vote", vote.id, {"counting": counting})
            w.announce(topic(meeting.id))
    return vote


def question_of(
    w: Writing, act: Act, meeting: Meeting, question: str, scenario_id: str, *, counting: Counting = Counting.FUNCTION
) -> Vote:
    """Return a question as it is put to the room now; Refused on a draft, which the room cannot see."""
    if scenario_id:
        refuse_draft(scenarios.get(w.tx, scenario_id))
    return Vote(
        new_id(),
        meeting.cycle_id,
        meeting.id,
        question.strip(),
        scenario_id,
        counting,
        act.actor.person_id,
        act.now,
    )


def opened(tx: Connection, meeting_id: str) -> Vote | None:
    """Return the question that is before the room, None where none is."""
    return next((each for each in votes.of_meeting(tx, meeting_id) if each.is_open), None)


def _called(w: Writing, act: Act, standing: Vote, wish: Vote) -> Vote:
    """Take the question on which the room is heard to the vote."""
    vote = votes.change(
        w,
        replace(standing, question=wish.question, scenario_id=wish.scenario_id, counting=wish.counting, is_called=True),
    )
    log.append(w, act, "vote_opened", "vote", vote.id, {"counting": wish.counting})
    w.announce(topic(vote.meeting_id))
    return vote


def cast(store: Store, act: Act, vote_id: str, stance: Stance, reason: str = "") -> Ballot:
    """Say consent, concern or objection; a later word takes the place of the earlier one until the vote is closed.

    The ballot stands with the vote; the log says only that the vote moved on.
    """
    act.actor.require(Right.TRY)
    with store.write() as w:
        return cast_in(w, act, votes.get(w.tx, vote_id), stance, reason)


def cast_in(w: Writing, act: Act, vote: Vote, stance: Stance, reason: str) -> Ballot:
    """Cast a ballot within a transaction; before the vote is called only what speaks against it is said."""
    if not vote.is_open:
        raise Refused("This vote is closed.")
    if stance is Stance.CONSENT and not vote.is_called:
        raise Refused("The vote is not called yet: now the room is heard.")
    said = reason.strip() if stance is not Stance.CONSENT else ""
    ballot = Ballot(new_id(), vote.id, act.actor.person_id, act.actor.function, stance, said, act.now)
    votes.cast(w, ballot)
    w.announce(topic(vote.meeting_id))
    return ballot


def close(store: Store, act: Act, vote_id: str) -> Vote:
    """Close a vote; one that is closed already stays as it is."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        return close_in(w, act, votes.get(w.tx, vote_id))


def close_in(w: Writing, act: Act, vote: Vote) -> Vote:
    """Close a vote within a transaction of somebody else: deciding closes what is still open."""
    if not vote.is_open:
        return vote
    closed = votes.change(w, replace(vote, closed_at=act.now))
    said = tally(vote.counting, votes.ballots(w.tx, vote.id))
    log.append(
        w, act, "vote_closed" if vote.is_called else "hearing_closed", "vote", vote.id,
        {"consent": said.consent, "concern": said.concern, "objection": said.objection},
    )  # fmt: skip
    w.announce(topic(vote.meeting_id))
    return closed


def polls(tx: Connection, meeting: Meeting) -> tuple[Poll, ...]:
    """Return the votes of a meeting with what was cast, the newest last."""
    return tuple(_poll(tx, each, meeting.invited) for each in votes.of_meeting(tx, meeting.id))


def before_the_room(tx: Connection, meeting: Meeting) -> Poll | None:
    """Return the question that is before the room with what was said on it, None where none is."""
    standing = opened(tx, meeting.id)
    return None if standing is None else _poll(tx, standing, meeting.invited)


def poll(tx: Connection, vote_id: str) -> Poll:
    """Return one vote with what was cast."""
    return _poll(tx, votes.get(tx, vote_id), ())


def _poll(tx: Connection, vote: Vote, invited: Sequence[Function]) -> Poll:
    cast_there, heard = votes.ballots(tx, vote.id), votes.heard(tx, vote.id)
    return Poll(vote, cast_there, heard, unheard(invited, heard, cast_there))
