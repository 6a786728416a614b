"""What a delivery changes against the load before it: by key, by month and family, in units and money."""

import math
from pathlib import Path

import pytest

from sop.domain.differences import Difference, RowChange, Shift
from sop.domain.errors import Invalid
from sop.language import speaking
from sop.services.differences import difference_between, difference_of, sentences_of
from sop.services.inspection import inspect
from sop.services.loading import load_file, undo_load
from sop.storage.engine import Store
from tests.services.small_company import FILES, act

SALES = (
    "month,sku,region,quantity,revenue\n"
    "2026-11,CH-1,North,10,1000\n2026-11,TB-1,North,1,700\n2026-12,CH-1,North,20,2000\n2026-12,CH-2,North,3,0.5\n"
)
NEXT = (
    "month,sku,region,quantity,revenue\n"
    "2026-12,CH-2,North,3,0.5\n2026-12,CH-1,North,25,2500\n2027-01,CH-1,North,7,700\n2026-11,TB-1,North,1,700\n"
)


@pytest.fixture
def put(store: Store, tmp_path: Path):
    def put(kind: str, text: str) -> str:
        monthly = {"capacity_period": "per_month"}
        return load_file(store, tmp_path, act(kind), kind, text.encode(), f"{kind}.csv", monthly)[0].id

    put("items", FILES["items"])
    return put


def between(store: Store, before: str, now: str) -> Difference:
    with store.read() as tx:
        return difference_between(tx, before, now)


def test_rows_are_new_changed_or_gone_by_their_key(store: Store, put):
    found = between(store, put("sales_history", SALES), put("sales_history", NEXT))
    assert (found.new, found.changed, found.gone, found.same) == (1, 1, 1, 2)
    assert found.rows == (
        RowChange(("2026-11", "CH-1", "North", ""), {"quantity": 10.0, "revenue": 1000.0}, {}),
        RowChange(("2027-01", "CH-1", "North", ""), {}, {"quantity": 7.0, "revenue": 700.0}),
        RowChange(
            ("2026-12", "CH-1", "North", ""),
            {"quantity": 20.0, "revenue": 2000.0},
            {"quantity": 25.0, "revenue": 2500.0},
        ),
    )
    assert (found.months_new, found.months_gone) == (("2027-01",), ())


def test_units_and_money_shift_by_month_and_family(store: Store, put):
    found = between(store, put("sales_history", SALES), put("sales_history", NEXT))
    assert found.shifts == (
        Shift("2026-11", "Chairs", 10, 0, 1000, 0),
        Shift("2026-12", "Chairs", 23, 28, 2000.5, 2500.5),
        Shift("2027-01", "Chairs", 0, 7, 0, 700),
    )
    assert [(each.month, each.units, each.money) for each in found.by_month()] == [
        ("2026-11", -10, -1000), ("2026-12", 5, 500), ("2027-01", 7, 700),
    ]  # fmt: skip
    assert found.by_family() == (Shift("", "Chairs", 33, 35, 3000.5, 3200.5),)
    assert (found.total().units, found.total().money) == (2, 200)


def test_rows_in_another_order_or_written_otherwise_are_the_same(store: Store, put):
    first = put("sales_history", SALES)
    head, *lines = SALES.replace("0.5", "0.50").splitlines()
    found = between(store, first, put("sales_history", "\n".join([head, *reversed(lines)])))
    assert found.is_nothing
    assert (found.same, found.shifts, found.rows) == (4, (), ())


def test_stock_is_worth_its_cost_and_orders_their_price(store: Store, put):
    put("costs", FILES["costs"])
    put("prices", FILES["prices"])
    stock = between(
        store, put("inventory", FILES["inventory"]), put("inventory", "sku,location,quantity\nCH-1,Sibiu,90\n")
    )
    assert stock.shifts == (Shift("", "Chairs", 150, 90, 7500, 4500),)  # 50 lei each at the cheaper plant
    orders = "month,sku,quantity\n2027-02,CH-2,{}\n"
    ordered = between(store, put("open_orders", orders.format(5)), put("open_orders", orders.format(8)))
    assert ordered.shifts == (Shift("2027-02", "Chairs", 5, 8, 400, 640),)  # 80 lei each


def test_money_that_nothing_tells_is_not_known(store: Store, put):
    found = between(store, put("inventory", FILES["inventory"]), put("inventory", "sku,quantity\nCH-1,1\n"))
    assert all(math.isnan(shift.money) for shift in found.shifts)
    assert found.as_facts()["by_family"][0]["money"] is None


def test_sales_in_units_alone_know_no_money_where_those_before_did(store: Store, put):
    units_alone = "month,sku,region,quantity\n2026-12,CH-1,North,20\n"
    found = between(store, put("sales_history", SALES), put("sales_history", units_alone))
    assert found.total().money_before == 3700.5  # 1000 + 700 + 2000 + 0.5
    assert math.isnan(found.total().money_now)


def test_a_kind_without_amounts_differs_by_rows_alone(store: Store, put):
    found = between(
        store, put("prices", FILES["prices"]), put("prices", FILES["prices"].replace("South,120", "South,125"))
    )
    assert (found.changed, found.same, found.shifts) == (1, 2, ())
    assert found.rows == (RowChange(("CH-1", "South"), {"price": 120.0}, {"price": 125.0}),)


def test_hours_of_every_month_have_no_month(store: Store, put):
    first = put("capacity", "plant,resource,resource_kind,hours\nSibiu,Saw,line,100\n")
    found = between(store, first, put("capacity", "plant,resource,resource_kind,hours\nSibiu,Saw,line,120\n"))
    assert (found.changed, [(each.month, each.units) for each in found.shifts]) == (1, [("", 20)])


def test_a_file_is_compared_before_it_is_stored(store: Store, put):
    first = inspect(store, "sales_history", SALES.encode(), "s.csv")
    assert first.difference is None
    put("sales_history", SALES)
    again = inspect(store, "sales_history", NEXT.encode(), "s.csv").difference
    assert again is not None
    assert (again.new, again.changed, again.gone) == (1, 1, 1)


def test_a_stored_load_is_compared_with_the_one_that_stood_before_it(store: Store, put):
    first, taken_back, now = put("sales_history", SALES), put("sales_history", NEXT), put("sales_history", SALES + "\n")
    undo_load(store, act("undo"), taken_back)
    with store.read() as tx:
        assert difference_of(tx, first) is None
        found = difference_of(tx, now)
    assert found is not None
    assert (found.before.id, found.is_nothing) == (first, True)


def test_loads_of_two_kinds_are_not_compared(store: Store, put):
    prices, sales = put("prices", FILES["prices"]), put("sales_history", SALES)
    with pytest.raises(Invalid):
        between(store, prices, sales)


def test_a_person_reads_the_months_that_moved(store: Store, put):
    found = between(store, put("sales_history", SALES), put("sales_history", NEXT))
    with speaking("en"):
        told = sentences_of(found)
    assert told[0] == "Against the load before it: 1 rows new, 1 changed, 1 gone, 2 the same."
    assert told[2] == "Dec 26: +5.00 units (28.00 now), +500.00 in money"
