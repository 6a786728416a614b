"""The cycles of the company."""

from typing import Any

from sqlalchemy import Row, select

from sop.domain.calendar import Month
from sop.domain.meeting import Cadence, Cycle
from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_cycles = tables.cycles


def add(w: Writing, cycle: Cycle, token: str) -> tuple[Cycle, bool]:
    """Store a cycle once per token; return what is stored under the token, and whether it is new."""
    row, is_new = statements.insert_once(w, _cycles, {"id": cycle.id, "version": 1, **_values(cycle)}, token)
    return _cycle(row), is_new


def get(tx: Connection, cycle_id: str) -> Cycle:
    """Return the cycle; NotFound where there is none."""
    return _cycle(statements.one(tx, _cycles, cycle_id))


def latest(tx: Connection) -> Cycle | None:
    """Return the cycle opened last."""
    row = tx.execute(select(_cycles).order_by(_cycles.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _cycle(row)


def all_cycles(tx: Connection) -> tuple[Cycle, ...]:
    """Return every cycle, in the order in which they were opened."""
    return tuple(_cycle(row) for row in tx.execute(select(_cycles).order_by(_cycles.c.id)))


def change(w: Writing, cycle: Cycle) -> Cycle:
    """Store a changed cycle; Conflict when somebody else changed it since."""
    return _cycle(statements.change_at(w, _cycles, cycle.id, cycle.version, _values(cycle)))


def _values(cycle: Cycle) -> dict[str, Any]:
    return {
        "name": cycle.name,
        "cadence": cycle.cadence.value,
        "last_closed": str(cycle.last_closed),
        "first_decidable": str(cycle.first_decidable),
        "horizon_months": cycle.horizon_months,
        "fiscal_year_start": cycle.fiscal_year_start,
        "fiscal_calendar": cycle.fiscal_calendar,
        "currency": cycle.currency,
        "time_zone": cycle.time_zone,
        "snapshot_id": cycle.snapshot_id,
    }


def _cycle(row: Row[Any]) -> Cycle:
    return Cycle(
        id=row.id,
        name=row.name,
        cadence=Cadence(row.cadence),
        last_closed=Month(row.last_closed),
        first_decidable=Month(row.first_decidable),
        horizon_months=row.horizon_months,
        fiscal_year_start=row.fiscal_year_start,
        fiscal_calendar=row.fiscal_calendar,
        currency=row.currency,
        time_zone=row.time_zone,
        snapshot_id=row.snapshot_id,
        version=row.version,
    )
