"""What a cycle expects of each department, until when, and how far a delivery is."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sop.domain.calendar import MOST_WORKING_DAYS, Month, working_day
from sop.domain.decisions import LONGEST_TEXT
from sop.domain.errors import Invalid
from sop.domain.kinds import KINDS
from sop.domain.people import Function


@dataclass(frozen=True, slots=True)
class Expectation:
    """One kind that a department delivers: standing rules from a cycle on, and what holds for this cycle alone.

    `version` 0 is the default that nobody changed; `cycle_id` is the cycle from which on it stands.
    """

    kind: str
    function: Function
    working_day: int  # of the month after the last closed one, Monday to Friday
    each_cycle: bool  # else what was delivered stands until it changes
    wanted: bool = True
    owner_id: str = ""  # of a person; empty: the whole department
    due: date | None = None  # this cycle only, in place of the working day
    excused: bool = False  # this cycle only: not expected
    note: str = ""  # this cycle only: why it is due on another day, or not expected
    cycle_id: str = ""
    version: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.working_day <= MOST_WORKING_DAYS:
            raise Invalid("The due date is a working day from 1 to {most} of the month.", most=MOST_WORKING_DAYS)
        if len(self.note) > LONGEST_TEXT:
            raise Invalid("A text has at most {longest} characters.", longest=LONGEST_TEXT)

    def due_in(self, current: Month) -> date:
        """Return the day by whose end the delivery is due, in the cycle that runs in the month `current`."""
        return self.due or working_day(current, self.working_day)

    def carried(self) -> "Expectation":
        """Return what a later cycle takes over: the standing rules without what held for one cycle alone."""
        return replace(self, due=None, excused=False, note="")


def _each(kind: str, function: Function, day: int) -> Expectation:
    return Expectation(kind, function, day, each_cycle=True)


def _standing(kind: str, function: Function, day: int) -> Expectation:
    return Expectation(kind, function, day, each_cycle=False)


def _on_request(kind: str, function: Function, day: int, *, each_cycle: bool = False) -> Expectation:
    return Expectation(kind, function, day, each_cycle, wanted=False)


_DEFAULTS = (
    _each("sales_history", Function.SALES, 2),
    _each("open_orders", Function.SALES, 2),
    _standing("prices", Function.SALES, 4),
    _on_request("forecasts", Function.SALES, 5, each_cycle=True),
    _on_request("customers", Function.SALES, 4),
    _on_request("market_studies", Function.MARKETING, 5, each_cycle=True),
    _on_request("projects", Function.MARKETING, 5, each_cycle=True),
    _standing("budget", Function.FINANCE, 5),
    _standing("costs", Function.FINANCE, 4),
    _on_request("currency_rates", Function.FINANCE, 1, each_cycle=True),
    _each("production_history", Function.PRODUCTION, 2),
    _each("production_orders", Function.PRODUCTION, 3),
    _standing("capacity", Function.PRODUCTION, 4),
    _on_request("staffing", Function.PRODUCTION, 4),
    _standing("routings", Function.PRODUCTION, 4),
    _standing("bom", Function.PRODUCTION, 4),
    _each("open_purchases", Function.PURCHASING, 3),
    _standing("materials_suppliers", Function.PURCHASING, 4),
    _each("inventory", Function.LOGISTICS, 3),
    _each("stock_history", Function.LOGISTICS, 3),
    _on_request("storage", Function.LOGISTICS, 4),
    _standing("items", Function.PLANNING, 4),
    _on_request("unit_conversions", Function.PLANNING, 4),
    _on_request("people", Function.PLANNING, 4),
)


def default_expectations() -> dict[str, Expectation]:
    """Return by kind, department by department, what a company expects that set nothing itself."""
    listed = {each.kind: each for each in _DEFAULTS if each.kind in KINDS}
    others = {kind: _on_request(kind, Function.PLANNING, 5) for kind in KINDS if kind not in listed}
    return listed | others


class DeliveryState(StrEnum):
    """How far a delivery is."""

    ON_TIME = "on_time"
    LATE = "late"  # it came after the due date
    STANDS = "stands"  # what was delivered before holds until it changes
    AWAITED = "awaited"  # the due date lies ahead
    OVERDUE = "overdue"  # the due date has passed, and it can still come
    MISSING = "missing"  # the data of the cycle is frozen without it
    EXCUSED = "excused"  # not expected in this cycle


THERE = frozenset({DeliveryState.ON_TIME, DeliveryState.LATE, DeliveryState.STANDS})
LACKING = frozenset({DeliveryState.OVERDUE, DeliveryState.MISSING})


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of a delivery; `days` is by how many calendar days it came late or is overdue, else 0."""

    state: DeliveryState
    days: int = 0


def progress(
    expectation: Expectation, due: date, came: date | None, today: date, *, has_older: bool, closed: bool
) -> Progress:
    """Return how far a delivery is.

    `came`: the day of the first load that counts for the cycle. `has_older`: a load of an earlier cycle is there.
    `closed`: the data of the cycle is frozen, or a later cycle is open.
    """
    if came is not None:
        late = (came - due).days
        return Progress(DeliveryState.LATE, late) if late > 0 else Progress(DeliveryState.ON_TIME)
    if expectation.excused:
        return Progress(DeliveryState.EXCUSED)
    if has_older and not expectation.each_cycle:
        return Progress(DeliveryState.STANDS)
    if closed:
        return Progress(DeliveryState.MISSING)
    behind = (today - due).days
    return Progress(DeliveryState.OVERDUE, behind) if behind > 0 else Progress(DeliveryState.AWAITED)
