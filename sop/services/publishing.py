"""Adopting a scenario publishes its plan: kept whole, numbered, never changed; a later one stands over it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sop.domain.calendar import Horizon, Month
from sop.domain.decisions import LONGEST_TEXT
from sop.domain.errors import Conflict, Invalid, Unreadable
from sop.domain.meeting import Cycle
from sop.domain.people import Act, Right
from sop.domain.supply import SupplyPlan
from sop.planning.archive import unpack
from sop.services.decisions import kept_plan
from sop.services.finalising import WHOLE, whole_plan_seen
from sop.services.freezing import freeze_snapshot
from sop.services.inputs import Inputs
from sop.services.what_if import Outcome, outcome, refuse_draft, refuse_preview
from sop.services.workspace import Workspace
from sop.storage import cycles, log, people, plans, scenarios
from sop.storage.engine import Connection, Writing
from sop.storage.plans import StoredPlan


class Signed(StrEnum):
    """What is signed before a plan is adopted."""

    DEMAND = "demand"
    SUPPLY = "supply"
    LATEST_ESTIMATE = "latest_estimate"


@dataclass(frozen=True, slots=True)
class Published:
    """The plan of a cycle that stands: its number, the scenario that made it, when and by whom."""

    plan_id: str
    cycle_id: str
    number: int
    digest: str
    scenario_name: str
    rationale: str
    at: datetime
    by: str  # name; empty for who is not listed any more
    months: tuple[Month, ...]
    signed: tuple[tuple[Signed, str], ...] = ()  # what was signed, by whose name
    is_finalised: bool = False  # in whole lots


def adopt_scenario(
    workspace: Workspace,
    act: Act,
    cycle: Cycle,
    scenario_id: str,
    seen: str,
    rationale: str = "",
    signed: Mapping[Signed, str] | None = None,
) -> StoredPlan:
    """Publish the plan of a scenario and freeze the data it is made from; Conflict when it changed since `seen`.

    `seen` names the plan on screen: its digest, or that of a finalised one; `signed` says by person id who signed what. A plan that stands already is
    opened again with a reason only; both stay on record. A second call with the same token returns the plan stored first.
    """
    act.actor.require(Right.RUN)
    if len(rationale) > LONGEST_TEXT:
        raise Invalid("A text has at most {longest} characters.", longest=LONGEST_TEXT)
    with workspace.store.read() as tx:
        stored = plans.by_token(tx, act.token)
        if stored is not None:
            return stored
        cycle = cycles.get(tx, cycle.id)
        if not rationale.strip() and cycle.id in plans.published(tx):
            raise Invalid("A plan is published already. Write why it is opened again.")
        for person_id in (signed or {}).values():
            people.get(tx, person_id)
        inputs = workspace.inputs.of_cycle(tx, cycle)
        scenario = scenarios.get(tx, scenario_id)
        refuse_draft(scenario)
    refuse_preview(seen)
    made = outcome(workspace, inputs, scenario)
    continuous, whole, _job = seen.partition(WHOLE)
    if made.key.digest != continuous:
        raise Conflict("The plan changed while you looked. Look at the figures again, then adopt it.")
    if whole:
        with workspace.store.read() as tx:
            made = replace(made, plan=whole_plan_seen(tx, cycle.id, seen))
    with workspace.store.write() as w:
        finalised = {"finalised": seen} if whole else {}
        said = {
            "rationale": rationale.strip(),
            **{f"signed_{what}": who for what, who in (signed or {}).items()},
            **finalised,
        }
        return _publish(w, act, cycle, made, inputs, said)


def _publish(w: Writing, act: Act, cycle: Cycle, made: Outcome, inputs: Inputs, said: Mapping[str, str]) -> StoredPlan:
    wish = kept_plan(act, cycle, made, inputs, said=said, published=True)
    plan = plans.add(w, wish, act.token)
    if plan.id != wish.id:
        return plan
    snapshot = freeze_snapshot(w, act, inputs.company.snapshot, cycle)
    if cycle.snapshot_id is None:
        cycles.change(w, replace(cycle, snapshot_id=snapshot.id))
    log.append(
        w, act, "plan_published", "plan", plan.id,
        {"number": plan.number, "digest": plan.key_digest, "scenario": made.scenario.id},
    )  # fmt: skip
    w.announce("company")
    w.announce(f"cycle/{cycle.id}")
    return plan


def standing(tx: Connection) -> dict[str, Published]:
    """Return by cycle the published plan that stands."""
    names = {person.id: person.name for person in people.all_people(tx)}
    return {cycle_id: _published(plan, names) for cycle_id, plan in plans.published(tx).items()}


def standing_of(tx: Connection, cycle_id: str) -> Published | None:
    """Return the published plan of a cycle, None before one was adopted."""
    return standing(tx).get(cycle_id)


def published_plan(tx: Connection, published: Published) -> SupplyPlan:
    """Return every figure of a published plan, as it was when it was adopted."""
    return unpack(plans.get(tx, published.plan_id).payload)


def _published(plan: StoredPlan, names: Mapping[str, str]) -> Published:
    return Published(
        plan_id=plan.id,
        cycle_id=plan.cycle_id,
        number=plan.number,
        digest=plan.key_digest,
        scenario_name=str(plan.recipe.get("scenario", "")),
        rationale=str(plan.recipe.get("rationale", "")),
        at=plan.made_at,
        by=names.get(plan.made_by, ""),
        months=_months(plan.recipe),
        signed=tuple(
            (what, names.get(str(plan.recipe[f"signed_{what}"]), ""))
            for what in Signed
            if f"signed_{what}" in plan.recipe
        ),
        is_finalised="finalised" in plan.recipe,
    )


def _months(recipe: Mapping[str, object]) -> tuple[Month, ...]:
    frame = recipe.get("cycle")
    if not isinstance(frame, dict):
        raise Unreadable("The record of this plan is damaged.")
    return Horizon(Month(frame["last_closed"]).plus(2), int(frame["horizon_months"])).months
