"""What was decided and who does what until when: the log that people find again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import isclose, isfinite

from sop.domain.capture import Lack, lacking
from sop.domain.errors import Invalid
from sop.domain.people import Function

LONGEST_TEXT = 4000


def _said(text: str, sentence: str) -> None:
    if not text.strip():
        raise Invalid(sentence)
    if len(text) > LONGEST_TEXT:
        raise Invalid("A text has at most {longest} characters.", longest=LONGEST_TEXT)


class DecisionStatus(StrEnum):
    """How far a decision is; the last two come from a later entry, nothing is written over."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    DEFERRED = "deferred"
    SUPERSEDED = "superseded"
    REVERSED = "reversed"


RECORDED = frozenset({DecisionStatus.PROPOSED, DecisionStatus.DECIDED, DecisionStatus.DEFERRED})


@dataclass(frozen=True, slots=True)
class Impact:
    """What a decision is expected to change in one figure against the base plan, beside what its plan says.

    `figure` is a field of the KPIs; both values are in its unit.
    """

    figure: str
    by_plan: float
    expected: float

    def __post_init__(self) -> None:
        if not isfinite(self.expected):
            raise Invalid("An expected impact is a number.")

    @property
    def is_edited(self) -> bool:
        return not isclose(self.by_plan, self.expected, rel_tol=1e-6, abs_tol=1e-6)


@dataclass(frozen=True, slots=True)
class Decision:
    """A question, the choice made, why, by whom, who carries it out until when, and the exact plan behind it.

    One that is only proposed may leave all but the question open; `lacks` says what it does not say yet.
    `replaces_id` names the earlier entry that this one supersedes or, with `reverses`, takes back.
    """

    id: str
    cycle_id: str
    meeting_id: str
    question: str
    choice: str
    rationale: str
    decider_id: str
    owner_id: str
    due: date | None
    scenario_id: str
    scenario_name: str
    plan_id: str
    recorded_by: str
    recorded_at: datetime
    version: int = 1
    status: DecisionStatus = DecisionStatus.DECIDED
    options: tuple[str, ...] = ()  # names of what was considered
    consulted: tuple[Function, ...] = ()
    dissent: str = ""
    impact: tuple[Impact, ...] = ()
    impact_reason: str = ""
    review_on: date | None = None
    vote_id: str = ""
    replaces_id: str = ""
    reverses: bool = False
    unheard: tuple[Function, ...] = ()  # who was invited and had not spoken nor passed when it was decided

    def __post_init__(self) -> None:
        _said(self.question, "Write the question that was decided.")
        if self.status is not DecisionStatus.PROPOSED:
            _said(self.choice, "Write what was chosen.")
            _said(self.rationale, "Write why: those who were not there will ask.")
            if self.due is None:
                raise Invalid("Choose until when it is carried out.")
        if max(map(len, (self.choice, self.rationale, self.dissent, self.impact_reason))) > LONGEST_TEXT:
            raise Invalid("A text has at most {longest} characters.", longest=LONGEST_TEXT)
        if self.status not in RECORDED:
            raise Invalid("A decision is superseded or reversed by a new entry.")
        if any(each.is_edited for each in self.impact) and not self.impact_reason.strip():
            raise Invalid("Write why you expect something else than the plan says.")
        if self.review_on is not None and self.review_on < self.recorded_at.date():
            raise Invalid("The review lies in the past. Choose a day from today on.")

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """Return what a captured decision does not say yet; empty for one that was recorded in full."""
        said: dict[Lack, object] = {
            Lack.CHOICE: self.choice.strip(), Lack.REASON: self.rationale.strip(), Lack.DECIDER: self.decider_id,
            Lack.OWNER: self.owner_id, Lack.DUE: self.due,
        }  # fmt: skip
        return lacking(said)


def status_of(decision: Decision, every: Iterable[Decision]) -> DecisionStatus:
    """Return how far a decision is, told by those recorded after it."""
    later = next((each for each in every if each.replaces_id == decision.id), None)
    if later is None:
        return decision.status
    return DecisionStatus.REVERSED if later.reverses else DecisionStatus.SUPERSEDED


class ActionState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do: what, owner, due date, and the decision that it carries out if there is one.

    One that was captured in a word may have neither owner (empty) nor date yet.
    """

    id: str
    cycle_id: str
    meeting_id: str
    decision_id: str | None
    text: str
    owner_id: str
    due: date | None
    state: ActionState
    recorded_by: str
    recorded_at: datetime
    version: int = 1

    def __post_init__(self) -> None:
        _said(self.text, "Write what is to be done.")

    def overdue(self, today: date) -> bool:
        return self.state is ActionState.OPEN and self.due is not None and self.due < today

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """Return what is not said of it yet, as long as it is to be done."""
        if self.state is not ActionState.OPEN:
            return ()
        return lacking({Lack.OWNER: self.owner_id, Lack.DUE: self.due})
