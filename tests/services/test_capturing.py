"""A word lands in its list at once, incomplete and once; it is completed where it stands."""

from dataclasses import replace
from datetime import date

import pytest

from sop.domain.capture import Capture, CaptureKind, Lack
from sop.domain.decisions import ActionState, DecisionStatus
from sop.domain.errors import Invalid, NotAllowed, NotFound
from sop.domain.foresight import RiskKind
from sop.domain.people import Function
from sop.services import capturing, foresight, parking
from sop.services.decisions import change_action
from sop.storage import actions, decisions, meetings
from tests.services.small_company import FACILITATOR, OTHER, PARTICIPANT, VIEWER, act, events


@pytest.fixture
def capture(workspace, cycle, meeting):
    def said(kind, text="Saws wear out", owner="", token="enter", who=PARTICIPANT):
        return capturing.capture(workspace.store, act(token, who), cycle, meeting.id, Capture(kind, text, owner))

    return said


@pytest.fixture
def read(workspace, cycle):
    """Every list in which a capture may land."""

    def lists():
        with workspace.store.read() as tx:
            return {
                CaptureKind.DECISION: decisions.of_cycle(tx, cycle.id),
                CaptureKind.ACTION: actions.of_cycle(tx, cycle.id),
                CaptureKind.RISK: foresight.risks(tx),
                CaptureKind.ASSUMPTION: foresight.assumptions(tx),
                CaptureKind.PARKED: parking.waiting(tx),
            }

    return lists


@pytest.mark.parametrize("kind", list(CaptureKind))
def test_a_second_enter_is_the_same_entry_in_its_own_list_and_nowhere_else(capture, read, kind, workspace):
    assert capture(kind) == capture(kind)
    place = CaptureKind.RISK if kind is CaptureKind.OPPORTUNITY else kind
    found = read()
    assert {name: len(rows) for name, rows in found.items()} == {name: int(name is place) for name in found}
    [entry] = found[place]
    assert entry.lacks
    assert entry.recorded_by == PARTICIPANT.id


def test_what_may_come_otherwise_is_a_risk_or_an_opportunity_of_whose_owner_was_named(capture, read):
    capture(CaptureKind.RISK, token="r")
    capture(CaptureKind.OPPORTUNITY, owner=OTHER.id, token="o")
    assert {(each.kind, each.owner) for each in read()[CaptureKind.RISK]} == {
        (RiskKind.RISK, Function.SALES), (RiskKind.OPPORTUNITY, Function.FINANCE),
    }  # fmt: skip


def test_guests_capture_nothing_and_an_owner_is_known(capture, read):
    with pytest.raises(NotAllowed):
        capture(CaptureKind.ACTION, who=VIEWER)
    with pytest.raises(NotFound):
        capture(CaptureKind.ACTION, owner="nobody")
    assert not any(read().values())


def test_a_captured_action_is_completed_by_who_captured_it(capture, read, workspace):
    capture(CaptureKind.ACTION)
    [action] = read()[CaptureKind.ACTION]
    with pytest.raises(Invalid, match="Choose who"):
        change_action(workspace, act("done", PARTICIPANT), replace(action, state=ActionState.DONE))
    full = replace(action, owner_id=OTHER.id, due=date(2027, 2, 1))
    assert change_action(workspace, act("c", PARTICIPANT), full).lacks == ()


def test_a_captured_decision_is_proposed_and_keeps_no_plan(capture, read):
    capture(CaptureKind.DECISION, " Export? ", OTHER.id)
    [decision] = read()[CaptureKind.DECISION]
    assert (decision.question, decision.status, decision.plan_id) == ("Export?", DecisionStatus.PROPOSED, "")
    assert decision.lacks == (Lack.CHOICE, Lack.REASON, Lack.DECIDER, Lack.DUE)


def test_everybody_hears_of_it(capture, meeting, heard, workspace):
    capture(CaptureKind.ACTION, token="a")
    capture(CaptureKind.RISK, token="r")
    assert heard == [f"meeting/{meeting.id}", "company"]
    assert events(workspace, "captured") == 1


# The parking lot


@pytest.fixture
def topic(capture, read):
    capture(CaptureKind.PARKED)
    return read()[CaptureKind.PARKED][0]


def test_a_parked_topic_is_put_on_the_agenda_once(workspace, meeting, topic, read):
    for number in range(2):
        parking.take_up(workspace.store, act(f"up-{number}"), meeting.id, topic.id)
    with workspace.store.read() as tx:
        assert [each.title for each in meetings.items(tx, meeting.id)].count(topic.text) == 1
    assert read()[CaptureKind.PARKED] == ()


def test_who_parked_it_gives_it_to_somebody_and_closes_it_and_others_do_not(workspace, meeting, topic, read):
    for refused in (
        lambda: parking.close(workspace.store, act("c", OTHER), topic.id),
        lambda: parking.give(workspace.store, act("g", OTHER), topic.id, topic.version, OTHER.id),
        lambda: parking.take_up(workspace.store, act("t", PARTICIPANT), meeting.id, topic.id),
    ):
        with pytest.raises(NotAllowed):
            refused()
    given = parking.give(workspace.store, act("g", PARTICIPANT), topic.id, topic.version, FACILITATOR.id)
    assert (given.owner_id, given.lacks) == (FACILITATOR.id, ())
    for _ in range(2):
        parking.close(workspace.store, act("c", PARTICIPANT), topic.id)
    assert read()[CaptureKind.PARKED] == ()
