"""Projects, in the order in which they begin."""

from typing import Any

from sqlalchemy import Row, select

from sop.domain.calendar import Month, MonthRange
from sop.domain.people import Function
from sop.domain.projects import Project, ProjectKind, ProjectStatus
from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_projects = tables.projects


def add(w: Writing, project: Project, token: str) -> tuple[Project, bool]:
    """Store a project once per token; return what is stored under the token, and whether it is new."""
    values = {"id": project.id, "version": project.version, **_values(project)}
    row, is_new = statements.insert_once(w, _projects, values, token)
    return _project(row), is_new


def get(tx: Connection, project_id: str) -> Project:
    """Return the project; NotFound where there is none."""
    return _project(statements.one(tx, _projects, project_id))


def all_projects(tx: Connection) -> tuple[Project, ...]:
    """Return every project by its first month, dropped ones included."""
    wanted = select(_projects).order_by(_projects.c.first, _projects.c.last, _projects.c.name, _projects.c.id)
    return tuple(_project(row) for row in tx.execute(wanted))


def change(w: Writing, project: Project) -> Project:
    """Store a changed project; Conflict when somebody else changed it since."""
    return _project(statements.change_at(w, _projects, project.id, project.version, _values(project)))


def _values(project: Project) -> dict[str, Any]:
    return {
        "name": project.name,
        "kind": project.kind.value,
        "owner_function": project.owner.value,
        "first": str(project.months.first),
        "last": str(project.months.last),
        "family": project.family,
        "sku": project.sku,
        "region": project.region,
        "resource": project.resource,
        "demand_percent": project.demand_percent,
        "price_percent": project.price_percent,
        "capacity_percent": project.capacity_percent,
        "status": project.status.value,
        "note": project.note,
    }


def _project(row: Row[Any]) -> Project:
    return Project(
        id=row.id,
        name=row.name,
        kind=ProjectKind(row.kind),
        owner=Function(row.owner_function),
        months=MonthRange(Month(row.first), Month(row.last)),
        family=row.family,
        sku=row.sku,
        region=row.region,
        resource=row.resource,
        demand_percent=row.demand_percent,
        price_percent=row.price_percent,
        capacity_percent=row.capacity_percent,
        status=ProjectStatus(row.status),
        note=row.note,
        version=row.version,
    )
