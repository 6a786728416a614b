"""Answers to gaps, one a cycle and family; prepared decisions in their order."""

from typing import Any

from sqlalchemy import Row, select

from sop.domain.calendar import Month, MonthRange
from sop.domain.prepared import AnswerKind, GapAnswer, Option, PreparedDecision, ScopedLever
from sop.domain.scenario import Dimension, LeverKind, Scope
from sop.storage import statements
from sop.storage.engine import Connection, Writing
from sop.storage.prepared_tables import gap_answers, prepared_decisions


def put_answer(w: Writing, answer: GapAnswer, token: str) -> tuple[GapAnswer, bool]:
    """Store the answer to a family's gap: the first one, or in place of the version that was seen; whether it changed.

    Conflict when somebody else answered since. A second call with the same token changes nothing.
    """
    values = {"id": answer.id, "version": answer.version, "token": token, **_of_answer(answer)}
    same = (gap_answers.c.cycle_id == answer.cycle_id, gap_answers.c.family == answer.family)
    if statements.insert_unless_there(w, gap_answers, values, "cycle_id", "family"):
        return answer, True
    row = w.tx.execute(select(gap_answers).where(*same)).one()
    if row.token == token:
        return _answer(row), False
    changed = {**_of_answer(answer), "token": token}
    return _answer(statements.change_at(w, gap_answers, row.id, answer.version, changed)), True


def answers(tx: Connection, cycle_id: str) -> dict[str, GapAnswer]:
    """Return the answers of a cycle by family."""
    rows = tx.execute(select(gap_answers).where(gap_answers.c.cycle_id == cycle_id))
    return {row.family: _answer(row) for row in rows}


def add(w: Writing, decision: PreparedDecision, token: str) -> tuple[PreparedDecision, bool]:
    """Store a prepared decision once per token; return what is stored under the token, and whether it is new."""
    values = {"id": decision.id, "version": decision.version, **_of_decision(decision)}
    row, is_new = statements.insert_once(w, prepared_decisions, values, token)
    return _decision(row), is_new


def get(tx: Connection, decision_id: str) -> PreparedDecision:
    """Return the prepared decision; NotFound where there is none."""
    return _decision(statements.one(tx, prepared_decisions, decision_id))


def of_cycle(tx: Connection, cycle_id: str) -> tuple[PreparedDecision, ...]:
    """Return the prepared decisions of a cycle in their order, withdrawn ones included."""
    wanted = select(prepared_decisions).where(prepared_decisions.c.cycle_id == cycle_id)
    ordered = wanted.order_by(prepared_decisions.c.position, prepared_decisions.c.id)
    return tuple(_decision(row) for row in tx.execute(ordered))


def change(w: Writing, wish: PreparedDecision) -> PreparedDecision:
    """Store a changed decision; Conflict when somebody else changed it since."""
    return _decision(statements.change_at(w, prepared_decisions, wish.id, wish.version, _of_decision(wish)))


def _of_answer(each: GapAnswer) -> dict[str, Any]:
    return {
        "cycle_id": each.cycle_id, "family": each.family, "kind": each.kind.value, "reason": each.reason,
        "scenario_name": each.scenario_name, "price_money": each.price_money, "owner_id": each.owner_id,
        "due": each.due, "recorded_by": each.recorded_by, "recorded_at": each.recorded_at,
    }  # fmt: skip


def _answer(row: Row[Any]) -> GapAnswer:
    return GapAnswer(
        id=row.id,
        cycle_id=row.cycle_id,
        family=row.family,
        kind=AnswerKind(row.kind),
        reason=row.reason,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        scenario_name=row.scenario_name,
        price_money=row.price_money,
        owner_id=row.owner_id,
        due=row.due,
        version=row.version,
    )


def _of_decision(each: PreparedDecision) -> dict[str, Any]:
    return {
        "cycle_id": each.cycle_id, "position": each.position, "question": each.question, "why_now": each.why_now,
        "decide_by": each.decide_by,
        "options": [
            {"name": one.name, "scenario": one.scenario_id, "gives_up": one.gives_up} for one in each.options
        ],
        "recommended": each.recommended, "because": each.because,
        "levers": [_of_lever(lever) for lever in each.levers],
        "prepared_by": each.prepared_by, "prepared_at": each.prepared_at, "withdrawn": each.withdrawn,
    }  # fmt: skip


def _of_lever(lever: ScopedLever) -> dict[str, Any]:
    return {
        "kind": lever.kind.value, "dimension": lever.scope.dimension.value, "name": lever.scope.name,
        "first": str(lever.months.first), "last": str(lever.months.last), "low": lever.low, "high": lever.high,
        "step": lever.step,
    }  # fmt: skip


def _lever(row: dict[str, Any]) -> ScopedLever:
    return ScopedLever(
        LeverKind(row["kind"]),
        Scope(Dimension(row["dimension"]), row["name"]),
        MonthRange(Month(row["first"]), Month(row["last"])),
        float(row["low"]),
        float(row["high"]),
        float(row["step"]),
    )


def _decision(row: Row[Any]) -> PreparedDecision:
    return PreparedDecision(
        id=row.id,
        cycle_id=row.cycle_id,
        position=row.position,
        question=row.question,
        why_now=row.why_now,
        decide_by=row.decide_by,
        options=tuple(Option(one["name"], one["scenario"], one["gives_up"]) for one in row.options),
        recommended=row.recommended,
        because=row.because,
        levers=tuple(_lever(lever) for lever in row.levers),
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at,
        withdrawn=row.withdrawn,
        version=row.version,
    )
