"""The what-if: levers over the base, one draft a person or shared by name, planned at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sop.domain.errors import NotAllowed, Refused
from sop.domain.ids import new_id
from sop.domain.people import Act, Right, Role
from sop.domain.plan import PlanKey
from sop.domain.projects import is_of_project
from sop.domain.scenario import Lever, Scenario
from sop.domain.supply import SupplyPlan
from sop.planning.levers import reaches
from sop.services.inputs import Inputs
from sop.services.workspace import Workspace
from sop.storage import log, scenarios
from sop.storage.engine import Store, Writing

MOST_DRAFTS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A scenario, the plan it makes, the base plan beside it, and the name under which it can be made again.

    `levers` are those that the plan was made with; `idle` those whose part of the company the data no longer has.
    """

    scenario: Scenario
    levers: tuple[Lever, ...]
    idle: tuple[Lever, ...]
    key: PlanKey
    plan: SupplyPlan
    base: SupplyPlan


def outcome(workspace: Workspace, inputs: Inputs, scenario: Scenario) -> Outcome:
    """Plan a scenario; the plan comes from the cache when anybody had it solved before."""
    problem = workspace.inputs.problem(inputs)
    levers = tuple(lever for lever in scenario.levers if reaches(problem, lever))
    idle = tuple(lever for lever in scenario.levers if lever not in levers)
    key = inputs.key(levers)
    base = workspace.planners.plan(inputs.key(()), problem, (), "base", inputs.policy)
    plan = workspace.planners.plan(key, problem, levers, scenario.id, inputs.policy)
    return Outcome(scenario, levers, idle, key, plan, base)


def new_scenario(store: Store, act: Act, cycle_id: str, name: str, copy_of: Scenario | None = None) -> Scenario:
    """Make a named scenario, empty or with the levers of another; a second click changes nothing."""
    act.actor.require(Right.TRY)
    with store.write() as w:
        levers = () if copy_of is None else tuple(_renamed(lever) for lever in copy_of.levers)
        wish = Scenario(new_id(), cycle_id, name.strip(), levers, False, act.actor.person_id)
        scenario, is_new = scenarios.add(w, wish, act.token)
        if is_new:
            _within_cap(w, act, cycle_id)
            log.append(w, act, "scenario_made", "scenario", scenario.id, {"name": scenario.name})
            w.announce(f"cycle/{cycle_id}")
    return scenario


def _within_cap(w: Writing, act: Act, cycle_id: str) -> None:
    drafts = scenarios.drafts_of(w.tx, act.actor.person_id, cycle_id)
    if drafts > MOST_DRAFTS and act.actor.role is not Role.FACILITATOR:
        raise Refused("You have {most} scenarios in this cycle. Use one of them again.", most=MOST_DRAFTS)


def _renamed(lever: Lever) -> Lever:
    """Return a lever of its own for a copy; those of projects keep the id by which the project is known to be on."""
    own_id = lever.id if is_of_project(lever.id) else new_id()
    return Lever(own_id, lever.kind, lever.value, lever.scope, lever.months)


def move_lever(store: Store, act: Act, scenario_id: str, lever: Lever) -> Scenario:
    """Set a lever of a scenario, by its id: moved when it stands there, added when not; where it stands, nothing is written."""
    with store.write() as w:
        standing = _mine(w, act, scenario_id)
        if standing.lever(lever.id) == lever:
            return standing
        moved = scenarios.put_lever(w, scenario_id, lever)
        _tell(w, act, "lever_moved", moved, {"kind": lever.kind, "value": lever.value, "scope": lever.scope.name})
    return moved


def drop_lever(store: Store, act: Act, scenario_id: str, lever_id: str) -> Scenario:
    """Take a lever out of a scenario; one that is gone already changes nothing."""
    with store.write() as w:
        standing = _mine(w, act, scenario_id)
        if standing.lever(lever_id) is None:
            return standing
        left = scenarios.remove_lever(w, scenario_id, lever_id)
        _tell(w, act, "lever_dropped", left, {"lever": lever_id})
    return left


def reset(store: Store, act: Act, scenario_id: str) -> Scenario:
    """Take every lever out of a scenario."""
    with store.write() as w:
        _mine(w, act, scenario_id)
        empty = scenarios.clear_levers(w, scenario_id)
        _tell(w, act, "scenario_reset", empty, {})
    return empty


def set_levers(
    store: Store,
    act: Act,
    scenario_id: str,
    event: str,
    said: Mapping[str, object],
    put: Sequence[Lever],
    gone: Sequence[str] = (),
) -> Scenario:
    """Set several levers of a scenario and take others out, in one go; `event` and what is `said` go into the log."""
    with store.write() as w:
        changed = _mine(w, act, scenario_id)
        for lever in put:
            changed = scenarios.put_lever(w, scenario_id, lever)
        for lever_id in gone:
            changed = scenarios.remove_lever(w, scenario_id, lever_id)
        _tell(w, act, event, changed, dict(said))
    return changed


def _mine(w: Writing, act: Act, scenario_id: str) -> Scenario:
    act.actor.require(Right.TRY)
    scenario = scenarios.get(w.tx, scenario_id)
    if scenario.is_base:
        raise Refused("The base plan has no levers. Make a scenario and set them there.")
    if act.actor.role is not Role.FACILITATOR and scenario.created_by != act.actor.person_id:
        raise NotAllowed("This scenario belongs to somebody else. Copy it to try your own levers.")
    return scenario


def _tell(w: Writing, act: Act, event: str, scenario: Scenario, said: dict[str, object]) -> None:
    log.append(w, act, event, "scenario", scenario.id, said)
    w.announce(f"scenario/{scenario.id}")
