"""A company as its loads describe it: rows by kind in, catalogue and prices out."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from sop.domain.calendar import Month
from sop.domain.catalogue import Catalogue, Item
from sop.domain.kinds import KINDS, StockStatus
from sop.domain.loads import Snapshot
from sop.domain.measures import Kpis
from sop.domain.supply import FloatArray
from sop.storage import loads
from sop.storage.engine import Connection

Rows = Mapping[str, pd.DataFrame]
NO_REGION = ""
NO_FAMILY = "-"  # of what is sold but belongs to no family
NEEDED = (  # kinds without which something is planned in a simpler way, or not shown
    "items", "sales_history", "inventory", "capacity", "routings", "costs", "prices", "budget",
    "production_orders", "open_purchases", "open_orders", "bom", "materials_suppliers",
)  # fmt: skip
PRICE_MONTHS = 12
NOT_DELIVERED = ""  # no load has this id: its rows are none, in the columns and types of the kind


@dataclass(frozen=True, slots=True, eq=False)
class Company:
    """Catalogue and delivered rows of one snapshot; a kind that was not delivered is an empty frame."""

    snapshot: Snapshot
    catalogue: Catalogue
    rows: Rows

    def has(self, kind: str) -> bool:
        return not self.rows[kind].empty

    def missing(self) -> tuple[str, ...]:
        """Return the kinds that were not delivered and are planned without."""
        delivered = dict(self.snapshot.loads)
        return tuple(kind for kind in NEEDED if kind not in delivered)

    @property
    def blocked_skus(self) -> tuple[str, ...]:
        """Return the planned SKUs of which some stock is blocked."""
        stock = self.rows["inventory"]
        blocked = stock.loc[(stock["status"] == StockStatus.BLOCKED) & (stock["quantity"] > 0), "sku"]
        return tuple(sku for sku in dict.fromkeys(blocked) if sku in set(self.catalogue.skus))

    @property
    def has_prices(self) -> bool:
        """Return whether a price is known, be it what customers paid."""
        return self.has("prices")

    @property
    def has_costs(self) -> bool:
        return self.has("costs")

    @property
    def unknown_money(self) -> frozenset[str]:
        """Return the lines of the S&OP grid whose money is not known."""
        priced = frozenset() if self.has_prices else frozenset({"demand", "sales", "backlog", "lost", "margin"})
        at_cost = frozenset({"production", "purchased", "stock", "safety_stock", "margin"})
        return priced | (frozenset() if self.has_costs else at_cost)

    def known(self, figures: Kpis) -> Kpis:
        """Return the figures of a plan without the money that nobody delivered: NaN, shown as "-"."""
        nan = math.nan
        if not self.has_prices:
            figures = replace(figures, revenue_money=nan, margin_money=nan, lost_money=nan, backlog_money=nan)
        if not self.has_costs:
            figures = replace(
                figures, margin_money=nan, stock_value_money=nan, closing_stock_value_money=nan, production_money=nan,
                purchase_money=nan, holding_money=nan,
            )  # fmt: skip
        return figures


def read_company(tx: Connection, snapshot: Snapshot) -> Company:
    """Read every kind of the snapshot."""
    delivered = dict(snapshot.loads)
    rows = {kind: loads.rows(tx, kind, delivered.get(kind, NOT_DELIVERED)) for kind in KINDS}
    if rows["prices"].empty:
        rows["prices"] = prices_paid(rows["sales_history"])
    return Company(snapshot, catalogue_of(rows), rows)


def prices_paid(sales: pd.DataFrame) -> pd.DataFrame:
    """Return what customers paid by SKU and region, as prices: revenue / units of the last twelve months of each SKU."""
    paid = sales[(sales["quantity"] > 0) & (sales["revenue"] > 0)]
    age = pd.PeriodIndex(paid["month"], freq="M").astype("int64")
    newest = pd.Series(age, index=paid.index).groupby([paid["sku"], paid["region"]]).transform("max")
    recent = paid[age > newest - PRICE_MONTHS].groupby(["sku", "region"], sort=False)[["quantity", "revenue"]].sum()
    price = (recent["revenue"] / recent["quantity"]).rename("price").reset_index()
    return price.astype({"sku": "str", "region": "str", "price": "float64"})


def prices_of(company: Company) -> FloatArray:
    """Return today's price by SKU and region, (i, s), NaN where the SKU has none.

    A region without a price of its own takes the mean of the SKU's other prices.
    """
    catalogue = company.catalogue
    rows = company.rows["prices"]
    own = rows.pivot_table(index="sku", columns="region", values="price", dropna=False).reindex(
        index=list(catalogue.skus), columns=list(catalogue.regions)
    )
    mean = rows.groupby("sku")["price"].mean().reindex(catalogue.skus)
    price: FloatArray = own.T.fillna(mean).T.to_numpy(dtype=np.float64)
    return price


def catalogue_of(rows: Rows) -> Catalogue:
    """Return the axes; regions, plants and resources in the order in which the files name them.

    Items are those that are sold: parts and what nobody asked for since its launch are left out; what is sold without a
    description stands in by its code.
    """
    regions = tuple(dict.fromkeys([*rows["sales_history"]["region"], *rows["prices"]["region"]]))
    named = tuple(region for region in regions if region) or (NO_REGION,)
    capacity, routings = rows["capacity"], rows["routings"]
    working = {*capacity.loc[capacity["hours"] > 0, "resource"], *capacity["staff_group"], *routings["resource"]}
    return Catalogue(
        items=_items(rows),
        regions=named,
        plants=tuple(dict.fromkeys([*capacity["plant"], *routings["plant"]])),
        resources=tuple(name for name in dict.fromkeys(capacity["resource"]) if name in working),
    )


def _items(rows: Rows) -> tuple[Item, ...]:
    described = [_item(row) for row in rows["items"].to_dict("records")]
    sales = rows["sales_history"]
    if sales.empty:
        return tuple(item for item in described if item.family != NO_FAMILY)
    asked_for = {*sales["sku"], *rows["open_orders"]["sku"], *rows["forecasts"]["sku"]}
    last = str(sales["month"].max())
    planned = [item for item in described if item.sku in asked_for or _may_be_asked_for(item, last)]
    known = {item.sku for item in described}
    return (*planned, *(_undescribed(sku) for sku in dict.fromkeys(sales["sku"]) if sku not in known))


def _may_be_asked_for(item: Item, last_month: str) -> bool:
    """Return whether an item without a sale may have one yet: not a part, nor what nobody wanted since its launch."""
    stale = item.launch_month is not None and item.launch_month <= last_month and not item.like_sku
    return item.family != NO_FAMILY and not stale


def _undescribed(sku: str) -> Item:
    return Item(sku, sku, NO_FAMILY, False, "", "", 1.0, 0.0, 0, None, None, "")


def _item(row: Mapping[Hashable, Any]) -> Item:
    def text(name: str) -> str:
        value = row[name]
        return value if isinstance(value, str) else ""

    def number(name: str) -> float:
        return float(row[name])

    def month(name: str) -> Month | None:
        return Month(text(name)) if text(name) else None

    return Item(
        sku=text("sku"),
        name=text("name"),
        family=text("family") or NO_FAMILY,
        made_to_order=text("mode") == "order",
        unit=text("unit"),
        equivalent_unit=text("equivalent_unit"),
        equivalent_per_unit=number("equivalent_per_unit"),
        safety_stock_days=number("safety_stock_days"),
        promised_months=int(number("promised_months")),
        launch_month=month("launch_month"),
        end_month=month("end_month"),
        like_sku=text("like_sku"),
    )


def spread(rows: pd.DataFrame, value: str, axes: Mapping[str, tuple[str, ...]]) -> FloatArray:
    """Return the column summed into an array with one axis per named column; rows outside the axes are left out."""
    positions = [pd.Index(names).get_indexer(pd.Index(rows[column])) for column, names in axes.items()]
    total = np.zeros([len(names) for names in axes.values()])
    if len(rows):
        inside = np.logical_and.reduce([position >= 0 for position in positions])
        where = tuple(position[inside] for position in positions)
        np.add.at(total, where, rows[value].to_numpy(dtype=np.float64)[inside])
    return total
