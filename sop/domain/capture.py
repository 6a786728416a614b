"""What is written down in a word while the meeting goes on, to be completed later where it belongs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sop.domain.errors import Invalid

LONGEST_CAPTURE = 400


class CaptureKind(StrEnum):
    """What can be captured."""

    DECISION = "decision"
    ACTION = "action"
    RISK = "risk"
    OPPORTUNITY = "opportunity"
    ASSUMPTION = "assumption"
    PARKED = "parked"


class Lack(StrEnum):
    """What an entry does not say yet."""

    CHOICE = "choice"
    REASON = "reason"
    DECIDER = "decider"
    OWNER = "owner"
    DUE = "due"
    PROBABILITY = "probability"
    IMPACT = "impact"
    VALUE = "value"
    SIGNPOST = "signpost"


@dataclass(frozen=True, slots=True)
class Capture:
    """Two fields: what it is and what it says; and by whom it is carried on, as far as that is known."""

    kind: CaptureKind
    text: str
    owner_id: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise Invalid("Write a few words: what is captured.")
        if len(self.text) > LONGEST_CAPTURE:
            raise Invalid("A text has at most {longest} characters.", longest=LONGEST_CAPTURE)


class ParkedState(StrEnum):
    OPEN = "open"
    ON_AGENDA = "on_agenda"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ParkedTopic:
    """Something that matters and is not of this meeting: it waits on the parking lot until it is taken up or closed."""

    id: str
    cycle_id: str
    meeting_id: str
    text: str
    owner_id: str
    recorded_by: str
    recorded_at: datetime
    state: ParkedState = ParkedState.OPEN
    version: int = 1

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """Return what is not said of it yet."""
        return () if self.owner_id or self.state is not ParkedState.OPEN else (Lack.OWNER,)


def lacking(said: dict[Lack, object]) -> tuple[Lack, ...]:
    """Return of an entry's parts those that are empty."""
    return tuple(lack for lack, value in said.items() if not value)
