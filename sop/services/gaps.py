"""Stage 4: where demand, supply and budget part, by family, over the horizon or a part of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from sop.domain.calendar import Month, fiscal_months, fiscal_year
from sop.domain.gaps import Amounts, Gap, GapClass, GapLimits
from sop.domain.measures import newly_unmet_units
from sop.domain.meeting import Cycle
from sop.domain.people import Act, Right
from sop.domain.supply import FloatArray, SupplyPlan
from sop.services.company import Company, spread
from sop.services.frames import WHOLE
from sop.storage import log, settings
from sop.storage.engine import Store

LIMITS = "gap_limits"  # key of the setting
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


def set_limits(store: Store, act: Act, limits: GapLimits) -> None:
    """Set up to where a gap is noise, and up to where it is managed."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        settings.put(w, LIMITS, asdict(limits))
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


def gap_table(company: Company, plan: SupplyPlan, months: Sequence[Month], limits: GapLimits) -> GapTable:
    """Return the gaps of a plan over some months of its horizon.

    A gap to demand is what is not shipped in the month in which it is due; one to the budget is what is shipped less
    what was budgeted, over the months for which there is a budget. Both are classed by their share, in money where
    there is any, else in the family's unit.
    """
    lines = [_family(company, plan, family, months, limits) for family in company.catalogue.families]
    ranked = sorted(lines, key=lambda gap: (-gap.money_at_stake, -_larger_share(gap.units)))
    return GapTable(tuple(months), tuple(ranked), _total(company, plan, lines, months, limits))


def _larger_share(sides: Amounts) -> float:
    """Return the larger share of two gaps; it ranks families of which no money is known."""
    return max((abs(share) for share in (sides.short_share, sides.budget_share) if np.isfinite(share)), default=0.0)


def _family(company: Company, plan: SupplyPlan, family: str, months: Sequence[Month], limits: GapLimits) -> Gap:
    own = np.array([each == family for each in plan.families])
    unit = company.catalogue.unit_of(family)
    rows = company.rows["budget"]
    rows = rows[rows["family"] == family]
    units = _amounts(plan, own, np.ones_like(plan.price_money), months, rows, "quantity")
    money = _amounts(plan, own, plan.price_money, months, rows, "revenue") if company.has("prices") else _UNKNOWN
    return _gap(family, unit, units if unit else _UNKNOWN, money, _budget_months(rows, months), limits)


_UNKNOWN = Amounts(*[float("nan")] * 5)


def _gap(
    family: str, unit: str, units: Amounts, money: Amounts, budget_months: tuple[Month, ...], limits: GapLimits
) -> Gap:
    return Gap(
        family=family,
        unit=unit,
        units=units,
        money=money,
        budget_months=budget_months,
        demand_class=_class(limits, money.short_share, units.short_share),
        budget_class=_class(limits, money.budget_share, units.budget_share),
    )


def _class(limits: GapLimits, *shares: float) -> GapClass | None:
    """Return the class of the first share that is known."""
    return next((found for share in shares if (found := limits.class_of(share)) is not None), None)


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
    )
    union = tuple(month for month in months if any(month in gap.budget_months for gap in known))
    return _gap(WHOLE, "", _UNKNOWN, money, union, limits)
