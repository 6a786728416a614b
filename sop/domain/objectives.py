"""Objectives: what the functions agreed to reach in a fiscal year, and how a plan stands against it."""

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

import numpy as np

from sop.domain.calendar import Month, fiscal_months
from sop.domain.errors import Invalid
from sop.domain.measures import MonthFigures, by_month
from sop.domain.people import Function
from sop.domain.supply import SupplyPlan


class Measure(StrEnum):
    """What can be aimed at. Unit in brackets."""

    REVENUE = "revenue"  # [money, sum of the months]
    MARGIN = "margin"  # [money, sum of the months]
    FILL_RATE = "fill_rate"  # [share, 0 to 1]
    STOCK_VALUE = "stock_value"  # [money, mean of the closing stocks]
    OVERTIME = "overtime"  # [h, sum of the months]


AT_MOST = frozenset({Measure.STOCK_VALUE, Measure.OVERTIME})  # of the others more is better
OF_PARTS = frozenset({Measure.FILL_RATE, Measure.STOCK_VALUE})  # rates and means can be compared over part of a year


@dataclass(frozen=True, slots=True)
class Objective:
    """A target of one measure for a fiscal year, with the function that set it; one for each measure and year."""

    id: str
    fiscal_year: int
    measure: Measure
    target: float  # in the unit of its measure
    function: Function
    version: int = 1

    def __post_init__(self) -> None:
        if not isfinite(self.target) or self.target < 0:
            raise Invalid("A target is a number from 0 on.")
        if self.measure is Measure.FILL_RATE and self.target > 1:
            raise Invalid("A fill rate goes to 100 % at most.")


@dataclass(frozen=True, slots=True)
class Standing:
    """An objective beside what a plan reaches over the months of its fiscal year that the plan covers.

    `value` is NaN where nothing can be said: no month covered, or a sum over only a part of the year.
    """

    objective: Objective
    months: tuple[Month, ...]  # covered
    whole_year: bool
    value: float

    @property
    def is_known(self) -> bool:
        return isfinite(self.value)

    @property
    def missed_by(self) -> float:
        """Return how far the plan is on the wrong side of the target, in its unit; 0 or less where it is met."""
        short = self.objective.target - self.value
        return -short if self.objective.measure in AT_MOST else short

    @property
    def is_met(self) -> bool:
        return self.missed_by <= 1e-9 * max(abs(self.objective.target), 1.0)


def standing(objective: Objective, plan: SupplyPlan, fiscal_year_start: int) -> Standing:
    """Return how a plan stands against an objective, over the same months as far as the plan covers them."""
    year = fiscal_months(objective.fiscal_year, fiscal_year_start)
    covered = tuple(month for month in plan.months if month in year)
    whole = covered == year
    inside = np.array([month in year for month in plan.months])
    comparable = whole or (bool(covered) and objective.measure in OF_PARTS)
    value = _value(objective.measure, by_month(plan), inside) if comparable else float("nan")
    return Standing(objective, covered, whole, value)


def _value(measure: Measure, figures: MonthFigures, inside: np.ndarray) -> float:
    if measure is Measure.FILL_RATE:
        demand = figures.demand_money[inside].sum()
        return float(1.0 - figures.unmet_money[inside].sum() / demand) if demand > 0 else float("nan")
    if measure is Measure.STOCK_VALUE:
        return float(figures.stock_value_money[inside].mean())
    summed = {
        Measure.REVENUE: figures.revenue_money,
        Measure.MARGIN: figures.margin_money,
        Measure.OVERTIME: figures.overtime_h,
    }
    return float(summed[measure][inside].sum())
