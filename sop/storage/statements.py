"""The three statements that every noun shares: find by id, insert once per token, change at a version."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from sqlalchemy import Row, Table, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sop.domain.errors import Conflict, NotFound
from sop.language import N_
from sop.storage.engine import Connection, Writing

Values = Mapping[str, Any]
_INSERTS: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}

GONE = N_("This is not there any more.")
CHANGED = N_("Somebody else changed this first. Look at it again, then repeat your change.")


def one(tx: Connection, table: Table, row_id: str) -> Row[Any]:
    """Return the row of this id; NotFound where there is none."""
    row = tx.execute(select(table).where(table.c.id == row_id)).one_or_none()
    if row is None:
        raise NotFound(GONE)
    return row


def insert_once(w: Writing, table: Table, values: Values, token: str) -> tuple[Row[Any], bool]:
    """Insert a row unless its token is known; return the row stored under the token, and whether it is this one."""
    added = insert_unless_there(w, table, {**values, "token": token}, "token")
    return w.tx.execute(select(table).where(table.c.token == token)).one(), added


def insert_unless_there(w: Writing, table: Table, values: Values, *unique: str) -> bool:
    """Insert a row unless the unique columns are taken; say whether it was inserted."""
    statement = _INSERTS[w.tx.dialect.name](table).values(**values).on_conflict_do_nothing(index_elements=unique)
    return w.tx.execute(statement.returning(*table.primary_key)).first() is not None


def change_at(w: Writing, table: Table, row_id: str, version: int, values: Values) -> Row[Any]:
    """Change the row if it still has this version, and count the version up; Conflict where somebody was first."""
    statement = update(table).where(table.c.id == row_id, table.c.version == version)
    row = w.tx.execute(statement.values(**values, version=version + 1).returning(*table.c)).one_or_none()
    if row is None:
        raise_missed(w.tx, table, row_id)
    return row


def raise_missed(tx: Connection, table: Table, row_id: str) -> NoReturn:
    """Raise what a missed change means: Conflict, or NotFound where the row is gone."""
    there = tx.execute(select(exists().where(table.c.id == row_id))).scalar_one()
    raise Conflict(CHANGED) if there else NotFound(GONE)
