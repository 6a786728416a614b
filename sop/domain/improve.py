"""How the meeting was: three scores a head, without a name, and what the cycles' scorecard makes of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sop.domain.errors import Invalid

LOWEST, HIGHEST = 1, 5
LONGEST_NOTE = 500


class Question(StrEnum):
    """What everybody is asked at the end."""

    DECISIONS = "decisions"
    DATA = "data"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's scores of a meeting, 1 (poor) to 5 (good), in the order of `Question`; nobody knows whose."""

    id: str
    cycle_id: str
    meeting_id: str
    scores: tuple[int, ...]
    keep: str
    change: str
    recorded_at: datetime

    def __post_init__(self) -> None:
        if len(self.scores) != len(Question) or not all(LOWEST <= score <= HIGHEST for score in self.scores):
            raise Invalid("Give every question a score from {lowest} to {highest}.", lowest=LOWEST, highest=HIGHEST)
        if max(len(self.keep), len(self.change)) > LONGEST_NOTE:
            raise Invalid("A note has at most {longest} characters.", longest=LONGEST_NOTE)
