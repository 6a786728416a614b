"""What a family's aggregate plan is made from: demand, limits and costs of one family over months, validated at birth."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

import numpy as np

from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray


class Strategy(StrEnum):
    """How production follows demand."""

    OPTIMAL = "optimal"  # as costs least
    LEVEL = "level"  # one rate a day
    CHASE = "chase"  # what each month needs


class HoldingOn(StrEnum):
    """Which stock of a month is charged."""

    ENDING = "ending"
    AVERAGE = "average"  # mean of opening and closing stock


GIVEN_ROWS = ("supply", "production", "regular", "overtime", "subcontract", "workers")
_UNLIMITED = frozenset({"regular_limit", "overtime_limit", "subcontract_limit"})
_MONTHLY = (
    "demand", "days", "worker_capacity", "wage", "overtime_cost", "overtime_limit", "regular_cost", "regular_limit",
    "material", "subcontract_cost", "subcontract_limit", "holding", "backlog_cost", "price",
)  # fmt: skip


def _each_month(value: float) -> FloatArray:
    return np.array([value])


@dataclass(frozen=True, slots=True, eq=False)
class AggregateProblem:
    """One family over months t. An array of one value holds for every month; None means that the way is closed.

    Work is counted in hours where `effort_per_unit` is hours per unit, else in units (an effort of 1). Without
    `workers` there is no workforce, and overtime is limited and paid by the unit. Raises Invalid with the name of the
    value that is out of its bounds.
    """

    demand: FloatArray  # (t,) units
    days: FloatArray = field(default_factory=lambda: _each_month(1.0))  # working days, for a level rate
    opening_stock: float = 0.0
    closing_stock_min: float = 0.0
    opening_backlog: float = 0.0
    closing_backlog_max: float = 0.0
    lost_sales: bool = False  # demand may be refused, at the loss of its price
    workers: float | None = None  # before the first month
    integer_workforce: bool = False
    worker_capacity: FloatArray = field(default_factory=lambda: _each_month(0.0))  # work per worker at regular time
    effort_per_unit: float = 1.0  # work per unit
    hire: float | None = None  # money per worker hired
    layoff: float | None = None  # money per worker laid off
    wage: FloatArray = field(default_factory=lambda: _each_month(0.0))  # money per worker
    overtime_cost: FloatArray | None = None  # money per work; per unit without workers
    overtime_limit: FloatArray = field(default_factory=lambda: _each_month(np.inf))  # work per worker; units without
    regular_cost: FloatArray = field(default_factory=lambda: _each_month(0.0))  # money per unit
    regular_limit: FloatArray = field(default_factory=lambda: _each_month(np.inf))  # units
    material: FloatArray = field(default_factory=lambda: _each_month(0.0))  # money per unit made here
    subcontract_cost: FloatArray | None = None  # money per unit, material included
    subcontract_limit: FloatArray = field(default_factory=lambda: _each_month(np.inf))  # units
    holding: FloatArray = field(default_factory=lambda: _each_month(0.0))  # money per unit
    holding_on: HoldingOn = HoldingOn.ENDING
    backlog_cost: FloatArray | None = None  # money per unit late at the end of a month
    price: FloatArray | None = None  # money per unit, as in the month of its demand
    plan: Strategy | Mapping[str, FloatArray] = Strategy.OPTIMAL  # or rows of GIVEN_ROWS, each (t,)

    def __post_init__(self) -> None:
        if not len(self.demand):
            raise Invalid("A plan needs at least one month of demand.")
        for name in _MONTHLY:
            self._spread(name)
        self._check_single()
        self._check_workforce()
        if not isinstance(self.plan, Strategy):
            self._check_rows(self.plan)
        if self.closing_backlog_max and self.backlog_cost is None:
            raise Invalid("A closing backlog needs a cost of backlog.")
        if self.closing_backlog_max and self.closing_stock_min:
            raise Invalid("Closing stock and closing backlog exclude each other.")
        if self.opening_backlog and self.opening_stock:
            raise Invalid("Opening stock and opening backlog exclude each other.")
        if self.lost_sales and self.price is None:
            raise Invalid("Lost sales need a price: without one it is cheapest to sell nothing.")

    def _spread(self, name: str) -> None:
        """Keep a value as a read-only array of one figure per month."""
        value = getattr(self, name)
        if value is None:
            return
        if np.shape(value) not in {(1,), np.shape(self.demand)}:
            raise Invalid("{name} needs one figure, or one for each month of demand.", name=name)
        months = np.array(np.broadcast_to(value, np.shape(self.demand)), dtype=np.float64)
        if np.isnan(months).any() or (months < 0).any() or (name not in _UNLIMITED and np.isinf(months).any()):
            raise Invalid("{name} is a figure of 0 or more.", name=name)
        months.flags.writeable = False
        object.__setattr__(self, name, months)

    def _check_single(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, float | int) and not 0 <= value < np.inf:
                raise Invalid("{name} is a figure of 0 or more.", name=each.name)
        if not self.days.all():
            raise Invalid("A month without working days cannot be planned; leave it out.")

    def _check_workforce(self) -> None:
        if self.effort_per_unit <= 0:
            raise Invalid("A unit takes some work.")
        if self.workers is not None and not self.worker_capacity.all():
            raise Invalid("Workers need their hours, or the units that they make.")
        if self.workers is None and (self.hire is not None or self.layoff is not None or self.wage.any()):
            raise Invalid("Wages, hiring and lay-off need a number of workers to start from.")

    def _check_rows(self, rows: Mapping[str, FloatArray]) -> None:
        for name, row in rows.items():
            if name not in GIVEN_ROWS:
                raise Invalid("A plan has no row {name}.", name=name)
            if np.shape(row) != np.shape(self.demand) or not np.isfinite(row).all() or (np.asarray(row) < 0).any():
                raise Invalid("Row {name} of the plan needs a figure of 0 or more for each month.", name=name)
        if "workers" in rows and self.workers is None:
            raise Invalid("Wages, hiring and lay-off need a number of workers to start from.")
