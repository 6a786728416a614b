"""Capture from every page: a word is stored at once in the list where it belongs, and completed there later."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sop.domain.calendar import MonthRange
from sop.domain.capture import Capture, CaptureKind, ParkedTopic
from sop.domain.decisions import Action, ActionState, Decision, DecisionStatus
from sop.domain.foresight import Assumption, Risk, RiskKind
from sop.domain.ids import new_id
from sop.domain.meeting import Cycle
from sop.domain.people import Act, Function, Right
from sop.services import foresight
from sop.storage import actions, decisions, log, parking, people
from sop.storage.engine import Store, Writing

VALID_DAYS = 60  # of an assumption, until somebody says until when it holds


@dataclass(frozen=True, slots=True)
class _Place:
    """Where and by whom something is captured; `meeting_id` is empty outside of any meeting."""

    act: Act
    cycle: Cycle
    meeting_id: str
    function: Function  # of whoever carries it on

    @property
    def topic(self) -> str:
        return f"meeting/{self.meeting_id}" if self.meeting_id else f"cycle/{self.cycle.id}"


def capture(store: Store, act: Act, cycle: Cycle, meeting_id: str, wish: Capture) -> str:
    """Store a word as an entry of its kind that lacks the rest, and return its id; a second Enter is the same entry."""
    act.actor.require(Right.CAPTURE)
    with store.write() as w:
        function = people.get(w.tx, wish.owner_id).function if wish.owner_id else act.actor.function
        return _KEPT[wish.kind](w, _Place(act, cycle, meeting_id, function), wish)


def _decision(w: Writing, place: _Place, wish: Capture) -> str:
    act = place.act
    decision = Decision(
        id=new_id(), cycle_id=place.cycle.id, meeting_id=place.meeting_id, question=wish.text.strip(), choice="",
        rationale="", decider_id="", owner_id=wish.owner_id, due=None, scenario_id="", scenario_name="", plan_id="",
        recorded_by=act.actor.person_id, recorded_at=act.now, status=DecisionStatus.PROPOSED,
    )  # fmt: skip
    return _told(w, place, "decision", *decisions.add(w, decision, act.token))


def _action(w: Writing, place: _Place, wish: Capture) -> str:
    act = place.act
    action = Action(
        new_id(), place.cycle.id, place.meeting_id, None, wish.text.strip(), wish.owner_id, None, ActionState.OPEN,
        act.actor.person_id, act.now,
    )  # fmt: skip
    return _told(w, place, "action", *actions.add(w, action, act.token))


def _parked(w: Writing, place: _Place, wish: Capture) -> str:
    act = place.act
    topic = ParkedTopic(
        new_id(), place.cycle.id, place.meeting_id, wish.text.strip(), wish.owner_id, act.actor.person_id, act.now
    )
    return _told(w, place, "parked", *parking.add(w, topic, act.token))


def _told(w: Writing, place: _Place, noun: str, stored: Any, is_new: bool) -> str:
    """Log and announce a new entry, and return its id."""
    if is_new:
        log.append(w, place.act, "captured", noun, stored.id, {})
        w.announce(place.topic)
    return str(stored.id)


def _risk(w: Writing, place: _Place, wish: Capture) -> str:
    """Store a risk or an opportunity without probability and impact: it weighs nothing until somebody says them."""
    act, first = place.act, place.cycle.first_decidable
    risk = Risk(
        new_id(), RiskKind(wish.kind.value), wish.text.strip(), place.function, MonthRange(first, first), 0.0, 0.0,
        act.actor.person_id, act.now,
    )  # fmt: skip
    return foresight.note_risk_in(w, act, risk).id


def _assumption(w: Writing, place: _Place, wish: Capture) -> str:
    act = place.act
    until = act.now.date() + timedelta(days=VALID_DAYS)
    assumption = Assumption(
        new_id(), wish.text.strip(), "", "", place.function, "", until, "", act.actor.person_id, act.now
    )
    return foresight.note_assumption_in(w, act, assumption).id


_KEPT: dict[CaptureKind, Callable[[Writing, _Place, Capture], str]] = {
    CaptureKind.DECISION: _decision,
    CaptureKind.ACTION: _action,
    CaptureKind.RISK: _risk,
    CaptureKind.OPPORTUNITY: _risk,
    CaptureKind.ASSUMPTION: _assumption,
    CaptureKind.PARKED: _parked,
}
