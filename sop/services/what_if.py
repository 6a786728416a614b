"""The what-if: levers over the base, one draft a person or shared by name, planned at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sop.domain.errors import NotAllowed, Refused
from sop.domain.foresight import is_of_risk
from sop.domain.ids import new_id
from sop.domain.people import Act, Right, Role
from sop.domain.plan import PlanKey
from sop.domain.projects import is_of_project
from sop.domain.scenario import LONGEST_SCENARIO_NAME, Lever, Scenario, Sharing
from sop.domain.supply import PlanStatus, SupplyPlan
from sop.planning.levers import reaches
from sop.planning.problem import SupplyProblem
from sop.services import wheel
from sop.services.inputs import Inputs
from sop.services.planners import PREVIEWED
from sop.services.workspace import Workspace
from sop.storage import log, meetings, scenarios
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

    @property
    def is_full(self) -> bool:
        """Return whether the plan is no preview."""
        return self.plan.status is not PlanStatus.PREVIEW

    @property
    def seen(self) -> str:
        """Return by which name somebody saw these figures; a preview's is another one than the full plan's."""
        return self.plan.key


def outcome(workspace: Workspace, inputs: Inputs, scenario: Scenario) -> Outcome:
    """Plan a scenario in full; the plan comes from the cache when anybody had it solved before."""
    problem, levers, idle = _levers_of(workspace, inputs, scenario)
    key = inputs.key(levers)
    base = workspace.planners.plan(inputs.key(()), problem, (), "base", inputs.policy)
    plan = workspace.planners.plan(key, problem, levers, scenario.id, inputs.policy)
    return Outcome(scenario, levers, idle, key, plan, base)


def live_outcome(workspace: Workspace, inputs: Inputs, scenario: Scenario) -> Outcome:
    """Return what can be shown of a scenario now: its plan, else a preview of it while the full plan is being solved.

    Up to the live size, and where nothing near a full plan is found, the full plan is waited for. The base is always full.
    """
    problem, levers, idle = _levers_of(workspace, inputs, scenario)
    key, planners = inputs.key(levers), workspace.planners
    if not is_large(workspace, problem) or planners.known(key) or workspace.full_solves.failed(key.digest):
        return outcome(workspace, inputs, scenario)
    base = planners.plan(inputs.key(()), problem, (), "base", inputs.policy)
    preview = planners.preview(key, problem, levers, scenario.id, inputs.policy)
    if preview is None or planners.known(key):
        return outcome(workspace, inputs, scenario)
    workspace.full_solves.want(
        scenario.id,
        key.digest,
        lambda told: planners.plan(key, problem, levers, scenario.id, inputs.policy, told),
    )
    return Outcome(scenario, levers, idle, key, preview, base)


def is_large(workspace: Workspace, problem: SupplyProblem) -> bool:
    """Return whether a plan of this size takes longer than a slider may."""
    return len(problem.skus) * len(problem.plants) * len(problem.months) > workspace.settings.live_size


def refuse_preview(seen: str) -> None:
    """Raise Refused where what somebody saw was a preview: only a full plan is signed, decided on or published."""
    if seen.endswith(PREVIEWED):
        raise Refused(
            "What you saw is a preview. Wait until the full plan is on screen, look at its figures and try again."
        )


def _levers_of(
    workspace: Workspace, inputs: Inputs, scenario: Scenario
) -> tuple[SupplyProblem, tuple[Lever, ...], tuple[Lever, ...]]:
    """Return the base problem, the levers that move something of it, and those that do not."""
    problem = workspace.inputs.problem(inputs)
    levers = tuple(lever for lever in scenario.levers if reaches(problem, lever))
    return problem, levers, tuple(lever for lever in scenario.levers if lever not in levers)


def new_scenario(
    store: Store,
    act: Act,
    cycle_id: str,
    name: str,
    copy_of: Scenario | None = None,
    sharing: Sharing | None = None,
) -> Scenario:
    """Make a named scenario, empty or with the levers of another; a second click changes nothing.

    Unless it is said, the facilitator makes one for the room and everybody else a draft that nobody else sees.
    """
    act.actor.require(Right.TRY)
    runs = act.actor.may(Right.RUN)
    kind = (Sharing.ROOM if runs else Sharing.DRAFT) if sharing is None else sharing
    if kind is not Sharing.DRAFT:
        act.actor.require(Right.RUN)
    if copy_of is not None and not copy_of.is_seen_by(act.actor.person_id):
        raise NotAllowed("This scenario belongs to somebody else. Copy it to try your own levers.")
    with store.write() as w:
        levers = () if copy_of is None else copied(copy_of).levers
        wish = Scenario(new_id(), cycle_id, name.strip(), levers, False, act.actor.person_id, sharing=kind)
        scenario, is_new = scenarios.add(w, wish, act.token)
        if is_new:
            _within_cap(w, act, cycle_id)
            log.append(w, act, "scenario_made", "scenario", scenario.id, {"sharing": kind})
            w.announce(f"person/{act.actor.person_id}" if kind is Sharing.DRAFT else f"cycle/{cycle_id}")
    return scenario


def try_alone(store: Store, act: Act, scenario_id: str, name: str) -> Scenario:
    """Make a draft of one's own from what the room looks at, or from any scenario that one sees."""
    with store.read() as tx:
        scenario = scenarios.get(tx, scenario_id)
    return new_scenario(store, act, scenario.cycle_id, name[:LONGEST_SCENARIO_NAME], scenario, Sharing.DRAFT)


def throw_away(store: Store, act: Act, scenario_id: str) -> None:
    """Remove a draft of one's own; what was put forward of it stays."""
    act.actor.require(Right.TRY)
    with store.write() as w:
        scenario = scenarios.get(w.tx, scenario_id)
        if scenario.sharing is not Sharing.DRAFT or scenario.created_by != act.actor.person_id:
            raise NotAllowed("Only a draft of your own can be thrown away.")
        scenarios.remove(w, scenario_id)
        log.append(w, act, "draft_thrown_away", "scenario", scenario_id, {})
        w.announce(f"person/{act.actor.person_id}")


def refuse_draft(scenario: Scenario) -> None:
    """Raise Refused for a draft, which its maker alone sees, where the room has to see what is meant."""
    if scenario.sharing is Sharing.DRAFT:
        raise Refused("A draft is seen by its maker alone. Put it forward first.")


def _within_cap(w: Writing, act: Act, cycle_id: str) -> None:
    drafts = scenarios.made_by(w.tx, act.actor.person_id, cycle_id)
    if drafts > MOST_DRAFTS and act.actor.role is not Role.FACILITATOR:
        raise Refused("You have {most} scenarios in this cycle. Use one of them again.", most=MOST_DRAFTS)


def copied(scenario: Scenario) -> Scenario:
    """Return a scenario whose levers are its own; those of projects and risks keep the id by which they are known to be on."""
    return replace(scenario, levers=tuple(_renamed(lever) for lever in scenario.levers), version=1)


def _renamed(lever: Lever) -> Lever:
    own_id = lever.id if is_of_project(lever.id) or is_of_risk(lever.id) else new_id()
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
    """Return a scenario that this person may move now; who moves what the room looks at holds the wheel from then on."""
    scenario = scenarios.get(w.tx, scenario_id)
    room = meetings.projecting(w.tx, scenario_id)
    refused = wheel.obstacle(act.actor, scenario, room)
    if refused is not None:
        raise refused
    wheel.grip(w, act, room)
    return scenario


def _tell(w: Writing, act: Act, event: str, scenario: Scenario, said: dict[str, object]) -> None:
    log.append(w, act, event, "scenario", scenario.id, said)
    w.announce(f"scenario/{scenario.id}")
