"""How far a lever may go, and which levers reach a target: asked about a scenario, answered on a warm model of its own."""

from collections.abc import Sequence
from dataclasses import replace

from sop.domain.calendar import MonthRange
from sop.domain.objectives import Measure
from sop.domain.scenario import BOUNDS, Dimension, Lever, Scenario, Scope
from sop.domain.supply import SupplyPlan
from sop.planning.break_even import Reach, reach_of
from sop.planning.goal import Aim, Choice, Sought, seek
from sop.services.answers import Question, about, base_problem
from sop.services.board import Board
from sop.services.starting import movable_kinds, starting_value
from sop.services.workspace import Workspace

_QUESTION = "how-far"


def reach(workspace: Workspace, board: Board, lever: Lever) -> Question[Reach]:
    """Return the question how far a lever of the board's scenario may go; its own value is no part of the name."""
    rest = tuple(each for each in board.outcome.levers if each.id != lever.id)
    target = fill_target(board)

    def make() -> Reach:
        base = base_problem(workspace, board)
        with workspace.planners.trials(base, board.inputs.policy, _QUESTION) as solve:
            return reach_of(solve, base, (*rest, lever), lever, target)

    neutral = replace(lever, value=BOUNDS[lever.kind].low)
    return about(workspace, board, (_QUESTION, board.inputs.key((*rest, neutral)).digest, str(target)), make)


def fill_target(board: Board) -> float | None:
    """Return the fill rate that was agreed, None where there is no such objective."""
    return next(
        (each.objective.target for each in board.standings if each.objective.measure is Measure.FILL_RATE), None
    )


def possible_levers(scenario: Scenario, plan: SupplyPlan) -> tuple[Lever, ...]:
    """Return the levers that can be moved to reach a target: those of the scenario, and each kind over everything.

    Only what can be moved in this company at all. A kind over everything stands where it changes nothing yet; its id is its kind.
    """
    months = MonthRange(plan.months[min(plan.frozen_months, len(plan.months) - 1)], plan.months[-1])
    moved = {(lever.kind, lever.scope) for lever in scenario.levers}
    general = [
        Lever(f"all-{kind}", kind, starting_value(plan, kind, Scope(), months), Scope(), months)
        for kind in movable_kinds(plan)
        if Dimension.ALL in BOUNDS[kind].dimensions and (kind, Scope()) not in moved
    ]
    return (*scenario.levers, *general)


def sought(workspace: Workspace, board: Board, choices: Sequence[Choice], aim: Aim, target: float) -> Question[Sought]:
    """Return the question which values of the chosen levers reach a target from the board's scenario."""

    def make() -> Sought:
        base = base_problem(workspace, board)
        with workspace.planners.trials(base, board.inputs.policy, _QUESTION) as solve:
            return seek(solve, base, board.outcome.levers, choices, aim, target)

    asked = [(each.lever.id, each.lever.value, each.low, each.high) for each in choices]
    return about(workspace, board, ("goal", board.outcome.plan.key, str(asked), aim, str(target)), make)
