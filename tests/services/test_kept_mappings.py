"""What was settled for the files of a source holds next month by itself; a layout that has changed is noticed."""

from dataclasses import replace
from pathlib import Path

import pytest

from sop.domain.errors import Invalid, NotAllowed, NotFound
from sop.services.inspection import Verdict, inspect
from sop.services.kept_mappings import all_kept, forget_mapping, keep_mapping
from sop.services.loading import load_file
from sop.storage import log
from sop.storage.engine import Store
from tests.services.small_company import VIEWER, act

HOURS = b"resource,hours\nPaint,12\n"
WEEKLY = {"capacity_period": "per_week", "unknown_sku": "leave_out", "duplicate_rows": "keep"}


@pytest.fixture
def kept(store: Store):
    found = inspect(store, "capacity", HOURS, "hours.csv", WEEKLY)
    assert found.delivery is not None
    return keep_mapping(store, act("keep"), " Hours of the works ", found.delivery.reading, WEEKLY)


def test_it_keeps_the_columns_and_the_answers_that_belong_to_the_layout(store: Store, kept):
    assert all_kept(store) == (kept,)
    assert (kept.name, kept.kind, kept.header) == ("Hours of the works", "capacity", ("resource", "hours"))
    assert kept.columns["hours"] == "hours"
    assert kept.columns["plant"] == ""
    assert kept.answers == {"capacity_period": "per_week"}


def test_next_month_nobody_is_asked_again(store: Store, kept, tmp_path: Path):
    found = inspect(store, "capacity", b"hours,resource\n14,Paint\n", "next.csv")
    assert (found.verdict, found.questions) == (Verdict.WARNINGS, ())
    assert found.delivery is not None
    assert found.delivery.applied.mapping == kept
    assert {guess.column: guess.how for guess in found.delivery.reading.guesses if guess.source} == {
        "resource": "kept",
        "hours": "kept",
    }
    _, totals = load_file(store, tmp_path, act("load"), "capacity", HOURS, "h.csv")
    assert totals.quantity == pytest.approx(12 * 365.25 / 12 / 7)


def test_an_answer_given_now_goes_before_the_kept_one(store: Store, kept):
    assert inspect(store, "capacity", HOURS, "h.csv", {"capacity_period": "per_month"}).totals.quantity == 12


def test_a_changed_layout_is_read_by_what_is_left_and_noticed(store: Store, kept):
    found = inspect(store, "capacity", b"resource,hours,shift\nPaint,12,A\n", "h.csv")
    assert [(each.code, each.column, each.values) for each in found.problems[:1]] == [
        ("layout_new_column", "shift", {"mapping": "Hours of the works"})
    ]
    assert found.questions == ()
    gone = inspect(store, "capacity", b"resource,hours_a_day\nPaint,12\n", "h.csv", mapping_name=kept.name)
    assert gone.verdict is Verdict.REJECTED  # hours are missing, whatever was kept


def test_a_file_of_another_form_is_none_of_its_business(store: Store, kept):
    found = inspect(store, "capacity", b"plant,resource,resource_kind,month,hours\nA,Saw,line,2027-01,5\n", "h.csv")
    assert found.delivery is not None
    assert found.delivery.applied.mapping is None


def test_kept_again_it_is_its_next_version_and_the_same_again_is_nothing(store: Store, kept):
    found = inspect(store, "capacity", HOURS, "hours.csv", WEEKLY)
    assert found.delivery is not None
    reading = found.delivery.reading
    assert keep_mapping(store, act("again"), kept.name, reading, WEEKLY) == kept
    newer = keep_mapping(store, act("more"), kept.name, reading, {"capacity_period": "per_month"})
    assert (newer.id, newer.version) == (kept.id, 2)
    with store.read() as tx:
        assert [line.data["version"] for line in log.tail(tx, 9, "mapping_kept")] == [1, 2]


def test_a_name_that_nobody_kept_is_told(store: Store, kept):
    with pytest.raises(NotFound, match="No mapping called SAP"):
        inspect(store, "capacity", HOURS, "h.csv", mapping_name="SAP")
    with pytest.raises(NotFound):
        inspect(store, "inventory", b"sku,quantity\nA,1\n", "i.csv", mapping_name=kept.name)


def test_a_mapping_that_is_forgotten_asks_again(store: Store, kept):
    forget_mapping(store, act("forget"), kept.id)
    assert all_kept(store) == ()
    assert inspect(store, "capacity", HOURS, "h.csv").verdict is Verdict.QUESTION


def test_viewers_keep_nothing_and_a_mapping_needs_a_name(store: Store, kept):
    found = inspect(store, "capacity", HOURS, "hours.csv", WEEKLY)
    assert found.delivery is not None
    with pytest.raises(NotAllowed):
        keep_mapping(store, act("x", VIEWER), "SAP", found.delivery.reading, {})
    with pytest.raises(NotAllowed):
        forget_mapping(store, act("x", VIEWER), kept.id)
    with pytest.raises(Invalid):
        keep_mapping(store, act("x"), " ", replace(found.delivery.reading), {})


def test_which_of_two_quantities_counts_is_kept(sqlite_store: Store):
    lines = "Data;Cod;Cantitate comandată;Cantitate livrată;Valoare\n{};A;12;10;119\n"
    answers = {"column_twice": "Cantitate livrată"}
    found = inspect(sqlite_store, "sales_history", lines.format("31.01.2013").encode(), "sales.csv", answers)
    keep_mapping(sqlite_store, act("sales"), "Sales", found.delivery.reading, answers)
    then = inspect(sqlite_store, "sales_history", lines.format("28.02.2013").encode(), "sales.csv")
    assert (then.questions, then.totals.quantity) == ((), 10)
    orders = "Data livrare;Cod;Cantitate comandată;Cantitate livrată\n{};A;12;10\n"
    answers = {"open_quantity": "less_delivered"}
    found = inspect(sqlite_store, "open_orders", orders.format("31.01.2013").encode(), "orders.csv", answers)
    keep_mapping(sqlite_store, act("orders"), "Orders", found.delivery.reading, answers)
    then = inspect(sqlite_store, "open_orders", orders.format("28.02.2013").encode(), "orders.csv")
    assert (then.questions, then.totals.quantity) == ((), 2)
