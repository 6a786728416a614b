"""Deliveries are immutable and come back as they were delivered; a wipe leaves no trace of a company but that."""

from datetime import timedelta

import pandas as pd
import pandas.testing
import pytest
from sqlalchemy import func, select

from sop.domain.errors import NotFound
from sop.domain.kinds import KINDS, Holds, Kind
from sop.storage import cycles, decisions, loads, log, meetings, people, settings, tables
from sop.storage.engine import Store
from tests.storage import examples

VALUES = {
    Holds.TEXT: ["ș", "", "=1+1"],
    Holds.NUMBER: [0.1, -2e300, 1 / 3],
    Holds.MONTH: ["2027-02", "2028-12", "2027-03"],
    Holds.FLAG: [1, 0, 1],
}
TYPES = {Holds.TEXT: "str", Holds.NUMBER: "float64", Holds.MONTH: "str", Holds.FLAG: "int64"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_the_rows_of_every_kind_come_back_as_they_went_in(sqlite_store: Store, kind: Kind) -> None:
    _round_trip(sqlite_store, kind)


def test_rows_come_back_the_same_from_either_database(store: Store) -> None:
    _round_trip(store, KINDS["sales_history"])


def _round_trip(store: Store, kind: Kind) -> None:
    rows = pd.DataFrame({c.name: pd.Series(VALUES[c.holds], dtype=TYPES[c.holds]) for c in kind.columns})
    with store.write() as w:
        load = loads.add(w, examples.load(kind.name, len(rows)), rows)
    with store.read() as tx:
        pandas.testing.assert_frame_equal(loads.rows(tx, kind.name, load.id), rows)


def test_a_month_that_was_left_empty_is_missing(store: Store) -> None:
    defaults = {c.name: ["x"] if c.holds is Holds.TEXT else [1.0] for c in KINDS["items"].columns}
    rows = pd.DataFrame({**defaults, "launch_month": ["2027-05"], "end_month": [None]})
    with store.write() as w:
        load = loads.add(w, examples.load("items", 1), rows)
    with store.read() as tx:
        [back] = loads.rows(tx, "items", load.id).to_dict("records")
    assert back["launch_month"] == "2027-05"
    assert pd.isna(back["end_month"])


def test_a_load_without_rows_comes_back_with_its_columns(store: Store) -> None:
    with store.write() as w:
        load = loads.add(w, examples.load("prices", 0), pd.DataFrame(columns=["sku", "region", "price"]))
    with store.read() as tx:
        back = loads.rows(tx, "prices", load.id)
    assert (list(back.columns), len(back)) == (["sku", "region", "price"], 0)


def test_a_load_that_miscounts_its_rows_is_not_stored(store: Store) -> None:
    with pytest.raises(AssertionError), store.write() as w:
        loads.add(w, examples.load("prices", 5), pd.DataFrame({"sku": ["a"], "region": [""], "price": [1.0]}))


def test_rows_are_stored_chunk_by_chunk_and_each_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loads, "CHUNK", 2)
    rows = pd.DataFrame({"sku": list("abcde"), "region": [""] * 5, "price": [1.0, 2.0, 3.0, 4.0, 5.0]})
    told: list[int] = []
    with store.write() as w:
        load = loads.add(w, examples.load("prices", 5), rows, told.append)
    with store.read() as tx:
        assert loads.rows(tx, "prices", load.id)["price"].tolist() == [1, 2, 3, 4, 5]
        assert loads.distinct_values(tx, "prices", load.id, "region") == {""}
    assert told == [2, 4, 5]


def test_the_newest_load_of_a_kind_counts_until_it_is_withdrawn(store: Store) -> None:
    with store.write() as w:
        old = examples.stored_prices(w)
        new = examples.stored_prices(w, loaded_at=examples.NOW + timedelta(seconds=1))
        assert loads.current(w.tx) == {"prices": new}
        loads.withdraw(w, new.id)
        assert loads.current(w.tx) == {"prices": old}
        assert [load.withdrawn for load in loads.all_loads(w.tx)] == [False, True]
        loads.withdraw(w, old.id)
        assert loads.current(w.tx) == {}


def test_a_load_is_withdrawn_only_if_it_is_there(store: Store) -> None:
    with pytest.raises(NotFound), store.write() as w:
        loads.withdraw(w, "nowhere")


# Wiping --------------------------------------------------------------------------------------------------------------


def test_a_wiped_company_keeps_who_is_logged_in_and_the_settings_and_logs_that_it_was_wiped(store: Store) -> None:
    with store.write() as w:
        decisions.add(w, examples.decision(w), "decided")
        examples.stored_prices(w)
        log.append(w, examples.act(), "cycle_opened", "cycle", "1", {})
        settings.put(w, "company", "Demo")
        here, _ = people.add(w, examples.person(), "1")
        people.open_session(w, here.id, "hash", examples.NOW)
        people.add(w, examples.person("Demo Person"), "2")
    with store.write() as w:
        loads.wipe_company(w, examples.act())
    with store.read() as tx:
        assert people.all_people(tx) == (here,)
        assert people.by_session(tx, "hash") == here
        assert settings.get(tx, "company") == "Demo"
        assert [(line.event, line.actor_id) for line in log.tail(tx, 9)] == [("company_wiped", "ana")]
        assert cycles.latest(tx) is None
        assert meetings.latest(tx) is None
        left = {t.name for t in tables.of_the_company() if tx.execute(select(func.count()).select_from(t)).scalar_one()}
    assert left == {"log"}
