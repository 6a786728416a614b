"""The parking lot: what was put off waits here, over the cycles, until it is taken up or closed."""

from dataclasses import replace

from sop.domain.capture import ParkedState, ParkedTopic
from sop.domain.meeting import LONGEST_TITLE, Purpose, Stage
from sop.domain.people import Act, Actor, Right
from sop.services.cycles import add_item_in
from sop.storage import log, parking, people
from sop.storage.engine import Connection, Store, Writing

TOPIC_MINUTES = 10


def waiting(tx: Connection) -> tuple[ParkedTopic, ...]:
    """Return the topics that wait, those of earlier cycles first."""
    return parking.waiting(tx)


def may_change(actor: Actor, topic: ParkedTopic) -> bool:
    """Return whether somebody may change a topic: who recorded or owns it, and the facilitator."""
    own = actor.person_id in {topic.recorded_by, topic.owner_id}
    return actor.may(Right.RUN) or (own and actor.may(Right.CAPTURE))


def take_up(store: Store, act: Act, meeting_id: str, topic_id: str) -> ParkedTopic:
    """Put a topic at the end of a meeting's agenda; one that was taken up already stays as it is."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        standing = parking.get(w.tx, topic_id)
        if standing.state is not ParkedState.OPEN:
            return standing
        add_item_in(w, act, meeting_id, standing.text[:LONGEST_TITLE], Stage.MEETING, TOPIC_MINUTES, Purpose.DISCUSS)
        return _changed(w, act, standing, ParkedState.ON_AGENDA)


def close(store: Store, act: Act, topic_id: str) -> ParkedTopic:
    """Close a topic that needs no meeting any more; one that is closed already stays as it is."""
    act.actor.require(Right.CAPTURE)
    with store.write() as w:
        standing = parking.get(w.tx, topic_id)
        _require(act, standing)
        return standing if standing.state is ParkedState.CLOSED else _changed(w, act, standing, ParkedState.CLOSED)


def give(store: Store, act: Act, topic_id: str, version: int, owner_id: str) -> ParkedTopic:
    """Say who carries a topic on; Conflict when somebody else changed it since."""
    act.actor.require(Right.CAPTURE)
    with store.write() as w:
        standing = parking.get(w.tx, topic_id)
        _require(act, standing)
        people.get(w.tx, owner_id)
        return _changed(w, act, replace(standing, owner_id=owner_id, version=version), standing.state)


def _require(act: Act, topic: ParkedTopic) -> None:
    if not may_change(act.actor, topic):
        act.actor.require(Right.RUN)


def _changed(w: Writing, act: Act, topic: ParkedTopic, state: ParkedState) -> ParkedTopic:
    changed = parking.change(w, replace(topic, state=state))
    log.append(w, act, "parked_changed", "parked", topic.id, {"state": state})
    w.announce("company")  # it is shown in later cycles too
    return changed
