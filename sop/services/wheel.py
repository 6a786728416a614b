"""The wheel: of what the room looks at, one person at a time moves the levers, and everybody knows who."""

from dataclasses import replace

from sop.domain.errors import NotAllowed, Refused
from sop.domain.meeting import Meeting
from sop.domain.people import Act, Actor, Right, Role
from sop.domain.scenario import Scenario, Sharing
from sop.storage import log, meetings, people
from sop.storage.engine import Store, Writing


def obstacle(actor: Actor, scenario: Scenario, meeting: Meeting | None) -> Refused | None:
    """Return why somebody may not move the levers of a scenario, None where they may.

    `meeting` is the one whose room looks at the scenario, None where no room does.
    """
    if not actor.may(Right.TRY):
        return NotAllowed("Viewers look on. Ask the facilitator to make you a participant.")
    if scenario.is_base:
        return Refused("The base plan has no levers. Make a scenario and set them there.")
    if scenario.sharing is Sharing.PROPOSED:
        return Refused("What was put forward stays as it is. Try it in a copy of your own.")
    own = scenario.created_by == actor.person_id
    if scenario.sharing is Sharing.ROOM and meeting is not None:
        return _held(actor, meeting)
    if own or (scenario.sharing is Sharing.ROOM and actor.role is Role.FACILITATOR):
        return None
    return NotAllowed("This scenario belongs to somebody else. Copy it to try your own levers.")


def _held(actor: Actor, meeting: Meeting) -> Refused | None:
    if meeting.driver_id == actor.person_id or (meeting.driver_id is None and actor.role is Role.FACILITATOR):
        return None
    if meeting.driver_id is None:
        return NotAllowed("The facilitator moves what the room looks at. Try it in a copy of your own.")
    return NotAllowed("Somebody else holds the wheel. Try it in a copy of your own, or ask for the wheel.")


def grip(w: Writing, act: Act, meeting: Meeting | None) -> None:
    """Let the facilitator who moves first hold the wheel that nobody held: of two, the other has to take it over."""
    if meeting is not None and meeting.driver_id is None:
        _give(w, act, meeting, act.actor.person_id)


def take(store: Store, act: Act, meeting_id: str) -> Meeting:
    """Take the wheel; a facilitator may at any time."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        return _give(w, act, meetings.get(w.tx, meeting_id), act.actor.person_id)


def hand(store: Store, act: Act, meeting_id: str, person_id: str | None) -> Meeting:
    """Hand the wheel to somebody, or back to the facilitators (None); who holds it may, and a facilitator."""
    with store.write() as w:
        meeting = meetings.get(w.tx, meeting_id)
        if meeting.driver_id != act.actor.person_id:
            act.actor.require(Right.RUN)
        if person_id is not None and people.get(w.tx, person_id).role is Role.VIEWER:
            raise Refused("Guests look on. Make this person a participant first.")
        return _give(w, act, meeting, person_id)


def _give(w: Writing, act: Act, meeting: Meeting, person_id: str | None) -> Meeting:
    if meeting.driver_id == person_id:
        return meeting
    changed = meetings.change(w, replace(meeting, driver_id=person_id))
    log.append(w, act, "wheel_given", "meeting", meeting.id, {"to": person_id})
    w.announce(f"meeting/{meeting.id}")
    return changed
