"""Stage 4: the bridge from the budget to the latest estimate, closed months as they were and the plan after them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sop.domain.bridge import Bar, Bridge, Budget, Estimate, FamilyBridge, Weighted, company_bars, family_bridge, whole
from sop.domain.calendar import Month, fiscal_months, fiscal_year, month_row
from sop.domain.errors import Refused
from sop.domain.measures import margin_money
from sop.domain.supply import FloatArray, SupplyPlan
from sop.services.company import Company, spread
from sop.services.inputs import Inputs

USUAL_MONTHS = 12
WHOLE_COMPANY = ""  # the family of what concerns all of them


@dataclass(frozen=True, slots=True, eq=False)
class _Sold:
    """Units and prices of every SKU by month, closed months first, (i, t) each."""

    months: tuple[Month, ...]
    closed: tuple[Month, ...]
    demand_units: FloatArray
    shipped_units: FloatArray
    price_money: FloatArray


def bridged_years(inputs: Inputs) -> tuple[int, ...]:
    """Return the fiscal years that have a budget for a month that is not closed yet."""
    cycle = inputs.cycle
    ahead = {str(month) for month in (cycle.current, *cycle.horizon.months)}
    rows = inputs.company.rows["budget"]
    months = {Month(each) for each in rows.loc[rows["family"] != WHOLE_COMPANY, "month"] if each in ahead}
    return tuple(sorted({fiscal_year(month, cycle.fiscal_year_start) for month in months}))


def year_bridged_first(inputs: Inputs) -> int | None:
    """Return the fiscal year of the first month that can be decided, else the last one that has a budget."""
    years = bridged_years(inputs)
    wanted = fiscal_year(inputs.cycle.first_decidable, inputs.cycle.fiscal_year_start)
    return wanted if wanted in years else max(years, default=None)


def bridge(inputs: Inputs, plan: SupplyPlan, year: int, weighted: Sequence[Weighted] = ()) -> Bridge:
    """Return the bridge of a fiscal year, as far as months are closed or planned and any family has a budget there.

    `weighted`: what risks and opportunities are expected to bring, each as far as its months are among these.
    Refused where prices, costs or a budget by family lack: there is no margin to speak of then.
    """
    company = inputs.company
    _refuse_without(company)
    sold = _sold(inputs, plan)
    months = _months(inputs, sold, year)
    chosen = np.array([month in months for month in sold.months], dtype=np.bool_)
    usual = _usual_units(inputs, plan.skus, months[0])
    known = _expected(company, weighted, months)
    families = [
        _family(company, plan, sold, chosen, usual, name, known.get(name, {})) for name in company.catalogue.families
    ]
    inside = np.array([month in months for month in plan.months], dtype=np.bool_)
    of_company = {**company_bars(plan, inside), **known.get(WHOLE_COMPANY, {})}
    unplanned = chosen & ~np.isin(sold.months, plan.months)
    before = (sold.shipped_units * (sold.price_money - plan.unit_cost_money[:, None]))[:, unplanned].sum()
    made = float(before) + float(margin_money(plan)[inside].sum())
    return whole(months, [month for month in months if month in sold.closed], families, of_company, made)


def _expected(company: Company, weighted: Sequence[Weighted], months: Sequence[Month]) -> dict[str, dict[Bar, float]]:
    """Return the expected money by family and bar; of a family that is not planned, with the whole company."""
    found: dict[str, dict[Bar, float]] = {}
    for each in weighted:
        own = found.setdefault(each.family if each.family in company.catalogue.families else WHOLE_COMPANY, {})
        own[each.bar] = own.get(each.bar, 0.0) + each.money_in(months)
    return found


def _refuse_without(company: Company) -> None:
    if not (company.has_prices and company.has_costs):
        raise Refused("The bridge needs prices and costs: deliver both, and it shows why the margin is off the budget.")
    rows = company.rows["budget"]
    if not (rows["family"] != WHOLE_COMPANY).any():
        raise Refused(
            "The bridge needs a budget by family: deliver one, and it shows why the margin is off the budget."
        )


def _months(inputs: Inputs, sold: _Sold, year: int) -> tuple[Month, ...]:
    rows = inputs.company.rows["budget"]
    budgeted = set(rows.loc[rows["family"] != WHOLE_COMPANY, "month"])
    inside = fiscal_months(year, inputs.cycle.fiscal_year_start)
    months = tuple(month for month in sold.months if month in inside and month in budgeted)
    if not months:
        raise Refused("There is no budget for a month of the fiscal year {year} that is closed or planned.", year=year)
    return months


def _sold(inputs: Inputs, plan: SupplyPlan) -> _Sold:
    """Return what was sold in the closed months of the fiscal year, the estimate of the current month, and the plan."""
    cycle, history = inputs.cycle, inputs.company.rows["sales_history"]
    year = fiscal_months(fiscal_year(cycle.current, cycle.fiscal_year_start), cycle.fiscal_year_start)
    known = set(history["month"])
    closed = tuple(month for month in year if month <= cycle.last_closed and month in known)
    axes: dict[str, tuple[str, ...]] = {"sku": plan.skus, "month": closed}
    units, revenue = spread(history, "quantity", axes), spread(history, "revenue", axes)
    today = plan.price_money[:, :1]
    paid = np.divide(revenue, units, out=np.repeat(today, len(closed), axis=1), where=(units > 0) & (revenue > 0))
    running = dict(zip(inputs.demand.skus, inputs.demand.consensus_units[:, :, 0].sum(axis=1).tolist(), strict=True))
    now = np.array([[running.get(sku, 0.0)] for sku in plan.skus])  # shipped as demanded: it is not planned any more
    return _Sold(
        months=(*closed, cycle.current, *plan.months),
        closed=closed,
        demand_units=np.column_stack([units, now, plan.demand_units]),
        shipped_units=np.column_stack([units, now, plan.shipped_units]),
        price_money=np.column_stack([paid, today, plan.price_money]),
    )


def _usual_units(inputs: Inputs, skus: tuple[str, ...], first: Month) -> FloatArray:
    """Return what each SKU sold in the last twelve closed months before a month, (i,)."""
    last = min(first.plus(-1), inputs.cycle.last_closed)
    before = month_row(last.plus(1 - USUAL_MONTHS), USUAL_MONTHS)
    axes: dict[str, tuple[str, ...]] = {"sku": skus, "month": before}
    units: FloatArray = np.maximum(spread(inputs.company.rows["sales_history"], "quantity", axes).sum(axis=1), 0.0)
    return units


def _family(
    company: Company,
    plan: SupplyPlan,
    sold: _Sold,
    chosen: np.ndarray,
    usual: FloatArray,
    family: str,
    expected: Mapping[Bar, float],
) -> FamilyBridge:
    own = np.array([each == family for each in plan.families], dtype=np.bool_)
    months = [month for month, wanted in zip(sold.months, chosen, strict=True) if wanted]
    rows = company.rows["budget"]
    rows = rows[(rows["family"] == family) & rows["month"].isin(months)]
    budgeted = np.isin(months, rows["month"])
    counts = {item.sku: item.equivalent_per_unit for item in company.catalogue.items if item.equivalent_per_unit > 0}
    estimate = Estimate(
        demand_units=sold.demand_units[own][:, chosen],
        shipped_units=sold.shipped_units[own][:, chosen],
        price_money=sold.price_money[own][:, chosen],
        unit_cost_money=plan.unit_cost_money[own],
        equivalents=np.array([counts.get(sku, 1.0) for sku, mine in zip(plan.skus, own, strict=True) if mine]),
        usual_units=usual[own],
        budgeted=budgeted,
    )
    return family_bridge(family, equivalent_unit(company, family), estimate, _budget(rows), expected)


def _budget(rows: pd.DataFrame) -> Budget:
    return Budget(float(rows["quantity"].sum()), float(rows["revenue"].sum()), float(rows["margin"].sum()))


def equivalent_unit(company: Company, family: str) -> str:
    """Return the unit in which a family's quantities are added up in the bridge; empty where it is not named."""
    items = [item for item in company.catalogue.items if item.family == family]
    named: Sequence[str] = sorted({item.equivalent_unit for item in items})
    return named[0] if len(named) == 1 and named[0] else company.catalogue.unit_of(family)
