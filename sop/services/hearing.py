"""Everybody is heard before the decider speaks: a function speaks or passes, and a concern is said from any seat.

What the room is heard on is the question of a vote that is not called yet: a concern is the same word whether it is said
before or in the vote, and both stay with the decision.
"""

from collections.abc import Iterable
from dataclasses import replace

from sop.domain.errors import Refused
from sop.domain.meeting import Meeting
from sop.domain.people import Act, Function, Right
from sop.domain.votes import Ballot, Heard, Stance, Turn, Vote, unheard
from sop.services import voting
from sop.storage import decisions, log, meetings, votes
from sop.storage.engine import Connection, Store, Writing


def hear(store: Store, act: Act, meeting: Meeting, question: str, scenario_id: str = "", prepared_id: str = "") -> Vote:
    """Put a question before the room to hear everybody on it; the one that it was heard on before is put aside.

    A prepared decision that was put aside is taken up with what was said. Refused while a vote is open.
    """
    act.actor.require(Right.RUN)
    with store.write() as w:
        return _hear(w, act, meeting, question, scenario_id, prepared_id)


def _hear(w: Writing, act: Act, meeting: Meeting, question: str, scenario_id: str, prepared_id: str) -> Vote:
    wish = replace(voting.question_of(w, act, meeting, question, scenario_id), is_called=False, prepared_id=prepared_id)
    standing = voting.opened(w.tx, meeting.id)
    if standing is not None:
        if _is_same(standing, wish):
            return standing
        if standing.is_called:
            raise Refused(voting.IS_OPEN)
        voting.close_in(w, act, standing)
    aside = _put_aside(w.tx, wish) if prepared_id else None
    if aside is None:
        vote, is_new = votes.add(w, wish, act.token)
    else:
        vote, is_new = votes.change(w, replace(aside, closed_at=None)), True
    if is_new:
        log.append(w, act, "hearing_opened", "vote", vote.id, {"prepared": prepared_id})
        w.announce(voting.topic(meeting.id))
    return vote


def _is_same(standing: Vote, wish: Vote) -> bool:
    if wish.prepared_id or standing.prepared_id:
        return standing.prepared_id == wish.prepared_id
    return standing.question == wish.question


def _put_aside(tx: Connection, wish: Vote) -> Vote | None:
    """Return the hearing of the same prepared decision that ended without a decision, the latest."""
    decided = {each.vote_id for each in decisions.of_meeting(tx, wish.meeting_id)}
    found = [
        each
        for each in votes.of_meeting(tx, wish.meeting_id)
        if each.prepared_id == wish.prepared_id and not each.is_called and each.id not in decided
    ]
    return found[-1] if found else None


def tap(store: Store, act: Act, vote_id: str, function: Function, turn: Turn | None) -> Vote:
    """Note that a function spoke or passed; None takes it back, except as the second half of a double click."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        vote = votes.get(w.tx, vote_id)
        if not vote.is_open:
            raise Refused("This vote is closed.")
        _tap(w, act, vote, function, turn)
    return vote


def _tap(w: Writing, act: Act, vote: Vote, function: Function, turn: Turn | None) -> None:
    before = next((each for each in votes.heard(w.tx, vote.id) if each.function is function), None)
    if (before.turn if before else None) is turn or (before and before.is_same_tap(act.now)):
        return
    votes.tap(w, vote.id, function, Heard(vote.id, function, turn, act.now) if turn else None)
    w.announce(voting.topic(vote.meeting_id))


def note_turn(w: Writing, act: Act, meeting_id: str, function: Function) -> None:
    """Note that a function which was given the floor was heard on the question before the room, if there is one."""
    vote = voting.opened(w.tx, meeting_id)
    if vote is not None:
        _tap(w, act, vote, function, Turn.SPOKE)


def say_against(
    store: Store, act: Act, meeting: Meeting, question: str, prepared_id: str, stance: Stance, reason: str
) -> Ballot:
    """Say a concern or an objection on the question before the room; where none is yet, `question` is put before it."""
    act.actor.require(Right.TRY)
    with store.write() as w:
        vote = voting.opened(w.tx, meeting.id) or _hear(w, act, meeting, question, "", prepared_id)
        return voting.cast_in(w, act, vote, stance, reason)


def not_heard(tx: Connection, meeting_id: str, vote_id: str, consulted: Iterable[Function]) -> tuple[Function, ...]:
    """Return who is invited to a meeting and was neither heard on a question nor consulted otherwise."""
    if not meeting_id:
        return ()
    meeting = meetings.get(tx, meeting_id)
    heard, ballots = (votes.heard(tx, vote_id), votes.ballots(tx, vote_id)) if vote_id else ((), ())
    return unheard(meeting.invited, heard, ballots, consulted)
