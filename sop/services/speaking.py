"""The speaking queue of a large or remote meeting: hands from every seat, called in turn, timed by function alone.

A name is kept while its hand is up or it has the floor, and goes with that; neither enters the log.
"""

from dataclasses import dataclass

from sop.domain.errors import Refused
from sop.domain.people import Act, Right
from sop.domain.speaking import Floor, Hand, Spoken, in_turn, last_to_speak
from sop.services import hearing
from sop.storage import log, meetings, speaking
from sop.storage.engine import Connection, Store, Writing


@dataclass(frozen=True, slots=True)
class Queue:
    """Who has the floor, who is called after them in which order, and how long each function spoke."""

    floor: Floor
    hands: tuple[Hand, ...]  # the next one first
    spoken: tuple[Spoken, ...]

    def is_up(self, person_id: str) -> bool:
        return any(hand.person_id == person_id for hand in self.hands)


def topic(meeting_id: str) -> str:
    """Return under which name news of a meeting's queue is announced."""
    return f"speaking/{meeting_id}"


def read_queue(tx: Connection, meeting_id: str) -> Queue:
    """Return the queue of a meeting in the order in which it is called."""
    floor, spoken = speaking.floor(tx, meeting_id), speaking.spoken(tx, meeting_id)
    return Queue(floor, in_turn(speaking.hands(tx, meeting_id), spoken, last_to_speak(floor, spoken)), spoken)


def switch(store: Store, act: Act, meeting_id: str, *, by_queue: bool) -> None:
    """Let a meeting speak by the queue or freely; a queue that is switched off forgets its hands and its speaker."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        meetings.get(w.tx, meeting_id)
        standing = speaking.floor(w.tx, meeting_id)
        if standing.by_queue == by_queue:
            return
        _end_turn(w, act, standing)
        speaking.lower_all(w, meeting_id)
        speaking.put_floor(w, Floor(meeting_id, by_queue))
        log.append(w, act, "queue_switched", "meeting", meeting_id, {"on": by_queue})
        w.announce(topic(meeting_id))


def raise_hand(store: Store, act: Act, meeting_id: str) -> None:
    """Ask to speak; a hand that is up stays where it is in the queue."""
    act.actor.require(Right.TRY)
    with store.write() as w:
        if not speaking.floor(w.tx, meeting_id).by_queue:
            raise Refused("There is no queue now: just speak.")
        if speaking.raise_hand(w, Hand(meeting_id, act.actor.person_id, act.actor.function, act.now)):
            w.announce(topic(meeting_id))


def lower_hand(store: Store, act: Act, meeting_id: str) -> None:
    """Take one's own hand down."""
    with store.write() as w:
        if speaking.lower_hand(w, meeting_id, act.actor.person_id):
            w.announce(topic(meeting_id))


def call_next(store: Store, act: Act, meeting_id: str, after: str, person_id: str = "") -> None:
    """Give the floor to the next hand, or to the one of `person_id`; nobody has it once no hand is up.

    `after` is who had the floor when it was clicked: a double click moves the queue by one.
    """
    act.actor.require(Right.RUN)
    with store.write() as w:
        queue = read_queue(w.tx, meeting_id)
        if not queue.floor.by_queue or queue.floor.speaker_id != after:
            return
        _end_turn(w, act, queue.floor)
        wanted = [hand for hand in queue.hands if not person_id or hand.person_id == person_id]
        if wanted:
            _give(w, act, wanted[0])
        else:
            speaking.put_floor(w, Floor(meeting_id, by_queue=True))
        w.announce(topic(meeting_id))


def _give(w: Writing, act: Act, hand: Hand) -> None:
    speaking.lower_hand(w, hand.meeting_id, hand.person_id)
    speaking.put_floor(w, Floor(hand.meeting_id, True, hand.person_id, hand.function, act.now))
    hearing.note_turn(w, act, hand.meeting_id, hand.function)


def _end_turn(w: Writing, act: Act, floor: Floor) -> None:
    """Add a turn to the time of its function; whose it was is forgotten with the floor."""
    if floor.function is None:
        return
    before = {each.function: each for each in speaking.spoken(w.tx, floor.meeting_id)}.get(floor.function)
    seconds, turns = (before.seconds, before.turns) if before else (0, 0)
    spoken = Spoken(floor.function, seconds + floor.seconds(act.now), turns + 1, act.now)
    speaking.put_spoken(w, floor.meeting_id, spoken)
