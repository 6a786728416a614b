"""Votes, the ballots cast in them and who was heard; until a vote is closed the later word takes the place of the earlier."""

from typing import Any

from sqlalchemy import Row, delete, insert, select

from sop.domain.people import Function
from sop.domain.votes import Ballot, Counting, Heard, Stance, Turn, Vote
from sop.storage import room_tables, statements
from sop.storage.engine import Connection, Writing

_votes, _ballots, _heard = room_tables.votes, room_tables.ballots, room_tables.heard


def add(w: Writing, vote: Vote, token: str) -> tuple[Vote, bool]:
    """Store a vote once per token; return what is stored under the token, and whether it is new."""
    row, is_new = statements.insert_once(w, _votes, {"id": vote.id, "version": vote.version, **_values(vote)}, token)
    return _vote(row), is_new


def get(tx: Connection, vote_id: str) -> Vote:
    """Return the vote; NotFound where there is none."""
    return _vote(statements.one(tx, _votes, vote_id))


def of_meeting(tx: Connection, meeting_id: str) -> tuple[Vote, ...]:
    """Return the votes of a meeting in the order in which they were opened."""
    wanted = select(_votes).where(_votes.c.meeting_id == meeting_id).order_by(_votes.c.opened_at, _votes.c.id)
    return tuple(_vote(row) for row in tx.execute(wanted))


def change(w: Writing, vote: Vote) -> Vote:
    """Store a changed vote; Conflict when somebody else changed it since."""
    return _vote(statements.change_at(w, _votes, vote.id, vote.version, _values(vote)))


def cast(w: Writing, ballot: Ballot) -> None:
    """Store a ballot in place of the one that this person cast before."""
    values = {"id": ballot.id, **_ballot_values(ballot)}
    if not statements.insert_unless_there(w, _ballots, values, "vote_id", "person_id"):
        same = (_ballots.c.vote_id == ballot.vote_id, _ballots.c.person_id == ballot.person_id)
        w.tx.execute(_ballots.update().where(*same).values(**_ballot_values(ballot)))


def ballots(tx: Connection, vote_id: str) -> tuple[Ballot, ...]:
    """Return the ballots of a vote in the order in which they were cast."""
    wanted = select(_ballots).where(_ballots.c.vote_id == vote_id).order_by(_ballots.c.cast_at, _ballots.c.id)
    return tuple(_ballot(row) for row in tx.execute(wanted))


def tap(w: Writing, vote_id: str, function: Function, heard: Heard | None) -> None:
    """Store how a function was heard in place of what was tapped before; None takes it back."""
    w.tx.execute(delete(_heard).where(_heard.c.vote_id == vote_id, _heard.c.function == function.value))
    if heard is not None:
        values = {"function": function.value, "turn": heard.turn.value, "tapped_at": heard.tapped_at}
        w.tx.execute(insert(_heard).values(vote_id=vote_id, **values))


def heard(tx: Connection, vote_id: str) -> tuple[Heard, ...]:
    """Return who was heard on a question, in the order of the taps."""
    wanted = select(_heard).where(_heard.c.vote_id == vote_id).order_by(_heard.c.tapped_at, _heard.c.function)
    return tuple(
        Heard(row.vote_id, Function(row.function), Turn(row.turn), row.tapped_at) for row in tx.execute(wanted)
    )


def _values(vote: Vote) -> dict[str, Any]:
    return {
        "cycle_id": vote.cycle_id,
        "meeting_id": vote.meeting_id,
        "question": vote.question,
        "scenario_id": vote.scenario_id or None,
        "counting": vote.counting.value,
        "opened_by": vote.opened_by,
        "opened_at": vote.opened_at,
        "closed_at": vote.closed_at,
        "is_called": vote.is_called,
        "prepared_decision_id": vote.prepared_id or None,
    }


def _vote(row: Row[Any]) -> Vote:
    return Vote(
        id=row.id,
        cycle_id=row.cycle_id,
        meeting_id=row.meeting_id,
        question=row.question,
        scenario_id=row.scenario_id or "",
        counting=Counting(row.counting),
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        version=row.version,
        is_called=row.is_called,
        prepared_id=row.prepared_decision_id or "",
    )


def _ballot_values(ballot: Ballot) -> dict[str, Any]:
    return {
        "vote_id": ballot.vote_id,
        "person_id": ballot.person_id,
        "function": ballot.function.value,
        "stance": ballot.stance.value,
        "reason": ballot.reason,
        "cast_at": ballot.cast_at,
    }


def _ballot(row: Row[Any]) -> Ballot:
    return Ballot(
        id=row.id,
        vote_id=row.vote_id,
        person_id=row.person_id,
        function=Function(row.function),
        stance=Stance(row.stance),
        reason=row.reason,
        cast_at=row.cast_at,
    )
