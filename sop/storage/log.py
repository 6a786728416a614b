"""The log: who did what to what, append-only; a correction is a new line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select

from sop.domain.people import Act
from sop.storage import tables
from sop.storage.engine import Connection, Writing

_log = tables.log
NOBODY = ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event: when, by whom (a person's id), about what; `data` holds JSON values, never names."""

    id: int
    at: datetime
    actor_id: str
    event: str
    subject: str
    subject_id: str
    data: Mapping[str, Any]


def append(w: Writing, act: Act, event: str, subject: str, subject_id: str, data: Mapping[str, Any]) -> None:
    """Write one line."""
    _write(w, act.now, act.actor.person_id, event, subject, subject_id, data)


def append_wiped(w: Writing, act: Act | None) -> None:
    """Write the first line of a log that was emptied with its company."""
    now, actor_id = (act.now, act.actor.person_id) if act else (datetime.now(UTC), NOBODY)
    _write(w, now, actor_id, "company_wiped", "company", "", {})


def _write(
    w: Writing, now: datetime, actor_id: str, event: str, subject: str, subject_id: str, data: Mapping[str, Any]
) -> None:
    line = {"at": now, "actor_id": actor_id, "event": event, "subject": subject, "subject_id": subject_id}
    w.tx.execute(insert(_log).values(**line, data=dict(data)))


def tail(tx: Connection, limit: int, event: str | None = None) -> tuple[LogLine, ...]:
    """Return the last lines, oldest first, of one event if it is named."""
    wanted = select(_log).order_by(_log.c.id.desc()).limit(limit)
    if event is not None:
        wanted = wanted.where(_log.c.event == event)
    return tuple(_line(row) for row in reversed(tx.execute(wanted).all()))


def _line(row: Row[Any]) -> LogLine:
    return LogLine(
        id=row.id,
        at=row.at,
        actor_id=row.actor_id,
        event=row.event,
        subject=row.subject,
        subject_id=row.subject_id,
        data=row.data,
    )


# The guard -----------------------------------------------------------------------------------------------------------

_GUARD = {
    "sqlite": (
        "CREATE TRIGGER log_keeps_lines BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
        "CREATE TRIGGER log_keeps_words BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    ),
    "postgresql": (
        """
        CREATE OR REPLACE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$
        """,
        """
        CREATE TRIGGER log_keeps_lines BEFORE UPDATE OR DELETE OR TRUNCATE ON log
        FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only()
        """,
    ),
}
_UNGUARD = {
    "sqlite": ("DROP TRIGGER log_keeps_lines", "DROP TRIGGER log_keeps_words"),
    "postgresql": ("DROP TRIGGER log_keeps_lines ON log",),
}


def guard(tx: Connection) -> None:
    """Make the database itself refuse to change or delete a line of the log."""
    for statement in _GUARD[tx.dialect.name]:
        tx.exec_driver_sql(statement)


def unguard(tx: Connection) -> None:
    """Let this transaction empty the log; it guards it again before it ends."""
    for statement in _UNGUARD[tx.dialect.name]:
        tx.exec_driver_sql(statement)
