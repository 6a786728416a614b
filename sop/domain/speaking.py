"""Who speaks when many want to: functions alternate, and those that spoke least come first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sop.domain.people import Function

LONGEST_TURN_S = 600  # a turn that nobody ended counts no more
TURN_TO_COME_S = 60  # what a turn counts that was called in thought only, to put the queue in its order


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who wants to speak; it is gone once they are called."""

    meeting_id: str
    person_id: str
    function: Function
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class Floor:
    """Whether a meeting speaks by the queue, and who has the floor since when; the name goes with the turn."""

    meeting_id: str
    by_queue: bool = False
    speaker_id: str = ""
    function: Function | None = None
    since: datetime | None = None

    def seconds(self, now: datetime) -> int:
        """Return how long the turn has lasted, at most ten minutes; 0 where nobody speaks."""
        if self.since is None:
            return 0
        return min(max(round((now - self.since).total_seconds()), 0), LONGEST_TURN_S)


@dataclass(frozen=True, slots=True)
class Spoken:
    """How long a function spoke in a meeting, in how many turns, and when its last turn ended."""

    function: Function
    seconds: int
    turns: int
    ended_at: datetime


def in_turn(hands: Sequence[Hand], spoken: Sequence[Spoken], last: Function | None) -> tuple[Hand, ...]:
    """Return the hands in the order in which they are called, the next one first.

    Another function than the last one goes first, of those the one that spoke least, of its people who waited longest.
    """
    seconds = Counter({each.function: each.seconds for each in spoken})
    waiting, queue = list(hands), []
    while waiting:
        called = min(waiting, key=lambda each: (each.function is last, seconds[each.function], each.raised_at))
        waiting.remove(called)
        queue.append(called)
        last = called.function
        seconds[called.function] += TURN_TO_COME_S
    return tuple(queue)


def last_to_speak(floor: Floor, spoken: Sequence[Spoken]) -> Function | None:
    """Return the function that has the floor, else the one that had it last; None before the first turn."""
    if floor.function is not None:
        return floor.function
    return max(spoken, key=lambda each: each.ended_at).function if spoken else None
