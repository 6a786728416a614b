"""What the meeting's board shows: the scenarios of the cycle, the one looked at, its plan and figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sop.domain.errors import Refused
from sop.domain.measures import Kpis, kpis
from sop.domain.meeting import Cycle, Meeting
from sop.domain.objectives import Standing
from sop.domain.people import Actor
from sop.domain.scenario import Scenario
from sop.planning.explain import Bottleneck, bottlenecks
from sop.planning.levers import apply
from sop.planning.limits import Limit, binding_limits
from sop.services import objectives, wheel
from sop.services.inputs import Inputs
from sop.services.what_if import Outcome, is_large, live_outcome, outcome
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
    drafts: tuple[Scenario, ...] = ()  # of who looks, seen by nobody else
    is_large: bool = False  # solves take longer than a slider may

    @property
    def scenario(self) -> Scenario:
        return self.outcome.scenario


def read_board(
    workspace: Workspace,
    cycle: Cycle,
    wanted: str | None,
    meeting: Meeting | None,
    draft: Scenario | None = None,
    *,
    live: bool = False,
) -> Board:
    """Plan the draft that is given or the wanted scenario; without one the projected one, else the base.

    `live` may answer with a preview, where the company is large.
    """
    with workspace.store.read() as tx:
        listed = scenarios.of_cycle(tx, cycle.id)
        inputs = workspace.inputs.of_cycle(tx, cycle)
        agreed = objectives.listed(tx)
    projected = meeting.projected_scenario if meeting else None
    plan = live_outcome if live else outcome
    made = plan(workspace, inputs, draft or chosen(listed, wanted, projected))
    reached = objectives.standings(agreed, cycle, made.plan, inputs.company)
    known = inputs.company.known
    figures, base = known(kpis(made.plan)), known(kpis(made.base))
    problem = workspace.inputs.problem(inputs)
    limits, large = binding_limits(apply(problem, made.levers), made.plan), is_large(workspace, problem)
    return Board(inputs, listed, made, figures, base, bottlenecks(made.plan), limits, reached, is_large=large)


def shared_board(
    workspace: Workspace, cycle: Cycle, wanted: str | None, meeting: Meeting | None, seen: int, person_id: str
) -> Board:
    """Return the board as it stood at the change `seen` or later, read and reckoned once for everybody who looks at it.

    Only the drafts of the person who looks are read for each of them; a draft of somebody else is never found.
    """
    with workspace.store.read() as tx:
        drafts = scenarios.drafts_of(tx, person_id, cycle.id)
    draft = next((each for each in drafts if each.id == wanted), None)
    name = (cycle, draft or wanted, meeting.projected_scenario if meeting else None, seen)
    board: Board = workspace.boards.get(name, lambda: read_board(workspace, cycle, wanted, meeting, draft, live=True))
    return replace(board, drafts=drafts) if drafts else board


def chosen(listed: Sequence[Scenario], wanted: str | None, projected: str | None) -> Scenario:
    """Return the first of wanted, projected, base that is there."""
    by_id = {scenario.id: scenario for scenario in listed}
    base = next(scenario for scenario in listed if scenario.is_base)
    return by_id.get(wanted or "") or by_id.get(projected or "") or base


def obstacle(actor: Actor, scenario: Scenario, meeting: Meeting | None) -> Refused | None:
    """Return why this person may not move the levers of a scenario now, None where they may."""
    is_projected = meeting is not None and meeting.projected_scenario == scenario.id
    return wheel.obstacle(actor, scenario, meeting if is_projected else None)
