"""What is expected of departments: one row a cycle and kind, standing from that cycle on."""

from typing import Any

from sqlalchemy import Row, select

from sop.domain.deliveries import Expectation
from sop.domain.errors import Conflict
from sop.domain.ids import new_id
from sop.domain.people import Function
from sop.storage import readiness_tables, statements
from sop.storage.engine import Connection, Writing

_expectations = readiness_tables.expectations


def all_expectations(tx: Connection) -> tuple[Expectation, ...]:
    """Return every stored expectation, in the order in which they were first set."""
    return tuple(_expectation(row) for row in tx.execute(select(_expectations).order_by(_expectations.c.id)))


def of(tx: Connection, cycle_id: str, kind: str) -> Expectation | None:
    """Return what a cycle itself says about a kind, None where it takes over what was said before."""
    row = tx.execute(select(_expectations).where(*_same(cycle_id, kind))).one_or_none()
    return None if row is None else _expectation(row)


def add(w: Writing, expectation: Expectation) -> Expectation:
    """Store the first word of a cycle about a kind; Conflict where somebody else had it in the meantime."""
    row = {"id": new_id(), "version": 1, "cycle_id": expectation.cycle_id, "kind": expectation.kind}
    if not statements.insert_unless_there(w, _expectations, row | _values(expectation), "cycle_id", "kind"):
        raise Conflict(statements.CHANGED)
    stored = of(w.tx, expectation.cycle_id, expectation.kind)
    assert stored is not None, "it was inserted"
    return stored


def change(w: Writing, expectation: Expectation) -> Expectation:
    """Store a changed expectation of its cycle; Conflict when somebody else changed it since."""
    same = _same(expectation.cycle_id, expectation.kind)
    row_id = w.tx.execute(select(_expectations.c.id).where(*same)).scalar_one()
    row = statements.change_at(w, _expectations, row_id, expectation.version, _values(expectation))
    return _expectation(row)


def _same(cycle_id: str, kind: str) -> tuple[Any, ...]:
    return _expectations.c.cycle_id == cycle_id, _expectations.c.kind == kind


def _values(expectation: Expectation) -> dict[str, Any]:
    return {
        "function": expectation.function.value,
        "working_day": expectation.working_day,
        "each_cycle": expectation.each_cycle,
        "wanted": expectation.wanted,
        "owner_id": expectation.owner_id,
        "due": expectation.due,
        "excused": expectation.excused,
        "note": expectation.note,
    }


def _expectation(row: Row[Any]) -> Expectation:
    return Expectation(
        kind=row.kind,
        function=Function(row.function),
        working_day=row.working_day,
        each_cycle=row.each_cycle,
        wanted=row.wanted,
        owner_id=row.owner_id,
        due=row.due,
        excused=row.excused,
        note=row.note,
        cycle_id=row.cycle_id,
        version=row.version,
    )
