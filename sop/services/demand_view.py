"""What the demand page shows of a family, a SKU or everything: months in one unit, layers, accuracy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sop.domain.calendar import Month
from sop.domain.demand import Backtest, DemandPlan, Override
from sop.domain.meeting import Cycle
from sop.domain.supply import FloatArray
from sop.forecasting.engine import BLEND, NAIVE
from sop.services.company import Company, spread
from sop.services.demand import layers_of
from sop.services.demand_sums import is_in_money, per_unit, weights_of
from sop.services.frames import WHOLE
from sop.services.inputs import Inputs
from sop.services.workspace import Workspace
from sop.storage import overrides

YEAR = 12


@dataclass(frozen=True, slots=True)
class Focus:
    """What is looked at: one SKU, a family, or everything."""

    family: str = WHOLE
    sku: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """The demand of a cycle with every change that was recorded, those taken back included."""

    inputs: Inputs
    recorded: tuple[Override, ...]
    layers: tuple[FloatArray, ...]  # (i, s, t) each, in the order of recording; a withdrawn one adds nothing

    @property
    def plan(self) -> DemandPlan:
        return self.inputs.demand


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """The demand of a focus by month, every figure in `unit`; consensus = baseline + the layers."""

    focus: Focus
    unit: str  # empty: money at today's price
    history_months: tuple[Month, ...]
    history: FloatArray  # (m,), NaN before the first sale
    months: tuple[Month, ...]  # the current month first
    baseline: FloatArray  # (t,), as are the others
    lower_80: FloatArray
    upper_80: FloatArray
    last_year: FloatArray  # NaN where the month a year before is not closed, or nothing was sold yet
    budget: FloatArray  # NaN where there is none
    layers: tuple[tuple[Override, FloatArray], ...]  # those that change this focus
    others: tuple[
        tuple[str, FloatArray], ...
    ] = ()  # whose forecast, and what it says; NaN in months of which it says nothing
    markets: tuple[tuple[str, FloatArray], ...] = ()  # whose study, and its index by month; NaN likewise

    @property
    def consensus(self) -> FloatArray:
        """Return baseline + the layers, (t,)."""
        total: FloatArray = self.baseline + sum((added for _, added in self.layers), start=np.zeros(len(self.months)))
        return total


@dataclass(frozen=True, slots=True)
class Effect:
    """What one change adds over all its months: in the unit of its family or SKU, and in money (NaN without a price)."""

    override: Override
    units: float
    unit: str
    money: float


@dataclass(frozen=True, slots=True)
class Rank:
    """A model of the blend: its share in it, and what the backtest says of it; NaN where undefined."""

    model: str
    weight: float
    wape: float
    mase: float
    bias: float


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What the backtest says of the baseline of a focus; NaN where undefined."""

    blend: Rank
    naive: Rank
    ranks: tuple[Rank, ...]  # of the models in the blend and the seasonal naive, most accurate first
    flag: str
    closed_months: int
    like: str  # the SKU whose course the baseline follows


def read_review(workspace: Workspace, cycle: Cycle) -> Review:
    """Read the demand of a cycle; Refused or NotFound say what is missing."""
    with workspace.store.read() as tx:
        inputs = workspace.inputs.of_cycle(tx, cycle)
        recorded = overrides.of_cycle(tx, cycle.id)
    return review_of(inputs, recorded)


def review_of(inputs: Inputs, recorded: Sequence[Override]) -> Review:
    """Return the review of inputs and the changes behind them."""
    plan = inputs.demand
    layers = layers_of(inputs.company.catalogue, plan.months, plan.baseline_units, recorded)
    return Review(inputs, tuple(recorded), layers)


def mix_of(plan: DemandPlan) -> FloatArray:
    """Return each region's share of a SKU's baseline, (i, s); equal shares where none is expected."""
    by_region = plan.baseline_units.sum(axis=2)
    total = by_region.sum(axis=1, keepdims=True)
    return np.asarray(np.where(total > 0, by_region / np.where(total > 0, total, 1.0), 1 / by_region.shape[1]))


def unit_of(company: Company, focus: Focus) -> str:
    """Return the unit of a focus; empty where it is shown in money."""
    if focus.sku:
        return next(item.unit for item in company.catalogue.items if item.sku == focus.sku)
    return "" if is_in_money(company.catalogue, focus.family) else company.catalogue.unit_of(focus.family)


def weights(inputs: Inputs, focus: Focus) -> FloatArray:
    """Return what one unit of each SKU counts in the focus, (i, s)."""
    catalogue, price = inputs.company.catalogue, inputs.demand.price_money
    if focus.sku:
        own = np.array([sku == focus.sku for sku in catalogue.skus], dtype=np.float64)
        return own[:, None] * np.ones_like(price)
    return weights_of(catalogue, price, focus.family)


def outlook(review: Review, focus: Focus) -> Outlook:
    """Return the demand of a focus by month."""
    inputs, plan = review.inputs, review.plan
    weight = weights(inputs, focus)
    each = per_unit(weight, mix_of(plan))
    history = _summed(plan.history_units, each)
    baseline = by_month(weight, plan.baseline_units)
    lower, upper = _band(plan, focus, baseline)
    changes = zip(review.recorded, (by_month(weight, layer) for layer in review.layers), strict=True)
    return Outlook(
        focus=focus,
        unit=unit_of(inputs.company, focus),
        history_months=plan.history_months,
        history=history,
        months=plan.months,
        baseline=baseline,
        lower_80=lower,
        upper_80=upper,
        last_year=year_before(plan, history),
        budget=budget_of(inputs.company, plan.months, focus),
        layers=tuple((override, added) for override, added in changes if added.any()),
        others=forecasts_of_others(inputs.company, plan.months, each),
        markets=market_indices(inputs.company, plan.months, focus),
    )


def forecasts_of_others(
    company: Company, months: tuple[Month, ...], each: FloatArray
) -> tuple[tuple[str, FloatArray], ...]:
    """Return by whose forecast it is what it says of a focus by month, units weighted by SKU (i,); only of who says anything."""
    rows = company.rows["forecasts"]
    axes = {"sku": company.catalogue.skus, "month": months}
    said = [(source, each @ spread(own, "quantity", axes)) for source, own in rows.groupby("source")]
    return tuple((str(source), np.where(units > 0, units, np.nan)) for source, units in said if units.any())


def market_indices(company: Company, months: tuple[Month, ...], focus: Focus) -> tuple[tuple[str, FloatArray], ...]:
    """Return by whose study it is the index of the market of a family (of the whole market for everything) by month."""
    of_sku = {item.sku: item.family for item in company.catalogue.items}
    rows = company.rows["market_studies"]
    own = rows[rows["family"] == (of_sku[focus.sku] if focus.sku else focus.family)]
    by_month = [(source, said.groupby("month")["market_index"].mean()) for source, said in own.groupby("source")]
    found = [(str(source), index.reindex([str(month) for month in months])) for source, index in by_month]
    return tuple((source, index.to_numpy(dtype=np.float64)) for source, index in found if index.notna().any())


def by_month(weight: FloatArray, units: FloatArray) -> FloatArray:
    """Return units (i, s, t) summed by their weights (i, s), (t,)."""
    return np.asarray(np.tensordot(weight, units, axes=2))


def _summed(history: FloatArray, each: FloatArray) -> FloatArray:
    """Return the history of a sum, (m,), NaN in months in which none of its SKUs existed."""
    known = np.isfinite(history)
    return np.where(known[each > 0].any(axis=0), each @ np.where(known, history, 0.0), np.nan)


def _band(plan: DemandPlan, focus: Focus, baseline: FloatArray) -> tuple[FloatArray, FloatArray]:
    if focus.sku:
        row = plan.skus.index(focus.sku)
        return plan.lower_80_units[row], plan.upper_80_units[row]
    group = plan.groups.names.index(focus.family)
    return np.maximum(baseline - plan.groups.below_80[group], 0.0), baseline + plan.groups.above_80[group]


def year_before(plan: DemandPlan, history: FloatArray) -> FloatArray:
    """Return for each month of the plan the actuals of that month a year before, (..., t), NaN where not closed."""
    first = plan.months[0].ordinal - YEAR - plan.history_months[0].ordinal
    at = first + np.arange(len(plan.months))
    closed = (at >= 0) & (at < history.shape[-1])
    return np.where(closed, history[..., np.clip(at, 0, history.shape[-1] - 1)], np.nan)


def budget_of(company: Company, months: tuple[Month, ...], focus: Focus) -> FloatArray:
    """Return the budget of a family in its unit, else its revenue, (t,); NaN where there is none, and for a SKU."""
    unknown = np.full(len(months), np.nan)
    if focus.sku:
        return unknown
    rows = company.rows["budget"]
    own = rows if focus.family == WHOLE else rows[rows["family"] == focus.family]
    if own.empty:
        return unknown
    column = "revenue" if is_in_money(company.catalogue, focus.family) else "quantity"
    total = spread(own, column, {"month": months})
    return np.where(total > 0, total, np.nan)


def history_frame(shown: Outlook, most: int) -> pd.DataFrame:
    """Return month, actual of the last `most` closed months."""
    return pd.DataFrame({"month": list(shown.history_months), "actual": shown.history}).tail(most)


def forecast_frame(shown: Outlook) -> pd.DataFrame:
    """Return month, baseline, lower_80, upper_80, consensus, last_year, budget."""
    names = ("baseline", "lower_80", "upper_80", "consensus", "last_year", "budget")
    return pd.DataFrame({"month": list(shown.months), **{name: getattr(shown, name) for name in names}})


def effects(review: Review) -> tuple[Effect, ...]:
    """Return what each change adds where it was made, in the order of recording."""
    return tuple(_effect(review, *each) for each in zip(review.recorded, review.layers, strict=True))


def _effect(review: Review, override: Override, layer: FloatArray) -> Effect:
    scope = Focus(override.family, override.sku)
    touched = layer.any(axis=2)
    price = np.where(touched, review.plan.price_money, 0.0)
    unit = unit_of(review.inputs.company, scope)
    return Effect(
        override,
        units=float(layer.sum()) if unit else np.nan,
        unit=unit,
        money=float((price * layer.sum(axis=2)).sum()),
    )


def accuracy(plan: DemandPlan, focus: Focus) -> Accuracy:
    """Return what the backtest says of the baseline of a focus.

    A family's is measured on the family's own sums, those of everything on their value at today's price.
    """
    if focus.sku:
        row, backtest, flags, like = plan.skus.index(focus.sku), plan.backtest, plan.flags, plan.like
        known = np.isfinite(plan.history_units[row])
    else:
        groups = plan.groups
        row, backtest, flags, like = groups.names.index(focus.family), groups.backtest, groups.flags, ()
        inside = [focus.family in {WHOLE, family} for family in plan.families]
        known = np.isfinite(plan.history_units[inside]).any(axis=0)
    ranks = {rank.model: rank for rank in _ranks(backtest, row)}
    listed = [rank for rank in ranks.values() if rank.model != BLEND and (rank.weight > 0 or np.isfinite(rank.wape))]
    return Accuracy(
        blend=ranks[BLEND],
        naive=ranks[NAIVE],
        ranks=tuple(sorted(listed, key=lambda rank: (np.isnan(rank.wape), rank.wape, rank.model))),
        flag=flags[row],
        closed_months=int(known.sum()),
        like=like[row] if like else "",
    )


def _ranks(backtest: Backtest, row: int) -> list[Rank]:
    return [
        Rank(model, *(float(figures[row]) for figures in (backtest.weights[:, k], *_measured(backtest, k))))
        for k, model in enumerate(backtest.models)
    ]


def _measured(backtest: Backtest, model: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    return backtest.wape[model], backtest.mase[model], backtest.bias[model]
