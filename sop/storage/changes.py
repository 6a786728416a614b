"""What was announced, for servers and screens that were not told at once."""

from collections.abc import Iterable

from sqlalchemy import func, select

from sop.storage import tables
from sop.storage.engine import Change, Connection

__all__ = ["Change", "latest_id", "newest", "since"]

_changes = tables.changes


def latest_id(tx: Connection) -> int:
    """Return the id of the last change, 0 before the first."""
    return int(tx.execute(select(func.coalesce(func.max(_changes.c.id), 0))).scalar_one())


def since(tx: Connection, change_id: int) -> tuple[Change, ...]:
    """Return the changes after this one, in the order in which they were committed."""
    later = select(_changes).where(_changes.c.id > change_id).order_by(_changes.c.id)
    return tuple(Change(row.id, row.topic, row.version) for row in tx.execute(later))


def newest(tx: Connection, topics: Iterable[str], change_id: int) -> dict[str, int]:
    """Return topic -> id of its last change, for those of the topics that changed after this change."""
    last = select(_changes.c.topic, func.max(_changes.c.id).label("last")).where(_changes.c.id > change_id)
    named = last.where(_changes.c.topic.in_(list(topics))).group_by(_changes.c.topic)
    return {row.topic: row.last for row in tx.execute(named)}
