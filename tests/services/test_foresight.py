"""Assumptions, risks and opportunities: who may write them, what becomes of two writers, a risk as a lever."""

from dataclasses import replace

import pytest

from sop.domain.bridge import Bar
from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import Conflict, Invalid, NotAllowed, Refused
from sop.domain.foresight import AssumptionState, RiskKind, RiskLever, RiskState
from sop.domain.people import Function
from sop.domain.scenario import Dimension, LeverKind, Scope
from sop.services import foresight, what_if
from sop.services.board import read_board
from tests.domain.test_foresight import ASSUMPTION, RISK
from tests.services.small_company import OTHER, PARTICIPANT, VIEWER, act, events

SALES_RISK = replace(
    RISK, owner=Function.SALES, family="Chairs", lever=RiskLever(LeverKind.DEMAND, -20, Scope(Dimension.FAMILY, "Chairs"))
)  # fmt: skip


def noted(workspace, risk=SALES_RISK):
    return foresight.note_risk(workspace.store, act("note", PARTICIPANT), risk)


def test_everybody_at_the_table_notes_and_a_second_click_changes_nothing(workspace, heard):
    first = foresight.note_assumption(workspace.store, act("click", PARTICIPANT), ASSUMPTION)
    again = foresight.note_assumption(workspace.store, act("click", PARTICIPANT), replace(ASSUMPTION, id="a-2"))
    assert first == again == ASSUMPTION
    assert events(workspace, "assumption_noted") == 1
    assert heard == ["company"]


def test_viewers_note_nothing(workspace):
    for write in (
        lambda who: foresight.note_assumption(workspace.store, who, ASSUMPTION),
        lambda who: foresight.note_risk(workspace.store, who, RISK),
    ):
        with pytest.raises(NotAllowed):
            write(act("click", VIEWER))


def test_who_answers_for_it_changes_it_and_the_facilitator(workspace):
    stored = noted(workspace)
    with pytest.raises(NotAllowed):
        foresight.change_risk(workspace.store, act("1", OTHER), replace(stored, statement="Not mine"))
    own = foresight.change_risk(workspace.store, act("2", PARTICIPANT), replace(stored, statement="Mine"))
    theirs = foresight.change_risk(workspace.store, act("3"), replace(own, probability_percent=10))
    assert (theirs.version, theirs.statement, theirs.probability_percent) == (3, "Mine", 10)


def test_the_second_of_two_writers_is_told_and_their_own_second_click_is_not(workspace):
    stored = noted(workspace)
    wish = replace(stored, statement="Mine")
    foresight.change_risk(workspace.store, act("1", PARTICIPANT), wish)
    assert foresight.change_risk(workspace.store, act("1", PARTICIPANT), wish).version == 2
    with pytest.raises(Conflict):
        foresight.change_risk(workspace.store, act("2"), replace(stored, statement="Over it"))


def test_an_assumption_is_judged_in_the_room(workspace):
    foresight.note_assumption(workspace.store, act("note"), replace(ASSUMPTION, owner=Function.SALES))
    with pytest.raises(NotAllowed):
        foresight.judge_assumption(workspace.store, act("1", OTHER), "a-1", 1, AssumptionState.CONFIRMED, "")
    with pytest.raises(Invalid):
        foresight.judge_assumption(workspace.store, act("1", PARTICIPANT), "a-1", 1, AssumptionState.BROKEN, " ")
    broken = foresight.judge_assumption(workspace.store, act("1"), "a-1", 1, AssumptionState.BROKEN, "three weeks late")
    assert (broken.state, broken.seen, broken.version) == (AssumptionState.BROKEN, "three weeks late", 2)
    with pytest.raises(Conflict):
        foresight.judge_assumption(workspace.store, act("2"), "a-1", 1, AssumptionState.CONFIRMED, "")


def test_a_risk_is_seen_as_a_lever_and_taken_off_again(workspace, cycle):
    noted(workspace)
    scenario = what_if.new_scenario(workspace.store, act("scenario"), cycle.id, "Late burners")
    before = read_board(workspace, cycle, scenario.id, None)
    foresight.switch_on(workspace, act("on"), scenario.id, "r-1")
    foresight.switch_on(workspace, act("on again"), scenario.id, "r-1")
    on = read_board(workspace, cycle, scenario.id, None)
    assert on.scenario.levers == (SALES_RISK.as_lever(),)
    # a fifth of the chairs of March and April: 140 a month
    assert before.outcome.plan.demand_units.sum() - on.outcome.plan.demand_units.sum() == pytest.approx(2 * 140 / 5)
    assert foresight.weighted((SALES_RISK,), on.scenario) == ()
    copy = what_if.new_scenario(workspace.store, act("copy"), cycle.id, "Copy", on.scenario)
    assert copy.levers == on.scenario.levers
    foresight.switch_off(workspace.store, act("off"), scenario.id, "r-1")
    assert read_board(workspace, cycle, scenario.id, None).scenario.levers == ()


@pytest.mark.parametrize(
    "change",
    [
        {"state": RiskState.CLOSED},
        {"months": MonthRange(Month("2026-01"), Month("2026-02"))},
        {"lever": RiskLever(LeverKind.DEMAND, -20, Scope(Dimension.FAMILY, "Boats"))},
    ],
)
def test_what_would_move_nothing_is_refused(workspace, cycle, change):
    noted(workspace, replace(SALES_RISK, **change))
    scenario = what_if.new_scenario(workspace.store, act("scenario"), cycle.id, "Late burners")
    with pytest.raises(Refused):
        foresight.switch_on(workspace, act("on"), scenario.id, "r-1")


def test_what_is_expected_goes_into_the_bridge_with_its_sign(workspace, cycle):
    chance = replace(SALES_RISK, id="r-2", kind=RiskKind.OPPORTUNITY, probability_percent=10)
    scenario = what_if.new_scenario(workspace.store, act("scenario"), cycle.id, "Try")
    found = foresight.weighted((SALES_RISK, chance), scenario)
    assert [(each.bar, each.money, each.family) for each in found] == [
        (Bar.RISK, -180_000, "Chairs"),
        (Bar.OPPORTUNITY, 30_000, "Chairs"),
    ]
