"""Assumptions, risks and opportunities: noted by anybody at the table, judged in the room, looked at as levers."""

from collections.abc import Sequence
from dataclasses import replace

from sop.domain.bridge import Bar, Weighted
from sop.domain.errors import Refused
from sop.domain.foresight import (
    Assumption,
    AssumptionState,
    Risk,
    RiskKind,
    RiskState,
    is_on,
    risk_lever_id,
    still_weighed,
)
from sop.domain.people import Act, Actor, Function, Right
from sop.domain.scenario import Scenario
from sop.planning.levers import reaches
from sop.services import what_if
from sop.services.workspace import Workspace
from sop.storage import cycles, foresight, log, scenarios
from sop.storage.engine import Connection, Store, Writing

_BARS = {RiskKind.RISK: Bar.RISK, RiskKind.OPPORTUNITY: Bar.OPPORTUNITY}


def assumptions(tx: Connection) -> tuple[Assumption, ...]:
    """Return every assumption, the one to be confirmed first on top."""
    return foresight.all_assumptions(tx)


def risks(tx: Connection) -> tuple[Risk, ...]:
    """Return every risk and opportunity, the most money expected first."""
    return tuple(sorted(foresight.all_risks(tx), key=lambda risk: -abs(risk.expected_money)))


def one_assumption(tx: Connection, assumption_id: str) -> Assumption:
    """Return an assumption as it stands; NotFound where there is none."""
    return foresight.assumption(tx, assumption_id)


def one_risk(tx: Connection, risk_id: str) -> Risk:
    """Return a risk or opportunity as it stands; NotFound where there is none."""
    return foresight.risk(tx, risk_id)


def may_change(actor: Actor, owner: Function) -> bool:
    """Return whether somebody may change an entry: the function that answers for it, and the facilitator."""
    return actor.may(Right.RUN) or (actor.may(Right.CAPTURE) and actor.function is owner)


def _require(act: Act, owner: Function) -> None:
    act.actor.require(Right.CAPTURE if act.actor.function is owner else Right.RUN)


def note_assumption(store: Store, act: Act, wish: Assumption) -> Assumption:
    """Store a new assumption; a second click changes nothing."""
    act.actor.require(Right.CAPTURE)
    with store.write() as w:
        return note_assumption_in(w, act, wish)


def note_assumption_in(w: Writing, act: Act, wish: Assumption) -> Assumption:
    """Store a new assumption within a transaction of somebody else, whose rights were checked."""
    stored, is_new = foresight.add_assumption(w, wish, act.token)
    if is_new:
        _tell(w, act, "assumption_noted", "assumption", stored)
    return stored


def change_assumption(store: Store, act: Act, wish: Assumption) -> Assumption:
    """Store a change of the version that was seen; the owner may, and the facilitator. Conflict when somebody was first."""
    act.actor.require(Right.CAPTURE)
    with store.write() as w:
        standing = foresight.assumption(w.tx, wish.id)
        _require(act, standing.owner)
        if replace(wish, version=standing.version) == standing:
            return standing
        stored = foresight.change_assumption(w, wish)
        _tell(w, act, "assumption_changed", "assumption", stored)
    return stored


def judge_assumption(
    store: Store, act: Act, assumption_id: str, version: int, state: AssumptionState, seen: str
) -> Assumption:
    """Say in the room whether an assumption holds, and what was seen; Conflict when somebody else was first."""
    act.actor.require(Right.CAPTURE)
    with store.write() as w:
        standing = foresight.assumption(w.tx, assumption_id)
        _require(act, standing.owner)
        judged = foresight.change_assumption(w, replace(standing, state=state, seen=seen.strip(), version=version))
        _tell(w, act, "assumption_judged", "assumption", judged)
    return judged


def note_risk(store: Store, act: Act, wish: Risk) -> Risk:
    """Store a new risk or opportunity; a second click changes nothing."""
    act.actor.require(Right.CAPTURE)
    with store.write() as w:
        return note_risk_in(w, act, wish)


def note_risk_in(w: Writing, act: Act, wish: Risk) -> Risk:
    """Store a new risk or opportunity within a transaction of somebody else, whose rights were checked."""
    stored, is_new = foresight.add_risk(w, wish, act.token)
    if is_new:
        _tell(w, act, "risk_noted", "risk", stored)
    return stored


def change_risk(store: Store, act: Act, wish: Risk) -> Risk:
    """Store a change of the version that was seen; the owner may, and the facilitator. Conflict when somebody was first."""
    act.actor.require(Right.CAPTURE)
    with store.write() as w:
        standing = foresight.risk(w.tx, wish.id)
        _require(act, standing.owner)
        if replace(wish, version=standing.version) == standing:
            return standing
        stored = foresight.change_risk(w, wish)
        _tell(w, act, "risk_changed", "risk", stored)
    return stored


def _tell(w: Writing, act: Act, event: str, noun: str, entry: Assumption | Risk) -> None:
    log.append(w, act, event, noun, entry.id, {"statement": entry.statement, "state": entry.state})
    w.announce("company")


def weighted(risks: Sequence[Risk], scenario: Scenario) -> tuple[Weighted, ...]:
    """Return what the open risks and opportunities are expected to bring, those left out that the scenario has as a lever."""
    return tuple(
        Weighted(risk.family, risk.months, _BARS[risk.kind], risk.expected_money)
        for risk in still_weighed(risks, scenario)
    )


def switch_on(workspace: Workspace, act: Act, scenario_id: str, risk_id: str) -> Scenario:
    """Look at a risk as if it came: its lever is set in a scenario; one that is on already stays as it is."""
    with workspace.store.read() as tx:
        risk, scenario = foresight.risk(tx, risk_id), scenarios.get(tx, scenario_id)
        inputs = workspace.inputs.of_cycle(tx, cycles.get(tx, scenario.cycle_id))
    if is_on(scenario, risk_id):
        return scenario
    if risk.state is RiskState.CLOSED:
        raise Refused("{name} is closed: it changes no plan any more.", name=risk.statement)
    problem, lever = workspace.inputs.problem(inputs), risk.as_lever()
    if not reaches(problem, lever) or not any(month in lever.months for month in problem.months):
        raise Refused("{name} lies outside of this plan: it would move nothing.", name=risk.statement)
    return what_if.set_levers(workspace.store, act, scenario_id, "risk_on", {"risk": risk_id}, (lever,))


def switch_off(store: Store, act: Act, scenario_id: str, risk_id: str) -> Scenario:
    """Take a risk out of a scenario; one that is off already changes nothing."""
    with store.read() as tx:
        scenario = scenarios.get(tx, scenario_id)
    if not is_on(scenario, risk_id):
        return scenario
    return what_if.set_levers(store, act, scenario_id, "risk_off", {"risk": risk_id}, (), (risk_lever_id(risk_id),))
