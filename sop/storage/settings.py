"""Settings of the company: small JSON values by key."""

from typing import Any

from sqlalchemy import select

from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_settings = tables.settings


def get(tx: Connection, key: str, default: Any = None) -> Any:
    """Return the value of a key, `default` where none was put."""
    row = tx.execute(select(_settings.c.value).where(_settings.c.key == key)).one_or_none()
    return default if row is None else row.value


def put(w: Writing, key: str, value: Any) -> None:
    """Store a JSON value under a key, in place of the one before."""
    if not statements.insert_unless_there(w, _settings, {"key": key, "value": value}, "key"):
        w.tx.execute(_settings.update().where(_settings.c.key == key).values(value=value))
