"""Scenarios and their levers; every change of a lever counts the scenario's version up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import NotFound
from sop.domain.scenario import Dimension, Lever, LeverKind, Scenario, Scope, Sharing
from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_scenarios, _levers = tables.scenarios, tables.levers


def add(w: Writing, scenario: Scenario, token: str) -> tuple[Scenario, bool]:
    """Store a scenario with its levers once per token; return what is stored, and whether it is new."""
    values = {
        "id": scenario.id,
        "cycle_id": scenario.cycle_id,
        "name": scenario.name,
        "is_base": scenario.is_base,
        "created_by": scenario.created_by,
        "sharing": scenario.sharing.value,
        "version": scenario.version,
    }
    row, is_new = statements.insert_once(w, _scenarios, values, token)
    if is_new:
        for position, lever in enumerate(scenario.levers):
            _insert_lever(w, scenario.id, position, lever)
    return get(w.tx, row.id), is_new


def get(tx: Connection, scenario_id: str) -> Scenario:
    """Return the scenario; NotFound where there is none."""
    return _with_levers(tx, [statements.one(tx, _scenarios, scenario_id)])[0]


def of_cycle(tx: Connection, cycle_id: str) -> tuple[Scenario, ...]:
    """Return the scenarios of a cycle that everybody sees, the base first, then in the order in which they were made."""
    return _listed(tx, _scenarios.c.cycle_id == cycle_id, _scenarios.c.sharing != Sharing.DRAFT.value)


def drafts_of(tx: Connection, person_id: str, cycle_id: str) -> tuple[Scenario, ...]:
    """Return the drafts of a person in a cycle, which nobody else sees."""
    is_draft = _scenarios.c.sharing == Sharing.DRAFT.value
    return _listed(tx, _scenarios.c.cycle_id == cycle_id, is_draft, _scenarios.c.created_by == person_id)


def _listed(tx: Connection, *which: ColumnElement[bool]) -> tuple[Scenario, ...]:
    wanted = select(_scenarios).where(*which).order_by(_scenarios.c.is_base.desc(), _scenarios.c.id)
    return _with_levers(tx, tx.execute(wanted).all())


def remove(w: Writing, scenario_id: str) -> None:
    """Take a scenario away with its levers."""
    w.tx.execute(delete(_levers).where(_levers.c.scenario_id == scenario_id))
    w.tx.execute(delete(_scenarios).where(_scenarios.c.id == scenario_id))


def put_lever(w: Writing, scenario_id: str, lever: Lever) -> Scenario:
    """Set a lever: the one of the same id is replaced where it stands, a new one comes last."""
    _count_up(w, scenario_id)
    same = update(_levers).where(_levers.c.scenario_id == scenario_id, _levers.c.id == lever.id)
    if w.tx.execute(same.values(**_lever_values(lever))).rowcount == 0:
        last = select(func.coalesce(func.max(_levers.c.position), -1)).where(_levers.c.scenario_id == scenario_id)
        _insert_lever(w, scenario_id, w.tx.execute(last).scalar_one() + 1, lever)
    return get(w.tx, scenario_id)


def remove_lever(w: Writing, scenario_id: str, lever_id: str) -> Scenario:
    """Take a lever away; one that is gone already is no error."""
    _count_up(w, scenario_id)
    w.tx.execute(delete(_levers).where(_levers.c.scenario_id == scenario_id, _levers.c.id == lever_id))
    return get(w.tx, scenario_id)


def clear_levers(w: Writing, scenario_id: str) -> Scenario:
    """Take every lever away."""
    _count_up(w, scenario_id)
    w.tx.execute(delete(_levers).where(_levers.c.scenario_id == scenario_id))
    return get(w.tx, scenario_id)


def rename(w: Writing, scenario_id: str, name: str, version: int) -> Scenario:
    """Give a scenario another name; Conflict when somebody else changed it since."""
    return _with_levers(w.tx, [statements.change_at(w, _scenarios, scenario_id, version, {"name": name})])[0]


def made_by(tx: Connection, person_id: str, cycle_id: str) -> int:
    """Return how many scenarios beside the base and what was put forward a person has made in a cycle."""
    theirs = (_scenarios.c.created_by == person_id, _scenarios.c.cycle_id == cycle_id, ~_scenarios.c.is_base)
    movable = _scenarios.c.sharing != Sharing.PROPOSED.value
    return int(tx.execute(select(func.count()).select_from(_scenarios).where(*theirs, movable)).scalar_one())


def _count_up(w: Writing, scenario_id: str) -> None:
    """Count the version up, and thereby hold the scenario's row until the transaction ends."""
    counted = update(_scenarios).where(_scenarios.c.id == scenario_id).values(version=_scenarios.c.version + 1)
    if w.tx.execute(counted).rowcount == 0:
        raise NotFound(statements.GONE)


def _insert_lever(w: Writing, scenario_id: str, position: int, lever: Lever) -> None:
    row = {"id": lever.id, "scenario_id": scenario_id, "position": position, **_lever_values(lever)}
    w.tx.execute(insert(_levers).values(**row))


def _lever_values(lever: Lever) -> dict[str, Any]:
    return {
        "kind": lever.kind.value,
        "value": lever.value,
        "dimension": lever.scope.dimension.value,
        "name": lever.scope.name,
        "first": str(lever.months.first),
        "last": str(lever.months.last),
    }


def _with_levers(tx: Connection, rows: Sequence[Row[Any]]) -> tuple[Scenario, ...]:
    wanted = select(_levers).where(_levers.c.scenario_id.in_([row.id for row in rows]))
    levers: defaultdict[str, list[Lever]] = defaultdict(list)
    for row in tx.execute(wanted.order_by(_levers.c.position)):
        levers[row.scenario_id].append(_lever(row))
    return tuple(_scenario(row, levers[row.id]) for row in rows)


def _lever(row: Row[Any]) -> Lever:
    return Lever(
        id=row.id,
        kind=LeverKind(row.kind),
        value=row.value,
        scope=Scope(Dimension(row.dimension), row.name),
        months=MonthRange(Month(row.first), Month(row.last)),
    )


def _scenario(row: Row[Any], levers: Iterable[Lever]) -> Scenario:
    return Scenario(
        id=row.id,
        cycle_id=row.cycle_id,
        name=row.name,
        levers=tuple(levers),
        is_base=row.is_base,
        created_by=row.created_by,
        version=row.version,
        sharing=Sharing(row.sharing),
    )
