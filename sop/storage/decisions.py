"""Decisions, as they were recorded; a later one stands beside an earlier one, never over it."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from sop.domain.decisions import Decision, DecisionStatus, Impact
from sop.domain.people import Function
from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_decisions = tables.decisions


def add(w: Writing, decision: Decision, token: str) -> tuple[Decision, bool]:
    """Store a decision once per token; return what is stored under the token, and whether it is new."""
    row, is_new = statements.insert_once(w, _decisions, _values(decision), token)
    return _decision(row), is_new


def get(tx: Connection, decision_id: str) -> Decision:
    """Return the decision; NotFound where there is none."""
    return _decision(statements.one(tx, _decisions, decision_id))


def by_token(tx: Connection, token: str) -> Decision | None:
    """Return what was recorded under the token of a dialog, None while nothing was."""
    row = tx.execute(select(_decisions).where(_decisions.c.token == token)).one_or_none()
    return None if row is None else _decision(row)


def of_cycle(tx: Connection, cycle_id: str) -> tuple[Decision, ...]:
    """Return the decisions of a cycle in the order of recording."""
    return _found(tx, _decisions.c.cycle_id == cycle_id)


def of_meeting(tx: Connection, meeting_id: str) -> tuple[Decision, ...]:
    """Return the decisions of a meeting in the order of recording."""
    return _found(tx, _decisions.c.meeting_id == meeting_id)


def _found(tx: Connection, which: ColumnElement[bool]) -> tuple[Decision, ...]:
    wanted = select(_decisions).where(which).order_by(_decisions.c.recorded_at, _decisions.c.id)
    return tuple(_decision(row) for row in tx.execute(wanted))


def _values(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.id,
        "cycle_id": decision.cycle_id,
        "meeting_id": decision.meeting_id or None,  # empty: outside of any meeting
        "question": decision.question,
        "choice": decision.choice,
        "rationale": decision.rationale,
        "decider_id": decision.decider_id,
        "owner_id": decision.owner_id,
        "due": decision.due,
        "scenario_id": decision.scenario_id or None,
        "scenario_name": decision.scenario_name,
        "plan_id": decision.plan_id or None,
        "recorded_by": decision.recorded_by,
        "recorded_at": decision.recorded_at,
        "version": decision.version,
        "status": decision.status.value,
        "options": list(decision.options),
        "consulted": [each.value for each in decision.consulted],
        "dissent": decision.dissent,
        "impact": [asdict(each) for each in decision.impact],
        "impact_reason": decision.impact_reason,
        "review_on": decision.review_on,
        "vote_id": decision.vote_id or None,
        "replaces_id": decision.replaces_id or None,
        "reverses": decision.reverses,
        "unheard": [each.value for each in decision.unheard],
    }


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        id=row.id,
        cycle_id=row.cycle_id,
        meeting_id=row.meeting_id or "",
        question=row.question,
        choice=row.choice,
        rationale=row.rationale,
        decider_id=row.decider_id,
        owner_id=row.owner_id,
        due=row.due,
        scenario_id=row.scenario_id or "",
        scenario_name=row.scenario_name,
        plan_id=row.plan_id or "",
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        version=row.version,
        status=DecisionStatus(row.status),
        options=tuple(row.options),
        consulted=tuple(Function(name) for name in row.consulted),
        dissent=row.dissent,
        impact=tuple(Impact(**each) for each in row.impact),
        impact_reason=row.impact_reason,
        review_on=row.review_on,
        vote_id=row.vote_id or "",
        replaces_id=row.replaces_id or "",
        reverses=row.reverses,
        unheard=tuple(Function(name) for name in row.unheard),
    )
