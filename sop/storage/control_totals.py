"""Figures of the books, one a cycle and control total, and the signatures under them, of which the last one counts."""

from typing import Any

from sqlalchemy import Row, select

from sop.domain.control import Control, LedgerFigure, Signature
from sop.storage import readiness_tables, statements
from sop.storage.engine import Connection, Writing

_figures, _signatures = readiness_tables.ledger_figures, readiness_tables.signatures


def add_figure(w: Writing, figure: LedgerFigure) -> tuple[LedgerFigure, bool]:
    """Store a figure unless the cycle has one; return the one that stands, and whether it is new."""
    row = {"id": figure.id, "version": 1, **_of(figure), **_entered(figure)}
    is_new = statements.insert_unless_there(w, _figures, row, "cycle_id", "control")
    return figures(w.tx, figure.cycle_id)[figure.control], is_new


def change_figure(w: Writing, figure: LedgerFigure) -> LedgerFigure:
    """Store a corrected figure; Conflict when somebody else changed it since."""
    return _figure(statements.change_at(w, _figures, figure.id, figure.version, _entered(figure)))


def figures(tx: Connection, cycle_id: str) -> dict[Control, LedgerFigure]:
    """Return the figures of a cycle."""
    rows = tx.execute(select(_figures).where(_figures.c.cycle_id == cycle_id))
    return {figure.control: figure for figure in map(_figure, rows)}


def sign(w: Writing, signature: Signature, token: str) -> tuple[Signature, bool]:
    """Store a signature once per token; return what is stored under the token, and whether it is new."""
    row = {"id": signature.id, **_of(signature), "ledger": signature.ledger, "loaded": signature.loaded}
    said = {"reason": signature.reason, "signed_by": signature.signed_by, "signed_at": signature.signed_at}
    stored, is_new = statements.insert_once(w, _signatures, row | said, token)
    return _signature(stored), is_new


def last_signatures(tx: Connection, cycle_id: str) -> dict[Control, Signature]:
    """Return the last signature under each control total of a cycle."""
    in_order = select(_signatures).where(_signatures.c.cycle_id == cycle_id)
    rows = tx.execute(in_order.order_by(_signatures.c.signed_at, _signatures.c.id))
    return {signature.control: signature for signature in map(_signature, rows)}


def _of(each: LedgerFigure | Signature) -> dict[str, Any]:
    return {"cycle_id": each.cycle_id, "control": each.control.value}


def _entered(figure: LedgerFigure) -> dict[str, Any]:
    return {"amount": figure.amount, "entered_by": figure.entered_by, "entered_at": figure.entered_at}


def _figure(row: Row[Any]) -> LedgerFigure:
    return LedgerFigure(
        id=row.id,
        cycle_id=row.cycle_id,
        control=Control(row.control),
        amount=row.amount,
        entered_by=row.entered_by,
        entered_at=row.entered_at,
        version=row.version,
    )


def _signature(row: Row[Any]) -> Signature:
    return Signature(
        id=row.id,
        cycle_id=row.cycle_id,
        control=Control(row.control),
        ledger=row.ledger,
        loaded=row.loaded,
        reason=row.reason,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
    )
