"""What a plan takes for granted, and what may come otherwise: assumptions, risks and opportunities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import isfinite

from sop.domain.calendar import MonthRange
from sop.domain.capture import Lack, lacking
from sop.domain.errors import Invalid
from sop.domain.people import Function
from sop.domain.scenario import Lever, LeverKind, Scenario, Scope

LONGEST_STATEMENT, LONGEST_DETAIL = 400, 1000
LARGEST_IMPACT = 1e12
_MARK = "risk"  # how the id of a lever begins that a risk set


class AssumptionState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    BROKEN = "broken"


class RiskKind(StrEnum):
    RISK = "risk"
    OPPORTUNITY = "opportunity"


class RiskState(StrEnum):
    OPEN = "open"
    OCCURRED = "occurred"
    CLOSED = "closed"


def _check(statement: str, *details: str) -> None:
    if not 1 <= len(statement.strip()) <= LONGEST_STATEMENT:
        raise Invalid("Say it in one sentence of 1 to {longest} characters.", longest=LONGEST_STATEMENT)
    if max(map(len, details), default=0) > LONGEST_DETAIL:
        raise Invalid("A text has at most {longest} characters.", longest=LONGEST_DETAIL)


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something that the plan takes for granted: what drives it and at which value, who answers for it and until when.

    `signpost` is what will be seen first if it does not hold; `seen` what was, once it was confirmed or broke.
    """

    id: str
    statement: str
    driver: str
    value: str
    owner: Function
    source: str
    valid_until: date
    signpost: str
    recorded_by: str
    recorded_at: datetime
    state: AssumptionState = AssumptionState.OPEN
    seen: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        _check(self.statement, self.driver, self.value, self.source, self.signpost, self.seen)
        if self.state is AssumptionState.BROKEN and not self.seen.strip():
            raise Invalid("Say what was seen: those who planned with it will ask.")

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """Return what is not said of it yet, as long as nobody said whether it held."""
        if self.state is not AssumptionState.OPEN:
            return ()
        return lacking({Lack.VALUE: self.value.strip(), Lack.SIGNPOST: self.signpost.strip()})

    def is_stale(self, today: date) -> bool:
        """Return whether it is past its date and nobody said whether it held."""
        return self.state is AssumptionState.OPEN and self.valid_until < today


@dataclass(frozen=True, slots=True)
class RiskLever:
    """What a risk would do to the plan, to be looked at as a lever: kind, value in the unit of the kind, and scope."""

    kind: LeverKind
    value: float
    scope: Scope


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk or an opportunity: how likely, how large in units and in margin, when, and what is done about it.

    Impacts are sizes, 0 or more; the kind says the sign. An empty family means the whole company.
    """

    id: str
    kind: RiskKind
    statement: str
    owner: Function
    months: MonthRange
    probability_percent: float
    impact_money: float  # on the margin, over all its months
    recorded_by: str
    recorded_at: datetime
    family: str = ""
    impact_units: float = 0.0
    trigger: str = ""
    mitigation: str = ""
    residual_percent: float | None = None  # probability once the mitigation works; None before anybody said
    lever: RiskLever | None = None
    state: RiskState = RiskState.OPEN
    version: int = 1

    def __post_init__(self) -> None:
        _check(self.statement, self.trigger, self.mitigation)
        for percent in (self.probability_percent, self.residual_percent or 0.0):
            if not 0 <= percent <= 100:
                raise Invalid("A probability goes from 0 to 100 %.")
        for size in (self.impact_money, self.impact_units):
            if not (isfinite(size) and 0 <= size <= LARGEST_IMPACT):
                raise Invalid("An impact is a size from 0 on; risk or opportunity says its sign.")
        if self.lever is not None:
            self.as_lever()

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """Return what is not said of it yet: without a probability and an impact it weighs nothing."""
        if self.state is not RiskState.OPEN:
            return ()
        return lacking({Lack.PROBABILITY: self.probability_percent, Lack.IMPACT: self.impact_money + self.impact_units})

    @property
    def sign(self) -> int:
        return -1 if self.kind is RiskKind.RISK else 1

    @property
    def expected_money(self) -> float:
        """Return probability x impact on the margin, signed."""
        return self.sign * self.probability_percent / 100.0 * self.impact_money

    @property
    def residual_money(self) -> float:
        """Return what is left of the expected money once the mitigation works, signed; NaN before anybody said."""
        if self.residual_percent is None:
            return float("nan")
        return self.sign * self.residual_percent / 100.0 * self.impact_money

    def as_lever(self) -> Lever:
        """Return the risk as a lever, with the same id in every scenario: set twice, it is one lever."""
        if self.lever is None:
            raise Invalid("This risk has no lever: say in its entry what it would move.")
        return Lever(risk_lever_id(self.id), self.lever.kind, self.lever.value, self.lever.scope, self.months)


def risk_lever_id(risk_id: str) -> str:
    return f"{_MARK}-{risk_id}"


def is_of_risk(lever: str) -> bool:
    """Return whether a lever's id says that some risk set it."""
    return lever.startswith(f"{_MARK}-")


def is_on(scenario: Scenario, risk_id: str) -> bool:
    """Return whether a risk is switched on in a scenario."""
    return scenario.lever(risk_lever_id(risk_id)) is not None


def still_weighed(risks: Sequence[Risk], scenario: Scenario) -> tuple[Risk, ...]:
    """Return the risks that count by their probability: those still open and not in the scenario as a lever already."""
    return tuple(risk for risk in risks if risk.state is RiskState.OPEN and not is_on(scenario, risk.id))
