"""The door to the database: short transactions, one writer at a time on SQLite, changes announced after the commit."""

import json
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, insert, make_url, select
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError
from sqlalchemy.exc import OperationalError as Unavailable

from sop.domain.errors import Invalid, NotFound
from sop.storage import tables
from sop.storage.turnstile import Turnstile

__all__ = [
    "Change",
    "Connection",
    "DatabaseError",
    "Store",
    "Unavailable",
    "Writing",
    "address",
    "open_store",
    "opened",
]

ANNOUNCING = 7_301_001  # PostgreSQL's name for the lock under which changes get their ids
_turns: defaultdict[str, Turnstile] = defaultdict(Turnstile)  # one writer for each SQLite file
_mine = threading.local()


@dataclass(frozen=True, slots=True)
class Change:
    """Something that open screens show has changed: its topic, and the how manieth change of the topic it is."""

    id: int
    topic: str
    version: int


@dataclass(slots=True)
class Writing:
    """One write transaction and the topics to be announced when it is committed."""

    tx: Connection
    topics: list[str] = field(default_factory=list)

    def announce(self, topic: str) -> None:
        """Announce `topic` with this transaction: once, stored with it, told after it."""
        if topic not in self.topics:
            self.topics.append(topic)


class Store:
    """A database with its readers, its writers and those who listen for changes."""

    def __init__(self, url: URL) -> None:
        self.url = url.render_as_string(hide_password=False)
        self._engine = _open_engine(url)
        self._reading = self._engine.execution_options(**_READING[self._engine.dialect.name])
        self._writing = self._engine.execution_options(sop_writes=True)
        self._turn = _turns[str(Path(url.database or "").resolve())] if _is_sqlite(url) else nullcontext()
        self._listeners: list[Callable[[Sequence[Change]], None]] = []

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the database throughout and cannot write."""
        with self._reading.connect() as tx, tx.begin():
            yield tx

    @contextmanager
    def write(self) -> Iterator[Writing]:
        """Open a write transaction: committed at the end of the block, rolled back by any exception in it.

        NotFound where a row names another that is gone: the page that asked was drawn before the company was emptied.
        """
        if getattr(_mine, "writing", False):
            raise RuntimeError("a write transaction was opened inside another one")
        _mine.writing = True
        try:
            with self._turn, self._writing.begin() as tx:
                writing = Writing(tx)
                yield writing
                announced = _store_changes(tx, writing.topics)
        except IntegrityError as error:
            if _names_what_is_gone(error):
                raise NotFound("This is not there any more.") from error
            raise
        finally:
            _mine.writing = False
        self._tell(announced)

    def listen(self, callback: Callable[[Sequence[Change]], None]) -> None:
        """Call `callback` after every commit that announced something; it must be quick and must not raise."""
        self._listeners.append(callback)

    def _tell(self, announced: Sequence[Change]) -> None:
        if announced:
            for callback in self._listeners:
                callback(announced)

    def dispose(self) -> None:
        """Close every connection that is not in use."""
        self._engine.dispose()


_READING: dict[str, dict[str, Any]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


def _names_what_is_gone(error: IntegrityError) -> bool:
    codes = {getattr(error.orig, "sqlite_errorname", ""), getattr(error.orig, "sqlstate", "")}
    return not codes.isdisjoint({"SQLITE_CONSTRAINT_FOREIGNKEY", "23503"})


def _store_changes(tx: Connection, topics: Sequence[str]) -> tuple[Change, ...]:
    """Store the changes last in their transaction, so that their ids ascend in the order of the commits."""
    if topics and tx.dialect.name == "postgresql":
        tx.execute(select(func.pg_advisory_xact_lock(ANNOUNCING)))
    return tuple(_store_change(tx, topic) for topic in topics)


def _store_change(tx: Connection, topic: str) -> Change:
    changes = tables.changes
    version = select(func.coalesce(func.max(changes.c.version), 0) + 1).where(changes.c.topic == topic)
    statement = insert(changes).values(topic=topic, version=version.scalar_subquery())
    row = tx.execute(statement.returning(changes.c.id, changes.c.version)).one()
    return Change(row.id, topic, row.version)


def open_store(url: str) -> Store:
    """Open the database of a SQLAlchemy address; its tables are made by `maintenance.migrate`."""
    return Store(address(url))


def address(url: str) -> URL:
    """Return the parsed address, PostgreSQL spoken by psycopg; Invalid for one that cannot be opened."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise Invalid("The address of the database cannot be read: {url}", url=url) from None
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if not _is_sqlite(parsed) or parsed.database in {None, "", ":memory:"}:
        raise Invalid("The database is a SQLite file or a PostgreSQL database, not {url}.", url=parsed.drivername)
    return parsed


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _open_engine(url: URL, *, foreign_keys: bool = True) -> Engine:
    """Return the engine of an address, set so that many writers neither lose an update nor meet a locked database."""
    write_json = partial(json.dumps, ensure_ascii=False, allow_nan=False)  # PostgreSQL refuses NaN in JSON
    if not _is_sqlite(url):
        return create_engine(url, pool_size=20, max_overflow=20, pool_pre_ping=True, json_serializer=write_json)
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_size=20, max_overflow=20, json_serializer=write_json)
    event.listen(engine, "connect", partial(_prepare_sqlite, foreign_keys=foreign_keys))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: object, *, foreign_keys: bool) -> None:  # noqa: ARG001 - the event's form
    connection.isolation_level = None  # Python's driver would begin transactions of its own, too late and too weak
    for setting in ("busy_timeout=5000", "synchronous=FULL", f"foreign_keys={'ON' if foreign_keys else 'OFF'}"):
        connection.execute(f"PRAGMA {setting}")
    _keep_a_write_ahead_log(connection)


def _keep_a_write_ahead_log(connection: Any) -> None:
    """Set the journal of a new file; SQLite does not wait where somebody else sets it right now, so this does."""
    give_up = time.monotonic() + 5
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("sop_writes", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def opened(url: URL, *, foreign_keys: bool = True, **options: Any) -> Iterator[Connection]:
    """Open one transaction on a connection of its own, for work on the database as a whole."""
    engine = _open_engine(url, foreign_keys=foreign_keys).execution_options(**options)
    try:
        with engine.begin() as tx:
            yield tx
    finally:
        engine.dispose()
