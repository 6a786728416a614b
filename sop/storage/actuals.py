"""What was counted month by month, summed in the database: the rows themselves are many."""

from sqlalchemy import func, select

from sop.domain.calendar import Month
from sop.domain.kinds import StockStatus
from sop.storage import tables
from sop.storage.engine import Connection

Units = dict[tuple[str, str], float]  # (SKU, month) -> units


def units(tx: Connection, kind: str, load_id: str, first: Month, last: Month) -> Units:
    """Return units by SKU and month of a load of sales, production or stocks; what has no row is not in it."""
    table = tables.delivered[kind]
    inside = table.c.month.between(str(first), str(last))
    total = select(table.c.sku, table.c.month, func.sum(table.c.quantity)).where(table.c.load_id == load_id, inside)
    return {(sku, month): float(sum_) for sku, month, sum_ in tx.execute(total.group_by(table.c.sku, table.c.month))}


def units_of_sku(tx: Connection, kind: str, load_id: str) -> dict[str, float]:
    """Return units by SKU of a load that says how things stand, such as a stock or an order book; of stock the free one."""
    table = tables.delivered[kind]
    total = select(table.c.sku, func.sum(table.c.quantity)).where(table.c.load_id == load_id)
    if "status" in table.c:
        total = total.where(table.c.status == StockStatus.FREE.value)
    return {sku: float(sum_) for sku, sum_ in tx.execute(total.group_by(table.c.sku))}


def by_month(tx: Connection, kind: str, load_id: str) -> dict[Month, float]:
    """Return units by month of a load, over all SKUs, in the order of the months."""
    table = tables.delivered[kind]
    total = select(table.c.month, func.sum(table.c.quantity)).where(table.c.load_id == load_id)
    rows = tx.execute(total.group_by(table.c.month).order_by(table.c.month))
    return {Month(month): float(sum_) for month, sum_ in rows}


def span(tx: Connection, kind: str, load_id: str) -> tuple[Month, Month] | None:
    """Return the first and the last month of a load, None for one without rows."""
    table = tables.delivered[kind]
    ends = select(func.min(table.c.month), func.max(table.c.month)).where(table.c.load_id == load_id)
    first, last = tx.execute(ends).one()
    return None if first is None else (Month(first), Month(last))


def sold_in_last(tx: Connection, load_id: str, months: int, until: Month | None = None) -> tuple[float, float]:
    """Return units and revenue of the last so many months of a load of sales, up to `until`; 0 for one without rows."""
    reached = span(tx, "sales_history", load_id)
    if reached is None:
        return 0.0, 0.0
    last = min(reached[1], until or reached[1])
    table = tables.delivered["sales_history"]
    total = select(func.sum(table.c.quantity), func.sum(table.c.revenue)).where(table.c.load_id == load_id)
    quantity, revenue = tx.execute(total.where(table.c.month.between(str(last.plus(1 - months)), str(last)))).one()
    return float(quantity or 0.0), float(revenue or 0.0)
