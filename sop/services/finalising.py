"""Finalising: the plan of a scenario in whole lots, orders and shifts, found as a job, kept beside the continuous one.

It belongs to the very plan that it was made from: when a lever or the data moves, it is that of an earlier plan.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sop.domain.errors import Conflict, Invalid, Refused
from sop.domain.measures import Kpis, kpis
from sop.domain.meeting import Cycle
from sop.domain.people import Act, Right
from sop.domain.supply import PlanStatus, SupplyPlan
from sop.language import N_, _, percent
from sop.planning.archive import unpack
from sop.planning.finalise import SECONDS, Search, Told, finalise
from sop.planning.levers import apply
from sop.planning.lots import Rounded, rounded, rules_of, unwhole
from sop.services.answers import problem_of
from sop.services.board import Board
from sop.services.decisions import kept_plan
from sop.services.inputs import Inputs
from sop.services.jobs import Job, Progress, Work, act_of, rights_of
from sop.services.what_if import Outcome, outcome, refuse_draft, refuse_preview
from sop.services.workspace import Workspace
from sop.storage import cycles, jobs, log, people, plans, scenarios
from sop.storage.engine import Connection
from sop.storage.plans import StoredPlan

FINALISE = "finalise"
WHOLE = "-whole-"  # stands between the digest of the continuous plan and what tells its finalised ones apart
TIMES = (20.0, SECONDS, 300.0)  # seconds that a search may take
MOST_SECONDS = 3600.0
NO_LOTS = N_(
    "Nothing comes in lots here. Minimum lots stand in the file of items, smallest orders in that of suppliers; "
    "an extra shift is a lever."
)


@dataclass(frozen=True, slots=True, eq=False)
class Finalised:
    """A plan in whole lots beside the continuous one: its number, who made it when, figures of both, what was rounded."""

    number: int
    at: datetime
    by: str  # name; empty for who is not listed any more
    plan: SupplyPlan
    before: Kpis
    after: Kpis
    more_money: (
        float  # what it costs on top of the continuous plan: money and penalties, less the value of closing stock
    )
    rounded: tuple[Rounded, ...]

    @property
    def seen(self) -> str:
        """Return by which name somebody saw these figures."""
        return self.plan.key


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What there is to finalise in a plan, the finalised plan where it was made, and the newest job of who looks."""

    has_lots: bool
    unwhole: int  # quantities of the continuous plan that are no whole lots
    found: Finalised | None
    job: Job | None


def submit_finalise(
    workspace: Workspace, act: Act, cycle: Cycle, scenario_id: str, seen: str, seconds: float = SECONDS
) -> Job:
    """Finalise the plan of a scenario as a job; a second click returns the first one's job."""
    act.actor.require(Right.TRY)
    refuse_preview(seen)
    if not 0 < seconds <= MOST_SECONDS:
        raise Invalid("Allow between one second and an hour.")
    with workspace.store.read() as tx:
        refuse_draft(scenarios.get(tx, scenario_id))
    arguments = {"cycle": cycle.id, "scenario": scenario_id, "seen": seen, "seconds": seconds, **rights_of(act)}
    return workspace.jobs.submit(act, FINALISE, arguments)


def finalise_work(workspace: Workspace) -> Work:
    """Return what is done for such a job; done twice it keeps one plan."""

    def work(job: Job, progress: Progress) -> str:
        given: Mapping[str, Any] = job.arguments
        with workspace.store.read() as tx:
            cycle = cycles.get(tx, given["cycle"])
            inputs = workspace.inputs.of_cycle(tx, cycle)
            scenario = scenarios.get(tx, given["scenario"])
        made = outcome(workspace, inputs, scenario)
        if made.seen != given["seen"]:
            raise Conflict("The plan changed while it was to be finalised. Look at its figures and try again.")
        name = f"{made.key.digest}{WHOLE}{job.id[-8:]}"
        plan = whole_plan(
            workspace, inputs, made, name, float(given["seconds"]), lambda search: progress(search.share, words(search))
        )
        _keep(workspace, act_of(job), cycle, inputs, replace(made, plan=plan))
        return _("{scenario} is finalised: gap {gap}.").format(scenario=scenario.name, gap=gap_percent(plan.gap_share))

    return work


def whole_plan(
    workspace: Workspace, inputs: Inputs, made: Outcome, name: str, seconds: float, told: Told
) -> SupplyPlan:
    """Return the plan of a scenario in whole lots; Refused where nothing comes in lots, or none was found in time."""
    problem = apply(workspace.inputs.problem(inputs), made.levers)
    if not rules_of(problem):
        raise Refused(NO_LOTS)
    plan = finalise(problem, name, inputs.policy, seconds, told)
    if plan.status is not PlanStatus.FINALISED:
        raise Refused("No plan in whole lots was found in {seconds} seconds. Allow it more.", seconds=round(seconds))
    return plan


def _keep(workspace: Workspace, act: Act, cycle: Cycle, inputs: Inputs, made: Outcome) -> None:
    with workspace.store.write() as w:
        wish = kept_plan(
            act, cycle, made, inputs, said={"finalised": made.plan.key, "gap_share": str(made.plan.gap_share)}
        )
        kept = plans.add(w, wish, act.token)
        if kept.id != wish.id:
            return
        log.append(w, act, "plan_finalised", "plan", kept.id, {"number": kept.number, "scenario": made.scenario.id})
        w.announce(f"cycle/{cycle.id}")


def words(search: Search) -> str:
    """Return how far a search is, such as "Best so far: gap 0.8 %"."""
    if search.gap_share == float("inf"):
        return _("Looking for a first plan in whole lots …")
    return _("Best so far: gap {gap}").format(gap=gap_percent(search.gap_share))


def telling(tell: Callable[[str], None]) -> Told:
    """Return what tells how far a search is in words, whenever these are new."""
    last = ""

    def told(search: Search) -> bool:
        nonlocal last
        if words(search) != last:
            last = words(search)
            tell(last)
        return True

    return told


def gap_percent(share: float) -> str:
    """Return a gap in per cent, two digits where it is small; never less than it is."""
    return percent(-(-max(share, 0.0) // 1e-4) * 1e-4, 2)


def stored_whole(tx: Connection, cycle_id: str, digest: str) -> StoredPlan | None:
    """Return the newest finalised plan that was made from the plan of this digest, its payload left empty."""
    made = [
        plan
        for plan in plans.of_cycle(tx, cycle_id)
        if plan.key_digest == digest and "finalised" in plan.recipe and not plan.published
    ]
    return made[-1] if made else None


def whole_plan_seen(tx: Connection, cycle_id: str, seen: str) -> SupplyPlan:
    """Return the finalised plan that somebody saw under this name; Conflict where it is not the newest any more."""
    stored = stored_whole(tx, cycle_id, seen.partition(WHOLE)[0])
    if stored is None or stored.recipe["finalised"] != seen:
        raise Conflict("The plan changed while you looked. Look at the figures again, then adopt it.")
    return unpack(plans.get(tx, stored.id).payload)


def standing(workspace: Workspace, cycle: Cycle, board: Board, person_id: str) -> Standing:
    """Return what there is to finalise in the plan on a board, and what was made of it."""
    problem = problem_of(workspace, board)
    with workspace.store.read() as tx:
        stored = stored_whole(tx, cycle.id, board.outcome.key.digest)
        newest = next(iter(jobs.of_person(tx, person_id, FINALISE, 1)), None)
        names = {person.id: person.name for person in people.all_people(tx)}
    own = newest if newest is not None and newest.arguments["seen"] == board.outcome.seen else None
    found = None
    if stored is not None:
        found = workspace.answers.get(
            ("finalised", stored.id), lambda: _finalised(workspace, board, stored, names.get(stored.made_by, ""))
        )
    return Standing(bool(rules_of(problem)), unwhole(problem, board.outcome.plan), found, own)


def _finalised(workspace: Workspace, board: Board, stored: StoredPlan, by: str) -> Finalised:
    with workspace.store.read() as tx:
        plan = unpack(plans.get(tx, stored.id).payload)
    continuous = board.outcome.plan
    return Finalised(
        number=stored.number,
        at=stored.made_at,
        by=by,
        plan=plan,
        before=board.kpis,
        after=board.inputs.company.known(kpis(plan)),
        more_money=plan.objective - continuous.objective,
        rounded=rounded(problem_of(workspace, board), continuous, plan),
    )


def finalised_board(workspace: Workspace, board: Board, seconds: float, told: Told) -> Board:
    """Return a board with its plan in whole lots, which nobody keeps."""
    name = f"{board.outcome.key.digest}{WHOLE}tried"
    plan = whole_plan(workspace, board.inputs, board.outcome, name, seconds, told)
    return replace(board, outcome=replace(board.outcome, plan=plan), kpis=board.inputs.company.known(kpis(plan)))


def finalised_facts(workspace: Workspace, before: Board, after: Board) -> dict[str, Any]:
    """Return as JSON values the gap, what whole lots cost on top, and every quantity that was none."""
    was, plan = before.outcome.plan, after.outcome.plan
    return {
        "gap_share": plan.gap_share,
        "gap_money": plan.gap_money,
        "more_money": plan.objective - was.objective,
        "rounded": [asdict(each) for each in rounded(problem_of(workspace, before), was, plan)],
    }
