"""What a plan amounts to: each measure is one pure function of the plan, with one sign, NaN where it is undefined.

Sums over families have no common unit: they are made in money or hours, never in units.
"""

from dataclasses import dataclass

import numpy as np

from sop.domain.calendar import Month
from sop.domain.errors import NotFound
from sop.domain.supply import EXTRA_MONEY, FloatArray, SupplyPlan

FULL = 1.0 - 1e-6  # load / capacity from which a resource is full
SHORT_FROM = 0.05  # of a month's demand in money: a room calls less than this no shortage
_NOT_PAID = ("material_holding_money",)


@dataclass(frozen=True, slots=True)
class Kpis:
    """Totals of a plan over a row of months; money in the cycle's currency."""

    months: tuple[Month, ...]
    revenue_money: float
    margin_money: float
    fill_rate: float  # share of demand, valued at its price, that is met in the month in which it is due
    stock_value_money: float  # mean of the closing stocks
    closing_stock_value_money: float
    backlog_money: float  # closing, valued at price, order books left out
    lost_money: float  # lost units at price
    utilisation: float  # of the fullest resource, over all the months
    peak_utilisation: float  # of the fullest resource, in its fullest month
    fullest_resource: str  # empty where nothing has capacity
    full_months: int  # in which the fullest resource is full at regular hours
    overtime_h: float
    overtime_money: float
    production_money: float
    purchase_money: float
    holding_money: float
    penalty_money: float  # what the plan weighs but nobody pays
    subcontract_money: float = 0.0
    material_money: float = 0.0  # everything bought, at the standard price
    hurried_money: float = 0.0  # the premium on top for material that is hurried
    storage_money: float = 0.0  # rent
    staff_money: float = 0.0  # workers beside the planned ones, hiring, laying off, extra shifts
    material_stock_value_money: float = 0.0  # mean of the closing stocks of material


@dataclass(frozen=True, slots=True, eq=False)
class MonthFigures:
    """Figures of a plan by month, each (t,), in money but for hours and shares."""

    months: tuple[Month, ...]
    revenue_money: FloatArray
    margin_money: FloatArray
    demand_money: FloatArray
    production_cost_money: FloatArray
    stock_value_money: FloatArray
    safety_stock_value_money: FloatArray
    backlog_money: FloatArray
    lost_money: FloatArray
    unmet_money: FloatArray  # newly late or lost, at price
    fill_rate: FloatArray
    overtime_h: FloatArray
    overtime_money: FloatArray
    cost_money: FloatArray  # all that is paid
    penalty_money: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class GridRow:
    """One row of the S&OP grid: its units and what they are worth, each (t,).

    Demand, sales, backlog and lost are worth their price; production, purchases and stocks their unit cost.
    """

    name: str
    units: FloatArray
    money: FloatArray


def newly_unmet_units(plan: SupplyPlan) -> FloatArray:
    """Return demand lost or late for the first time, first in first out, (i, t): min(d - L, B) + L.

    A unit that stays late counts once, in the month in which it was due; what an order book agrees on is not late.
    """
    late = np.maximum(plan.backlog_units - plan.order_book_units, 0.0)
    unmet: FloatArray = np.minimum(plan.demand_units - plan.lost_units, late) + plan.lost_units
    return unmet


def revenue_money(plan: SupplyPlan) -> FloatArray:
    """Return shipped x price, (i, t)."""
    revenue: FloatArray = plan.shipped_units * plan.price_money
    return revenue


def material_stock_change_money(plan: SupplyPlan) -> FloatArray:
    """Return closing less opening stock of material of each month at its price, (t,), confirmed receipts left out.

    They were ordered before the plan begins and are not among what it pays: counted, they would be a gain.
    """
    before = np.column_stack([plan.material_opening_units, plan.material_stock_units[:, :-1]])
    grown = plan.material_stock_units - before - plan.material_receipts_units
    change: FloatArray = plan.material_unit_money @ grown
    return change


def stock_change_money(plan: SupplyPlan) -> FloatArray:
    """Return closing less opening stock of each month at unit cost, (i, t)."""
    before = np.column_stack([plan.opening_stock_units, plan.stock_units[:, :-1]])
    change: FloatArray = (plan.stock_units - before) * plan.unit_cost_money[:, None]
    return change


def paid_money(plan: SupplyPlan) -> FloatArray:
    """Return what is really paid, (t,): production, purchases, overtime and what the parts of the company cost.

    Holding stock and penalties are not.
    """
    paid: FloatArray = plan.production_money + plan.purchase_money + plan.overtime_money
    for name in EXTRA_MONEY:
        if name not in _NOT_PAID:
            paid = paid + getattr(plan, name)
    return paid


def margin_money(plan: SupplyPlan) -> FloatArray:
    """Return revenue less what was paid for what was shipped (paid - change of stocks at unit cost or price), (t,)."""
    stocks = stock_change_money(plan).sum(axis=0) + material_stock_change_money(plan)
    margin: FloatArray = revenue_money(plan).sum(axis=0) - paid_money(plan) + stocks
    return margin


def utilisation(plan: SupplyPlan) -> FloatArray:
    """Return load / regular capacity, (r, t); NaN without capacity; above 1 the rest is overtime."""
    return _ratio(plan.load_h, plan.capacity_h)


def kpis(plan: SupplyPlan, *, whole_horizon: bool = False) -> Kpis:
    """Return the totals over the months that can be decided, or over the whole horizon."""
    first = 0 if whole_horizon or plan.frozen_months == len(plan.months) else plan.frozen_months
    by, span = by_month(plan), slice(first, None)
    unmet, demand = by.unmet_money[span].sum(), by.demand_money[span].sum()
    r, mean, peak, full = _fullest(plan, span)
    return Kpis(
        months=plan.months[span],
        revenue_money=float(by.revenue_money[span].sum()),
        margin_money=float(by.margin_money[span].sum()),
        fill_rate=float(1.0 - unmet / demand) if demand > 0 else np.nan,
        stock_value_money=float(by.stock_value_money[span].mean()),
        closing_stock_value_money=float(by.stock_value_money[-1]),
        backlog_money=float(by.backlog_money[-1]),
        lost_money=float(by.lost_money[span].sum()),
        utilisation=mean,
        peak_utilisation=peak,
        fullest_resource=plan.resources[r].name if r >= 0 else "",
        full_months=full,
        overtime_h=float(by.overtime_h[span].sum()),
        overtime_money=float(by.overtime_money[span].sum()),
        production_money=float(plan.production_money[span].sum()),
        purchase_money=float(plan.purchase_money[span].sum()),
        holding_money=float((plan.holding_money + plan.material_holding_money)[span].sum()),
        penalty_money=float(by.penalty_money[span].sum()),
        subcontract_money=float(plan.subcontract_money[span].sum()),
        material_money=float(plan.material_money[span].sum()),
        hurried_money=float(plan.hurried_money[span].sum()),
        storage_money=float(plan.storage_money[span].sum()),
        staff_money=float((plan.workforce_money + plan.hiring_money + plan.extra_shift_money)[span].sum()),
        material_stock_value_money=float((plan.material_unit_money @ plan.material_stock_units)[span].mean()),
    )


def by_month(plan: SupplyPlan) -> MonthFigures:
    """Return the figures of every month of the horizon."""
    price, cost = plan.price_money, plan.unit_cost_money
    demand = (plan.demand_units * price).sum(axis=0)
    unmet = (newly_unmet_units(plan) * price).sum(axis=0)
    late = np.maximum(plan.backlog_units - plan.order_book_units, 0.0)
    return MonthFigures(
        months=plan.months,
        revenue_money=revenue_money(plan).sum(axis=0),
        margin_money=margin_money(plan),
        demand_money=demand,
        production_cost_money=plan.production_money,
        stock_value_money=cost @ plan.stock_units,
        safety_stock_value_money=cost @ plan.safety_stock_units,
        backlog_money=(late * price).sum(axis=0),
        lost_money=(plan.lost_units * price).sum(axis=0),
        unmet_money=unmet,
        fill_rate=1.0 - _ratio(unmet, demand),
        overtime_h=plan.overtime_h.sum(axis=0),
        overtime_money=plan.overtime_money,
        cost_money=paid_money(plan),
        penalty_money=plan.penalty.sum(axis=0),
    )


def grid(plan: SupplyPlan, family: str = "", sku: str = "") -> tuple[GridRow, ...]:
    """Return the S&OP grid of a SKU, a family, or of everything, one row per name of `GRID_ROWS`.

    Raises NotFound for a family or SKU that is not in the plan.
    """
    chosen = selected(plan, family, sku)
    return tuple(_grid_row(plan, name, chosen) for name in GRID_ROWS)


def selected(plan: SupplyPlan, family: str = "", sku: str = "") -> np.ndarray:
    """Return the mask of the SKUs of a family, of one SKU, or of all."""
    if sku:
        found = np.array([own == sku for own in plan.skus], dtype=np.bool_)
    else:
        found = np.array([family in ("", own) for own in plan.families], dtype=np.bool_)
    if (family or sku) and not found.any():
        raise NotFound("{name} is not in this plan.", name=sku or family)
    return found


GRID_ROWS = ("demand", "sales", "production", "purchased", "stock", "safety_stock", "backlog", "lost")
_AT_COST = frozenset({"production", "purchased", "stock", "safety_stock"})


def _grid_row(plan: SupplyPlan, name: str, chosen: np.ndarray) -> GridRow:
    figures = {
        "demand": plan.demand_units,
        "sales": plan.shipped_units,
        "production": plan.made_units,
        "purchased": plan.purchased_units + plan.subcontracted_units,
        "stock": plan.stock_units,
        "safety_stock": plan.safety_stock_units,
        "backlog": plan.backlog_units,
        "lost": plan.lost_units,
    }
    units = figures[name][chosen]
    value = plan.unit_cost_money[chosen, None] if name in _AT_COST else plan.price_money[chosen]
    return GridRow(name, units.sum(axis=0), (units * value).sum(axis=0))


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    ratio: FloatArray = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
    return ratio


def _fullest(plan: SupplyPlan, span: slice) -> tuple[int, float, float, int]:
    """Return position, mean and peak utilisation and number of full months of the fullest resource; -1 without any."""
    total = _ratio(plan.load_h[:, span].sum(axis=1), plan.capacity_h[:, span].sum(axis=1))
    if not np.isfinite(total).any():
        return -1, np.nan, np.nan, 0
    r = int(np.nanargmax(total))
    monthly = utilisation(plan)[r, span]
    return r, float(total[r]), float(np.nanmax(monthly)), int((monthly >= FULL).sum())
