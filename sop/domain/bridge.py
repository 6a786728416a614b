"""The bridge from the budgeted margin to that of the latest estimate: every bar by its own formula, none of them a plug.

In the budgeted months of a family, with quantities in its equivalent unit: Q estimated demand, Qb budget, w the usual mix,
p and c price and unit cost of the estimate, pb and mb price and margin of the budget, P and C price and cost of the usual mix:

    volume (Q - Qb) mb    mix sum (q - Q w)(p - c)    price Q (P - pb)    cost -Q (C - (pb - mb))
    lost to supply  sum (shipped - demand)(p - c)

They add up to sum shipped (p - c) less the budgeted margin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import Invalid
from sop.domain.measures import material_stock_change_money, paid_money, stock_change_money
from sop.domain.supply import FloatArray, SupplyPlan

PREMIUMS = (
    "overtime_money", "hurried_money", "storage_money", "workforce_money", "hiring_money", "extra_shift_money",
)  # fmt: skip


class Bar(StrEnum):
    """The bars in the order in which they are drawn."""

    VOLUME = "volume"
    MIX = "mix"
    PRICE = "price"
    COST = "cost"
    LOST = "lost"  # to supply: demanded, not shipped
    WITHOUT_BUDGET = "without_budget"  # months and families for which there is none
    UNSPLIT = "unsplit"  # a budget in money alone
    PREMIUM = "premium"  # overtime, hurried material, rent, hiring
    OFF_STANDARD = "off_standard"  # what shipped goods really cost beyond their unit cost, premiums apart
    RISK = "risk"
    OPPORTUNITY = "opportunity"


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """What a family's SKUs are expected to sell by month: closed months as they were, then the plan."""

    demand_units: FloatArray  # (i, t)
    shipped_units: FloatArray  # (i, t)
    price_money: FloatArray  # (i, t)
    unit_cost_money: FloatArray  # (i,)
    equivalents: FloatArray  # (i,), equivalent units in a unit
    usual_units: FloatArray  # (i,), sold in the year before: the mix that a budget by family assumes
    budgeted: np.ndarray  # (t,), whether there is a budget for the month

    def __post_init__(self) -> None:
        if (self.equivalents <= 0).any():
            raise Invalid("A unit counts for more than 0 equivalent units.")

    @property
    def money(self) -> float:
        """Return the margin at unit cost of what is shipped."""
        return float((self.shipped_units * self._unit_margin).sum())

    @property
    def _unit_margin(self) -> FloatArray:
        margin: FloatArray = self.price_money - self.unit_cost_money[:, None]
        return margin

    @property
    def units(self) -> float:
        """Return the demand of the budgeted months in equivalent units."""
        return float((self.equivalents @ self.demand_units)[self.budgeted].sum())

    @property
    def money_without_budget(self) -> float:
        return float((self.shipped_units * self._unit_margin)[:, ~self.budgeted].sum())

    @property
    def lost_money(self) -> float:
        """Return what the months with a budget lose because not all is shipped; negative is a loss."""
        missed = (self.shipped_units - self.demand_units) * self._unit_margin
        return float(missed[:, self.budgeted].sum())

    def mean_price_money(self) -> FloatArray:
        """Return the price of each SKU over the budgeted months, weighted by its demand, plain without any, (i,)."""
        units, price = self.demand_units[:, self.budgeted], self.price_money[:, self.budgeted]
        total: FloatArray = units.sum(axis=1)
        weighted = np.divide((units * price).sum(axis=1), total, out=np.zeros_like(total), where=total != 0)
        mean: FloatArray = np.where(total != 0, weighted, price.mean(axis=1))
        return mean

    def usual_mix(self) -> FloatArray:
        """Return the share of each SKU in a usual equivalent unit, (i,); that of the estimate where nothing is usual."""
        for units in (self.usual_units, self.demand_units[:, self.budgeted].sum(axis=1)):
            weighed: FloatArray = units * self.equivalents
            if weighed.sum() > 0:
                share: FloatArray = weighed / weighed.sum()
                return share
        return np.full(len(self.equivalents), 1.0 / max(len(self.equivalents), 1))


@dataclass(frozen=True, slots=True)
class Budget:
    """The budget of a family over some months, its quantity in units as delivered."""

    quantity_units: float = 0.0
    revenue_money: float = 0.0
    margin_money: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighted:
    """What a risk or an opportunity is expected to bring over its months: probability x impact, signed."""

    family: str  # empty: the whole company
    months: MonthRange
    bar: Bar
    money: float

    def money_in(self, months: Sequence[Month]) -> float:
        """Return the part of the money that falls into some months, spread evenly over its own."""
        length = self.months.last.ordinal - self.months.first.ordinal + 1
        return self.money * sum(month in self.months for month in months) / length


@dataclass(frozen=True, slots=True)
class FamilyBridge:
    """From the budget of one family to its estimate at unit cost; quantities of the budgeted months in its equivalent unit."""

    family: str
    unit: str
    budget_units: float
    estimate_units: float
    budget_money: float
    bars: Mapping[Bar, float]
    estimate_money: float  # risks and opportunities included


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the budget of the company to its latest estimate over some months of a fiscal year."""

    months: tuple[Month, ...]
    families: tuple[FamilyBridge, ...]
    budget_money: float
    bars: Mapping[Bar, float]
    plan_money: float  # closed months and plan, before risks and opportunities
    estimate_money: float  # with them
    closed: tuple[Month, ...] = field(default=())  # of the months, those that are history

    def gap(self) -> float:
        return self.estimate_money - self.budget_money


def family_bridge(
    family: str, unit: str, estimate: Estimate, budget: Budget, expected: Mapping[Bar, float] | None = None
) -> FamilyBridge:
    """Return the bars of a family; `expected`: the weighted money of its risks and opportunities."""
    mix = estimate.usual_mix()
    per_unit = 1.0 / float((mix / estimate.equivalents).sum()) if len(mix) else 1.0
    bars = {
        **_split(estimate, budget, mix, budget.quantity_units * per_unit),
        Bar.WITHOUT_BUDGET: estimate.money_without_budget,
        **(expected or {}),
    }
    return FamilyBridge(
        family=family,
        unit=unit,
        budget_units=budget.quantity_units * per_unit,
        estimate_units=estimate.units,
        budget_money=budget.margin_money,
        bars=bars,
        estimate_money=estimate.money + sum((expected or {}).values()),
    )


def _split(estimate: Estimate, budget: Budget, mix: FloatArray, budget_units: float) -> dict[Bar, float]:
    if not estimate.budgeted.any():
        return {}
    price, cost = estimate.mean_price_money(), estimate.unit_cost_money
    demand = estimate.demand_units[:, estimate.budgeted].sum(axis=1)
    if budget_units <= 0:
        return {
            Bar.LOST: estimate.lost_money,
            Bar.UNSPLIT: float(demand @ (price - cost)) - budget.margin_money,
        }
    total = estimate.units
    usual = total * mix / estimate.equivalents  # units of each SKU, were the demand in the usual mix
    usual_price, usual_cost = float(usual @ price), float(usual @ cost)
    share = total / budget_units
    return {
        Bar.VOLUME: (total - budget_units) * (budget.margin_money / budget_units),
        Bar.MIX: float((demand - usual) @ (price - cost)),
        Bar.PRICE: usual_price - share * budget.revenue_money,
        Bar.COST: share * (budget.revenue_money - budget.margin_money) - usual_cost,
        Bar.LOST: estimate.lost_money,
    }


def company_bars(plan: SupplyPlan, inside: np.ndarray) -> dict[Bar, float]:
    """Return what no family is charged with, over the months of the plan that are `inside` (t,).

    Premiums are paid on top of the standard; off standard is what was paid besides, less the change of stocks at their
    unit cost and less the unit cost of what was shipped.
    """
    premium: FloatArray = np.sum([getattr(plan, name) for name in PREMIUMS], axis=0)
    cost = plan.unit_cost_money
    grown = stock_change_money(plan).sum(axis=0) + material_stock_change_money(plan)
    standard = cost @ plan.shipped_units
    beyond = paid_money(plan) - premium - grown - standard
    return {Bar.PREMIUM: -float(premium[inside].sum()), Bar.OFF_STANDARD: -float(beyond[inside].sum())}


def whole(
    months: Sequence[Month],
    closed: Sequence[Month],
    families: Sequence[FamilyBridge],
    of_company: Mapping[Bar, float],
    plan_money: float,
) -> Bridge:
    """Return the bridge of the company: the bars of its families added up, and those that no family is charged with."""
    bars = {
        bar: sum(each.bars.get(bar, 0.0) for each in families) + of_company.get(bar, 0.0)
        for bar in Bar
        if bar in of_company or any(bar in each.bars for each in families)
    }
    weighted = bars.get(Bar.RISK, 0.0) + bars.get(Bar.OPPORTUNITY, 0.0)
    return Bridge(
        months=tuple(months),
        families=tuple(families),
        budget_money=sum(each.budget_money for each in families),
        bars=bars,
        plan_money=plan_money,
        estimate_money=plan_money + weighted,
        closed=tuple(closed),
    )
