"""Freezes of the data of a cycle, in their order; none is changed."""

from typing import Any

from sqlalchemy import Row, exists, select

from sop.domain.freezes import Freeze
from sop.domain.meeting import Cycle
from sop.storage import readiness_tables, statements
from sop.storage.engine import Connection, Writing

_freezes = readiness_tables.freezes


def add(w: Writing, freeze: Freeze, token: str) -> tuple[Freeze, bool]:
    """Store a freeze once per token; return what is stored under the token, and whether it is new."""
    values = {
        "id": freeze.id,
        "cycle_id": freeze.cycle_id,
        "snapshot_id": freeze.snapshot_id,
        "replaced_id": freeze.replaced_id,
        "reason": freeze.reason,
        "frozen_by": freeze.frozen_by,
        "frozen_at": freeze.frozen_at,
    }
    row, is_new = statements.insert_once(w, _freezes, values, token)
    return _freeze(row), is_new


def by_token(tx: Connection, token: str) -> Freeze | None:
    """Return the freeze that was stored under a token."""
    row = tx.execute(select(_freezes).where(_freezes.c.token == token)).one_or_none()
    return None if row is None else _freeze(row)


def holds(tx: Connection, cycle: Cycle) -> bool:
    """Return whether the snapshot that a cycle plans with was frozen for it, and not only for an earlier cycle."""
    same = (_freezes.c.cycle_id == cycle.id, _freezes.c.snapshot_id == cycle.snapshot_id)
    return bool(tx.execute(select(exists().where(*same))).scalar_one())


def of_cycle(tx: Connection, cycle_id: str) -> tuple[Freeze, ...]:
    """Return the freezes of a cycle, the first one first."""
    wanted = select(_freezes).where(_freezes.c.cycle_id == cycle_id).order_by(_freezes.c.frozen_at, _freezes.c.id)
    return tuple(_freeze(row) for row in tx.execute(wanted))


def _freeze(row: Row[Any]) -> Freeze:
    return Freeze(
        id=row.id,
        cycle_id=row.cycle_id,
        snapshot_id=row.snapshot_id,
        replaced_id=row.replaced_id,
        reason=row.reason,
        frozen_by=row.frozen_by,
        frozen_at=row.frozen_at,
    )
