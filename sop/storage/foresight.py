"""Assumptions by the day until which they hold; risks and opportunities by the month in which they begin."""

from typing import Any

from sqlalchemy import Row, select

from sop.domain.calendar import Month, MonthRange
from sop.domain.foresight import Assumption, AssumptionState, Risk, RiskKind, RiskLever, RiskState
from sop.domain.people import Function
from sop.domain.scenario import Dimension, LeverKind, Scope
from sop.storage import statements
from sop.storage.engine import Connection, Writing
from sop.storage.foresight_tables import assumptions, risks


def add_assumption(w: Writing, assumption: Assumption, token: str) -> tuple[Assumption, bool]:
    """Store an assumption once per token; return what is stored under the token, and whether it is new."""
    values = {"id": assumption.id, "version": assumption.version, **_of_assumption(assumption)}
    row, is_new = statements.insert_once(w, assumptions, values, token)
    return _assumption(row), is_new


def assumption(tx: Connection, assumption_id: str) -> Assumption:
    """Return the assumption; NotFound where there is none."""
    return _assumption(statements.one(tx, assumptions, assumption_id))


def all_assumptions(tx: Connection) -> tuple[Assumption, ...]:
    wanted = select(assumptions).order_by(assumptions.c.valid_until, assumptions.c.id)
    return tuple(_assumption(row) for row in tx.execute(wanted))


def change_assumption(w: Writing, wish: Assumption) -> Assumption:
    """Store a changed assumption; Conflict when somebody else changed it since."""
    return _assumption(statements.change_at(w, assumptions, wish.id, wish.version, _of_assumption(wish)))


def add_risk(w: Writing, risk: Risk, token: str) -> tuple[Risk, bool]:
    """Store a risk once per token; return what is stored under the token, and whether it is new."""
    row, is_new = statements.insert_once(w, risks, {"id": risk.id, "version": risk.version, **_of_risk(risk)}, token)
    return _risk(row), is_new


def risk(tx: Connection, risk_id: str) -> Risk:
    """Return the risk; NotFound where there is none."""
    return _risk(statements.one(tx, risks, risk_id))


def all_risks(tx: Connection) -> tuple[Risk, ...]:
    wanted = select(risks).order_by(risks.c.first, risks.c.last, risks.c.id)
    return tuple(_risk(row) for row in tx.execute(wanted))


def change_risk(w: Writing, wish: Risk) -> Risk:
    """Store a changed risk; Conflict when somebody else changed it since."""
    return _risk(statements.change_at(w, risks, wish.id, wish.version, _of_risk(wish)))


def _of_assumption(each: Assumption) -> dict[str, Any]:
    return {
        "statement": each.statement, "driver": each.driver, "value": each.value, "owner_function": each.owner.value,
        "source": each.source, "valid_until": each.valid_until, "signpost": each.signpost, "state": each.state.value,
        "seen": each.seen, "recorded_by": each.recorded_by, "recorded_at": each.recorded_at,
    }  # fmt: skip


def _assumption(row: Row[Any]) -> Assumption:
    return Assumption(
        id=row.id,
        statement=row.statement,
        driver=row.driver,
        value=row.value,
        owner=Function(row.owner_function),
        source=row.source,
        valid_until=row.valid_until,
        signpost=row.signpost,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        state=AssumptionState(row.state),
        seen=row.seen,
        version=row.version,
    )


def _of_risk(each: Risk) -> dict[str, Any]:
    return {
        "kind": each.kind.value, "statement": each.statement, "owner_function": each.owner.value, "family": each.family,
        "first": str(each.months.first), "last": str(each.months.last),
        "probability_percent": each.probability_percent, "impact_units": each.impact_units,
        "impact_money": each.impact_money, "trigger": each.trigger, "mitigation": each.mitigation,
        "residual_percent": each.residual_percent, "lever": _lever_values(each.lever), "state": each.state.value,
        "recorded_by": each.recorded_by, "recorded_at": each.recorded_at,
    }  # fmt: skip


def _lever_values(lever: RiskLever | None) -> dict[str, Any]:
    if lever is None:
        return {}
    return {
        "kind": lever.kind.value, "value": lever.value, "dimension": lever.scope.dimension.value,
        "name": lever.scope.name,
    }  # fmt: skip


def _lever(values: dict[str, Any]) -> RiskLever | None:
    if not values:
        return None
    scope = Scope(Dimension(values["dimension"]), values["name"])
    return RiskLever(LeverKind(values["kind"]), float(values["value"]), scope)


def _risk(row: Row[Any]) -> Risk:
    return Risk(
        id=row.id,
        kind=RiskKind(row.kind),
        statement=row.statement,
        owner=Function(row.owner_function),
        months=MonthRange(Month(row.first), Month(row.last)),
        probability_percent=row.probability_percent,
        impact_money=row.impact_money,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        family=row.family,
        impact_units=row.impact_units,
        trigger=row.trigger,
        mitigation=row.mitigation,
        residual_percent=row.residual_percent,
        lever=_lever(row.lever),
        state=RiskState(row.state),
        version=row.version,
    )
