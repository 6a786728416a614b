"""Running the meeting: which item is on, since when, who is here, what is projected."""

from dataclasses import dataclass, replace
from typing import Any

from sop.domain.errors import NotFound, Refused
from sop.domain.meeting import AgendaItem, Meeting
from sop.domain.people import Act, Right
from sop.services.what_if import refuse_draft
from sop.storage import log, meetings, scenarios
from sop.storage.engine import Connection, Store, Writing


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting and its items as they stand."""

    meeting: Meeting
    items: tuple[AgendaItem, ...]

    @property
    def running(self) -> AgendaItem | None:
        return next((item for item in self.items if item.id == self.meeting.running_item), None)

    @property
    def next_item(self) -> AgendaItem | None:
        """Return the item after the running one; the first one not yet held when none runs."""
        if self.running is not None:
            return next((item for item in self.items if item.position > self.running.position), None)
        return next((item for item in self.items if item.ended_at is None), None)

    @property
    def previous_item(self) -> AgendaItem | None:
        before = [item for item in self.items if self.running and item.position < self.running.position]
        return before[-1] if before else None


def start_item(store: Store, act: Act, meeting_id: str, item_id: str) -> Agenda:
    """Start an item's clock and stop the one that ran; starting what runs already changes nothing."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        agenda = _agenda(w.tx, meeting_id)
        item = next((each for each in agenda.items if each.id == item_id), None)
        if item is None:
            raise NotFound("This item is no longer on the agenda.")
        return _start(w, act, agenda, item)


def next_item(store: Store, act: Act, meeting_id: str, after: str | None) -> Agenda:
    """Go on to the item after `after` (what the clicker saw running), so that a double click moves one step only."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        agenda = _agenda(w.tx, meeting_id)
        if agenda.meeting.running_item != after:
            return agenda
        if agenda.next_item is None:
            raise Refused("This was the last item. Stop the clock to end the meeting.")
        return _start(w, act, agenda, agenda.next_item)


def _agenda(tx: Connection, meeting_id: str) -> Agenda:
    return Agenda(meetings.get(tx, meeting_id), meetings.items(tx, meeting_id))


def _start(w: Writing, act: Act, agenda: Agenda, item: AgendaItem) -> Agenda:
    meeting = agenda.meeting
    if agenda.running is not None and agenda.running.id == item.id:
        return agenda
    _end_running(w, act, agenda)
    meetings.change_item(w, replace(item, started_at=act.now, ended_at=None))
    meetings.change(w, replace(meeting, running_item=item.id))
    log.append(w, act, "item_started", "item", item.id, {"title": item.title})
    w.announce(f"meeting/{meeting.id}")
    return _agenda(w.tx, meeting.id)


def stop(store: Store, act: Act, meeting_id: str) -> Agenda:
    """Stop the running clock."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        agenda = _agenda(w.tx, meeting_id)
        if agenda.meeting.running_item is not None:
            _end_running(w, act, agenda)
            meetings.change(w, replace(agenda.meeting, running_item=None))
            w.announce(f"meeting/{meeting_id}")
        return _agenda(w.tx, meeting_id)


def _end_running(w: Writing, act: Act, agenda: Agenda) -> None:
    if agenda.running is not None:
        meetings.change_item(w, agenda.running.ended(act.now))
        log.append(w, act, "item_ended", "item", agenda.running.id, {})


def stretch(store: Store, act: Act, meeting_id: str, item_id: str, minutes: int, *, from_next: bool = False) -> Agenda:
    """Give an item minutes more, or less; those from the next item leave the end of the meeting where it was.

    Refused where an item would be left with none.
    """
    act.actor.require(Right.RUN)
    with store.write() as w:
        agenda = _agenda(w.tx, meeting_id)
        item = next((each for each in agenda.items if each.id == item_id), None)
        if item is None:
            raise NotFound("This item is no longer on the agenda.")
        giver = next((each for each in agenda.items if each.position > item.position), None) if from_next else None
        if from_next and (giver is None or giver.minutes <= minutes):
            raise Refused("The next item has no minutes to spare.")
        if giver is not None:
            meetings.change_item(w, replace(giver, minutes=giver.minutes - minutes))
        meetings.change_item(w, replace(item, minutes=item.minutes + minutes))
        log.append(w, act, "item_stretched", "item", item_id, {"minutes": minutes, "from_next": from_next})
        w.announce(f"meeting/{meeting_id}")
        return _agenda(w.tx, meeting_id)


def set_projector(store: Store, act: Act, meeting_id: str, **said: Any) -> Meeting:
    """Change what the projector shows: `view`, `hide_money`, `type_px`; what is not said stays."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        meeting = meetings.get(w.tx, meeting_id)
        wished = replace(meeting.projector, **said)
        if wished == meeting.projector:
            return meeting
        changed = meetings.change(w, replace(meeting, projector=wished))
        w.announce(f"meeting/{meeting_id}")
    return changed


def project(store: Store, act: Act, meeting_id: str, scenario_id: str) -> Meeting:
    """Show a scenario to the room: every browser that follows opens it."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        refuse_draft(scenarios.get(w.tx, scenario_id))
        changed = meetings.change(w, replace(meetings.get(w.tx, meeting_id), projected_scenario=scenario_id))
        log.append(w, act, "projected", "scenario", scenario_id, {})
        w.announce(f"meeting/{meeting_id}")
    return changed
