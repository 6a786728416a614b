"""What was counted in the closed months: sales, production, stock and order books as they were delivered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from sop.domain.calendar import Month
from sop.domain.loads import Load
from sop.domain.meeting import Cycle
from sop.domain.supply import FloatArray
from sop.intake.periods import partial_months
from sop.services.plan_against_actual import Counted
from sop.storage import actuals, cycles, loads, snapshots
from sop.storage.actuals import Units
from sop.storage.engine import Connection


def last_counted(tx: Connection, cycle: Cycle, now: datetime) -> Month:
    """Return the newest month that is over in the data: at least the cycle's last closed one.

    A month of sales after it counts once the next one has sales too, or once the calendar has gone past it and it does
    not look partial.
    """
    sales = loads.current(tx).get("sales_history")
    sold = actuals.by_month(tx, "sales_history", sales.id) if sales else {}
    if not sold:
        return cycle.last_closed
    newest = max(sold)
    today = Month(f"{now.astimezone(ZoneInfo(cycle.time_zone)):%Y-%m}")
    is_whole = newest < today and newest not in partial_months(
        pd.DataFrame(sold.items(), columns=["month", "quantity"])
    )
    return max(cycle.last_closed, newest if is_whole else newest.plus(-1))


def count(tx: Connection, skus: Sequence[str], months: Sequence[Month], last: Month) -> Counted:
    """Return what the loads that stand now say of the months up to `last`, (i, t); NaN beyond and where nothing came.

    A delivered month without a row of a SKU is 0. Stock is that of the stock history, else of the inventory that a
    cycle planned with; order books are the open orders of such a cycle.
    """
    standing = loads.current(tx)
    held = _held(tx)
    return Counted(
        sales_units=_flow(tx, standing.get("sales_history"), skus, months, last),
        production_units=_flow(tx, standing.get("production_history"), skus, months, last),
        stock_units=_stock(tx, standing.get("stock_history"), held, skus, months, last),
        backlog_units=_held_units(tx, held, "open_orders", skus, months, last),
    )


def _held(tx: Connection) -> Mapping[Month, Mapping[str, str]]:
    """Return by last closed month the loads (kind -> id) that the cycle of that time planned with.

    A load that an earlier cycle planned with already says nothing of a later month.
    """
    held: dict[Month, Mapping[str, str]] = {}
    known: set[str] = set()
    for cycle in sorted(cycles.all_cycles(tx), key=lambda each: (each.last_closed, each.id)):
        if cycle.snapshot_id is not None:
            used = dict(snapshots.get(tx, cycle.snapshot_id).loads)
            held[cycle.last_closed] = {kind: load for kind, load in used.items() if load not in known}
            known |= set(used.values())
    return held


def _flow(tx: Connection, load: Load | None, skus: Sequence[str], months: Sequence[Month], last: Month) -> FloatArray:
    """Return what a history says of each month that it reaches, (i, t)."""
    span = actuals.span(tx, load.kind, load.id) if load and months else None
    if load is None or span is None:
        return np.full((len(skus), len(months)), np.nan)
    units = actuals.units(tx, load.kind, load.id, months[0], months[-1])
    reached = [span[0] <= month <= min(span[1], last) for month in months]
    return _placed(units, skus, months, reached)


def _placed(units: Units, skus: Sequence[str], months: Sequence[Month], reached: Sequence[bool]) -> FloatArray:
    columns = [
        [units.get((sku, str(month)), 0.0) for sku in skus] if inside else [np.nan] * len(skus)
        for month, inside in zip(months, reached, strict=True)
    ]
    return np.array(columns, dtype=np.float64).reshape(len(months), len(skus)).T


def _stock(
    tx: Connection,
    load: Load | None,
    held: Mapping[Month, Mapping[str, str]],
    skus: Sequence[str],
    months: Sequence[Month],
    last: Month,
) -> FloatArray:
    counted = _flow(tx, load, skus, months, last)
    return np.where(np.isfinite(counted), counted, _held_units(tx, held, "inventory", skus, months, last))


def _held_units(
    tx: Connection,
    held: Mapping[Month, Mapping[str, str]],
    kind: str,
    skus: Sequence[str],
    months: Sequence[Month],
    last: Month,
) -> FloatArray:
    """Return what stood at the end of each month in the data of the cycle that began after it, (i, t)."""
    figures = np.full((len(skus), len(months)), np.nan)
    for t, month in enumerate(months):
        load_id = held.get(month, {}).get(kind)
        if load_id is not None and month <= last:
            units = actuals.units_of_sku(tx, kind, load_id)
            figures[:, t] = [units.get(sku, 0.0) for sku in skus]
    return figures
