"""How a database comes to the tables of today, one dated step after the other (Alembic, configured in code)."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from sop.domain.errors import Unreadable
from sop.storage.tables import metadata

MIGRATING = 7_301_002  # PostgreSQL's name for the lock under which tables are changed
HERE = Path(__file__).parent
_OPTIONS = {"target_metadata": metadata, "render_as_batch": True, "transactional_ddl": True}


def config(tx: Connection | None = None) -> Config:
    """Return Alembic's configuration for one open transaction."""
    alembic = Config()
    alembic.set_main_option("script_location", str(HERE).replace("%", "%%"))
    alembic.set_main_option("path_separator", "os")
    alembic.attributes["connection"] = tx
    return alembic


def context(tx: Connection, **options: Any) -> MigrationContext:
    """Return what Alembic knows about the database of a transaction."""
    return MigrationContext.configure(tx, opts={**_OPTIONS, **options})


def revision(tx: Connection) -> str | None:
    """Return the step at which a database stands, None before the first."""
    return context(tx).get_current_revision()


def head() -> str:
    """Return the newest step."""
    newest = ScriptDirectory.from_config(config()).get_current_head()
    assert newest is not None, "there is a first step"
    return newest


def known() -> frozenset[str]:
    """Return every step that this version has."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())


def upgrade(tx: Connection, target: str = "head") -> tuple[str | None, str | None]:
    """Run the missing steps inside this transaction, one caller at a time; return the step before and the one after.

    Unreadable where a row then points to nothing.
    """
    if tx.dialect.name == "postgresql":  # SQLite's write transaction is the lock already
        tx.execute(select(func.pg_advisory_xact_lock(MIGRATING)))
    before = revision(tx)
    command.upgrade(config(tx), target)
    if tx.dialect.name == "sqlite" and (broken := tx.exec_driver_sql("PRAGMA foreign_key_check").all()):
        tables = sorted({row[0] for row in broken})
        raise Unreadable("Rows of {tables} point to rows that are not there. Nothing was changed.", tables=tables)
    return before, revision(tx)
