"""Raised hands, who has the floor, and how long each function spoke."""

from typing import Any

from sqlalchemy import delete, insert, select

from sop.domain.people import Function
from sop.domain.speaking import Floor, Hand, Spoken
from sop.storage import room_tables, statements
from sop.storage.engine import Connection, Writing

_hands, _floors, _spoken = room_tables.hands, room_tables.floors, room_tables.spoken


def raise_hand(w: Writing, hand: Hand) -> bool:
    """Store a raised hand and say whether it is new; one that is up already keeps its place."""
    values = {
        "meeting_id": hand.meeting_id,
        "person_id": hand.person_id,
        "function": hand.function.value,
        "raised_at": hand.raised_at,
    }
    return statements.insert_unless_there(w, _hands, values, "meeting_id", "person_id")


def lower_hand(w: Writing, meeting_id: str, person_id: str) -> bool:
    """Take a hand down and say whether it was up."""
    gone = delete(_hands).where(_hands.c.meeting_id == meeting_id, _hands.c.person_id == person_id)
    return w.tx.execute(gone).rowcount > 0


def lower_all(w: Writing, meeting_id: str) -> None:
    """Take every hand of a meeting down."""
    w.tx.execute(delete(_hands).where(_hands.c.meeting_id == meeting_id))


def hands(tx: Connection, meeting_id: str) -> tuple[Hand, ...]:
    """Return the raised hands of a meeting, the one that is up longest first."""
    wanted = select(_hands).where(_hands.c.meeting_id == meeting_id).order_by(_hands.c.raised_at, _hands.c.person_id)
    return tuple(
        Hand(row.meeting_id, row.person_id, Function(row.function), row.raised_at) for row in tx.execute(wanted)
    )


def floor(tx: Connection, meeting_id: str) -> Floor:
    """Return who has the floor of a meeting; nobody, and no queue, where nothing was said of it."""
    row = tx.execute(select(_floors).where(_floors.c.meeting_id == meeting_id)).one_or_none()
    if row is None:
        return Floor(meeting_id)
    function = Function(row.function) if row.function else None
    return Floor(row.meeting_id, row.by_queue, row.speaker_id, function, row.since)


def put_floor(w: Writing, floor: Floor) -> None:
    """Store who has the floor in place of who had it."""
    _put(
        w, _floors, floor.meeting_id, {},
        {
            "by_queue": floor.by_queue,
            "speaker_id": floor.speaker_id,
            "function": floor.function.value if floor.function else "",
            "since": floor.since,
        },
    )  # fmt: skip


def spoken(tx: Connection, meeting_id: str) -> tuple[Spoken, ...]:
    """Return how long each function spoke in a meeting, the shortest first."""
    wanted = select(_spoken).where(_spoken.c.meeting_id == meeting_id).order_by(_spoken.c.seconds, _spoken.c.function)
    return tuple(Spoken(Function(row.function), row.seconds, row.turns, row.ended_at) for row in tx.execute(wanted))


def put_spoken(w: Writing, meeting_id: str, spoken: Spoken) -> None:
    """Store how long a function spoke in place of what stood there."""
    values = {"seconds": spoken.seconds, "turns": spoken.turns, "ended_at": spoken.ended_at}
    _put(w, _spoken, meeting_id, {"function": spoken.function.value}, values)


def _put(w: Writing, table: Any, meeting_id: str, of: dict[str, str], values: dict[str, Any]) -> None:
    """Store the one row of a meeting, or of a meeting and what `of` names beside it."""
    key = {"meeting_id": meeting_id, **of}
    w.tx.execute(delete(table).where(*(table.c[name] == value for name, value in key.items())))
    w.tx.execute(insert(table).values(**key, **values))
