"""Where the demand plan deserves a look, dearest first: what is wrong or far off, and the money at stake."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sop.domain.demand import DemandPlan
from sop.domain.supply import FloatArray
from sop.forecasting.engine import Pattern
from sop.services.demand import SHORT_HISTORY
from sop.services.demand_sums import is_in_money, per_unit, weights_of
from sop.services.demand_view import YEAR, Focus, Review, budget_of, by_month, mix_of, outlook, year_before

EXPECTED_TO_MISS = frozenset({Pattern.INTERMITTENT, Pattern.DEAD, Pattern.EMPTY})  # a high WAPE says nothing of them


class Reason(StrEnum):
    """Why a family or SKU is an exception."""

    BIAS = "bias"  # tested, the forecast was too high or too low on the whole
    INACCURATE = "inaccurate"  # tested, it missed month by month
    LAST_YEAR = "last_year"
    BUDGET = "budget"
    STOPPED = "stopped"  # nothing sold for a year or more, and no end was announced
    NEW = "new"  # under a year of history
    NEVER_SOLD = "never_sold"  # no history, and nothing that it is like
    OVERRIDDEN = "overridden"


@dataclass(frozen=True, slots=True)
class Limits:
    """From which share on something is an exception; 0.1 is 10 %."""

    bias: float = 0.10
    wape: float = 0.20
    last_year: float = 0.15
    budget: float = 0.05
    overridden: float = 0.10


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason, how far off (a share with its sign), and the money at stake in a year, NaN without a price."""

    reason: Reason
    share: float
    money: float
    closed_months: int = 0
    like: str = ""


@dataclass(frozen=True, slots=True)
class DemandException:
    """A family or SKU with everything found about it, dearest first."""

    focus: Focus
    findings: tuple[Finding, ...]

    @property
    def money(self) -> float:
        """Return what is at stake: the dearest finding, as the findings overlap."""
        return self.findings[0].money


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """What is known of one family or SKU; months (t,) in its unit, of which one is worth `worth`."""

    focus: Focus
    baseline: FloatArray
    consensus: FloatArray
    last_year: FloatArray
    budget: FloatArray
    added: FloatArray  # by changes made at this level or, in a family, below it
    worth: float
    wape: float
    bias: float
    flag: str
    sold: FloatArray  # closed months since the first sale
    like: str
    ends: bool  # an end within the coming year was announced
    is_sku: bool

    def coming(self, figures: FloatArray) -> float:
        """Return the sum of the twelve months after the current one."""
        return float(figures[1 : YEAR + 1].sum())


def exceptions(review: Review, limits: Limits = LIMITS) -> tuple[DemandException, ...]:
    """Return every family and SKU about which something was found, dearest first; unknown money stands last."""
    found = []
    for case in (*_families(review), *_skus(review)):
        findings = sorted(_findings(case, limits), key=lambda each: _rank(each.money))
        if findings:
            found.append(DemandException(case.focus, tuple(findings)))
    return tuple(sorted(found, key=lambda each: _rank(each.money)))


def _rank(money: float) -> float:
    return np.inf if np.isnan(money) else -money


def _families(review: Review) -> Iterator[_Case]:
    plan, catalogue = review.plan, review.inputs.company.catalogue
    blend = plan.groups.backtest
    for row, family in enumerate(catalogue.families):
        shown = outlook(review, Focus(family))
        price = weights_of(catalogue, plan.price_money, family) * np.nan_to_num(plan.price_money)
        value = by_month(price, plan.consensus_units)[1 : YEAR + 1].sum()
        units = shown.consensus[1 : YEAR + 1].sum()
        mean_price = float(value / units) if units > 0 and value > 0 else np.nan
        yield _Case(
            focus=shown.focus,
            baseline=shown.baseline,
            consensus=shown.consensus,
            last_year=shown.last_year,
            budget=shown.budget,
            added=shown.consensus - shown.baseline,
            worth=1.0 if is_in_money(catalogue, family) else mean_price,
            wape=float(blend.wape[-1, row]),
            bias=float(blend.bias[-1, row]),
            flag=plan.groups.flags[row],
            sold=shown.history[np.isfinite(shown.history)],
            like="",
            ends=False,
            is_sku=False,
        )


def _skus(review: Review) -> Iterator[_Case]:
    plan, items = review.plan, review.inputs.company.catalogue.items
    baseline, consensus = plan.baseline_units.sum(axis=1), plan.consensus_units.sum(axis=1)
    before = year_before(plan, plan.history_units)
    worth = per_unit(plan.price_money, mix_of(plan))
    added = _added_by_sku(review)
    for row, item in enumerate(items):
        history = plan.history_units[row]
        focus = Focus(item.family, item.sku)
        yield _Case(
            focus=focus,
            baseline=baseline[row],
            consensus=consensus[row],
            last_year=before[row],
            budget=budget_of(review.inputs.company, plan.months, focus),
            added=added[row],
            worth=float(worth[row]),
            wape=float(plan.wape[row]),
            bias=float(plan.bias[row]),
            flag=plan.flags[row],
            sold=history[np.isfinite(history)],
            like=plan.like[row],
            ends=item.end_month is not None and item.end_month < _year_end(plan),
            is_sku=True,
        )


def _year_end(plan: DemandPlan) -> str:
    return plan.months[min(YEAR, len(plan.months) - 1)]


def _added_by_sku(review: Review) -> FloatArray:
    """Return what the changes of single SKUs add, (i, t): a change of a family is an exception of the family."""
    own = [layer.sum(axis=1) for override, layer in zip(review.recorded, review.layers, strict=True) if override.sku]
    shape = (len(review.plan.skus), len(review.plan.months))
    return np.asarray(sum(own, start=np.zeros(shape)))


def _findings(case: _Case, limits: Limits) -> Iterator[Finding]:
    yield from _of_accuracy(case, limits)
    yield from _of_history(case)
    if not case.ends and not case.like:
        yield from _compared(case, Reason.LAST_YEAR, case.last_year[:YEAR], limits.last_year)
    yield from _compared(case, Reason.BUDGET, case.budget[: YEAR + 1], limits.budget)
    changed = case.added != 0
    below = float(case.baseline[changed].sum())
    share = float(case.added.sum()) / below if below > 0 else np.inf
    if changed.any() and abs(share) >= limits.overridden:
        yield Finding(Reason.OVERRIDDEN, share, abs(float(case.added.sum())) * case.worth)


def _of_accuracy(case: _Case, limits: Limits) -> Iterator[Finding]:
    """Yield what the coming year would be wrong by if the forecast missed as it did in the backtest.

    With bias b = (F - A) / A a forecast F stands for actuals A = F / (1 + b).
    """
    expected = case.coming(case.baseline)
    actual = expected / (1 + case.bias) if case.bias > -1 else np.nan
    if abs(case.bias) >= limits.bias:
        yield Finding(Reason.BIAS, case.bias, abs(expected - actual) * case.worth)
    if case.flag not in EXPECTED_TO_MISS and case.wape >= limits.wape:
        yield Finding(Reason.INACCURATE, case.wape, case.wape * actual * case.worth)


def _of_history(case: _Case) -> Iterator[Finding]:
    if not case.is_sku:
        return
    if case.flag == Pattern.DEAD and not case.ends:
        last = int(np.flatnonzero(case.sold > 0).max(initial=0)) + 1
        lost = float(case.sold[max(last - YEAR, 0) : last].sum())
        yield Finding(Reason.STOPPED, -1.0, lost * case.worth, len(case.sold) - last)
    elif len(case.sold) == 0 and not case.like:
        yield Finding(Reason.NEVER_SOLD, 0.0, np.nan)
    elif len(case.sold) < SHORT_HISTORY:
        planned = case.coming(case.consensus) * case.worth
        yield Finding(Reason.NEW, 0.0, planned, len(case.sold), case.like)


def _compared(case: _Case, reason: Reason, other: FloatArray, limit: float) -> Iterator[Finding]:
    """Yield a finding where the consensus lies far from last year or the budget, over the months known of both."""
    known = np.isfinite(other)
    there = float(other[known].sum())
    apart = float(case.consensus[: len(other)][known].sum()) - there
    if there > 0 and abs(apart / there) >= limit:
        yield Finding(reason, apart / there, abs(apart) * case.worth)
