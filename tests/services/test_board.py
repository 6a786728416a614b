"""The board: the scenario wanted, else the projected one, else the base; figures beside those of the base."""

from dataclasses import replace

import pytest

from sop.domain.measures import kpis
from sop.domain.people import Actor
from sop.domain.scenario import Dimension, LeverKind, Scenario, Scope, Sharing
from sop.services.board import chosen, obstacle, read_board, shared_board
from sop.services.what_if import move_lever, new_scenario
from tests.services.small_company import FACILITATOR, OTHER, PARTICIPANT, act, lever

BASE = Scenario("base", "c", "Base plan", (), True, "p-ana")
DRAFT = Scenario("draft", "c", "Draft", (), False, "p-ion", sharing=Sharing.DRAFT)
SHOWN = Scenario("shown", "c", "Shown", (), False, "p-ana")
LISTED = (BASE, DRAFT, SHOWN)


@pytest.mark.parametrize(
    ("wanted", "projected", "found"),
    [
        ("draft", "shown", DRAFT),
        (None, "shown", SHOWN),
        ("gone", "shown", SHOWN),
        (None, None, BASE),
        ("gone", "gone too", BASE),
        ("", "", BASE),
    ],
)
def test_the_first_that_is_there_is_shown(wanted, projected, found):
    assert chosen(LISTED, wanted, projected) is found


def actor(person):
    return Actor(person.id, person.function, person.role)


def test_only_what_the_room_looks_at_has_a_wheel(meeting):
    held = replace(meeting, projected_scenario="shown", driver_id=OTHER.id)
    assert obstacle(actor(OTHER), SHOWN, held) is None
    assert obstacle(actor(FACILITATOR), SHOWN, held) is not None
    assert obstacle(actor(FACILITATOR), SHOWN, replace(held, projected_scenario="another")) is None


def test_the_board_shows_the_projected_scenario_with_its_figures(workspace, cycle, meeting):
    own = new_scenario(workspace.store, act("own"), cycle.id, "More")
    own = move_lever(workspace.store, act("m"), own.id, lever(30))
    board = read_board(workspace, cycle, None, replace(meeting, projected_scenario=own.id))
    assert board.scenario == own
    assert [each.name for each in board.scenarios] == ["Base plan", "More"]
    assert board.kpis == kpis(board.outcome.plan)
    assert board.base_kpis == kpis(board.outcome.base)
    assert board.kpis.revenue_money > board.base_kpis.revenue_money


def test_without_a_meeting_the_board_shows_the_base(workspace, cycle):
    board = read_board(workspace, cycle, None, None)
    assert board.scenario.is_base
    assert board.outcome.plan is board.outcome.base


def test_a_short_resource_is_named_with_its_months(workspace, cycle):
    own = new_scenario(workspace.store, act("own"), cycle.id, "No saw")
    own = move_lever(
        workspace.store, act("m"), own.id, lever(-90, LeverKind.CAPACITY, Scope(Dimension.RESOURCE, "Saw"))
    )
    board = read_board(workspace, cycle, own.id, None)
    saw = next(each for each in board.bottlenecks if each.resource == "Saw")
    assert saw.plant == "Sibiu"
    assert {"2027-03", "2027-04", "2027-05"} <= set(saw.months)  # 20 h for 140 chairs that take 120 h
    assert saw.hour_value_money > 0


def test_who_looks_at_the_same_change_shares_a_board_and_the_next_change_makes_another(workspace, cycle, meeting):
    one = shared_board(workspace, cycle, None, meeting, seen=7, person_id=OTHER.id)
    assert shared_board(workspace, cycle, None, meeting, seen=7, person_id=PARTICIPANT.id) is one
    assert shared_board(workspace, cycle, None, meeting, seen=8, person_id=OTHER.id) is not one


def test_a_board_is_shared_only_by_who_looks_at_the_same_scenario(workspace, cycle, meeting):
    first, second = (new_scenario(workspace.store, act(name), cycle.id, name) for name in ("One", "Two"))
    boards = [shared_board(workspace, cycle, each.id, meeting, seen=7, person_id=OTHER.id) for each in (first, second)]
    assert [board.scenario.id for board in boards] == [first.id, second.id]


def test_a_draft_is_on_the_board_of_its_maker_alone_even_for_who_knows_its_id(workspace, cycle, meeting):
    draft = new_scenario(workspace.store, act("mine", PARTICIPANT), cycle.id, "Mine")
    seen = shared_board(workspace, cycle, draft.id, meeting, seen=7, person_id=PARTICIPANT.id)
    assert (seen.scenario, seen.drafts) == (draft, (draft,))
    for person in (OTHER, FACILITATOR):
        board = shared_board(workspace, cycle, draft.id, meeting, seen=7, person_id=person.id)
        assert board.scenario.is_base
        assert draft not in (*board.scenarios, *board.drafts)
