"""What a planner would ask about a file beside the others; none of it keeps the file out, and what is usual is not said."""

from collections.abc import Callable

import pytest

from sop.services.cycles import open_cycle
from sop.services.inspection import Inspection, Verdict, inspect
from sop.services.loading import load_file
from sop.storage.engine import Store
from tests.services.small_company import CURRENT, FILES, WISH, act

Look = Callable[..., Inspection]


@pytest.fixture
def look(sqlite_store: Store, tmp_path) -> Look:
    """Inspect a file beside the whole small company, whose current month is January 2027."""
    for kind, text in FILES.items():
        load_file(sqlite_store, tmp_path, act(kind), kind, text.encode(), f"{kind}.csv")
    open_cycle(sqlite_store, act("cycle"), WISH)

    def look(kind: str, text: str | None = None, **answers: str) -> Inspection:
        return inspect(sqlite_store, kind, (text or FILES[kind]).encode(), f"{kind}.csv", answers)

    return look


def codes(found: Inspection) -> list[str]:
    return [each.code for each in found.problems]


def test_stock_below_zero_is_asked_about_with_what_each_answer_gives(look: Look):
    stock = "sku,location,quantity\nCH-1,Sibiu,100\nCH-2,Sibiu,-4\n"
    found = look("inventory", stock)
    (question,) = found.questions
    assert (question.code, question.gives) == ("negative_stock", {"as_zero": (100.0, 0), "as_written": (96.0, 0)})
    assert [(each.row, each.value) for each in found.problems] == [(3, "CH-2: -4")]
    assert look("inventory", stock, negative_stock="as_zero").totals.quantity == 100
    assert look("inventory", stock, negative_stock="as_written").totals.quantity == 96


def test_a_month_that_runs_or_lies_ahead_is_pointed_out(look: Look):
    ahead = FILES["sales_history"] + f"{CURRENT.plus(2)},CH-1,North,1\n"
    found = look("sales_history", ahead)
    pointed_out = [(each.code, each.value) for each in found.problems]
    assert ("month_running", "2027-01") in pointed_out
    assert ("month_ahead", "2027-03") in pointed_out


def test_a_price_below_cost_is_told_from_either_side(look: Look):
    (note,) = look("prices", "sku,price\nCH-1,49.99\nCH-2,80\n").problems  # the cheapest way to make CH-1 costs 50
    assert (note.code, note.row, note.values) == ("below_cost", 2, {"sku": "CH-1", "price": 49.99, "cost": 50.0})
    found = look("costs", "sku,plant,unit_cost\nCH-1,Sibiu,101\n")  # sold at 100 in the North
    assert [(each.code, each.row) for each in found.problems] == [("below_cost", 2)]


def test_what_customers_paid_is_compared_with_the_cost(look: Look):
    paid = "month,sku,quantity,revenue\n2026-11,CH-1,10,400\n2026-12,CH-1,10,500\n2026-12,CH-2,10,900\n"
    notes = [each for each in look("sales_history", paid).problems if each.code == "below_cost"]
    assert [each.values for each in notes] == [{"sku": "CH-1", "price": 45.0, "cost": 50.0}]  # 900 for 20


def test_sales_without_a_price_are_not_below_cost(look: Look):
    assert "below_cost" not in codes(look("sales_history"))


def test_sales_in_units_alone_say_that_prices_are_taken_where_there_are_any(look: Look):
    (note,) = [each for each in look("sales_history").problems if each.code == "value_absent"]
    assert "the prices that are loaded are taken" in note.message
    alone = inspect(None, "sales_history", FILES["sales_history"].encode(), "sales.csv")
    assert next(each.message for each in alone.problems if each.code == "value_absent").endswith("stays unknown.")


def test_what_is_sold_and_made_but_has_no_routing_is_told(look: Look):
    found = look("routings", FILES["routings"].replace("TB-1,Sibiu,Crew,3\n", ""))
    assert [(each.code, each.value) for each in found.problems] == [("no_routing", "TB-1")]
    # CH-2 is made or bought, so that it needs none
    assert codes(look("routings", FILES["routings"].replace("CH-2,Sibiu,Saw,0.5\n", ""))) == []


@pytest.mark.parametrize(("quantity", "odd"), [(130, False), (13, True), (130_000, True)])
def test_a_budget_in_another_order_of_magnitude_is_told(look: Look, quantity: float, odd: bool):
    # 150 units were sold in each month of 2026: 60 + 40 + 30 + 10 + 10; January 2027 still runs
    found = look("budget", f"month,family,quantity\n2027-02,Chairs,{quantity}\n")
    assert ("scale" in codes(found)) is odd


def test_a_unit_that_changes_is_told(look: Look):
    (note,) = look("items", FILES["items"].replace("order,0,2,m", "order,0,2,pcs")).problems
    assert (note.code, note.row, note.values) == ("unit_changed", 4, {"sku": "TB-1", "before": "m", "now": "pcs"})


@pytest.mark.parametrize("kind", sorted(set(FILES) - {"sales_history"}))
def test_nothing_is_said_of_a_company_in_order(look: Look, kind: str):
    assert (codes(look(kind)), look(kind).verdict) == ([], Verdict.OK)
