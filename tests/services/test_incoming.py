"""A file is read by the company's own tables: other units and currencies come in as those of the plan, and it is said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sop.services.beside import conversion_tables, stand_beside
from sop.services.cycles import open_cycle
from sop.services.inspection import Inspection, Verdict, inspect
from sop.services.loading import load_file
from sop.storage.engine import Store
from tests.services.small_company import FILES, WISH, act

UNITS = "sku,unit,factor\nCH-1,box,12\n"
RATES = "month,currency,rate\n2026-11,EUR,4.9\n2026-12,eur,5\n"
HEAD = "month,sku,quantity,unit,revenue,currency\n"
Look = Callable[[str], Inspection]


@pytest.fixture
def look(sqlite_store: Store, tmp_path: Path) -> Look:
    """Inspect sales beside items, conversions and a cycle in lei."""
    files = {**FILES, "unit_conversions": UNITS, "currency_rates": RATES}
    for kind in ("items", "unit_conversions", "currency_rates", "sales_history"):
        load_file(sqlite_store, tmp_path, act(kind), kind, files[kind].encode(), f"{kind}.csv")
    open_cycle(sqlite_store, act("cycle"), WISH)
    return lambda text: inspect(sqlite_store, "sales_history", text.encode(), "s.csv")


def test_the_tables_are_those_of_the_company(look: Look, sqlite_store: Store):
    with sqlite_store.read() as tx:
        tables = conversion_tables(stand_beside(tx))
    assert (tables.currency, tables.base_unit) == ("RON", {"CH-1": "pcs", "CH-2": "pcs", "TB-1": "m"})
    assert (tables.factor("CH-1", "box"), tables.factor("CH-2", "box")) == (12, None)
    assert (tables.rate("2026-12", "EUR"), tables.rate("2026-10", "EUR")) == (5, None)


def test_before_a_cycle_no_currency_is_known(sqlite_store: Store):
    with sqlite_store.read() as tx:
        assert conversion_tables(stand_beside(tx)).currency == ""


def test_boxes_come_in_as_pieces_and_euros_as_lei(look: Look):
    found = look(HEAD + "2026-12,CH-1,2,box,100,EUR\n2026-12,CH-2,3,pcs,60,RON\n2026-11,CH-1,1,pcs,10,EUR\n")
    assert found.questions == ()
    assert found.totals.quantity == 2 * 12 + 3 + 1
    assert found.totals.value == pytest.approx(100 * 5 + 60 + 10 * 4.9)
    assert found.verdict is Verdict.WARNINGS  # it is said


@pytest.mark.parametrize(
    "row", ["2026-12,CH-2,2,box,100,RON\n", "2026-10,CH-1,2,pcs,100,EUR\n"], ids=["no factor", "no rate"]
)
def test_what_no_table_converts_is_never_added_up_as_it_is(look: Look, row: str):
    found = look(HEAD + "2026-12,CH-1,2,pcs,100,RON\n" + row)
    assert found.verdict in {Verdict.QUESTION, Verdict.REJECTED}


def test_a_company_without_tables_loads_as_before(sqlite_store: Store):
    found = inspect(sqlite_store, "sales_history", b"month,sku,quantity,revenue\n2026-12,A,1,9\n", "s.csv")
    assert (found.verdict, found.totals.quantity) == (Verdict.OK, 1)
