"""Snapshots: which load of each kind a cycle plans with."""

from typing import Any

from sqlalchemy import Row, insert, select, update

from sop.domain.errors import Conflict, Refused
from sop.domain.loads import Snapshot
from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_snapshots, _uses = tables.snapshots, tables.snapshot_loads


def add(w: Writing, snapshot: Snapshot) -> Snapshot:
    """Store a snapshot; Conflict where another one took its number in the meantime."""
    row = {"id": snapshot.id, "number": snapshot.number, "made_at": snapshot.made_at, "frozen": snapshot.frozen}
    if not statements.insert_unless_there(w, _snapshots, row, "number"):
        raise Conflict(statements.CHANGED)
    uses = [{"snapshot_id": snapshot.id, "kind": kind, "load_id": load_id} for kind, load_id in snapshot.loads]
    if uses:
        w.tx.execute(insert(_uses), uses)
    return snapshot


def get(tx: Connection, snapshot_id: str) -> Snapshot:
    """Return the snapshot; NotFound where there is none."""
    return _snapshot(tx, statements.one(tx, _snapshots, snapshot_id))


def latest(tx: Connection) -> Snapshot | None:
    """Return the snapshot of the highest number."""
    row = tx.execute(select(_snapshots).order_by(_snapshots.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else _snapshot(tx, row)


def freeze(w: Writing, snapshot_id: str) -> Snapshot:
    """Freeze a snapshot: from now on it may not lose a load; Refused where one is withdrawn already."""
    statements.one(w.tx, _snapshots, snapshot_id)
    loads = tables.loads
    used = select(loads.c.withdrawn).join(_uses, _uses.c.load_id == loads.c.id)
    withdrawn = w.tx.execute(used.where(_uses.c.snapshot_id == snapshot_id).order_by(loads.c.id).with_for_update())
    if any(withdrawn.scalars()):
        raise Refused("A load of this snapshot was withdrawn. Take a new snapshot and freeze that one.")
    w.tx.execute(update(_snapshots).where(_snapshots.c.id == snapshot_id).values(frozen=True))
    return get(w.tx, snapshot_id)


def _snapshot(tx: Connection, row: Row[Any]) -> Snapshot:
    used = select(_uses.c.kind, _uses.c.load_id).where(_uses.c.snapshot_id == row.id)
    pairs = sorted((each.kind, each.load_id) for each in tx.execute(used))
    return Snapshot(id=row.id, number=row.number, loads=tuple(pairs), made_at=row.made_at, frozen=row.frozen)
