"""Votes in the room: opened by the facilitator, open to see, closed before or by the decision; never a decision itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sop.domain.errors import Refused
from sop.domain.ids import new_id
from sop.domain.meeting import Meeting
from sop.domain.people import Act, Function, Right
from sop.domain.votes import Ballot, Counting, Stance, Tally, Vote, tally
from sop.services.what_if import refuse_draft
from sop.storage import log, scenarios, votes
from sop.storage.engine import Connection, Store, Writing


@dataclass(frozen=True, slots=True)
class Poll:
    """A vote with what was cast in it; `waiting` are the functions that are invited and said nothing yet."""

    vote: Vote
    ballots: tuple[Ballot, ...]
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
    """Put a question to the room; Refused while another one is open. A second call with the same token is the same vote."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        if scenario_id:
            refuse_draft(scenarios.get(w.tx, scenario_id))
        wish = Vote(
            new_id(),
            meeting.cycle_id,
            meeting.id,
            question.strip(),
            scenario_id,
            counting,
            act.actor.person_id,
            act.now,
        )
        vote, is_new = votes.add(w, wish, act.token)
        if is_new:
            if any(each.is_open and each.id != vote.id for each in votes.of_meeting(w.tx, meeting.id)):
                raise Refused("A vote is open already. Close it first.")
            log.append(w, act, "vote_opened", "vote", vote.id, {"counting": counting})
            w.announce(topic(meeting.id))
    return vote


def cast(store: Store, act: Act, vote_id: str, stance: Stance, reason: str = "") -> Ballot:
    """Say consent, concern or objection; a later word takes the place of the earlier one until the vote is closed.

    The ballot stands with the vote; the log says only that the vote moved on.
    """
    act.actor.require(Right.TRY)
    with store.write() as w:
        vote = votes.get(w.tx, vote_id)
        if not vote.is_open:
            raise Refused("This vote is closed.")
        said = reason.strip() if stance is not Stance.CONSENT else ""
        ballot = Ballot(new_id(), vote_id, act.actor.person_id, act.actor.function, stance, said, act.now)
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
        w, act, "vote_closed", "vote", vote.id,
        {"consent": said.consent, "concern": said.concern, "objection": said.objection},
    )  # fmt: skip
    w.announce(topic(vote.meeting_id))
    return closed


def polls(tx: Connection, meeting: Meeting) -> tuple[Poll, ...]:
    """Return the votes of a meeting with what was cast, the newest last."""
    return tuple(_poll(tx, each, meeting.invited) for each in votes.of_meeting(tx, meeting.id))


def poll(tx: Connection, vote_id: str) -> Poll:
    """Return one vote with what was cast."""
    return _poll(tx, votes.get(tx, vote_id), ())


def _poll(tx: Connection, vote: Vote, invited: Sequence[Function]) -> Poll:
    cast_there = votes.ballots(tx, vote.id)
    spoken = {ballot.function for ballot in cast_there}
    return Poll(vote, cast_there, tuple(each for each in invited if each not in spoken))
