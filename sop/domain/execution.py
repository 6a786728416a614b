"""What came of a plan: how far actual figures lie from planned ones, why, and what is done about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sop.domain.calendar import Month
from sop.domain.decisions import LONGEST_TEXT
from sop.domain.errors import Invalid

DEFAULT_TOLERANCE = 0.1  # share of the plan
LARGEST_TOLERANCE = 1.0


class Measure(StrEnum):
    """A row of the grid that is planned and then counted."""

    SALES = "sales"  # made to order: orders taken
    PRODUCTION = "production"  # made, or received where it is bought ready
    STOCK = "stock"  # at the end of the month, made to stock
    BACKLOG = "backlog"  # at the end of the month, made to order


@dataclass(frozen=True, slots=True)
class Deviation:
    """Why a family's figure of a month lies off its plan; `action_id` is what is done about it."""

    id: str
    cycle_id: str  # in which it was explained
    plan_id: str
    family: str
    month: Month
    measure: Measure
    planned_units: float
    actual_units: float
    money: float  # actual less planned, in the currency of the cycle
    cause: str
    action_id: str | None
    recorded_by: str
    recorded_at: datetime
    version: int = 1

    def __post_init__(self) -> None:
        if not self.cause.strip():
            raise Invalid("Write what caused the deviation.")
        if len(self.cause) > LONGEST_TEXT:
            raise Invalid("A text has at most {longest} characters.", longest=LONGEST_TEXT)


def tolerated(share: float) -> float:
    """Return the tolerance if it is one: a share of the plan above 0 and up to 1."""
    if not 0 < share <= LARGEST_TOLERANCE:
        raise Invalid("The tolerance is a share of the plan from 1 to 100 %.")
    return share
