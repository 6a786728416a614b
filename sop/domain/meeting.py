"""The cycle, its meetings and their agenda."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil, radians, tan
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sop.domain.calendar import Horizon, Month
from sop.domain.errors import Invalid
from sop.domain.people import Function

LONGEST_MINUTES = 480
LONGEST_TITLE = 500


class Stage(StrEnum):
    """The stages of a cycle; each is a page, and the value is its address."""

    AGENDA = "agenda"
    DATA = "data"
    DEMAND = "demand"
    SUPPLY = "supply"
    PRE_SOP = "pre-sop"
    MEETING = "meeting"
    EXECUTION = "execution"
    FOLLOW_UP = "follow-up"
    IMPROVE = "improve"
    ENGINE_CHECK = "engine-check"


class Purpose(StrEnum):
    INFORM = "inform"
    DISCUSS = "discuss"
    DECIDE = "decide"


class Cadence(StrEnum):
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class MeetingKind(StrEnum):
    DEMAND_REVIEW = "demand_review"
    SUPPLY_REVIEW = "supply_review"
    PRE_SOP = "pre_sop"
    SOP = "sop"
    FOLLOW_UP = "follow_up"
    EXTRAORDINARY = "extraordinary"


@dataclass(frozen=True, slots=True)
class Cycle:
    """One S&OP round.

    The horizon begins with the first month after the current one; stock opens at the projected close of the
    current month. Months before `first_decidable` are frozen: execution, shown but not decided.
    """

    id: str
    name: str
    cadence: Cadence
    last_closed: Month
    first_decidable: Month
    horizon_months: int
    fiscal_year_start: int  # month of the year, 1 to 12
    fiscal_calendar: str  # "calendar" or "4-4-5"
    currency: str
    time_zone: str
    snapshot_id: str | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if self.first_decidable < self.horizon.first:
            raise Invalid(
                "The first month to decide ({decidable}) lies before the horizon, which begins in {first}.",
                decidable=self.first_decidable,
                first=self.horizon.first,
            )
        if self.first_decidable > self.horizon.last:
            raise Invalid(
                "The first month to decide ({decidable}) lies after the horizon.", decidable=self.first_decidable
            )
        if not 1 <= self.fiscal_year_start <= 12:
            raise Invalid("The fiscal year starts in a month from 1 to 12.")
        if self.fiscal_calendar not in {"calendar", "4-4-5"}:
            raise Invalid("The fiscal calendar is calendar months or 4-4-5.")
        if not (len(self.currency) == 3 and self.currency.isalpha()):
            raise Invalid("A currency has three letters, such as RON or EUR.")
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise Invalid("{zone} is not a time zone. Write it as Europe/Bucharest.", zone=self.time_zone) from None

    @property
    def current(self) -> Month:
        """Return the month that is running: partly actual, partly estimate."""
        return self.last_closed.plus(1)

    @property
    def horizon(self) -> Horizon:
        return Horizon(self.last_closed.plus(2), self.horizon_months)

    @property
    def frame(self) -> str:
        """Return what of the cycle shapes its plans, as a part of their key."""
        return f"{self.last_closed}/{self.first_decidable}/{self.horizon_months}/{self.currency}"

    @property
    def frozen_months(self) -> int:
        """Return how many months of the horizon lie before the fence."""
        return self.first_decidable.ordinal - self.horizon.first.ordinal


class ProjectorView(StrEnum):
    """Which part of a decision the projector shows."""

    ALL = "all"
    OPTIONS = "options"
    LEVER = "lever"
    WHY = "why"
    RANGE = "range"


ARC_MINUTES = 16.0  # under which a capital has to be seen from the last row
CAPITAL = 0.68  # height of a capital, of the size of the type
IMAGE_PX = 1920  # across the projected image
SMALLEST_TYPE, LARGEST_TYPE = 24, 60  # px


def type_for(image_m: float, distance_m: float) -> int:
    """Return the size of type, in px, that the last row reads: width of the image and distance to it in metres.

    A capital seen under 16 minutes of arc is distance x tan(16') high (ISO 9241-303 asks for 16 at least).
    """
    if not (0 < image_m <= 50 and 0 < distance_m <= 200):
        raise Invalid("Give the width of the image and the distance of the last row in metres.")
    capital_m = distance_m * tan(radians(ARC_MINUTES / 60))
    return min(max(ceil(capital_m / image_m * IMAGE_PX / CAPITAL), SMALLEST_TYPE), LARGEST_TYPE)


@dataclass(frozen=True, slots=True)
class Projector:
    """What the projector shows of a decision, how large, and whether amounts of money are left out."""

    view: ProjectorView = ProjectorView.ALL
    hide_money: bool = False
    type_px: int = SMALLEST_TYPE

    def __post_init__(self) -> None:
        if not SMALLEST_TYPE <= self.type_px <= LARGEST_TYPE:
            raise Invalid("Type on the projector is {low} to {high} px.", low=SMALLEST_TYPE, high=LARGEST_TYPE)


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One line of the agenda: what, on which page, how long, who leads it, what for.

    `spent_s` are the seconds of its earlier runs: an item that is taken up again goes on where it stopped.
    """

    id: str
    meeting_id: str
    position: int
    title: str
    stage: Stage
    minutes: int
    owner_id: str | None
    purpose: Purpose
    started_at: datetime | None = None
    ended_at: datetime | None = None
    version: int = 1
    spent_s: int = 0

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise Invalid("An agenda item has a title.")
        if len(self.title) > LONGEST_TITLE:
            raise Invalid("A text has at most {longest} characters.", longest=LONGEST_TITLE)
        if not 1 <= self.minutes <= LONGEST_MINUTES:
            raise Invalid("An agenda item takes 1 to {longest} minutes.", longest=LONGEST_MINUTES)

    def ends_at(self) -> datetime | None:
        """Return when the planned minutes are over, once the item runs."""
        return (
            None if self.started_at is None else self.started_at + timedelta(seconds=60 * self.minutes - self.spent_s)
        )

    def ended(self, now: datetime) -> "AgendaItem":
        """Return the item as it stands when its clock stops."""
        run_s = max(round((now - self.started_at).total_seconds()), 0) if self.started_at else 0
        return replace(self, ended_at=now, spent_s=self.spent_s + run_s)

    @property
    def minutes_taken(self) -> int | None:
        """Return how long it was held, in whole minutes; None before it was."""
        if self.ended_at is None or self.started_at is None:
            return None
        return round((self.spent_s or (self.ended_at - self.started_at).total_seconds()) / 60)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One gathering of a cycle.

    `running_item` is the item whose clock runs, None before and after; `driver_id` is who alone moves the levers of the
    projected scenario, None while no one took the wheel; `compared` are the scenarios that stand side by side.
    """

    id: str
    cycle_id: str
    kind: MeetingKind
    starts_at: datetime
    invited: tuple[Function, ...]
    running_item: str | None = None
    projected_scenario: str | None = None
    driver_id: str | None = None
    compared: tuple[str, ...] = ()
    projector: Projector = Projector()
    version: int = 1
