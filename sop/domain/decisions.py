"""What was decided and who does what until when: the log that people find again."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sop.domain.errors import Invalid

LONGEST_TEXT = 4000


def _said(text: str, sentence: str) -> None:
    if not text.strip():
        raise Invalid(sentence)
    if len(text) > LONGEST_TEXT:
        raise Invalid("A text has at most {longest} characters.", longest=LONGEST_TEXT)


@dataclass(frozen=True, slots=True)
class Decision:
    """A question, the choice made, why, by whom, who carries it out until when, and the exact plan behind it."""

    id: str
    cycle_id: str
    meeting_id: str
    question: str
    choice: str
    rationale: str
    decider_id: str
    owner_id: str
    due: date
    scenario_id: str
    scenario_name: str
    plan_id: str
    recorded_by: str
    recorded_at: datetime
    version: int = 1

    def __post_init__(self) -> None:
        _said(self.question, "Write the question that was decided.")
        _said(self.choice, "Write what was chosen.")
        _said(self.rationale, "Write why: those who were not there will ask.")


class ActionState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do: what, owner, due date, and the decision that it carries out if there is one."""

    id: str
    cycle_id: str
    meeting_id: str
    decision_id: str | None
    text: str
    owner_id: str
    due: date
    state: ActionState
    recorded_by: str
    recorded_at: datetime
    version: int = 1

    def __post_init__(self) -> None:
        _said(self.text, "Write what is to be done.")

    def overdue(self, today: date) -> bool:
        return self.state is ActionState.OPEN and self.due < today
