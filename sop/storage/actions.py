"""Actions: what somebody does until when."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, select

from sop.domain.decisions import Action, ActionState
from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_actions = tables.actions


def add(w: Writing, action: Action, token: str) -> tuple[Action, bool]:
    """Store an action once per token; return what is stored under the token, and whether it is new."""
    place = {"id": action.id, "cycle_id": action.cycle_id, "version": action.version}
    recorded = {"recorded_by": action.recorded_by, "recorded_at": action.recorded_at}
    row, is_new = statements.insert_once(w, _actions, {**place, **recorded, **_values(action)}, token)
    return _action(row), is_new


def get(tx: Connection, action_id: str) -> Action:
    """Return the action; NotFound where there is none."""
    return _action(statements.one(tx, _actions, action_id))


def by_ids(tx: Connection, ids: Collection[str]) -> tuple[Action, ...]:
    """Return the actions of these ids, in the order of recording."""
    wanted = select(_actions).where(_actions.c.id.in_(ids)).order_by(_actions.c.id)
    return tuple(_action(row) for row in tx.execute(wanted))


def of_cycle(tx: Connection, cycle_id: str) -> tuple[Action, ...]:
    """Return the actions of a cycle by due date, those without one last, then in the order of recording."""
    wanted = select(_actions).where(_actions.c.cycle_id == cycle_id)
    return tuple(_action(row) for row in tx.execute(wanted.order_by(_actions.c.due.nulls_last(), _actions.c.id)))


def change(w: Writing, action: Action) -> Action:
    """Store a changed action; Conflict when somebody else changed it since."""
    return _action(statements.change_at(w, _actions, action.id, action.version, _values(action)))


def _values(action: Action) -> dict[str, Any]:
    return {
        "meeting_id": action.meeting_id or None,  # empty: outside of any meeting
        "decision_id": action.decision_id,
        "text": action.text,
        "owner_id": action.owner_id,
        "due": action.due,
        "state": action.state.value,
    }


def _action(row: Row[Any]) -> Action:
    return Action(
        id=row.id,
        cycle_id=row.cycle_id,
        meeting_id=row.meeting_id or "",
        decision_id=row.decision_id,
        text=row.text,
        owner_id=row.owner_id,
        due=row.due,
        state=ActionState(row.state),
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        version=row.version,
    )
