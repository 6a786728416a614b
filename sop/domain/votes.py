"""A vote informs the decider: consent, concern or objection, each open to everybody, taken before the decider speaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sop.domain.errors import Invalid
from sop.domain.people import Function

LONGEST_REASON = 500
LONGEST_QUESTION = 500


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
    """A question put to the room, on a scenario if one is meant; open until it is closed."""

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
