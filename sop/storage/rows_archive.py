"""The rows of a PostgreSQL database as JSON lines, out and in again, so that no program beside Python is needed."""

import base64
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    inspect,
    select,
)

from sop.domain.errors import Refused
from sop.storage import migrations
from sop.storage.engine import opened

_LINES_AT_ONCE = 1000
_VERSION_TABLE = "alembic_version"


def is_empty(url: URL) -> bool:
    """Say whether the database holds no table at all."""
    with opened(url) as tx:
        return not inspect(tx).get_table_names()


def write(url: URL, archive: zipfile.ZipFile) -> str:
    """Write the rows of every table as they are at one moment; return the step at which the tables stand."""
    with opened(url, isolation_level="REPEATABLE READ", postgresql_readonly=True) as tx:
        revision = migrations.revision(tx)
        if revision is None:
            raise Refused("The database is empty: there is nothing to back up.")
        for table in _tables(tx):
            with archive.open(_entry(table), "w", force_zip64=True) as file:
                for row in tx.execution_options(yield_per=_LINES_AT_ONCE).execute(select(table)).mappings():
                    file.write((json.dumps(dict(row), default=_written, ensure_ascii=False) + "\n").encode())
        return revision


def read(archive: zipfile.ZipFile, url: URL, revision: str) -> None:
    """Replace every table by those of step `revision` with the archived rows, in one transaction."""
    with opened(url, sop_writes=True) as tx:
        present = MetaData()
        present.reflect(tx)
        present.drop_all(tx)
        migrations.upgrade(tx, revision)
        for table in _tables(tx):
            _read_rows(tx, table, archive)
            _continue_numbers(tx, table)


def _tables(tx: Connection) -> list[Table]:
    """Return the tables that the database has, those first that others point to."""
    present = MetaData()
    present.reflect(tx)
    return [table for table in present.sorted_tables if table.name != _VERSION_TABLE]


def _entry(table: Table) -> str:
    return f"tables/{table.name}.jsonl"


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value)} has no form in an archive")


_READ: tuple[tuple[type, Callable[[str], Any]], ...] = (
    (DateTime, datetime.fromisoformat),
    (Date, date.fromisoformat),
    (LargeBinary, base64.b64decode),
)


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    convert = next((convert for kind, convert in _READ if isinstance(column.type, kind)), None)
    return lambda value: value if value is None or convert is None else convert(value)


def _read_rows(tx: Connection, table: Table, archive: zipfile.ZipFile) -> None:
    readers = {column.name: _reader(column) for column in table.columns}
    with archive.open(_entry(table)) as file:
        lines = ({name: readers[name](value) for name, value in json.loads(line).items()} for line in file)
        for part in _parts(lines):
            tx.execute(insert(table), part)


def _parts(lines: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while part := list(islice(lines, _LINES_AT_ONCE)):
        yield part


def _continue_numbers(tx: Connection, table: Table) -> None:
    """Let a table that numbers its rows go on after the last one."""
    key = table.primary_key.columns.values()
    if [column.name for column in key] == ["id"] and isinstance(key[0].type, Integer):
        after_last = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
        tx.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), after_last, False)))
