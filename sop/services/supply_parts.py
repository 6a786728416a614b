"""What only some companies tell: warehouses, staff that can change, shelf life, subcontractors, customers who come first."""

from collections.abc import Sequence
from math import inf

import numpy as np
import pandas as pd

from sop.domain.calendar import Month, lead_months
from sop.domain.meeting import Cycle
from sop.domain.supply import FloatArray
from sop.planning.cover import target_units
from sop.planning.parts import DemandClasses, Lots, StockLimit, Storage, Subcontracting, Workforce
from sop.services.company import Company, spread

STRATEGIC_MONTHS = 12  # of sales behind the share of each class of customers


def storage_of(company: Company, months: Sequence[Month]) -> Storage | None:
    """Return the room of all warehouses together; none where nobody said how much there is or what a unit takes."""
    rows, items = company.rows["storage"], company.rows["items"]
    volume = spread(items, "volume_m3", {"sku": company.catalogue.skus})
    if rows.empty or not volume.any():
        return None
    limit, rent_limit = (_by_month(rows, name, months) for name in ("limit_m3", "rent_limit_m3"))
    paid = _by_month(rows.assign(paid=rows["rent_limit_m3"] * rows["rent_per_m3"]), "paid", months)
    rent = np.divide(paid, rent_limit, out=np.zeros_like(paid), where=rent_limit > 0)
    return Storage(volume_m3=volume, limit_m3=limit, rent_limit_m3=rent_limit, rent_cost_money=rent)


def _by_month(rows: pd.DataFrame, column: str, months: Sequence[Month]) -> FloatArray:
    """Return a column summed over warehouses, (t,); where a month has no row of its own, what holds for every month."""
    total = np.zeros(len(months))
    for _location, own in rows.groupby("location"):
        always = float(own.loc[own["month"].isna(), column].sum())
        stated = dict(zip(own["month"], own[column], strict=True))
        total += [stated.get(str(month), always) for month in months]
    return total


def workforce_of(
    company: Company, groups: Sequence[str], regular_h: FloatArray, months: Sequence[Month]
) -> Workforce | None:
    """Return staff that may be hired and laid off beside the regular hours of each group, (g, t); none without rows."""
    rows = company.rows["staffing"]
    rows = rows[rows["staff_group"].isin(groups)]
    if rows.empty:
        return None
    hours, hire, layoff = (
        _of_group(rows, name, groups, months) for name in ("hours_per_worker", "hire_limit", "layoff_limit")
    )
    return Workforce(
        planned_workers=np.divide(regular_h, hours, out=np.zeros_like(hours), where=hours > 0),
        hours_per_worker_h=hours,
        worker_cost_money=_mean(rows, "cost_per_worker", groups),
        hire_cost_money=_mean(rows, "hire_cost", groups),
        layoff_cost_money=_mean(rows, "layoff_cost", groups),
        hire_limit=hire,
        layoff_limit=layoff,
    )


def _of_group(rows: pd.DataFrame, column: str, groups: Sequence[str], months: Sequence[Month]) -> FloatArray:
    """Return a column by group and month, (g, t); where a month has no row of its own, what holds for every month."""
    by_month = {"staff_group": tuple(groups), "month": tuple(months)}
    always = spread(rows[rows["month"].isna()], column, {"staff_group": tuple(groups)})
    stated = spread(rows.assign(stated=1.0), "stated", by_month) > 0
    return np.where(stated, spread(rows, column, by_month), always[:, None])


def _mean(rows: pd.DataFrame, column: str, groups: Sequence[str]) -> FloatArray:
    mean: FloatArray = rows.groupby("staff_group")[column].mean().reindex(list(groups)).fillna(0.0).to_numpy(np.float64)
    return mean


def stock_limit_of(company: Company, demand: FloatArray) -> StockLimit | None:
    """Return the most that may lie in stock, in days of coming demand, (i, t); none where no SKU has such a limit."""
    rows = company.rows["items"].set_index("sku")["max_stock_days"]
    days = rows.reindex(company.catalogue.skus).fillna(0.0).to_numpy(dtype=np.float64)
    if not days.any():
        return None
    most = np.full(demand.shape, inf)
    for i in np.flatnonzero(days > 0):
        most[i] = target_units(demand[i : i + 1], float(days[i]))[0]
    return StockLimit(most_units=most)


def lots_of(company: Company) -> Lots | None:
    """Return in what lots each SKU is made; none where every quantity will do."""
    rows = company.rows["items"].set_index("sku").reindex(company.catalogue.skus)
    least, multiple = (
        rows[name].fillna(0.0).to_numpy(dtype=np.float64) for name in ("minimum_lot_units", "lot_multiple_units")
    )
    return Lots(least_units=least, multiple_units=multiple) if least.any() or multiple.any() else None


def subcontracting_of(company: Company, months: Sequence[Month]) -> Subcontracting | None:
    """Return what subcontractors deliver, the cheapest of each SKU: plants that have a limit and neither hours nor routings."""
    rows = company.rows["costs"]
    works = {"", *company.rows["capacity"]["plant"], *company.rows["routings"]["plant"]}
    outside = rows[~rows["plant"].isin(works) & (rows["monthly_limit"] > 0)]
    skus = company.catalogue.skus
    if not outside["sku"].isin(skus).any():
        return None
    best = outside.sort_values("unit_cost", kind="stable").drop_duplicates("sku").set_index("sku").reindex(skus)
    lead = np.array([lead_months(days) for days in best["lead_time_days"].fillna(0.0)])
    limit = best["monthly_limit"].fillna(0.0).to_numpy(dtype=np.float64)
    reached = np.arange(len(months))[None, :] >= lead[:, None]
    return Subcontracting(
        cost_money=best["unit_cost"].fillna(0.0).to_numpy(dtype=np.float64),
        limit_units=np.where(reached, limit[:, None], 0.0),
    )


def classes_of(company: Company, cycle: Cycle, made_to_order: np.ndarray) -> DemandClasses | None:
    """Return who comes first: orders wanted in the horizon, then strategic customers; none where nobody does.

    A strategic customer takes an equal part of what its class takes in its region, since sales do not name customers.
    """
    skus, regions, months = company.catalogue.skus, company.catalogue.regions, cycle.horizon.months
    committed = _committed(company, skus, months)
    committed[made_to_order] = 0.0  # those stand in the order book
    share = _strategic_share(company, skus, regions)
    if not committed.any() and not share.any():
        return None
    return DemandClasses(committed_units=committed, strategic_share=share)


def _committed(company: Company, skus: tuple[str, ...], months: tuple[Month, ...]) -> FloatArray:
    return spread(company.rows["open_orders"], "quantity", {"sku": skus, "month": months})


def _strategic_share(company: Company, skus: tuple[str, ...], regions: tuple[str, ...]) -> FloatArray:
    customers, sales = company.rows["customers"], company.rows["sales_history"]
    if not customers["strategic"].any() or sales.empty:
        return np.zeros((len(skus), len(regions)))
    of_class = customers.groupby(["customer_class", "region"])["strategic"].mean().rename("share").reset_index()
    recent = sales[sales["month"] > str(Month(str(sales["month"].max())).plus(-STRATEGIC_MONTHS))]
    sold = recent[recent["quantity"] > 0].merge(of_class, on=["customer_class", "region"], how="left")
    sold = sold.assign(strategic=sold["quantity"] * sold["share"].fillna(0.0))
    axes = {"sku": skus, "region": regions}
    total = spread(sold, "quantity", axes)
    return np.divide(spread(sold, "strategic", axes), total, out=np.zeros_like(total), where=total > 0)
