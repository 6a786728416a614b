"""Objectives: one for each fiscal year and measure."""

from typing import Any

from sqlalchemy import Row, delete, select

from sop.domain.objectives import Measure, Objective
from sop.domain.people import Function
from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_objectives = tables.objectives


def add(w: Writing, objective: Objective) -> tuple[Objective, bool]:
    """Store an objective unless there is one of its year and measure; return the one that stands, and whether it is new."""
    values = {"id": objective.id, "version": objective.version, **_values(objective)}
    is_new = statements.insert_unless_there(w, _objectives, values, "fiscal_year", "measure")
    standing = of(w.tx, objective.fiscal_year, objective.measure)
    assert standing is not None, "it was inserted or was there"
    return standing, is_new


def of(tx: Connection, fiscal_year: int, measure: Measure) -> Objective | None:
    """Return the objective of a year and measure, if one is set."""
    same = (_objectives.c.fiscal_year == fiscal_year, _objectives.c.measure == measure.value)
    row = tx.execute(select(_objectives).where(*same)).one_or_none()
    return None if row is None else _objective(row)


def all_objectives(tx: Connection) -> tuple[Objective, ...]:
    """Return every objective by year, in the order of the measures."""
    order = list(Measure)
    found = [_objective(row) for row in tx.execute(select(_objectives))]
    return tuple(sorted(found, key=lambda each: (each.fiscal_year, order.index(each.measure))))


def change(w: Writing, objective: Objective) -> Objective:
    """Store a changed objective; Conflict when somebody else changed it since."""
    return _objective(statements.change_at(w, _objectives, objective.id, objective.version, _values(objective)))


def remove(w: Writing, objective_id: str, version: int) -> None:
    """Take an objective away; Conflict when somebody else changed it since."""
    same = (_objectives.c.id == objective_id, _objectives.c.version == version)
    if w.tx.execute(delete(_objectives).where(*same)).rowcount == 0:
        statements.raise_missed(w.tx, _objectives, objective_id)


def _values(objective: Objective) -> dict[str, Any]:
    return {
        "fiscal_year": objective.fiscal_year,
        "measure": objective.measure.value,
        "target": objective.target,
        "function": objective.function.value,
    }


def _objective(row: Row[Any]) -> Objective:
    return Objective(
        id=row.id,
        fiscal_year=row.fiscal_year,
        measure=Measure(row.measure),
        target=row.target,
        function=Function(row.function),
        version=row.version,
    )
