"""Levers and scenarios: a scenario is an ordered list of levers over the base, never a copied data set."""

from dataclasses import dataclass
from enum import StrEnum

from sop.domain.calendar import MonthRange
from sop.domain.errors import Invalid

LONGEST_SCENARIO_NAME = 60


class LeverKind(StrEnum):
    """What a lever moves. Unit of its value in brackets."""

    DEMAND = "demand"  # [% of the plan's demand]
    PRICE = "price"  # [% of the price]
    CAPACITY = "capacity"  # [% of regular hours]
    OVERTIME = "overtime"  # [% of regular staff hours that may be worked on top; replaces what was allowed]
    SAFETY_STOCK = "safety_stock"  # [days of coming demand; replaces the target]


class Dimension(StrEnum):
    """What a lever's scope names."""

    ALL = "all"
    FAMILY = "family"
    REGION = "region"
    PLANT = "plant"
    RESOURCE = "resource"


class Unit(StrEnum):
    """In what the value of a lever is counted."""

    PERCENT = "%"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the company that a lever moves; the name is empty for all of it."""

    dimension: Dimension = Dimension.ALL
    name: str = ""

    def __post_init__(self) -> None:
        if (self.dimension is Dimension.ALL) != (self.name == ""):
            raise Invalid("Say what the lever moves: all, or one family, region, plant or resource.")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a lever's slider begins, ends and stands when it changes nothing (None: at what holds today)."""

    low: float
    high: float
    step: float
    neutral: float | None
    unit: Unit
    dimensions: tuple[Dimension, ...]


_BY_MARKET = (Dimension.ALL, Dimension.FAMILY, Dimension.REGION)
_BY_WORKS = (Dimension.ALL, Dimension.PLANT, Dimension.RESOURCE)
BOUNDS: dict[LeverKind, Bounds] = {
    LeverKind.DEMAND: Bounds(-100, 100, 1, 0, Unit.PERCENT, _BY_MARKET),
    LeverKind.PRICE: Bounds(-50, 50, 1, 0, Unit.PERCENT, _BY_MARKET),
    LeverKind.CAPACITY: Bounds(-100, 100, 1, 0, Unit.PERCENT, _BY_WORKS),
    LeverKind.OVERTIME: Bounds(0, 40, 1, None, Unit.PERCENT, (Dimension.ALL, Dimension.PLANT)),
    LeverKind.SAFETY_STOCK: Bounds(0, 90, 1, None, Unit.DAYS, (Dimension.ALL, Dimension.FAMILY)),
}


@dataclass(frozen=True, slots=True)
class Lever:
    """One change of the plan's inputs: kind, value in the unit of its kind, scope, months (both ends included)."""

    id: str
    kind: LeverKind
    value: float
    scope: Scope
    months: MonthRange

    def __post_init__(self) -> None:
        bounds = BOUNDS[self.kind]
        if not bounds.low <= self.value <= bounds.high:  # false for NaN as well
            raise Invalid(
                "This lever goes from {low} to {high} {unit}, not to {value}.",
                low=bounds.low,
                high=bounds.high,
                unit=bounds.unit,
                value=self.value,
            )
        if self.scope.dimension not in bounds.dimensions:
            raise Invalid("A lever of this kind cannot be set for one {dimension}.", dimension=self.scope.dimension)

    @property
    def changes_nothing(self) -> bool:
        return self.value == BOUNDS[self.kind].neutral


class Sharing(StrEnum):
    """Who sees a scenario."""

    DRAFT = "draft"  # its maker alone
    ROOM = "room"  # everybody
    PROPOSED = "proposed"  # everybody, as it was when it was put forward: nobody moves it any more


@dataclass(frozen=True, slots=True)
class Scenario:
    """Named levers over the base of one cycle; the base itself has no levers and cannot be changed."""

    id: str
    cycle_id: str
    name: str
    levers: tuple[Lever, ...]
    is_base: bool
    created_by: str
    version: int = 1
    sharing: Sharing = Sharing.ROOM

    def __post_init__(self) -> None:
        if not 1 <= len(self.name.strip()) <= LONGEST_SCENARIO_NAME:
            raise Invalid("A scenario's name has 1 to {longest} characters.", longest=LONGEST_SCENARIO_NAME)
        if self.is_base and self.levers:
            raise Invalid("The base plan has no levers. Make a scenario and set them there.")

    def is_seen_by(self, person_id: str) -> bool:
        return self.sharing is not Sharing.DRAFT or self.created_by == person_id

    def lever(self, lever_id: str) -> Lever | None:
        return next((lever for lever in self.levers if lever.id == lever_id), None)
