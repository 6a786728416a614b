"""Levers and scenarios: a scenario is an ordered list of levers over the base, never a copied data set."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sop.domain.calendar import MonthRange
from sop.domain.errors import Invalid

LONGEST_SCENARIO_NAME = 60


class LeverKind(StrEnum):
    """What a lever moves, in the order in which levers apply. Unit of its value in brackets; see `REPLACING` as well."""

    DEMAND = "demand"  # [% of the plan's demand]
    DEMAND_UNITS = "demand_units"  # [units a month on top, spread by the mix]
    PRICE = "price"  # [% of the price]
    ELASTICITY = "elasticity"  # [% of demand lost for each % of price on top: an assumption, said as one]
    CAPACITY = "capacity"  # [% of regular hours]
    CAPACITY_HOURS = "capacity_hours"  # [regular hours a month on top]
    OVERTIME = "overtime"  # [% of regular staff hours that may be worked on top]
    EXTRA_SHIFT = "extra_shift"  # [% of regular staff hours that a further shift may add]
    OUTAGE = "outage"  # [% of hours that fall away, overtime and extra shifts of the people there included]
    HIRING = "hiring"  # [workers a month that may be hired]
    SUBCONTRACT = "subcontract"  # [% of what subcontractors deliver at most]
    MATERIAL_PRICE = "material_price"  # [% of the price]
    SUPPLIER_OUTAGE = "supplier_outage"  # [% of deliveries that do not come]
    SUPPLIER_DELAY = "supplier_delay"  # [months by which deliveries come later]
    SAFETY_STOCK = "safety_stock"  # [days of coming demand]
    SAFETY_STOCK_UNITS = "safety_stock_units"  # [units]
    TARGET_SERVICE = "target_service"  # [% of months without a shortage that the safety stock is made for]
    STOCK_LIMIT = "stock_limit"  # [days of coming demand that may lie in stock at most]
    ALLOCATION = "allocation"  # [% by which a lost unit weighs more; of a region: share that is served first]
    FROZEN = "frozen"  # [months that are frozen, no more than now]


class Dimension(StrEnum):
    """What a lever's scope names."""

    ALL = "all"
    FAMILY = "family"
    SKU = "sku"
    REGION = "region"
    PLANT = "plant"
    RESOURCE = "resource"
    MATERIAL = "material"
    SUPPLIER = "supplier"


class Unit(StrEnum):
    """In what the value of a lever is counted."""

    PERCENT = "%"
    DAYS = "days"
    UNITS = "units"
    HOURS = "h"
    MONTHS = "months"
    WORKERS = "workers"
    TIMES = "x"


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the company that a lever moves; the name is empty for all of it."""

    dimension: Dimension = Dimension.ALL
    name: str = ""

    def __post_init__(self) -> None:
        if (self.dimension is Dimension.ALL) != (self.name == ""):
            raise Invalid("Say what the lever moves: all of it, or one part by its name.")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a lever's slider begins, ends and stands when it changes nothing (None: at what holds today)."""

    low: float
    high: float
    step: float
    neutral: float | None
    unit: Unit
    dimensions: tuple[Dimension, ...]


_BY_MARKET = (Dimension.ALL, Dimension.FAMILY, Dimension.SKU, Dimension.REGION)
_BY_SKU = (Dimension.ALL, Dimension.FAMILY, Dimension.SKU)
_BY_WORKS = (Dimension.ALL, Dimension.PLANT, Dimension.RESOURCE)
_BY_STAFF = (Dimension.ALL, Dimension.PLANT)
_BY_SOURCE = (Dimension.ALL, Dimension.MATERIAL, Dimension.SUPPLIER)
BOUNDS: dict[LeverKind, Bounds] = {
    LeverKind.DEMAND: Bounds(-100, 100, 1, 0, Unit.PERCENT, _BY_MARKET),
    LeverKind.DEMAND_UNITS: Bounds(-20_000, 20_000, 10, 0, Unit.UNITS, (Dimension.FAMILY, Dimension.SKU)),
    LeverKind.PRICE: Bounds(-50, 50, 1, 0, Unit.PERCENT, _BY_MARKET),
    LeverKind.ELASTICITY: Bounds(0, 5, 0.1, 0, Unit.TIMES, _BY_MARKET),
    LeverKind.CAPACITY: Bounds(-100, 100, 1, 0, Unit.PERCENT, _BY_WORKS),
    LeverKind.CAPACITY_HOURS: Bounds(-5_000, 5_000, 10, 0, Unit.HOURS, (Dimension.RESOURCE,)),
    LeverKind.OUTAGE: Bounds(0, 100, 1, 0, Unit.PERCENT, _BY_WORKS),
    LeverKind.OVERTIME: Bounds(0, 40, 1, None, Unit.PERCENT, _BY_STAFF),
    LeverKind.EXTRA_SHIFT: Bounds(0, 50, 1, 0, Unit.PERCENT, _BY_STAFF),
    LeverKind.HIRING: Bounds(0, 50, 1, None, Unit.WORKERS, _BY_STAFF),
    LeverKind.SUBCONTRACT: Bounds(0, 300, 5, 100, Unit.PERCENT, _BY_SKU),
    LeverKind.MATERIAL_PRICE: Bounds(-50, 100, 1, 0, Unit.PERCENT, _BY_SOURCE),
    LeverKind.SUPPLIER_OUTAGE: Bounds(0, 100, 1, 0, Unit.PERCENT, _BY_SOURCE),
    LeverKind.SUPPLIER_DELAY: Bounds(0, 6, 1, 0, Unit.MONTHS, _BY_SOURCE),
    LeverKind.SAFETY_STOCK: Bounds(0, 90, 1, None, Unit.DAYS, _BY_SKU),
    LeverKind.SAFETY_STOCK_UNITS: Bounds(0, 50_000, 10, None, Unit.UNITS, (Dimension.SKU,)),
    LeverKind.TARGET_SERVICE: Bounds(50, 99.9, 0.1, None, Unit.PERCENT, _BY_SKU),
    LeverKind.STOCK_LIMIT: Bounds(5, 365, 5, None, Unit.DAYS, _BY_SKU),
    LeverKind.ALLOCATION: Bounds(-90, 300, 10, 0, Unit.PERCENT, (Dimension.FAMILY, Dimension.SKU, Dimension.REGION)),
    LeverKind.FROZEN: Bounds(0, 12, 1, None, Unit.MONTHS, (Dimension.ALL,)),
}
SAFETY_LEVERS = (LeverKind.SAFETY_STOCK, LeverKind.SAFETY_STOCK_UNITS, LeverKind.TARGET_SERVICE)
REPLACING = frozenset({LeverKind.OVERTIME, LeverKind.HIRING, LeverKind.STOCK_LIMIT, LeverKind.FROZEN, *SAFETY_LEVERS})


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
    def bounds(self) -> Bounds:
        return BOUNDS[self.kind]

    @property
    def changes_nothing(self) -> bool:
        return self.value == BOUNDS[self.kind].neutral

    @property
    def order(self) -> int:
        """Return where the lever applies among others; levers of one kind apply in the order of their list."""
        return list(LeverKind).index(self.kind)


def overruled(levers: Sequence[Lever]) -> tuple[tuple[Lever, Lever], ...]:
    """Return the pairs in which the second lever replaces what the first one sets, in part or in all of its months.

    A lever that changes by a share or adds something contradicts none: those apply one after the other.
    """
    placed = sorted(levers, key=lambda lever: lever.order)
    return tuple(
        (earlier, later)
        for k, later in enumerate(placed)
        for earlier in placed[:k]
        if _sets_the_same(earlier, later) and _overlap(earlier, later)
    )


def _sets_the_same(one: Lever, other: Lever) -> bool:
    same = one.kind is other.kind or {one.kind, other.kind} <= set(SAFETY_LEVERS)
    return same and one.kind in REPLACING


def _overlap(one: Lever, other: Lever) -> bool:
    everywhere = Dimension.ALL in {one.scope.dimension, other.scope.dimension}
    meet = one.months.first <= other.months.last and other.months.first <= one.months.last
    return meet and (everywhere or one.scope == other.scope or one.scope.dimension is not other.scope.dimension)


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
