"""Deviations from the plan that somebody explained: one a family, month and measure."""

from typing import Any

from sqlalchemy import Row, select

from sop.domain.calendar import Month
from sop.domain.errors import Conflict
from sop.domain.execution import Deviation, Measure
from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_deviations = tables.deviations


def add(w: Writing, deviation: Deviation, token: str) -> tuple[Deviation, bool]:
    """Store an explanation once per token; return it, and whether it is new. Conflict where somebody gave one first."""
    values = {"id": deviation.id, "version": deviation.version, "token": token, **_values(deviation)}
    added = statements.insert_unless_there(w, _deviations, values, "family", "month", "measure")
    place = (deviation.family, str(deviation.month), deviation.measure.value)
    columns = (_deviations.c.family, _deviations.c.month, _deviations.c.measure)
    same = [column == value for column, value in zip(columns, place, strict=True)]
    row = w.tx.execute(select(_deviations).where(*same)).one()
    if row.token != token:
        raise Conflict(statements.CHANGED)
    return _deviation(row), added


def every(tx: Connection) -> tuple[Deviation, ...]:
    """Return all explanations in the order of recording."""
    wanted = select(_deviations).order_by(_deviations.c.recorded_at, _deviations.c.id)
    return tuple(_deviation(row) for row in tx.execute(wanted))


def get(tx: Connection, deviation_id: str) -> Deviation:
    """Return the explanation; NotFound where there is none."""
    return _deviation(statements.one(tx, _deviations, deviation_id))


def change(w: Writing, deviation: Deviation) -> Deviation:
    """Store a changed explanation; Conflict when somebody else changed it since."""
    return _deviation(statements.change_at(w, _deviations, deviation.id, deviation.version, _values(deviation)))


def _values(deviation: Deviation) -> dict[str, Any]:
    return {
        "cycle_id": deviation.cycle_id,
        "plan_id": deviation.plan_id,
        "family": deviation.family,
        "month": str(deviation.month),
        "measure": deviation.measure.value,
        "planned_units": deviation.planned_units,
        "actual_units": deviation.actual_units,
        "money": deviation.money,
        "cause": deviation.cause,
        "action_id": deviation.action_id,
        "recorded_by": deviation.recorded_by,
        "recorded_at": deviation.recorded_at,
    }


def _deviation(row: Row[Any]) -> Deviation:
    return Deviation(
        id=row.id,
        cycle_id=row.cycle_id,
        plan_id=row.plan_id,
        family=row.family,
        month=Month(row.month),
        measure=Measure(row.measure),
        planned_units=row.planned_units,
        actual_units=row.actual_units,
        money=row.money,
        cause=row.cause,
        action_id=row.action_id,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        version=row.version,
    )
