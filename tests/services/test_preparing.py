"""Gaps are answered by a lever at its price, an owner or a reason; decisions are prepared by the facilitator."""

from dataclasses import replace
from datetime import date

import pytest

from sop.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from sop.domain.prepared import AnswerKind, Option
from sop.services import preparing, what_if
from sop.services.board import read_board
from tests.services.small_company import NOW, OTHER, PARTICIPANT, VIEWER, act, events, lever
from tests.storage.test_prepared import ACCEPTED, DECISION, LEVER


@pytest.fixture
def scenario(workspace, cycle):
    made = what_if.new_scenario(workspace.store, act("scenario"), cycle.id, "More chairs")
    return what_if.move_lever(workspace.store, act("lever"), made.id, lever(10))


def test_a_lever_answers_a_gap_at_the_price_of_its_scenario(workspace, cycle, scenario):
    wish = replace(ACCEPTED, cycle_id=cycle.id, kind=AnswerKind.LEVER, scenario_name="-")
    stored = preparing.answer_gap(workspace, act("1", PARTICIPANT), cycle, wish, scenario.id)
    board = read_board(workspace, cycle, scenario.id, None)
    assert stored.scenario_name == "More chairs"
    assert stored.price_money == pytest.approx(board.kpis.margin_money - board.base_kpis.margin_money)
    assert stored.price_money > 0


def test_viewers_answer_nothing_and_of_two_the_second_is_told(workspace, cycle, heard):
    wish = replace(ACCEPTED, cycle_id=cycle.id)
    with pytest.raises(NotAllowed):
        preparing.answer_gap(workspace, act("1", VIEWER), cycle, wish)
    preparing.answer_gap(workspace, act("2", PARTICIPANT), cycle, wish)
    preparing.answer_gap(workspace, act("2", PARTICIPANT), cycle, wish)
    assert (events(workspace, "gap_answered"), heard) == (1, [f"cycle/{cycle.id}"])
    preparing.answer_gap(workspace, act("3", OTHER), cycle, replace(wish, reason="Seen"))
    with pytest.raises(Conflict):
        preparing.answer_gap(workspace, act("4", PARTICIPANT), cycle, replace(wish, reason="Other"))


def test_an_owner_is_somebody_who_is_listed(workspace, cycle):
    wish = replace(ACCEPTED, cycle_id=cycle.id, kind=AnswerKind.OWNER, owner_id="nobody", due=date(2027, 3, 1))
    with pytest.raises(NotFound):
        preparing.answer_gap(workspace, act("1"), cycle, wish)


def wish(cycle, scenario):
    return replace(DECISION, cycle_id=cycle.id, options=(Option("Yes", scenario.id, "room"),), prepared_at=NOW)


def test_the_facilitator_prepares_a_decision_behind_the_others(workspace, cycle, scenario):
    first = preparing.prepare(workspace.store, act("1"), wish(cycle, scenario))
    second = preparing.prepare(workspace.store, act("2"), replace(wish(cycle, scenario), id="d-2"))
    again = preparing.prepare(workspace.store, act("2"), replace(wish(cycle, scenario), id="d-3"))
    assert (first.position, second.position, again.id) == (1, 2, "d-2")
    with pytest.raises(NotAllowed):
        preparing.prepare(workspace.store, act("3", PARTICIPANT), wish(cycle, scenario))
    preparing.change(workspace.store, act("4"), replace(first, withdrawn=True))
    with pytest.raises(Conflict):
        preparing.change(workspace.store, act("5"), replace(first, question="Sooner?"))
    with workspace.store.read() as tx:
        assert [each.id for each in preparing.listed(tx, cycle.id)] == ["d-2"]


def test_an_option_is_a_scenario_that_the_room_can_see(workspace, cycle, scenario):
    draft = what_if.try_alone(workspace.store, act("draft", PARTICIPANT), scenario.id, "Mine")
    with pytest.raises(NotFound):
        preparing.prepare(workspace.store, act("1"), wish(cycle, draft))


def test_options_have_the_figures_of_their_scenarios(workspace, cycle, scenario):
    board = read_board(workspace, cycle, scenario.id, None)
    gone = Option("Gone", "s-none")
    own = replace(wish(cycle, scenario), options=(*wish(cycle, scenario).options, gone))
    found = preparing.figures(workspace, board.inputs, board.scenarios, own)
    assert found[0].kpis == board.kpis
    assert (found[0].is_recommended, found[1].scenario, found[1].kpis) == (True, None, None)


def test_a_lever_at_hand_keeps_to_its_range(workspace, cycle, scenario):
    own = wish(cycle, scenario)
    [(lever_id, scoped)] = preparing.at_hand(own, cycle.horizon.months)
    assert scoped == LEVER
    assert preparing.set_lever(lever_id, scoped, -20).value == -20
    with pytest.raises(Invalid):
        preparing.set_lever(lever_id, scoped, -21)
    assert preparing.at_hand(own, ("2026-01",)) == ()
