"""What the meeting's board shows: the scenarios of the cycle, the one looked at, its plan and figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from sop.domain.measures import Kpis, kpis
from sop.domain.meeting import Cycle, Meeting
from sop.domain.objectives import Standing
from sop.domain.people import Actor, Role
from sop.domain.scenario import Scenario
from sop.planning.explain import Bottleneck, bottlenecks
from sop.planning.levers import apply
from sop.planning.limits import Limit, binding_limits
from sop.services import objectives
from sop.services.inputs import Inputs
from sop.services.what_if import Outcome, outcome
from sop.services.workspace import Workspace
from sop.storage import scenarios


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """A scenario among those of its cycle, planned, with its figures and those of the base."""

    inputs: Inputs
    scenarios: tuple[Scenario, ...]
    outcome: Outcome
    kpis: Kpis
    base_kpis: Kpis
    bottlenecks: tuple[Bottleneck, ...]
    limits: tuple[Limit, ...] = ()  # that bind, the dearest over the horizon first
    standings: tuple[Standing, ...] = ()  # against the objectives

    @property
    def scenario(self) -> Scenario:
        return self.outcome.scenario


def read_board(workspace: Workspace, cycle: Cycle, wanted: str | None, meeting: Meeting | None) -> Board:
    """Plan the wanted scenario; without one the projected one, else the base."""
    with workspace.store.read() as tx:
        listed = scenarios.of_cycle(tx, cycle.id)
        inputs = workspace.inputs.of_cycle(tx, cycle)
        agreed = objectives.listed(tx)
    made = outcome(workspace, inputs, chosen(listed, wanted, meeting.projected_scenario if meeting else None))
    reached = objectives.standings(agreed, cycle, made.plan, inputs.company)
    known = inputs.company.known
    figures, base = known(kpis(made.plan)), known(kpis(made.base))
    limits = binding_limits(apply(workspace.inputs.problem(inputs), made.levers), made.plan)
    return Board(inputs, listed, made, figures, base, bottlenecks(made.plan), limits, reached)


def shared_board(workspace: Workspace, cycle: Cycle, wanted: str | None, meeting: Meeting | None, seen: int) -> Board:
    """Return the board as it stood at the change `seen` or later, read and reckoned once for everybody who looks at it."""
    name = (cycle, wanted, meeting.projected_scenario if meeting else None, seen)
    board: Board = workspace.boards.get(name, lambda: read_board(workspace, cycle, wanted, meeting))
    return board


def chosen(listed: Sequence[Scenario], wanted: str | None, projected: str | None) -> Scenario:
    """Return the first of wanted, projected, base that is there."""
    by_id = {scenario.id: scenario for scenario in listed}
    base = next(scenario for scenario in listed if scenario.is_base)
    return by_id.get(wanted or "") or by_id.get(projected or "") or base


def may_move(actor: Actor, scenario: Scenario) -> bool:
    """Return whether this person may move the levers of a scenario: their own; the facilitator all but the base."""
    if scenario.is_base or actor.role is Role.VIEWER:
        return False
    return actor.role is Role.FACILITATOR or scenario.created_by == actor.person_id
