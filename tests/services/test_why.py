"""Why a plan is not better: asked once per plan, figures that add up, who is short."""

import pytest

from sop.domain.scenario import Dimension, Scope
from sop.planning.offers import Means
from sop.services import why as whys
from sop.services.board import read_board
from sop.services.what_if import move_lever, new_scenario
from tests.services.small_company import FACILITATOR, act, lever


@pytest.fixture
def board(workspace, cycle, meeting):
    """Three times the chairs: more than the line and its crew can make."""
    scenario = new_scenario(workspace.store, act("new"), cycle.id, "Boom")
    move_lever(workspace.store, act("lever"), scenario.id, lever(100))
    move_lever(workspace.store, act("second"), scenario.id, lever(50, lever_id="more"))
    return read_board(workspace, cycle, scenario.id, meeting)


def test_the_dearest_limits_are_proven_and_asked_for_once(workspace, board):
    question = whys.why(workspace, board)
    assert question.known is None
    found = question.answer()
    assert [each.limit for each in found.worths] == list(board.limits[: whys.MOST_WORTHS])
    for worth in found.worths:
        assert worth.money + worth.penalty == pytest.approx(worth.total_money)
    assert whys.why(workspace, board).known is found


def test_what_would_help_is_a_lever_of_the_same_company(workspace, board):
    found = whys.why(workspace, board).answer()
    assert found.reliefs
    for relief in found.reliefs:
        assert relief.saved_money > 0
        assert (relief.lever is None) == (relief.offer.means is Means.PURCHASE)
        if relief.lever is not None:
            assert relief.lever.scope.dimension in {Dimension.PLANT, Dimension.RESOURCE}


def test_a_shortage_is_shared_by_the_regions_as_they_asked(workspace, board):
    short = whys.shortages(workspace, board)
    assert short
    assert [each.money for each in short] == sorted((each.money for each in short), reverse=True)
    plan = board.outcome.plan
    chair = next(each for each in short if plan.skus[each.sku] == "CH-1")
    north, south = chair.by_region_money
    assert north + south == pytest.approx(chair.money)
    assert north / south == pytest.approx(60 / 40)  # as they bought all along


def test_the_ways_to_a_unit_start_with_the_cheapest(workspace, board):
    sku = whys.shortages(workspace, board)[0].sku
    found = whys.routes(workspace, board, sku, 2).answer()
    costs = [each.full_cost_money for each in found]
    assert costs == sorted(costs)


def test_the_base_plan_with_room_has_nothing_to_ask(workspace, cycle, meeting):
    idle = new_scenario(workspace.store, act("idle", FACILITATOR), cycle.id, "Idle")
    move_lever(workspace.store, act("less"), idle.id, lever(-100, scope=Scope(), first="2027-02", last="2027-12"))
    assert whys.nothing_binds(read_board(workspace, cycle, idle.id, meeting))
