"""What is prepared before the meeting: answers to gaps, and decisions with their options and scoped levers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sop.domain.calendar import MonthRange
from sop.domain.errors import Invalid
from sop.domain.scenario import BOUNDS, LeverKind, Scope

LONGEST_LINE = 400
MOST_OPTIONS = 4
MOST_LEVERS = 5
ON_FIRST_SCREEN = 3


def _line(text: str, sentence: str) -> None:
    if not text.strip():
        raise Invalid(sentence)
    if len(text) > LONGEST_LINE:
        raise Invalid("A text has at most {longest} characters.", longest=LONGEST_LINE)


class AnswerKind(StrEnum):
    """How a gap is answered."""

    LEVER = "lever"  # by a scenario, at its price
    OWNER = "owner"  # by somebody who takes care of it
    ACCEPTED = "accepted"  # with the reason


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """What is to become of a family's gap: one answer a cycle and family.

    `price_money`: what the scenario changes in the margin against the base plan, as it was when it was chosen.
    """

    id: str
    cycle_id: str
    family: str
    kind: AnswerKind
    reason: str
    recorded_by: str
    recorded_at: datetime
    scenario_name: str = ""
    price_money: float | None = None
    owner_id: str = ""
    due: date | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if len(self.reason) > LONGEST_LINE:
            raise Invalid("A text has at most {longest} characters.", longest=LONGEST_LINE)
        if self.kind is AnswerKind.LEVER and not self.scenario_name:
            raise Invalid("Choose the scenario that closes the gap.")
        if self.kind is AnswerKind.OWNER and not (self.owner_id and self.due):
            raise Invalid("Choose who takes care of the gap, and until when.")
        if self.kind is AnswerKind.ACCEPTED and not self.reason.strip():
            raise Invalid("Write why the gap is accepted.")


@dataclass(frozen=True, slots=True)
class Option:
    """One way to decide: its name, the scenario whose plan it is, and what is given up with it."""

    name: str
    scenario_id: str
    gives_up: str = ""

    def __post_init__(self) -> None:
        _line(self.name, "Give every option a name.")
        if not self.scenario_id:
            raise Invalid("Choose the scenario of each option.")
        if len(self.gives_up) > LONGEST_LINE:
            raise Invalid("A text has at most {longest} characters.", longest=LONGEST_LINE)


@dataclass(frozen=True, slots=True)
class ScopedLever:
    """A lever that the room will want, set up beforehand: how far it goes, and in which steps."""

    kind: LeverKind
    scope: Scope
    months: MonthRange
    low: float
    high: float
    step: float

    def __post_init__(self) -> None:
        bounds = BOUNDS[self.kind]
        if not bounds.low <= self.low < self.high <= bounds.high:
            raise Invalid(
                "This lever goes from {low} to {high} {unit}: choose a part of that.",
                low=bounds.low, high=bounds.high, unit=bounds.unit,
            )  # fmt: skip
        if not 0 < self.step <= self.high - self.low:
            raise Invalid("The step of a lever fits into its range.")
        if self.scope.dimension not in bounds.dimensions:
            raise Invalid("A lever of this kind cannot be set for one {dimension}.", dimension=self.scope.dimension)


@dataclass(frozen=True, slots=True)
class PreparedDecision:
    """A question for the meeting: why now, until when, up to four options, what is recommended, the levers at hand."""

    id: str
    cycle_id: str
    position: int
    question: str
    why_now: str
    decide_by: date
    options: tuple[Option, ...]
    recommended: str  # name of an option; empty for none
    because: str
    levers: tuple[ScopedLever, ...]
    prepared_by: str
    prepared_at: datetime
    withdrawn: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        _line(self.question, "Write the question that is to be decided.")
        names = [option.name for option in self.options]
        if len(names) > MOST_OPTIONS or len(set(names)) < len(names):
            raise Invalid("A decision has up to {most} options, each with a name of its own.", most=MOST_OPTIONS)
        if len(self.levers) > MOST_LEVERS:
            raise Invalid("A decision has up to {most} levers at hand.", most=MOST_LEVERS)
        if self.recommended and self.recommended not in names:
            raise Invalid("What is recommended is one of the options.")
        for text in (self.why_now, self.because):
            if len(text) > LONGEST_LINE:
                raise Invalid("A text has at most {longest} characters.", longest=LONGEST_LINE)

    def option(self, scenario_id: str) -> Option | None:
        """Return the option whose plan a scenario is."""
        return next((each for each in self.options if each.scenario_id == scenario_id), None)
