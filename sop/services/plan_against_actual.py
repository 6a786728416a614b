"""What was planned and what was counted, family by family: the frames under the grid and under every deviation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sop.domain.calendar import Month
from sop.domain.execution import Measure
from sop.domain.supply import FloatArray, SupplyPlan
from sop.forecasting.accuracy import tracking_signal
from sop.planning.production_grid import Row, plan_against_actual
from sop.services.frames import WHOLE

STOCKED = (Measure.SALES, Measure.PRODUCTION, Measure.STOCK)
TO_ORDER = (Measure.SALES, Measure.PRODUCTION, Measure.BACKLOG)


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Units by SKU and month as delivered, (i, t) each; NaN where nothing was delivered for a month."""

    sales_units: FloatArray
    production_units: FloatArray
    stock_units: FloatArray
    backlog_units: FloatArray

    def of(self, measure: Measure) -> FloatArray:
        figures: FloatArray = getattr(self, f"{measure}_units")
        return figures


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """The same of the published plans, each month by the latest plan that covers it; values of one unit beside it."""

    skus: tuple[str, ...]
    families: tuple[str, ...]  # per SKU
    made_to_order: tuple[bool, ...]  # per SKU
    months: tuple[Month, ...]
    sales_units: FloatArray  # demand planned for, orders expected (i, t)
    production_units: FloatArray  # made, here or by a subcontractor, and bought
    stock_units: FloatArray
    backlog_units: FloatArray
    price_money: FloatArray  # (i, t)
    unit_cost_money: FloatArray  # (i, t)

    def of(self, measure: Measure) -> FloatArray:
        figures: FloatArray = getattr(self, f"{measure}_units")
        return figures

    def value(self, measure: Measure) -> FloatArray:
        """Return what a unit counts in money: sales and backlog their price, production and stock their cost."""
        return self.price_money if measure in {Measure.SALES, Measure.BACKLOG} else self.unit_cost_money


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One measure of a family over the months, in units and in money; NaN where something is not known."""

    measure: Measure
    units: Row
    money: Row


@dataclass(frozen=True, slots=True, eq=False)
class FamilyGrid:
    """The grid of one family, or of all of them in money alone, with its measures of execution."""

    family: str
    lines: tuple[Line, ...]
    adherence: float  # of production, over SKUs and closed months; NaN without any plan
    tracking_signal: float  # positive: over-forecast; NaN where nothing was missed

    def line(self, measure: Measure) -> Line | None:
        return next((line for line in self.lines if line.measure is measure), None)


def lay_out(plans: Sequence[SupplyPlan], made_to_order: Mapping[str, bool], months: Sequence[Month]) -> Planned:
    """Return the figures of the plans side by side, `plans[t]` being the one that stands for `months[t]`.

    SKUs of any of the plans are in it; one that a plan does not know is planned at 0 there.
    """
    family_of: dict[str, str] = {}
    for plan in plans:
        family_of.update(zip(plan.skus, plan.families, strict=True))
    skus = tuple(family_of)
    row_of = {sku: row for row, sku in enumerate(skus)}
    figures = np.zeros((6, len(skus), len(months)))
    for t, (plan, month) in enumerate(zip(plans, months, strict=True)):
        rows = [row_of[sku] for sku in plan.skus]
        at = plan.months.index(month)
        made = plan.arriving_units[:, at] + plan.purchased_units[:, at] + plan.subcontracted_units[:, at]
        columns = (plan.demand_units, made, plan.stock_units, plan.backlog_units, plan.price_money)
        for k, figure in enumerate(columns):
            figures[k, rows, t] = figure if figure.ndim == 1 else figure[:, at]
        figures[5, rows, t] = plan.unit_cost_money
    return Planned(
        skus, tuple(family_of.values()), tuple(made_to_order.get(sku, False) for sku in skus), tuple(months), *figures
    )


def family_grid(planned: Planned, counted: Counted, family: str, closed: int) -> FamilyGrid:
    """Return the grid of a family; all families together in money. The first `closed` months were counted."""
    rows = np.array([family in {WHOLE, name} for name in planned.families])
    to_order = np.array(planned.made_to_order)
    measures = STOCKED if family == WHOLE else TO_ORDER if to_order[rows].all() else STOCKED
    lines = tuple(_line(planned, counted, rows, measure) for measure in measures)
    sales = lines[0].money if family == WHOLE else lines[0].units
    signal = tracking_signal(sales.planned_units[None, :closed], sales.actual_units[None, :closed])[0]
    return FamilyGrid(family, lines, adherence(planned, counted, rows, closed), float(signal))


def _line(planned: Planned, counted: Counted, rows: FloatArray, measure: Measure) -> Line:
    plan, actual, value = planned.of(measure)[rows], counted.of(measure)[rows], planned.value(measure)[rows]
    return Line(
        measure,
        difference_row(plan.sum(axis=0), actual.sum(axis=0)),
        difference_row((plan * value).sum(axis=0), (actual * value).sum(axis=0)),
    )


def difference_row(planned: FloatArray, actual: FloatArray) -> Row:
    """Return the row of the grid, NaN in the months that are not counted; the cumulative difference goes past them."""
    known = np.isfinite(actual)
    inside = plan_against_actual(planned[known], actual[known])
    difference, cumulative = np.full(len(planned), np.nan), np.full(len(planned), np.nan)
    difference[known], cumulative[known] = inside.difference_units, inside.cumulative_units
    return Row(planned, actual, difference, cumulative)


def adherence(planned: Planned, counted: Counted, rows: FloatArray, closed: int) -> float:
    """Return 1 - sum |A - P| / sum P of production over SKUs and closed months, in money; NaN without a plan.

    By SKU, so that too much of one does not make up for too little of another.
    """
    value = planned.unit_cost_money[rows, :closed]
    plan, actual = planned.production_units[rows, :closed] * value, counted.production_units[rows, :closed] * value
    known = np.isfinite(actual)
    total = plan[known].sum()
    return float(1.0 - np.abs(actual - plan)[known].sum() / total) if total > 0 else np.nan
