"""A word is captured at once; each entry knows what it does not say yet."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sop.domain.calendar import Month, MonthRange
from sop.domain.capture import LONGEST_CAPTURE, Capture, CaptureKind, Lack, ParkedState, ParkedTopic
from sop.domain.decisions import Action, ActionState, Decision, DecisionStatus
from sop.domain.errors import Invalid
from sop.domain.foresight import Assumption, AssumptionState, Risk, RiskKind, RiskState
from sop.domain.people import Function

NOW, DUE = datetime(2027, 1, 28, 9, 0, tzinfo=UTC), date(2027, 2, 11)
DECISION = Decision(
    "d", "c", "m", "Export to Hungary?", "", "", "", "", None, "", "", "", "ana", NOW, status=DecisionStatus.PROPOSED
)
ACTION = Action("a", "c", "m", None, "Call the fair", "", None, ActionState.OPEN, "ana", NOW)
RISK = Risk(
    "r", RiskKind.RISK, "Steel", Function.SALES, MonthRange(Month("2027-03"), Month("2027-03")), 0, 0, "ana", NOW
)
ASSUMPTION = Assumption("s", "Prices hold", "", "", Function.SALES, "", DUE, "", "ana", NOW)


@pytest.mark.parametrize("text", ["", "  ", "x" * (LONGEST_CAPTURE + 1)])
def test_a_capture_is_a_few_words(text):
    with pytest.raises(Invalid):
        Capture(CaptureKind.ACTION, text)


def test_a_proposed_decision_may_leave_all_but_its_question_open_and_knows_what():
    assert DECISION.lacks == (Lack.CHOICE, Lack.REASON, Lack.DECIDER, Lack.OWNER, Lack.DUE)
    full = replace(DECISION, choice="Yes", rationale="It sells", decider_id="ion", owner_id="eva", due=DUE)
    assert full.lacks == ()


@pytest.mark.parametrize("status", [DecisionStatus.DECIDED, DecisionStatus.DEFERRED])
def test_one_that_was_decided_or_deferred_says_choice_reason_and_date(status):
    full = replace(DECISION, choice="Yes", rationale="It sells", due=DUE)
    assert replace(full, status=status).status is status
    for missing in ({"choice": " "}, {"rationale": ""}, {"due": None}):
        with pytest.raises(Invalid):
            replace(full, status=status, **missing)


def test_an_open_action_lacks_owner_and_date_and_is_never_overdue_without_one():
    assert ACTION.lacks == (Lack.OWNER, Lack.DUE)
    assert not ACTION.overdue(date(2099, 1, 1))
    assert replace(ACTION, owner_id="eva").lacks == (Lack.DUE,)
    assert replace(ACTION, state=ActionState.DROPPED).lacks == ()


def test_a_risk_without_probability_and_impact_weighs_nothing_and_says_so():
    assert (RISK.expected_money, RISK.lacks) == (0, (Lack.PROBABILITY, Lack.IMPACT))
    assert replace(RISK, probability_percent=40, impact_units=300).lacks == ()
    assert replace(RISK, state=RiskState.CLOSED).lacks == ()


def test_an_assumption_lacks_its_value_and_its_signpost_until_it_is_judged():
    assert ASSUMPTION.lacks == (Lack.VALUE, Lack.SIGNPOST)
    assert replace(ASSUMPTION, state=AssumptionState.CONFIRMED).lacks == ()


def test_a_parked_topic_lacks_an_owner_while_it_waits():
    topic = ParkedTopic("p", "c", "m", "Second hall", "", "ana", NOW)
    assert topic.lacks == (Lack.OWNER,)
    assert replace(topic, owner_id="eva").lacks == replace(topic, state=ParkedState.CLOSED).lacks == ()
