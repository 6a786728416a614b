"""Before the decider speaks: every function is heard or passes, and the room says consent, concern or objection."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sop.domain.errors import Invalid
from sop.domain.people import Function

LONGEST_REASON = 500
LONGEST_QUESTION = 500
SAME_TAP = timedelta(seconds=1)  # a second tap within it is the same one


class Stance(StrEnum):
    """What somebody says to a choice, the mildest first."""

    CONSENT = "consent"
    CONCERN = "concern"
    OBJECTION = "objection"


class Counting(StrEnum):
    """Whose voices are counted."""

    PERSON = "person"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class Vote:
    """A question put to the room, on a scenario or for a prepared decision if one is meant; open until it is closed.

    Until it is called the room is only heard on it: functions speak or pass, concerns and objections are collected.
    """

    id: str
    cycle_id: str
    meeting_id: str
    question: str
    scenario_id: str
    counting: Counting
    opened_by: str
    opened_at: datetime
    closed_at: datetime | None = None
    version: int = 1
    is_called: bool = True
    prepared_id: str = ""

    def __post_init__(self) -> None:
        if not self.question.strip():
            raise Invalid("Write what is voted on.")
        if len(self.question) > LONGEST_QUESTION:
            raise Invalid("A text has at most {longest} characters.", longest=LONGEST_QUESTION)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one person said, for which function; a concern or an objection has a reason."""

    id: str
    vote_id: str
    person_id: str
    function: Function
    stance: Stance
    reason: str
    cast_at: datetime

    def __post_init__(self) -> None:
        if self.stance is not Stance.CONSENT and not self.reason.strip():
            raise Invalid("Write the reason: a concern without one cannot be answered.")
        if len(self.reason) > LONGEST_REASON:
            raise Invalid("A text has at most {longest} characters.", longest=LONGEST_REASON)


class Turn(StrEnum):
    """What a function did when it was asked."""

    SPOKE = "spoke"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Heard:
    """A function that spoke or passed on a question; who of its people did is not kept."""

    vote_id: str
    function: Function
    turn: Turn
    tapped_at: datetime

    def is_same_tap(self, now: datetime) -> bool:
        """Return whether a tap now is the second half of a double click."""
        return now - self.tapped_at < SAME_TAP


def unheard(
    invited: Sequence[Function], heard: Iterable[Heard], ballots: Iterable[Ballot], consulted: Iterable[Function] = ()
) -> tuple[Function, ...]:
    """Return who is invited and neither spoke nor passed, said nothing in the vote, and was not consulted otherwise."""
    known = {each.function for each in heard} | {each.function for each in ballots} | set(consulted)
    return tuple(each for each in invited if each not in known)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many voices each stance has."""

    consent: int
    concern: int
    objection: int

    @property
    def voices(self) -> int:
        return self.consent + self.concern + self.objection


def tally(counting: Counting, ballots: Sequence[Ballot]) -> Tally:
    """Return the voices of each stance; a function has one voice, the most critical of its people."""
    order = list(Stance)
    strongest: dict[str, Stance] = {}
    for ballot in ballots:
        voice = ballot.person_id if counting is Counting.PERSON else str(ballot.function)
        strongest[voice] = max(strongest.get(voice, Stance.CONSENT), ballot.stance, key=order.index)
    said = list(strongest.values())
    return Tally(*(said.count(stance) for stance in order))
