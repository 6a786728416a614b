"""Stock against its target band: closing stock between safety stock and maximum cover, by family and month."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sop.domain.measures import selected
from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.axes import BoolArray
from sop.planning.cover import coming, cover_days

_NOTHING = 1e-3  # of a month's demand: less is neither below nor above


@dataclass(frozen=True, slots=True, eq=False)
class StockBand:
    """The stock of a family, or of everything, by month, each (t,): money at unit cost, days until coming demand uses it up.

    Below and above are sums over its SKUs of what each misses of its own band: one that has too much fills no other's
    target. What is made to order keeps no stock and stands outside, unless some lies there.
    """

    family: str
    stock_money: FloatArray
    safety_money: FloatArray
    most_money: FloatArray
    stock_days: FloatArray
    safety_days: FloatArray
    most_days: FloatArray
    below_money: FloatArray
    above_money: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Outside:
    """A SKU that leaves its band: what it misses of its safety stock and what lies above its maximum, (t,) in money."""

    sku: int  # position
    family: str
    below_money: FloatArray
    above_money: FloatArray


def most_units(plan: SupplyPlan) -> FloatArray:
    """Return the upper end of each SKU's band, (i, t): its stock limit; else safety stock and the demand of one month.

    One month is what a monthly plan orders at a time: stock swings by it above the safety stock.
    """
    usual = plan.safety_stock_units + coming(plan.demand_units, 1)[:, 1:]
    top: FloatArray = np.where(np.isfinite(plan.stock_limit_units), plan.stock_limit_units, usual)
    return top


def has_limits(plan: SupplyPlan) -> bool:
    """Return whether somebody said how much may lie in stock of anything."""
    return bool(np.isfinite(plan.stock_limit_units).any())


def stock_band(plan: SupplyPlan, family: str = "") -> StockBand:
    """Return the band of a family, or of everything; raises NotFound for a family that is not in the plan."""
    chosen = selected(plan, family) & _kept(plan)
    cost, demand = plan.unit_cost_money[chosen], plan.demand_units[chosen]
    wanted = (cost @ demand)[None]
    units = (plan.stock_units, plan.safety_stock_units, most_units(plan))
    stock, safety, most = (cost @ each[chosen] for each in units)
    stock_days, safety_days, most_days = (cover_days(each[None], wanted)[0] for each in (stock, safety, most))
    below, above = _misses(plan)
    return StockBand(
        family=family, stock_money=stock, safety_money=safety, most_money=most, stock_days=stock_days,
        safety_days=safety_days, most_days=most_days, below_money=below[chosen].sum(axis=0),
        above_money=above[chosen].sum(axis=0),
    )  # fmt: skip


def outside(plan: SupplyPlan, family: str = "") -> tuple[Outside, ...]:
    """Return the SKUs that leave their band in a month that can be decided, the most money first."""
    below, above = _misses(plan)
    below[:, : plan.frozen_months] = above[:, : plan.frozen_months] = 0.0
    worst = np.maximum(below.max(axis=1), above.max(axis=1))
    chosen = selected(plan, family) & (worst > 0)
    ranked = [int(i) for i in np.argsort(-worst, kind="stable") if chosen[i]]
    return tuple(Outside(i, plan.families[i], below[i], above[i]) for i in ranked)


def _kept(plan: SupplyPlan) -> BoolArray:
    """Return which SKUs are kept in stock, (i,)."""
    kept: BoolArray = np.any((plan.stock_units > _NOTHING) | (plan.safety_stock_units > 0), axis=1)
    return kept


def _misses(plan: SupplyPlan) -> tuple[FloatArray, FloatArray]:
    """Return what each SKU has below its safety stock and above its maximum, (i, t) in money."""
    least = _NOTHING * np.maximum(plan.demand_units.mean(axis=1), 1.0)[:, None]
    below = plan.safety_stock_units - plan.stock_units
    above = plan.stock_units - most_units(plan)
    cost = plan.unit_cost_money[:, None]
    return np.where(below > least, below, 0.0) * cost, np.where(above > least, above, 0.0) * cost


def band_frame(band: StockBand, plan: SupplyPlan) -> pd.DataFrame:
    """Return month, stock, safety, most in money, their days, below, above, frozen, as the chart takes them."""
    return pd.DataFrame(
        {
            "month": list(plan.months),
            "stock": band.stock_money,
            "safety": band.safety_money,
            "most": band.most_money,
            "stock_days": band.stock_days,
            "safety_days": band.safety_days,
            "most_days": band.most_days,
            "below": band.below_money,
            "above": band.above_money,
            "frozen": [t < plan.frozen_months for t in range(len(plan.months))],
        }
    )
