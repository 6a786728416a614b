"""Proposals, in the order in which they were put forward; one that was taken back stays on record."""

from typing import Any

from sqlalchemy import Row, select

from sop.domain.people import Function
from sop.domain.proposals import Proposal
from sop.storage import room_tables, statements
from sop.storage.engine import Connection, Writing

_proposals = room_tables.proposals


def add(w: Writing, proposal: Proposal, token: str) -> tuple[Proposal, bool]:
    """Store a proposal once per token; return what is stored under the token, and whether it is new."""
    row, is_new = statements.insert_once(
        w, _proposals, {"id": proposal.id, "version": proposal.version, **_values(proposal)}, token
    )
    return _proposal(row), is_new


def by_token(tx: Connection, token: str) -> Proposal | None:
    """Return what was put forward under a token, None while nothing was."""
    row = tx.execute(select(_proposals).where(_proposals.c.token == token)).one_or_none()
    return None if row is None else _proposal(row)


def get(tx: Connection, proposal_id: str) -> Proposal:
    """Return the proposal; NotFound where there is none."""
    return _proposal(statements.one(tx, _proposals, proposal_id))


def standing(tx: Connection, meeting_id: str) -> tuple[Proposal, ...]:
    """Return the proposals of a meeting that were not taken back, in their order."""
    wanted = select(_proposals).where(_proposals.c.meeting_id == meeting_id, ~_proposals.c.withdrawn)
    return tuple(_proposal(row) for row in tx.execute(wanted.order_by(_proposals.c.proposed_at, _proposals.c.id)))


def change(w: Writing, proposal: Proposal) -> Proposal:
    """Store a changed proposal; Conflict when somebody else changed it since."""
    return _proposal(statements.change_at(w, _proposals, proposal.id, proposal.version, _values(proposal)))


def _values(proposal: Proposal) -> dict[str, Any]:
    return {
        "cycle_id": proposal.cycle_id,
        "meeting_id": proposal.meeting_id,
        "scenario_id": proposal.scenario_id,
        "proposed_by": proposal.proposed_by,
        "function": proposal.function.value,
        "reason": proposal.reason,
        "proposed_at": proposal.proposed_at,
        "withdrawn": proposal.withdrawn,
    }


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        id=row.id,
        cycle_id=row.cycle_id,
        meeting_id=row.meeting_id,
        scenario_id=row.scenario_id,
        proposed_by=row.proposed_by,
        function=Function(row.function),
        reason=row.reason,
        proposed_at=row.proposed_at,
        withdrawn=row.withdrawn,
        version=row.version,
    )
