"""What a load covers is read in the database, the same on SQLite and PostgreSQL."""

import math

import pandas as pd
import pytest

from sop.domain.loads import Load
from sop.storage import covering, loads
from sop.storage.engine import Store, Writing
from tests.storage import examples


def stored(w: Writing, kind: str, **columns: list[object]) -> Load:
    rows = pd.DataFrame(columns)
    return loads.add(w, examples.load(kind, len(rows)), rows)


def sales(w: Writing, *revenue: float) -> Load:
    months = ["2026-12", "2026-12", "2027-01"]
    names = {"region": [""] * 3, "customer_class": [""] * 3}
    return stored(
        w, "sales_history", month=months, sku=["A", "B", "A"], **names, quantity=[1.0] * 3, revenue=[*revenue]
    )


def test_months_and_skus_are_told_once(store: Store) -> None:
    with store.write() as w:
        load = sales(w, 0.1, 0.2, 5.0)
        assert covering.months(w.tx, load) == {"2026-12", "2027-01"}
        assert covering.skus(w.tx, load) == {"A", "B"}


def test_a_row_for_every_month_and_a_kind_without_months(store: Store) -> None:
    with store.write() as w:
        whole = {"plant": ["S"], "resource": ["Saw"], "resource_kind": ["line"], "staff_group": [""], "month": [None]}
        capacity = stored(w, "capacity", **whole, hours=[9.0], overtime_hours=[0.0], overtime_cost_per_hour=[0.0])
        made = stored(w, "bom", parent_sku=["A"], component_sku=["P"], qty_per=[1.0], uom=[""])
        assert covering.months(w.tx, capacity) == {""}
        assert (covering.months(w.tx, made), covering.skus(w.tx, made)) == (frozenset(), {"A"})


def test_revenue_is_that_of_the_month_and_unknown_where_no_row_has_any(store: Store) -> None:
    with store.write() as w:
        assert covering.revenue(w.tx, sales(w, 0.1, 0.2, 5.0), "2026-12") == pytest.approx(0.3)
        assert covering.revenue(w.tx, sales(w, 0.1, 0.2, 5.0), "2026-11") == 0
        assert math.isnan(covering.revenue(w.tx, sales(w, 0.0, 0.0, 0.0), "2026-12"))
