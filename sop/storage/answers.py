"""Answers of the survey: one row a head and meeting, which does not say whose it is."""

from typing import Any

from sqlalchemy import Row, select

from sop.domain.improve import Answer
from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_answers = tables.answers


def add(w: Writing, answer: Answer, token: str) -> tuple[Answer, bool]:
    """Store an answer once per token; return what is stored under the token, and whether it is new."""
    row, is_new = statements.insert_once(w, _answers, _values(answer), token)
    return _answer(row), is_new


def is_known(tx: Connection, token: str) -> bool:
    """Return whether an answer was stored under this token."""
    return tx.execute(select(_answers.c.id).where(_answers.c.token == token)).first() is not None


def all_answers(tx: Connection) -> tuple[Answer, ...]:
    """Return every answer, in the order of their tokens, which tells nobody's turn."""
    return tuple(_answer(row) for row in tx.execute(select(_answers).order_by(_answers.c.token)))


def _values(answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.id,
        "cycle_id": answer.cycle_id,
        "meeting_id": answer.meeting_id,
        "scores": list(answer.scores),
        "keep": answer.keep,
        "change": answer.change,
        "recorded_at": answer.recorded_at,
    }


def _answer(row: Row[Any]) -> Answer:
    return Answer(
        id=row.id,
        cycle_id=row.cycle_id,
        meeting_id=row.meeting_id,
        scores=tuple(row.scores),
        keep=row.keep,
        change=row.change,
        recorded_at=row.recorded_at,
    )
