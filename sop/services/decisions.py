"""Decisions with the plan behind them, and the actions that carry them out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from math import isfinite
from zoneinfo import ZoneInfo

import numpy as np

from sop.domain.calendar import Month, MonthRange
from sop.domain.decisions import Action, ActionState, Decision, DecisionStatus
from sop.domain.errors import Conflict, Invalid, NotFound, Unreadable
from sop.domain.ids import new_id
from sop.domain.measures import kpis
from sop.domain.meeting import Cycle
from sop.domain.people import Act, Actor, Function, Right
from sop.domain.plan import ENGINE_VERSION
from sop.domain.scenario import Dimension, Lever, LeverKind, Scenario, Scope, Sharing
from sop.domain.supply import SupplyPlan
from sop.planning.archive import pack, unpack
from sop.services import hearing, voting
from sop.services.impact import expected_impact
from sop.services.inputs import Inputs
from sop.services.what_if import Outcome, new_scenario, outcome, refuse_draft, refuse_preview
from sop.services.workspace import Workspace
from sop.storage import actions, cycles, decisions, log, overrides, people, plans, scenarios, snapshots, votes
from sop.storage.engine import Connection, Writing
from sop.storage.plans import StoredPlan

_LIMIT_VALUES = frozenset({"hour_value_money", "unit_value_money", "material_saving_money", "storage_saving_money"})


@dataclass(frozen=True, slots=True)
class ActionWish:
    """What is to be done to carry a decision out, by whom, until when."""

    text: str
    owner_id: str
    due: date


@dataclass(frozen=True, slots=True)
class DecisionWish:
    """What the dialog holds; `seen` is the digest of the plan on screen when it was filled in."""

    question: str
    choice: str
    rationale: str
    decider_id: str
    owner_id: str
    due: date
    scenario_id: str
    meeting_id: str
    seen: str
    status: DecisionStatus = DecisionStatus.DECIDED
    options: tuple[str, ...] = ()
    consulted: tuple[Function, ...] = ()
    dissent: str = ""
    expected: Mapping[str, float] = field(default_factory=dict)  # figure -> impact, where it is not the plan's
    impact_reason: str = ""
    review_on: date | None = None
    vote_id: str = ""
    replaces_id: str = ""
    reverses: bool = False
    actions: tuple[ActionWish, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Recomputed:
    """A decision's plan as stored and as made again today, and the largest difference of a figure, relative."""

    decision: Decision
    stored: SupplyPlan
    fresh: SupplyPlan
    largest_difference: float
    engine_then: str
    engine_now: str

    @property
    def same(self) -> bool:
        return self.largest_difference <= 1e-6


def record_decision(workspace: Workspace, act: Act, cycle: Cycle, wish: DecisionWish) -> Decision:
    """Store a decision and its whole plan at once; Conflict when the scenario moved since the decider looked.

    A second call with the same token returns the first decision, whatever happened in between.
    """
    act.actor.require(Right.CAPTURE)
    with workspace.store.read() as tx:
        recorded = decisions.by_token(tx, act.token)
        if recorded is not None:
            return recorded
        cycle = cycles.get(tx, cycle.id)  # as it stands now: a moved fence is a changed plan too
        refuse_overdue(act, cycle, wish.due)
        _known(tx, wish.decider_id, wish.owner_id, *(each.owner_id for each in wish.actions))
        for each in wish.actions:
            refuse_overdue(act, cycle, each.due)
        if wish.replaces_id and decisions.get(tx, wish.replaces_id).cycle_id != cycle.id:
            raise NotFound("This is not there any more.")
        inputs = workspace.inputs.of_cycle(tx, cycle)
        scenario = scenarios.get(tx, wish.scenario_id)
        refuse_draft(scenario)
    refuse_preview(wish.seen)
    made = outcome(workspace, inputs, scenario)
    if made.key.digest != wish.seen:
        raise Conflict("The plan changed while you wrote. Look at the figures again, then record the decision.")
    with workspace.store.write() as w:
        return _store(w, act, cycle, wish, made, inputs)


def _store(w: Writing, act: Act, cycle: Cycle, wish: DecisionWish, made: Outcome, inputs: Inputs) -> Decision:
    plan = kept_plan(act, cycle, made, inputs)
    is_decided = wish.status is DecisionStatus.DECIDED
    decision = Decision(
        id=new_id(),
        cycle_id=cycle.id,
        meeting_id=wish.meeting_id,
        question=wish.question.strip(),
        choice=wish.choice.strip(),
        rationale=wish.rationale.strip(),
        decider_id=wish.decider_id,
        owner_id=wish.owner_id,
        due=wish.due,
        scenario_id=made.scenario.id,
        scenario_name=made.scenario.name,
        plan_id=plan.id,
        recorded_by=act.actor.person_id,
        recorded_at=act.now,
        status=wish.status,
        options=wish.options,
        consulted=wish.consulted,
        dissent=wish.dissent.strip(),
        impact=expected_impact(made, inputs, wish.expected),
        impact_reason=wish.impact_reason.strip(),
        review_on=wish.review_on,
        vote_id=wish.vote_id,
        replaces_id=wish.replaces_id,
        reverses=wish.reverses,
        unheard=hearing.not_heard(w.tx, wish.meeting_id, wish.vote_id, wish.consulted) if is_decided else (),
    )
    plans.add(w, plan, act.token)  # holds the cycle, so that of two clicks at once the second finds the first one's
    stored, is_new = decisions.add(w, decision, act.token)
    if is_new:
        for number, each in enumerate(wish.actions):
            _store_action(w, act, stored, each, f"{act.token}/action/{number}")
        if wish.vote_id:
            voting.close_in(w, act, votes.get(w.tx, wish.vote_id))
        said = {"plan": stored.plan_id, "digest": made.key.digest, "status": stored.status, "unheard": stored.unheard}
        log.append(w, act, "decision_recorded", "decision", stored.id, said)
        w.announce(f"meeting/{wish.meeting_id}")
    return stored


def _store_action(w: Writing, act: Act, decision: Decision, wish: ActionWish, token: str) -> None:
    """Store an action of a decision in the decision's own transaction: both are there or neither."""
    action = Action(
        new_id(), decision.cycle_id, decision.meeting_id, decision.id, wish.text.strip(), wish.owner_id, wish.due,
        ActionState.OPEN, act.actor.person_id, act.now,
    )  # fmt: skip
    stored, _ = actions.add(w, action, token)
    log.append(w, act, "action_added", "action", stored.id, {"decision": decision.id})


def kept_plan(
    act: Act,
    cycle: Cycle,
    made: Outcome,
    inputs: Inputs,
    *,
    said: Mapping[str, str] | None = None,
    published: bool = False,
) -> StoredPlan:
    """Return a plan as it is stored: every figure, its KPIs, and what it is made from; `said` stands in the recipe too."""
    return StoredPlan(
        id=new_id(),
        cycle_id=cycle.id,
        number=0,
        key_digest=made.key.digest,
        kpis={name: _finite(value) for name, value in asdict(kpis(made.plan)).items()},
        recipe={**recipe_of(cycle, inputs, replace(made.scenario, levers=made.levers)), **(said or {})},
        payload=pack(made.plan),
        engine=made.key.engine,
        solver=made.plan.solver,
        made_at=act.now,
        made_by=act.actor.person_id,
        published=published,
    )


def _finite(value: object) -> object:
    """Return a figure as JSON holds it: what is undefined is null."""
    return None if isinstance(value, float) and not isfinite(value) else value


def refuse_overdue(act: Act, cycle: Cycle, due: date) -> None:
    """Raise Invalid for a due date that is over where the company is."""
    if due < act.now.astimezone(ZoneInfo(cycle.time_zone)).date():
        raise Invalid("The due date lies in the past. Choose a day from today on.")


def _known(tx: Connection, *person_ids: str) -> None:
    if not all(person_ids):
        raise Invalid("Choose who carries it out.")
    for person_id in person_ids:
        people.get(tx, person_id)


def recipe_of(cycle: Cycle, inputs: Inputs, scenario: Scenario) -> dict[str, object]:
    """Return what the plan is made from, by names and values, as JSON."""
    return {
        "snapshot": inputs.company.snapshot.id,
        "scenario": scenario.name,
        "cycle": {
            "last_closed": cycle.last_closed,
            "first_decidable": cycle.first_decidable,
            "horizon_months": cycle.horizon_months,
            "currency": cycle.currency,
        },
        "overrides": [each.id for each in inputs.overrides],
        "policy": inputs.policy.revision,
        "levers": [
            {
                "id": lever.id,
                "kind": lever.kind,
                "value": lever.value,
                "dimension": lever.scope.dimension,
                "name": lever.scope.name,
                "first": lever.months.first,
                "last": lever.months.last,
            }
            for lever in scenario.levers
        ],
    }


def levers_of(recipe: Mapping[str, object]) -> tuple[Lever, ...]:
    """Return the levers of a recipe; Unreadable when it is damaged."""
    rows = recipe.get("levers")
    if not isinstance(rows, list):
        raise Unreadable("The record of this plan is damaged.")
    return tuple(
        Lever(
            row["id"],
            LeverKind(row["kind"]),
            float(row["value"]),
            Scope(Dimension(row["dimension"]), row["name"]),
            MonthRange(Month(row["first"]), Month(row["last"])),
        )
        for row in rows
    )


def recompute(workspace: Workspace, decision_id: str) -> Recomputed:
    """Make a decision's plan again from its recipe, on a fresh model, and compare every figure with what was stored."""
    with workspace.store.read() as tx:
        decision = decisions.get(tx, decision_id)
        row = plans.get(tx, decision.plan_id)
        cycle = _cycle_of(cycles.get(tx, decision.cycle_id), row.recipe)
        snapshot = snapshots.get(tx, str(row.recipe["snapshot"]))
        stood = (replace(each, withdrawn=False) for each in overrides.by_ids(tx, _names(row.recipe["overrides"])))
        inputs = workspace.inputs.of(tx, cycle, snapshot, tuple(stood))
    levers = levers_of(row.recipe)
    problem = workspace.inputs.problem(inputs)
    fresh = workspace.planners.again(inputs.key(levers), problem, levers, inputs.policy)
    stored = unpack(row.payload)
    then, now = f"{row.engine} · {row.solver}", f"{ENGINE_VERSION} · {fresh.solver}"
    return Recomputed(decision, stored, fresh, largest_difference(stored, fresh), then, now)


def reopen(workspace: Workspace, act: Act, decision_id: str) -> Scenario:
    """Make a draft of one's own with the levers that a decision was made on, wherever its scenario went since."""
    with workspace.store.read() as tx:
        decision = decisions.get(tx, decision_id)
        levers = levers_of(plans.get(tx, decision.plan_id).recipe)
    frozen = Scenario(decision.scenario_id, decision.cycle_id, decision.scenario_name, levers, False, "")
    return new_scenario(workspace.store, act, decision.cycle_id, decision.scenario_name, frozen, Sharing.DRAFT)


def _names(rows: object) -> tuple[str, ...]:
    return tuple(str(row) for row in rows) if isinstance(rows, list) else ()


def _cycle_of(cycle: Cycle, recipe: Mapping[str, object]) -> Cycle:
    frame = recipe["cycle"]
    if not isinstance(frame, dict):
        raise Unreadable("The record of this plan is damaged.")
    return replace(
        cycle,
        last_closed=Month(frame["last_closed"]),
        first_decidable=Month(frame["first_decidable"]),
        horizon_months=int(frame["horizon_months"]),
        currency=str(frame["currency"]),
    )


def largest_difference(one: SupplyPlan, other: SupplyPlan) -> float:
    """Return the largest difference of any figure of two plans, relative to the largest figure of its array.

    The values of limits are left out: at a corner of the plan several are right.
    """
    figures = [field.name for field in fields(SupplyPlan) if isinstance(getattr(one, field.name), np.ndarray)]
    return max(_relative(getattr(one, name), getattr(other, name)) for name in figures if name not in _LIMIT_VALUES)


def _relative(one: np.ndarray, other: np.ndarray) -> float:
    there = np.isfinite(one)  # a limit that is not there is infinite
    if one.shape != other.shape or (there != np.isfinite(other)).any():
        return float("inf")
    largest = max(float(np.abs(one[there]).max(initial=0.0)), 1.0)
    return float(np.abs(one[there] - other[there]).max(initial=0.0)) / largest


def add_action(
    workspace: Workspace,
    act: Act,
    cycle: Cycle,
    meeting_id: str,
    text: str,
    owner_id: str,
    due: date,
    decision_id: str | None,
) -> Action:
    """Store an action; a second call with the same token is the same row."""
    act.actor.require(Right.CAPTURE)
    with workspace.store.write() as w:
        _known(w.tx, owner_id)
        wish = Action(
            new_id(), cycle.id, meeting_id, decision_id, text.strip(), owner_id, due, ActionState.OPEN,
            act.actor.person_id, act.now,
        )  # fmt: skip
        stored, is_new = actions.add(w, wish, act.token)
        if is_new:
            refuse_overdue(act, cycle, due)
            log.append(w, act, "action_added", "action", stored.id, {"decision": decision_id})
            w.announce(f"meeting/{meeting_id}")
    return stored


def may_change(actor: Actor, action: Action) -> bool:
    """Return whether this person may change an action: who owns or recorded it, and the facilitator."""
    own = actor.person_id in {action.owner_id, action.recorded_by}
    return actor.may(Right.RUN) or (own and actor.may(Right.CAPTURE))


def change_action(workspace: Workspace, act: Act, action: Action) -> Action:
    """Change state, owner or date; owners their own, the facilitator all; Conflict when somebody was first."""
    act.actor.require(Right.CAPTURE)
    with workspace.store.write() as w:
        standing = actions.get(w.tx, action.id)
        if act.actor.person_id not in {standing.owner_id, standing.recorded_by}:
            act.actor.require(Right.RUN)
        if action.owner_id or action.state is ActionState.DONE:
            _known(w.tx, action.owner_id)
        changed = actions.change(w, action)
        said = {"state": action.state, "due": action.due.isoformat() if action.due else ""}
        log.append(w, act, "action_changed", "action", action.id, said)
        w.announce(f"meeting/{action.meeting_id}")
    return changed
