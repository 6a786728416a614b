"""Overrides of the demand plan, kept in the order in which they were recorded."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, Select, select

from sop.domain.calendar import Month, MonthRange
from sop.domain.demand import Override
from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_overrides = tables.overrides


def add(w: Writing, override: Override, token: str) -> tuple[Override, bool]:
    """Store an override once per token; return what is stored under the token, and whether it is new."""
    row, is_new = statements.insert_once(w, _overrides, _values(override), token)
    return _override(row), is_new


def of_cycle(tx: Connection, cycle_id: str) -> tuple[Override, ...]:
    """Return the overrides of a cycle, withdrawn ones included, in the order of recording."""
    return _found(tx, select(_overrides).where(_overrides.c.cycle_id == cycle_id))


def by_ids(tx: Connection, ids: Collection[str]) -> tuple[Override, ...]:
    """Return the overrides of these ids, in the order of recording."""
    return _found(tx, select(_overrides).where(_overrides.c.id.in_(ids)))


def withdraw(w: Writing, override_id: str, version: int) -> Override:
    """Take an override back; it stays readable. Conflict when somebody else changed it since."""
    return _override(statements.change_at(w, _overrides, override_id, version, {"withdrawn": True}))


def _found(tx: Connection, wanted: Select[Any]) -> tuple[Override, ...]:
    in_order = wanted.order_by(_overrides.c.recorded_at, _overrides.c.id)
    return tuple(_override(row) for row in tx.execute(in_order))


def _values(override: Override) -> dict[str, Any]:
    return {
        "id": override.id,
        "cycle_id": override.cycle_id,
        "family": override.family,
        "sku": override.sku,
        "region": override.region,
        "first": str(override.months.first),
        "last": str(override.months.last),
        "change": override.change,
        "in_percent": override.in_percent,
        "reason": override.reason,
        "author_id": override.author_id,
        "recorded_at": override.recorded_at,
        "withdrawn": override.withdrawn,
        "version": override.version,
    }


def _override(row: Row[Any]) -> Override:
    return Override(
        id=row.id,
        cycle_id=row.cycle_id,
        family=row.family,
        sku=row.sku,
        region=row.region,
        months=MonthRange(Month(row.first), Month(row.last)),
        change=row.change,
        in_percent=row.in_percent,
        reason=row.reason,
        author_id=row.author_id,
        recorded_at=row.recorded_at,
        withdrawn=row.withdrawn,
        version=row.version,
    )
