"""A file becomes one load, whole or not at all; snapshots name the loads that stand."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sop.domain.errors import Invalid, NotAllowed, NotFound, Refused, Rejected, Undecided
from sop.domain.loads import Load
from sop.domain.people import Act, Actor, Function, Role
from sop.services.loading import (
    Totals,
    enter_hours,
    load_file,
    take_snapshot,
    totals_of,
    undo_load,
)
from sop.storage import blobs, load_reports, loads, log, people
from sop.storage.engine import Store

NOW = datetime(2026, 11, 12, 8, 0, tzinfo=UTC)
ITEMS = b"sku,name,family,make_or_buy\nA-1,Chair,Chairs,make\nA-2,Table,Tables,make\n"
SALES = b"month,sku,region,quantity,revenue\n2026-09,A-1,Romania,5,0.1\n2026-10,A-1,Romania,7,0.2\n2026-10,A-2,,1,0.3\n"


def act(role: Role = Role.PARTICIPANT) -> Act:
    return Act(Actor("p-1", Function.SALES, role), NOW, "token")


def all_loads(store: Store) -> tuple[Load, ...]:
    with store.read() as tx:
        return loads.all_loads(tx)


def codes(caught: pytest.ExceptionInfo[Rejected]) -> list[str]:
    return [fault.code for fault in caught.value.faults]


def test_a_load_keeps_its_rows_and_its_original(store: Store, tmp_path: Path):
    load, _ = load_file(store, tmp_path, act(), "items", ITEMS, "C:\\exports\\items.csv")
    with store.read() as tx:
        assert loads.rows(tx, "items", load.id)["name"].tolist() == ["Chair", "Table"]
    assert blobs.read(tmp_path, load.sha256) == ITEMS
    assert (load.file_name, load.rows, load.is_demo, load.loaded_by) == ("items.csv", 2, False, "p-1")


def test_totals_are_summed_exactly(store: Store, tmp_path: Path):
    load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    _, totals = load_file(store, tmp_path, act(), "sales_history", SALES, "sales.csv")
    assert totals == Totals(quantity=13, value=0.6, skus=2, months=2)  # 0.1 + 0.2 + 0.3 in floats is 0.6000000000000001


def test_what_a_kind_does_not_have_counts_as_nothing(store: Store, tmp_path: Path):
    _, totals = load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    assert totals == Totals(quantity=0, value=0, skus=2, months=0)


def test_the_same_file_twice_is_one_load(store: Store, tmp_path: Path):
    first, _ = load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    second, _ = load_file(store, tmp_path, act(), "items", ITEMS, "copy of items.csv")
    assert (second, len(all_loads(store))) == (first, 1)


def test_going_back_to_an_older_file_is_a_new_load(store: Store, tmp_path: Path):
    first, _ = load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    load_file(store, tmp_path, act(), "items", ITEMS.replace(b"Chair,", b"Stool,"), "items.csv")
    again, _ = load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    with store.read() as tx:
        assert loads.current(tx)["items"].id == again.id != first.id


def test_a_file_from_disk_is_read_where_it_lies(store: Store, tmp_path: Path):
    file = tmp_path / "items.csv"
    file.write_bytes(ITEMS)
    assert load_file(store, tmp_path, act(), "items", file, file.name)[0].rows == 2


def test_a_file_that_is_not_there(store: Store, tmp_path: Path):
    with pytest.raises(NotFound, match=r"There is no file gone\.csv"):
        load_file(store, tmp_path, act(), "items", tmp_path / "gone.csv", "gone.csv")


def test_a_kind_that_is_not_there(store: Store, tmp_path: Path):
    with pytest.raises(NotFound, match="no kind colours"):
        load_file(store, tmp_path, act(), "colours", ITEMS, "items.csv")


def test_a_wrong_file_changes_nothing(store: Store, tmp_path: Path):
    with pytest.raises(Rejected):
        load_file(store, tmp_path, act(), "items", ITEMS + b"A-1,Stool,Chairs,make\n", "items.csv")
    assert all_loads(store) == ()
    assert blobs.names(tmp_path) == []


def test_files_come_in_any_order(store: Store, tmp_path: Path):
    load_file(store, tmp_path, act(), "sales_history", SALES, "sales.csv")  # nothing is known about SKUs yet
    assert [load.kind for load in all_loads(store)] == ["sales_history"]


def test_an_unknown_sku_is_listed_once_with_its_first_row(store: Store, tmp_path: Path):
    load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    content = SALES + b"2026-09,A-9,Romania,5,5\n2026-10,A-9,Romania,5,5\n"
    with pytest.raises(Rejected) as caught:
        load_file(store, tmp_path, act(), "sales_history", content, "sales.csv")
    (fault,) = caught.value.faults
    assert (fault.code, fault.row, fault.value) == ("unknown_sku", 5, "A-9")


def test_a_sku_is_like_one_of_its_own_file(store: Store, tmp_path: Path):
    content = b"sku,name,family,make_or_buy,like_sku\nA-1,Chair,Chairs,make,A-2\nA-2,Table,Tables,make,A-3\n"
    with pytest.raises(Rejected) as caught:
        load_file(store, tmp_path, act(), "items", content, "items.csv")
    assert [fault.value for fault in caught.value.faults] == ["A-3"]


def test_a_routing_names_resources_that_have_hours(store: Store, tmp_path: Path):
    load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    routings = b"sku,plant,resource,hours_per_unit\nA-1,Sibiu,Paint,1\n"
    load_file(store, tmp_path, act(), "routings", routings, "routings.csv")  # nothing known about hours yet
    capacity = b"plant,resource,resource_kind,month,hours\nSibiu,Press,line,2027-01,100\n"
    load_file(store, tmp_path, act(), "capacity", capacity, "capacity.csv")
    with pytest.raises(Rejected) as caught:
        load_file(store, tmp_path, act(), "routings", routings.replace(b",1", b",2"), "routings.csv")
    assert codes(caught) == ["unknown_resource"]


def test_a_budget_names_families_of_items(store: Store, tmp_path: Path):
    load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    with pytest.raises(Rejected) as caught:
        load_file(
            store, tmp_path, act(), "budget", b"month,family,quantity,revenue,margin\n2027-01,Beds,1,1,1\n", "b.csv"
        )
    assert codes(caught) == ["unknown_family"]


def test_a_bill_of_material_knows_items_materials_and_its_own_parts(store: Store, tmp_path: Path):
    load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    steel = b"sku,name,supplier,lead_time_days,price\nM-1,Steel,Mill,10,5\n"
    load_file(store, tmp_path, act(), "materials_suppliers", steel, "materials.csv")
    bill = b"parent_sku,component_sku,qty_per\nA-1,S-1,1\nS-1,M-1,2\nA-1,M-2,1\n"
    with pytest.raises(Rejected) as caught:
        load_file(store, tmp_path, act(), "bom", bill, "bom.csv")
    assert [(fault.row, fault.value) for fault in caught.value.faults] == [(4, "M-2")]


def test_a_file_of_people_lists_them_once(store: Store, tmp_path: Path):
    listed = "name,function,role\nAna Pârvulescu,planning,facilitator\nEmma Whitfield,marketing,participant\n".encode()
    load_file(store, tmp_path, act(Role.FACILITATOR), "people", listed, "people.csv")
    more = listed + b"Oliver Bennett,planning,viewer\n"
    load_file(store, tmp_path, act(Role.FACILITATOR), "people", more, "people.csv")
    with store.read() as tx:
        known = [(person.name, person.role) for person in people.all_people(tx)]
    assert known == [
        ("Ana Pârvulescu", Role.FACILITATOR),
        ("Emma Whitfield", Role.PARTICIPANT),
        ("Oliver Bennett", Role.VIEWER),
    ]


def test_viewers_load_nothing_and_only_the_facilitator_lists_people(store: Store, tmp_path: Path):
    with pytest.raises(NotAllowed):
        load_file(store, tmp_path, act(Role.VIEWER), "items", ITEMS, "items.csv")
    with pytest.raises(NotAllowed):
        load_file(store, tmp_path, act(), "people", b"name,function,role\nEu,sales,facilitator\n", "people.csv")


def test_a_load_stands_in_the_log_and_is_announced(store: Store, tmp_path: Path):
    heard: list[str] = []
    store.listen(lambda changes: heard.extend(change.topic for change in changes))
    load, _ = load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    with store.read() as tx:
        (line,) = log.tail(tx, 10)
    assert (line.event, line.subject_id, line.actor_id, heard) == ("file_loaded", load.id, "p-1", ["company"])


def test_a_snapshot_names_the_loads_that_stand(store: Store, tmp_path: Path):
    load, _ = load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    with store.write() as w:
        snapshot = take_snapshot(w, act())
    assert (snapshot.number, snapshot.loads) == (1, (("items", load.id),))


def test_a_snapshot_of_the_same_loads_is_the_one_that_is_there(store: Store, tmp_path: Path):
    load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    with store.write() as w:
        first, second = take_snapshot(w, act()), take_snapshot(w, act())
    load_file(store, tmp_path, act(), "sales_history", SALES, "sales.csv")
    with store.write() as w:
        third = take_snapshot(w, act())
    assert (second, third.number) == (first, 2)


def test_a_snapshot_of_nothing_is_refused(store: Store):
    with store.write() as w, pytest.raises(Refused, match="Load a file first"):
        take_snapshot(w, act())


def test_totals_of_capacity_are_hours(tmp_path: Path, store: Store):
    content = b"plant,resource,resource_kind,month,hours\nSibiu,Press,line,2027-01,100\nSibiu,Press,line,2027-02,50.5\n"
    load, totals = load_file(store, tmp_path, act(), "capacity", content, "capacity.csv")
    with store.read() as tx:
        assert totals_of(loads.rows(tx, "capacity", load.id)) == totals == Totals(150.5, 0, 0, 2)


def test_a_load_that_is_taken_back_leaves_the_one_before(store: Store, tmp_path: Path):
    first, _ = load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    second, _ = load_file(store, tmp_path, act(), "items", ITEMS.replace(b"Chair,", b"Stool,"), "items.csv")
    undo_load(store, act(), second.id)
    undo_load(store, act(), second.id)  # a second click
    with store.read() as tx:
        assert loads.current(tx)["items"].id == first.id
        assert len(log.tail(tx, 10, "load_withdrawn")) == 1


def test_viewers_take_nothing_back(store: Store, tmp_path: Path):
    load, _ = load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    with pytest.raises(NotAllowed):
        undo_load(store, act(Role.VIEWER), load.id)


def test_the_same_file_answered_in_another_way_is_another_load(store: Store, tmp_path: Path):
    stated = b"resource,hours\nPaint,12\n"
    weekly, _ = load_file(store, tmp_path, act(), "capacity", stated, "c.csv", {"capacity_period": "per_week"})
    monthly, totals = load_file(store, tmp_path, act(), "capacity", stated, "c.csv", {"capacity_period": "per_month"})
    again, _ = load_file(store, tmp_path, act(), "capacity", stated, "c.csv", {"capacity_period": "per_month"})
    assert (totals.quantity, again.id) == (12, monthly.id)
    assert weekly.id != monthly.id


def test_a_question_without_an_answer_stores_nothing(store: Store, tmp_path: Path):
    with pytest.raises(Undecided) as asked:
        load_file(store, tmp_path, act(), "capacity", b"resource,hours\nPaint,12\n", "c.csv")
    assert asked.value.question.code == "capacity_period"
    assert (all_loads(store), blobs.names(tmp_path)) == ((), [])


@pytest.mark.parametrize("hours", [{}, {("P", "Saw"): 0.0}, {("P", "Saw"): -1.0}, {("P", "Saw"): float("nan")}])
def test_hours_that_no_work_centre_has_are_refused(store: Store, tmp_path: Path, hours: dict):
    with pytest.raises(Invalid, match="hours a month"):
        enter_hours(store, tmp_path, act(), hours)


def test_what_the_reading_said_is_kept_with_the_load(store: Store, tmp_path: Path):
    load_file(store, tmp_path, act(), "items", ITEMS, "items.csv")
    with_gap = b"month,sku,quantity\n2026-08,A-1,5\n2026-10,A-1,6\n"
    load, _ = load_file(store, tmp_path, act(), "sales_history", with_gap, "sales.csv")
    with store.read() as tx:
        report = load_reports.of_loads(tx, [load.id])[load.id]
    assert (report.verdict, report.problems["month_missing"]) == ("warnings", 1)
