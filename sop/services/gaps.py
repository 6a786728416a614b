"""Stage 4: where demand, supply and budget part, by family, over the horizon or a part of it."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

import numpy as np
import pandas as pd

from sop.domain.calendar import Month, fiscal_months, fiscal_year
from sop.domain.gaps import SAME_SHARE, Amounts, Gap, GapClass, GapLimits, Trend
from sop.domain.measures import newly_unmet_units
from sop.domain.meeting import Cycle
from sop.domain.people import Act, Right
from sop.domain.supply import FloatArray, SupplyPlan
from sop.services.company import Company, spread
from sop.services.frames import WHOLE
from sop.services.publishing import published_plan, standing
from sop.storage import cycles, log, settings
from sop.storage.engine import Connection, Store

LIMITS = "gap_limits"  # key of the setting
STRATEGIC = "strategic_families"  # likewise
_QUARTER = 3


class SpanKind(StrEnum):
    HORIZON = "horizon"
    YEAR = "year"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the horizon: all of it, a fiscal year or a fiscal quarter, as far as the horizon covers them."""

    kind: SpanKind
    year: int  # fiscal; 0 for the whole horizon
    quarter: int  # 1 to 4; 0 for what is longer
    months: tuple[Month, ...]

    @property
    def name(self) -> str:
        """Return a name for keys, free of any language."""
        return f"{self.kind}-{self.year}-{self.quarter}"


@dataclass(frozen=True, slots=True, eq=False)
class GapTable:
    """The gaps of every family, the most money at stake first, and those of all of them in money."""

    months: tuple[Month, ...]
    lines: tuple[Gap, ...]
    total: Gap


def read_limits(store: Store) -> GapLimits:
    """Return the limits of the classes as the facilitator set them, else 5 and 15 %."""
    with store.read() as tx:
        return GapLimits(**settings.get(tx, LIMITS, asdict(GapLimits())))


def read_strategic(tx: Connection) -> frozenset[str]:
    """Return the families that are marked as strategic."""
    return frozenset(settings.get(tx, STRATEGIC, {"families": []})["families"])


def set_limits(store: Store, act: Act, limits: GapLimits, strategic: Collection[str] | None = None) -> None:
    """Set up to where a gap is noise, up to where it is managed, and which families are strategic."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        settings.put(w, LIMITS, asdict(limits))
        if strategic is not None:
            settings.put(w, STRATEGIC, {"families": sorted(strategic)})
        log.append(w, act, "gap_limits_set", "settings", LIMITS, asdict(limits))
        w.announce("company")


def spans(cycle: Cycle) -> tuple[Span, ...]:
    """Return the whole horizon, then its fiscal years, then its fiscal quarters."""
    months, start = cycle.horizon.months, cycle.fiscal_year_start
    years = sorted({fiscal_year(month, start) for month in months})
    whole = [Span(SpanKind.YEAR, year, 0, _inside(months, fiscal_months(year, start))) for year in years]
    quarters = [
        Span(SpanKind.QUARTER, year, number + 1, _inside(months, fiscal_months(year, start)[_QUARTER * number :][:3]))
        for year in years
        for number in range(4)
    ]
    return (Span(SpanKind.HORIZON, 0, 0, months), *whole, *(each for each in quarters if each.months))


def _inside(months: Sequence[Month], others: Sequence[Month]) -> tuple[Month, ...]:
    return tuple(month for month in months if month in others)


def plan_before(tx: Connection, cycle: Cycle) -> SupplyPlan | None:
    """Return the plan that was published in the cycle before this one, None where there is none."""
    published = standing(tx)
    earlier = [each for each in cycles.all_cycles(tx) if each.last_closed < cycle.last_closed and each.id in published]
    last = max(earlier, key=lambda each: each.last_closed, default=None)
    return None if last is None else published_plan(tx, published[last.id])


def gap_table(
    company: Company,
    plan: SupplyPlan,
    months: Sequence[Month],
    limits: GapLimits,
    strategic: Collection[str] = (),
    before: SupplyPlan | None = None,
) -> GapTable:
    """Return the gaps of a plan over some months of its horizon.

    A gap to demand is what is not shipped in the month in which it is due; one to the budget is what is shipped less
    what was budgeted, over the months for which there is a budget. Both are classed by their share, in money where
    there is any, else in the family's unit. `before`: the plan of the last cycle, to see how the gap moved.
    """
    lines = [
        _against_last(
            company, _family(company, plan, family, months, limits, family in strategic), plan, months, before
        )
        for family in company.catalogue.families
    ]
    ranked = sorted(lines, key=lambda gap: (-gap.money_at_stake, -_larger_share(gap.units)))
    return GapTable(tuple(months), tuple(ranked), _total(company, plan, lines, months, limits))


def _larger_share(sides: Amounts) -> float:
    """Return the larger share of two gaps; it ranks families of which no money is known."""
    return max((abs(share) for share in (sides.short_share, sides.budget_share) if np.isfinite(share)), default=0.0)


def _family(
    company: Company, plan: SupplyPlan, family: str, months: Sequence[Month], limits: GapLimits, strategic: bool
) -> Gap:
    own = np.array([each == family for each in plan.families])
    unit = company.catalogue.unit_of(family)
    rows = company.rows["budget"]
    rows = rows[rows["family"] == family]
    units = _amounts(plan, own, np.ones_like(plan.price_money), months, rows, "quantity")
    money = _amounts(plan, own, plan.price_money, months, rows, "revenue") if company.has("prices") else _UNKNOWN
    known = units if unit else _UNKNOWN
    return _gap(family, unit, known, money, _budget_months(rows, months), limits, strategic=strategic)


def _against_last(
    company: Company, gap: Gap, plan: SupplyPlan, months: Sequence[Month], before: SupplyPlan | None
) -> Gap:
    """Return a gap beside what the plan of the last cycle shipped in the months that both cover."""
    common = [each for each in months if before is not None and each in before.months and each in plan.months]
    if before is None or not common:
        return gap
    priced = company.has("prices")
    now = _shipped(plan, gap.family, common, in_money=False), _shipped(plan, gap.family, common, in_money=True)
    then = _shipped(before, gap.family, common, in_money=False), _shipped(before, gap.family, common, in_money=True)
    units = replace(gap.units, last=then[0], supply_in_last=now[0]) if gap.unit else gap.units
    money = replace(gap.money, last=then[1], supply_in_last=now[1]) if priced else gap.money
    return replace(gap, units=units, money=money, trend=_trend(company, gap, plan, before, common))


def _shipped(plan: SupplyPlan, family: str, months: Sequence[Month], *, in_money: bool) -> float:
    own = np.array([each == family for each in plan.families], dtype=np.bool_)
    inside = np.array([month in months for month in plan.months], dtype=np.bool_)
    worth = plan.price_money if in_money else np.ones_like(plan.price_money)
    return float((plan.shipped_units * worth)[own][:, inside].sum())


def _trend(company: Company, gap: Gap, plan: SupplyPlan, before: SupplyPlan, common: Sequence[Month]) -> Trend | None:
    """Return whether shipped less budget grew since the last cycle's plan, over the same budgeted months."""
    rows = company.rows["budget"]
    rows = rows[rows["family"] == gap.family]
    months = _budget_months(rows, common)
    in_money = company.has("prices")
    budget = float(spread(rows, "revenue" if in_money else "quantity", {"month": months}).sum()) if months else 0.0
    if budget <= 0:
        return None
    now, then = (abs(_shipped(each, gap.family, months, in_money=in_money) - budget) for each in (plan, before))
    if abs(now - then) <= SAME_SHARE * budget:
        return Trend.SAME
    return Trend.GROWING if now > then else Trend.SHRINKING


_UNKNOWN = Amounts(*[float("nan")] * 5)


def _gap(
    family: str, unit: str, units: Amounts, money: Amounts, budget_months: tuple[Month, ...], limits: GapLimits, *,
    strategic: bool = False,
) -> Gap:  # fmt: skip
    return Gap(
        family=family,
        unit=unit,
        units=units,
        money=money,
        budget_months=budget_months,
        demand_class=_class(limits, strategic, money.short_share, units.short_share),
        budget_class=_class(limits, strategic, money.budget_share, units.budget_share),
        is_strategic=strategic,
    )


def _class(limits: GapLimits, strategic: bool, *shares: float) -> GapClass | None:
    """Return the class of the first share that is known."""
    return next((found for share in shares if (found := limits.class_of(share, strategic=strategic)) is not None), None)


def _budget_months(rows: pd.DataFrame, months: Sequence[Month]) -> tuple[Month, ...]:
    budgeted = set(rows["month"])
    return tuple(month for month in months if month in budgeted)


def _amounts(
    plan: SupplyPlan, own: np.ndarray, worth: FloatArray, months: Sequence[Month], rows: pd.DataFrame, column: str
) -> Amounts:
    """Return the sides of a gap over the months, each unit counted for what it is worth, (i, t)."""
    inside = np.array([month in months for month in plan.months])
    weight = worth * own[:, None] * inside
    budgeted = _budget_months(rows, months)
    budget = float(spread(rows, column, {"month": budgeted}).sum()) if budgeted else 0.0
    in_budget = weight * np.array([month in budgeted for month in plan.months])
    return Amounts(
        demand=float((weight * plan.demand_units).sum()),
        supply=float((weight * plan.shipped_units).sum()),
        short=float((weight * newly_unmet_units(plan)).sum()),
        budget=budget if budget > 0 else float("nan"),
        supply_in_budget=float((in_budget * plan.shipped_units).sum()) if budget > 0 else float("nan"),
    )


def _total(company: Company, plan: SupplyPlan, lines: Sequence[Gap], months: Sequence[Month], limits: GapLimits) -> Gap:
    """Return the gaps of everything in money; the budget is that of the families, else the one of the whole company."""
    if not company.has("prices"):
        return _gap(WHOLE, "", _UNKNOWN, _UNKNOWN, (), limits)
    rows = company.rows["budget"]
    whole = _amounts(
        plan, np.ones(len(plan.skus), dtype=np.bool_), plan.price_money, months, rows[rows["family"] == ""], "revenue"
    )
    known = [gap for gap in lines if np.isfinite(gap.money.budget)]
    if not known:
        return _gap(WHOLE, "", _UNKNOWN, whole, _budget_months(rows[rows["family"] == ""], months), limits)
    money = Amounts(
        whole.demand,
        whole.supply,
        whole.short,
        sum(gap.money.budget for gap in known),
        sum(gap.money.supply_in_budget for gap in known),
        sum(gap.money.last for gap in lines),
        sum(gap.money.supply_in_last for gap in lines),
    )
    union = tuple(month for month in months if any(month in gap.budget_months for gap in known))
    return _gap(WHOLE, "", _UNKNOWN, money, union, limits)
