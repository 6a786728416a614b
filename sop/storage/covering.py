"""What a load covers, read in the database: its months, its SKUs, the revenue of one month."""

import math

from sqlalchemy import ColumnElement, select

from sop.domain.loads import Load
from sop.storage import tables
from sop.storage.engine import Connection


def months(tx: Connection, load: Load) -> frozenset[str]:
    """Return the months that a load has rows of; an empty one stands for every month, none where its kind has none."""
    return _distinct(tx, load, "month")


def skus(tx: Connection, load: Load) -> frozenset[str]:
    """Return the SKUs that a load has rows of; of a bill of material those that are made."""
    return _distinct(tx, load, "parent_sku" if load.kind == "bom" else "sku")


def _distinct(tx: Connection, load: Load, name: str) -> frozenset[str]:
    table = tables.delivered[load.kind]
    if name not in table.c:
        return frozenset()
    return frozenset(value or "" for value in tx.execute(select(table.c[name]).where(_of(load)).distinct()).scalars())


def revenue(tx: Connection, load: Load, month: str) -> float:
    """Return the revenue of a month, summed exactly; NaN where the load knows no revenue at all."""
    table = tables.delivered["sales_history"]
    paid = select(table.c.revenue).where(_of(load))
    if tx.execute(paid.where(table.c.revenue != 0).limit(1)).first() is None:
        return math.nan
    return math.fsum(tx.execute(paid.where(table.c.month == month)).scalars())


def _of(load: Load) -> ColumnElement[bool]:
    same: ColumnElement[bool] = tables.delivered[load.kind].c.load_id == load.id
    return same
