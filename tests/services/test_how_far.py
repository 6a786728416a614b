"""How far a lever may go: the question's name leaves out where the lever stands; what may move for a target."""

from dataclasses import replace

import pytest

from sop.domain.scenario import BOUNDS, Dimension, LeverKind, Scope
from sop.planning.goal import Aim, Choice
from sop.services import how_far
from sop.services.board import read_board
from sop.services.starting import movable_kinds
from sop.services.what_if import move_lever, new_scenario
from tests.services.small_company import act, lever


@pytest.fixture
def scenario(workspace, cycle):
    return new_scenario(workspace.store, act("new"), cycle.id, "More")


def board_with(workspace, cycle, meeting, scenario, *levers):
    for n, each in enumerate(levers):
        move_lever(workspace.store, act(f"lever-{n}-{each.value}"), scenario.id, each)
    return read_board(workspace, cycle, scenario.id, meeting)


def test_a_lever_in_motion_asks_the_others_anew_but_not_itself(workspace, cycle, meeting, scenario):
    mine, other = lever(10), lever(5, LeverKind.CAPACITY, Scope(), lever_id="other")
    board = board_with(workspace, cycle, meeting, scenario, mine, other)
    of_mine = how_far.reach(workspace, board, mine)
    of_mine.answer()
    how_far.reach(workspace, board, other).answer()
    moved = replace(mine, value=20)
    board = board_with(workspace, cycle, meeting, scenario, moved)
    assert how_far.reach(workspace, board, moved).known is of_mine.known
    assert how_far.reach(workspace, board, other).known is None


def test_without_an_agreed_fill_rate_there_is_no_target(workspace, cycle, meeting, scenario):
    assert how_far.fill_target(board_with(workspace, cycle, meeting, scenario)) is None


def test_every_kind_may_move_over_everything_beside_the_levers_that_are_there(workspace, cycle, meeting, scenario):
    mine = lever(10)
    board = board_with(workspace, cycle, meeting, scenario, mine)
    possible = how_far.possible_levers(board.scenario, board.outcome.plan)
    assert possible[0] == mine
    everywhere = [kind for kind in movable_kinds(board.outcome.plan) if Dimension.ALL in BOUNDS[kind].dimensions]
    assert [each.kind for each in possible[1:]] == everywhere
    assert LeverKind.SUPPLIER_DELAY not in everywhere  # nobody delivers material here
    assert all(each.months.first == "2027-03" for each in possible[1:])  # the first month that can be decided


def test_a_goal_is_sought_from_the_scenario_on_the_board(workspace, cycle, meeting, scenario):
    board = board_with(workspace, cycle, meeting, scenario, lever(100))
    possible = how_far.possible_levers(board.scenario, board.outcome.plan)
    overtime = next(each for each in possible if each.kind is LeverKind.CAPACITY)
    question = how_far.sought(workspace, board, [Choice(overtime, 0, 100)], Aim.FILL_RATE, 0.99)
    found = question.answer()
    assert found.before == pytest.approx(board.kpis.fill_rate)
    assert found.value > found.before
    assert question.known is found
