"""Databases that are not ours: one query, read only, row by row; nothing is ever written there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from sop.domain.errors import Invalid, Refused
from sop.language import _

CHUNK = 10_000  # rows fetched at once
_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_READS = re.compile(r"\s*(select|with)\b", re.IGNORECASE)

Rows = Iterator[list[tuple[Any, ...]]]


@contextmanager
def asked(url: str, query: str) -> Iterator[tuple[tuple[str, ...], Rows]]:
    """Run a query and yield the names of its columns and its rows in chunks; what it did is rolled back.

    Invalid for an address that is none and for what is no single SELECT; Refused where the database cannot be reached or
    does not understand the query, with the first line of what it said.
    """
    _check(query)
    with _connected(url) as tx:
        try:
            result = tx.execution_options(stream_results=True, yield_per=CHUNK).execute(text(query))
            yield tuple(result.keys()), _chunks(result.partitions(CHUNK))
        except DBAPIError as error:
            raise _refused(error) from error
        finally:
            tx.rollback()


def _check(query: str) -> None:
    bare = _COMMENTS.sub(" ", query).strip().rstrip(";")
    if not _READS.match(bare) or ";" in bare:
        raise Invalid("The query of a source is one SELECT. Nothing else is run.")


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    try:
        where = make_url(url)
        if where.drivername == "postgresql":
            where = where.set(drivername="postgresql+psycopg")
        engine = create_engine(where)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        reason = str(error).splitlines()[0].replace(url, "…")
        raise Invalid("The address of the source's database cannot be used: {reason}", reason=reason) from error
    if where.get_backend_name() == "sqlite" and not Path(where.database or "").is_file():
        raise Refused("The source's database cannot be reached: {reason}", reason=_("there is no such file"))
    try:
        with _opened(engine.connect().execution_options(**_READING.get(engine.dialect.name, {}))) as tx:
            yield tx
    except DBAPIError as error:
        raise Refused("The source's database cannot be reached: {reason}", reason=_reason(error)) from error
    finally:
        engine.dispose()


_READING: dict[str, dict[str, Any]] = {"postgresql": {"postgresql_readonly": True}}


@contextmanager
def _opened(tx: Connection) -> Iterator[Connection]:
    with tx:
        if tx.dialect.name == "sqlite":
            tx.exec_driver_sql("PRAGMA query_only=ON")
        yield tx


def _chunks(partitions: Iterator[Any]) -> Rows:
    for chunk in partitions:
        yield [tuple(row) for row in chunk]


def _refused(error: DBAPIError) -> Refused:
    return Refused("The source's database did not answer the query: {reason}", reason=_reason(error))


def _reason(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]
