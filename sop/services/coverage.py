"""How much of what it should cover a delivery covers: the months of a history, the SKUs that are sold, made or stocked."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from sop.domain.calendar import Month, fiscal_months, fiscal_year, month_row
from sop.domain.loads import Load
from sop.domain.meeting import Cycle
from sop.domain.quality import Coverage
from sop.services.once import OnceCache
from sop.storage import covering, loads
from sop.storage.engine import Connection

HISTORIES = frozenset({"sales_history", "production_history", "stock_history"})
EVERY_MONTH = ""  # stands in a row that holds for every month
MOST_KEPT = 512  # sets of months or SKUs, of loads that never change
Kept = OnceCache[Hashable, Any]


def coverage(tx: Connection, kept: Kept, cycle: Cycle, planned: Mapping[str, Load], kind: str) -> Coverage:
    """Return what the load that a cycle plans with covers; nothing is wanted of a kind of which that says nothing."""
    load = planned[kind]
    months: frozenset[str] = kept.get(("months", load.id), lambda: covering.months(tx, load))
    wanted_months = _wanted_months(cycle, kind, months)
    wanted_skus = _wanted_skus(tx, kept, cycle, planned, kind)
    skus: frozenset[str] = kept.get(("skus", load.id), lambda: covering.skus(tx, load)) if wanted_skus else frozenset()
    return Coverage(
        len(wanted_months & months), len(wanted_months), len(wanted_skus & skus), len(wanted_skus)
    )  # fmt: skip


def _wanted_months(cycle: Cycle, kind: str, months: frozenset[str]) -> frozenset[str]:
    """Return the months that a kind should have: histories without a gap, capacity over the horizon, budget to year's end."""
    if kind in HISTORIES and months:
        first = Month(min(months))
        return frozenset(month_row(first, max(1, cycle.last_closed.ordinal - first.ordinal + 1)))
    if kind == "budget":
        year = fiscal_months(fiscal_year(cycle.current, cycle.fiscal_year_start), cycle.fiscal_year_start)
        return frozenset(month for month in year if month >= cycle.current)
    if kind == "capacity" and EVERY_MONTH not in months:
        return frozenset(cycle.horizon)
    return frozenset({cycle.last_closed}) if kind == "currency_rates" else frozenset()


def _wanted_skus(tx: Connection, kept: Kept, cycle: Cycle, planned: Mapping[str, Load], kind: str) -> frozenset[str]:
    """Return the SKUs that a kind should name: those that are sold now, of routings and bills those that are made."""
    described = planned.get("items")
    if described is None or kind not in {"inventory", "prices", "costs", "routings", "bom"}:
        return frozenset()
    items: pd.DataFrame = kept.get(("items", described.id), lambda: loads.rows(tx, "items", described.id))
    now = items[
        (items["family"] != "")
        & ~(items["end_month"] <= cycle.last_closed)
        & ~(items["launch_month"] > cycle.last_closed)
    ]
    if kind == "inventory":
        now = now[now["mode"] != "order"]
    if kind in {"routings", "bom"}:
        now = now[now["make_or_buy"] == "make"]
    return frozenset(now["sku"])
