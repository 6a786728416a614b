"""Deliveries: immutable rows of one kind each, withdrawn but never deleted."""

from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import pandas as pd
from sqlalchemy import Row, and_, delete, distinct, exists, func, insert, literal, or_, select, update

from sop.domain.errors import Refused
from sop.domain.kinds import Holds, kind
from sop.domain.loads import Load
from sop.domain.people import Act
from sop.storage import log, statements, tables
from sop.storage.engine import Connection, Writing

_loads = tables.loads
LOADING = 7_301_003  # PostgreSQL's name for the lock under which loads are added
CHUNK = 20_000  # rows that are handed to the driver at once: memory stays that of so many
_FRAME_TYPES = {Holds.TEXT: "str", Holds.MONTH: "str", Holds.NUMBER: "float64", Holds.FLAG: "int64"}


Told = Callable[[int], None]  # hears how many rows are stored so far


def unheard(_rows_stored: int) -> None:
    """Tell nobody how many rows are stored so far."""


def add(w: Writing, load: Load, rows: pd.DataFrame, told: Told = unheard) -> Load:
    """Store a load and its rows, a frame with the columns of the kind; missing values only where a column has no default.

    `told` hears after every chunk how many rows are stored.
    """
    assert len(rows) == load.rows, "a load counts its rows"
    w.tx.execute(insert(_loads).values(**_values(load)))
    statement = _insertion(w.tx, load.kind)
    for start in range(0, load.rows, CHUNK):
        lines = _lines(load, start, rows.iloc[start : start + CHUNK])
        w.tx.exec_driver_sql(statement, lines)
        told(start + len(lines))
    return load


def one_at_a_time(w: Writing) -> None:
    """Wait until nobody else changes which loads stand: that is looked at before it is acted on. SQLite waits by itself."""
    if w.tx.dialect.name == "postgresql":
        w.tx.execute(select(func.pg_advisory_xact_lock(LOADING)))


def _insertion(tx: Connection, kind_name: str) -> str:
    """Return the statement for many rows at once; the driver takes them as tuples, which is what a large file needs."""
    names = ("load_id", "position", *(column.name for column in kind(kind_name).columns))
    mark = {"sqlite": "?", "postgresql": "%s"}[tx.dialect.name]
    quoted = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{tables.delivered[kind_name].name}" ({quoted}) VALUES ({", ".join(mark for _ in names)})'  # noqa: S608 - names of ours


def _lines(load: Load, start: int, rows: pd.DataFrame) -> list[tuple[Any, ...]]:
    values = [_values_of(rows[column.name]) for column in kind(load.kind).columns]
    return list(zip(repeat(load.id, len(rows)), range(start, start + len(rows)), *values, strict=True))


def _values_of(column: pd.Series) -> list[Any]:
    """Return the values of a column as the driver takes them, a missing one as None."""
    values: list[Any] = column.tolist()
    if not column.hasnans:
        return values
    return [None if absent else value for value, absent in zip(values, column.isna(), strict=True)]


def get(tx: Connection, load_id: str) -> Load:
    """Return the load; NotFound where there is none."""
    return _load(statements.one(tx, _loads, load_id))


def rows(tx: Connection, kind_name: str, load_id: str) -> pd.DataFrame:
    """Return the rows of a load in the order of the file, typed by the kind; a month left empty is missing."""
    columns = kind(kind_name).columns
    table = tables.delivered[kind_name]
    wanted = select(*(table.c[column.name] for column in columns)).where(table.c.load_id == load_id)
    found = tx.execute(wanted.order_by(table.c.position), execution_options={"yield_per": CHUNK})
    frames = [_frame(kind_name, list(zip(*chunk, strict=True))) for chunk in found.partitions()]
    if not frames:
        return _frame(kind_name, [()] * len(columns))
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def _frame(kind_name: str, values: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Return values by column as a frame typed by the kind."""
    columns = zip(kind(kind_name).columns, values, strict=True)
    return pd.DataFrame({each.name: pd.Series(list(cells), dtype=_FRAME_TYPES[each.holds]) for each, cells in columns})


def distinct_values(tx: Connection, kind_name: str, load_id: str, column: str) -> frozenset[Any]:
    """Return what stands in a column of a load, each once."""
    table = tables.delivered[kind_name]
    found = tx.execute(select(table.c[column]).where(table.c.load_id == load_id).distinct())
    return frozenset(found.scalars())


def totals(tx: Connection, load: Load) -> tuple[float, float, int, int]:
    """Return units or hours, revenue, and how many SKUs and months a load has, summed in the database; 0 where none."""
    columns = tables.delivered[load.kind].c
    quantity = next((columns[name] for name in ("quantity", "hours") if name in columns), literal(0.0))
    value = columns["revenue"] if "revenue" in columns else literal(0.0)
    names = next((columns[name] for name in ("sku", "parent_sku") if name in columns), None)
    skus = literal(0) if names is None else func.count(distinct(names))
    months = func.count(distinct(columns["month"])) if "month" in columns else literal(0)
    wanted = select(func.sum(quantity), func.sum(value), skus, months).where(columns.load_id == load.id)
    units, money, how_many, how_long = tx.execute(wanted).one()
    return float(units or 0.0), float(money or 0.0), int(how_many), int(how_long)


def current(tx: Connection) -> dict[str, Load]:
    """Return by kind the newest load that is not withdrawn."""
    standing = select(_loads).where(~_loads.c.withdrawn).order_by(_loads.c.loaded_at, _loads.c.id)
    return {row.kind: _load(row) for row in tx.execute(standing)}


def all_loads(tx: Connection) -> tuple[Load, ...]:
    """Return every load, withdrawn ones included, in the order in which they came."""
    return tuple(_load(row) for row in tx.execute(select(_loads).order_by(_loads.c.loaded_at, _loads.c.id)))


def before(tx: Connection, load: Load) -> Load | None:
    """Return the load of the same kind that was added before this one and is not withdrawn, None for the first."""
    earlier = or_(
        _loads.c.loaded_at < load.loaded_at, and_(_loads.c.loaded_at == load.loaded_at, _loads.c.id < load.id)
    )
    found = select(_loads).where(_loads.c.kind == load.kind, ~_loads.c.withdrawn, earlier)
    row = tx.execute(found.order_by(_loads.c.loaded_at.desc(), _loads.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _load(row)


def withdraw(w: Writing, load_id: str) -> None:
    """Mark a load withdrawn; Refused while a frozen snapshot uses it."""
    statements.one(w.tx, _loads, load_id)
    w.tx.execute(select(_loads.c.id).where(_loads.c.id == load_id).with_for_update())  # against a freeze right now
    uses, snapshots = tables.snapshot_loads, tables.snapshots
    freezing = exists().where(and_(uses.c.load_id == load_id, uses.c.snapshot_id == snapshots.c.id, snapshots.c.frozen))
    if w.tx.execute(select(freezing)).scalar_one():
        raise Refused("This load is part of a frozen snapshot: plans and decisions rest on it. Load a corrected file.")
    w.tx.execute(update(_loads).where(_loads.c.id == load_id).values(withdrawn=True))


def wipe_company(w: Writing, act: Act | None = None) -> None:
    """Empty the company for a new one: everything but settings, keys, and the people who are logged in.

    The log goes too; its first new line says that it did, and who did it where `act` is given.
    """
    log.unguard(w.tx)
    for table in tables.of_the_company():
        w.tx.execute(delete(table))
    log.guard(w.tx)
    logged_in = select(tables.sessions.c.person_id)
    w.tx.execute(delete(tables.people).where(tables.people.c.id.not_in(logged_in)))
    log.append_wiped(w, act)


def _values(load: Load) -> dict[str, Any]:
    return {
        "id": load.id,
        "kind": load.kind,
        "file_name": load.file_name,
        "sha256": load.sha256,
        "rows": load.rows,
        "loaded_by": load.loaded_by,
        "loaded_at": load.loaded_at,
        "is_demo": load.is_demo,
        "withdrawn": load.withdrawn,
    }


def _load(row: Row[Any]) -> Load:
    return Load(
        id=row.id,
        kind=row.kind,
        file_name=row.file_name,
        sha256=row.sha256,
        rows=row.rows,
        loaded_by=row.loaded_by,
        loaded_at=row.loaded_at,
        is_demo=row.is_demo,
        withdrawn=row.withdrawn,
    )
