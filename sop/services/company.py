"""A company as its loads describe it: rows by kind in, catalogue and prices out."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sop.domain.calendar import Month
from sop.domain.catalogue import Catalogue, Item
from sop.domain.kinds import KINDS
from sop.domain.loads import Snapshot
from sop.domain.supply import FloatArray
from sop.storage import loads
from sop.storage.engine import Connection

Rows = Mapping[str, pd.DataFrame]
NO_REGION = ""
NOT_DELIVERED = ""  # no load has this id: its rows are none, in the columns and types of the kind


@dataclass(frozen=True, slots=True, eq=False)
class Company:
    """Catalogue and delivered rows of one snapshot; a kind that was not delivered is an empty frame."""

    snapshot: Snapshot
    catalogue: Catalogue
    rows: Rows

    def has(self, kind: str) -> bool:
        return not self.rows[kind].empty


def read_company(tx: Connection, snapshot: Snapshot) -> Company:
    """Read every kind of the snapshot."""
    delivered = dict(snapshot.loads)
    rows = {kind: loads.rows(tx, kind, delivered.get(kind, NOT_DELIVERED)) for kind in KINDS}
    return Company(snapshot, catalogue_of(rows), rows)


def catalogue_of(rows: Rows) -> Catalogue:
    """Return the axes; regions, plants and resources in the order in which the files name them."""
    items = tuple(_item(row) for row in rows["items"].to_dict("records"))
    regions = tuple(dict.fromkeys([*rows["sales_history"]["region"], *rows["prices"]["region"]]))
    named = tuple(region for region in regions if region) or (NO_REGION,)
    capacity = rows["capacity"]
    return Catalogue(
        items=items,
        regions=named,
        plants=tuple(dict.fromkeys([*capacity["plant"], *rows["routings"]["plant"]])),
        resources=tuple(dict.fromkeys(capacity["resource"])),
    )


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
        family=text("family"),
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
