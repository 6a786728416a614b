"""Meetings, their agenda and who was there."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from sop.domain.errors import Conflict
from sop.domain.meeting import AgendaItem, Meeting, MeetingKind, Projector, ProjectorView, Purpose, Stage
from sop.domain.people import Function
from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_meetings, _items, _attendance = tables.meetings, tables.agenda_items, tables.attendance


def add(w: Writing, meeting: Meeting, items: Sequence[AgendaItem], token: str) -> tuple[Meeting, bool]:
    """Store a meeting with its agenda once per token; return what is stored under the token, and whether it is new."""
    values = {"id": meeting.id, "cycle_id": meeting.cycle_id, "version": meeting.version, **_values(meeting)}
    row, is_new = statements.insert_once(w, _meetings, values, token)
    if is_new and items:
        w.tx.execute(insert(_items), [_placed(item) for item in items])
    return _meeting(row), is_new


def get(tx: Connection, meeting_id: str) -> Meeting:
    """Return the meeting; NotFound where there is none."""
    return _meeting(statements.one(tx, _meetings, meeting_id))


def latest(tx: Connection, cycle_id: str | None = None) -> Meeting | None:
    """Return the meeting that starts last, of one cycle if it is named."""
    wanted = select(_meetings).order_by(_meetings.c.starts_at.desc(), _meetings.c.id.desc()).limit(1)
    if cycle_id is not None:
        wanted = wanted.where(_meetings.c.cycle_id == cycle_id)
    row = tx.execute(wanted).one_or_none()
    return None if row is None else _meeting(row)


def projecting(tx: Connection, scenario_id: str) -> Meeting | None:
    """Return the meeting whose room looks at a scenario, the last one where several did."""
    wanted = select(_meetings).where(_meetings.c.projected_scenario == scenario_id)
    row = tx.execute(wanted.order_by(_meetings.c.starts_at.desc(), _meetings.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _meeting(row)


def of_cycle(tx: Connection, cycle_id: str) -> tuple[Meeting, ...]:
    """Return the meetings of a cycle by their start."""
    wanted = select(_meetings).where(_meetings.c.cycle_id == cycle_id)
    return tuple(_meeting(row) for row in tx.execute(wanted.order_by(_meetings.c.starts_at, _meetings.c.id)))


def change(w: Writing, meeting: Meeting) -> Meeting:
    """Store a changed meeting; Conflict when somebody else changed it since."""
    return _meeting(statements.change_at(w, _meetings, meeting.id, meeting.version, _values(meeting)))


# The agenda ----------------------------------------------------------------------------------------------------------


def items(tx: Connection, meeting_id: str) -> tuple[AgendaItem, ...]:
    """Return the agenda in its order."""
    wanted = select(_items).where(_items.c.meeting_id == meeting_id)
    return tuple(_item(row) for row in tx.execute(wanted.order_by(_items.c.position, _items.c.id)))


def add_item(w: Writing, item: AgendaItem, token: str) -> tuple[AgendaItem, bool]:
    """Store an item once per token; return what is stored under the token, and whether it is new."""
    row, is_new = statements.insert_once(w, _items, _placed(item), token)
    return _item(row), is_new


def change_item(w: Writing, item: AgendaItem) -> AgendaItem:
    """Store a changed item at its place (`reorder` moves it); Conflict when somebody else changed it since."""
    return _item(statements.change_at(w, _items, item.id, item.version, _item_values(item)))


def remove_item(w: Writing, item_id: str, version: int) -> None:
    """Take an item off the agenda; Conflict when somebody else changed it since."""
    if w.tx.execute(delete(_items).where(_items.c.id == item_id, _items.c.version == version)).rowcount == 0:
        statements.raise_missed(w.tx, _items, item_id)


def reorder(w: Writing, meeting_id: str, item_ids: Sequence[str]) -> None:
    """Put the items of a meeting in this order, numbered from 0; Conflict unless these are all of them."""
    there = select(_items.c.id).where(_items.c.meeting_id == meeting_id).order_by(_items.c.id).with_for_update()
    if sorted(w.tx.execute(there).scalars()) != sorted(item_ids):
        raise Conflict(statements.CHANGED)
    for position, item_id in enumerate(item_ids):
        w.tx.execute(update(_items).where(_items.c.id == item_id).values(position=position))


# Who was there -------------------------------------------------------------------------------------------------------


def attend(w: Writing, meeting_id: str, person_id: str, now: datetime) -> None:
    """Note that a person is there; the first time counts."""
    arrival = {"meeting_id": meeting_id, "person_id": person_id, "arrived_at": now}
    statements.insert_unless_there(w, _attendance, arrival, "meeting_id", "person_id")


def present(tx: Connection, meeting_id: str) -> tuple[str, ...]:
    """Return the ids of who came, in the order of arrival."""
    came = select(_attendance.c.person_id).where(_attendance.c.meeting_id == meeting_id)
    return tuple(tx.execute(came.order_by(_attendance.c.arrived_at, _attendance.c.person_id)).scalars())


# Rows ----------------------------------------------------------------------------------------------------------------


def _values(meeting: Meeting) -> dict[str, Any]:
    return {
        "kind": meeting.kind.value,
        "starts_at": meeting.starts_at,
        "invited": [function.value for function in meeting.invited],
        "running_item": meeting.running_item,
        "projected_scenario": meeting.projected_scenario,
        "driver_id": meeting.driver_id,
        "compared": list(meeting.compared),
        "projector": asdict(meeting.projector),
    }


def _meeting(row: Row[Any]) -> Meeting:
    return Meeting(
        id=row.id,
        cycle_id=row.cycle_id,
        kind=MeetingKind(row.kind),
        starts_at=row.starts_at,
        invited=tuple(Function(name) for name in row.invited),
        running_item=row.running_item,
        projected_scenario=row.projected_scenario,
        driver_id=row.driver_id,
        compared=tuple(row.compared),
        projector=_projector(row.projector),
        version=row.version,
    )


def _projector(said: dict[str, Any]) -> Projector:
    return Projector(ProjectorView(said["view"]), said["hide_money"], said["type_px"]) if said else Projector()


def _placed(item: AgendaItem) -> dict[str, Any]:
    place = {"id": item.id, "meeting_id": item.meeting_id, "position": item.position, "version": item.version}
    return {**place, **_item_values(item)}


def _item_values(item: AgendaItem) -> dict[str, Any]:
    return {
        "title": item.title,
        "stage": item.stage.value,
        "minutes": item.minutes,
        "owner_id": item.owner_id,
        "purpose": item.purpose.value,
        "started_at": item.started_at,
        "ended_at": item.ended_at,
        "spent_s": item.spent_s,
    }


def _item(row: Row[Any]) -> AgendaItem:
    return AgendaItem(
        id=row.id,
        meeting_id=row.meeting_id,
        position=row.position,
        title=row.title,
        stage=Stage(row.stage),
        minutes=row.minutes,
        owner_id=row.owner_id,
        purpose=Purpose(row.purpose),
        started_at=row.started_at,
        ended_at=row.ended_at,
        version=row.version,
        spent_s=row.spent_s,
    )
