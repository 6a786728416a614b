"""The parking lot: topics that wait for a meeting of their own."""

from typing import Any

from sqlalchemy import Row, select

from sop.domain.capture import ParkedState, ParkedTopic
from sop.storage import room_tables, statements
from sop.storage.engine import Connection, Writing

_parked = room_tables.parked_topics


def add(w: Writing, topic: ParkedTopic, token: str) -> tuple[ParkedTopic, bool]:
    """Store a topic once per token; return what is stored under the token, and whether it is new."""
    values = {"id": topic.id, "cycle_id": topic.cycle_id, "version": topic.version, **_values(topic)}
    row, is_new = statements.insert_once(w, _parked, values, token)
    return _topic(row), is_new


def get(tx: Connection, topic_id: str) -> ParkedTopic:
    """Return the topic; NotFound where there is none."""
    return _topic(statements.one(tx, _parked, topic_id))


def waiting(tx: Connection) -> tuple[ParkedTopic, ...]:
    """Return what waits, of whichever cycle, in the order of recording."""
    wanted = select(_parked).where(_parked.c.state == ParkedState.OPEN.value)
    return tuple(_topic(row) for row in tx.execute(wanted.order_by(_parked.c.recorded_at, _parked.c.id)))


def change(w: Writing, topic: ParkedTopic) -> ParkedTopic:
    """Store a changed topic; Conflict when somebody else changed it since."""
    return _topic(statements.change_at(w, _parked, topic.id, topic.version, _values(topic)))


def _values(topic: ParkedTopic) -> dict[str, Any]:
    return {
        "meeting_id": topic.meeting_id or None,  # empty: outside of any meeting
        "text": topic.text,
        "owner_id": topic.owner_id,
        "state": topic.state.value,
        "recorded_by": topic.recorded_by,
        "recorded_at": topic.recorded_at,
    }


def _topic(row: Row[Any]) -> ParkedTopic:
    return ParkedTopic(
        id=row.id,
        cycle_id=row.cycle_id,
        meeting_id=row.meeting_id or "",
        text=row.text,
        owner_id=row.owner_id,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        state=ParkedState(row.state),
        version=row.version,
    )
