"""Plans that were kept: the figures themselves, what they were made from, and their number within the cycle."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, func, insert, select

from sop.domain.errors import NotFound
from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_plans = tables.plans


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan as it was kept: key, KPIs, recipe (JSON values) and the serialised figures."""

    id: str
    cycle_id: str
    number: int  # running revision within the cycle, given by `add`
    key_digest: str
    kpis: Mapping[str, Any]
    recipe: Mapping[str, Any]
    payload: bytes
    engine: str
    solver: str
    made_at: datetime
    made_by: str
    published: bool = False


def add(w: Writing, plan: StoredPlan, token: str | None = None) -> StoredPlan:
    """Store a plan under the next number of its cycle; return it with that number.

    A plan with a token is stored once: the second time the first one is returned, without its figures.
    """
    cycle = select(tables.cycles.c.id).where(tables.cycles.c.id == plan.cycle_id)
    if w.tx.execute(cycle.with_for_update()).one_or_none() is None:  # held, so that no number is given twice
        raise NotFound(statements.GONE)
    stored = by_token(w.tx, token) if token else None
    if stored is not None:
        return stored
    last = select(func.coalesce(func.max(_plans.c.number), 0)).where(_plans.c.cycle_id == plan.cycle_id)
    numbered = replace(plan, number=w.tx.execute(last).scalar_one() + 1)
    w.tx.execute(insert(_plans).values(**_values(numbered), token=token))
    return numbered


def get(tx: Connection, plan_id: str) -> StoredPlan:
    """Return the plan with its figures; NotFound where there is none."""
    row = statements.one(tx, _plans, plan_id)
    return _plan(row, row.payload)


def of_cycle(tx: Connection, cycle_id: str) -> tuple[StoredPlan, ...]:
    """Return the plans of a cycle by number, their payload left empty."""
    return _light(tx, _plans.c.cycle_id == cycle_id)


def by_token(tx: Connection, token: str) -> StoredPlan | None:
    """Return the plan that was stored under a token, its payload left empty; None while there is none."""
    return next(iter(_light(tx, _plans.c.token == token)), None)


def published(tx: Connection) -> dict[str, StoredPlan]:
    """Return by cycle the plan that was published last, its payload left empty."""
    return {plan.cycle_id: plan for plan in _light(tx, _plans.c.published)}


def _light(tx: Connection, which: ColumnElement[bool] | Column[Any]) -> tuple[StoredPlan, ...]:
    light = [column for column in _plans.c if column.name != "payload"]
    wanted = select(*light).where(which).order_by(_plans.c.cycle_id, _plans.c.number)
    return tuple(_plan(row, b"") for row in tx.execute(wanted))


def _values(plan: StoredPlan) -> dict[str, Any]:
    return {
        "id": plan.id,
        "cycle_id": plan.cycle_id,
        "number": plan.number,
        "key_digest": plan.key_digest,
        "kpis": dict(plan.kpis),
        "recipe": dict(plan.recipe),
        "payload": plan.payload,
        "engine": plan.engine,
        "solver": plan.solver,
        "made_at": plan.made_at,
        "made_by": plan.made_by,
        "published": plan.published,
    }


def _plan(row: Row[Any], payload: bytes) -> StoredPlan:
    return StoredPlan(
        id=row.id,
        cycle_id=row.cycle_id,
        number=row.number,
        key_digest=row.key_digest,
        kpis=row.kpis,
        recipe=row.recipe,
        payload=payload,
        engine=row.engine,
        solver=row.solver,
        made_at=row.made_at,
        made_by=row.made_by,
        published=row.published,
    )
