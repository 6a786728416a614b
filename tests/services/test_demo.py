"""The demo company goes into an empty database whole, keeps own files out, and leaves with a backup behind it."""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sop.domain.errors import NotAllowed, Refused
from sop.domain.people import Act, Actor, Function, Person, Role
from sop.services import demo
from sop.services.loading import load_file
from sop.storage import loads, log, maintenance, people, snapshots
from sop.storage.engine import Store, open_store

NOW = datetime(2026, 11, 12, 8, 0, tzinfo=UTC)
ACT = Act(Actor("p-1", Function.PLANNING, Role.FACILITATOR), NOW, "token")
DELIVERED = {file.stem for file in demo.FILES.glob("*.csv")}
ITEMS = b"sku,name,family,make_or_buy\nA-1,Chair,Chairs,make\n"


@pytest.fixture(scope="module")
def demo_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the demo company's data, to be copied."""
    home = tmp_path_factory.mktemp("filled")
    store = open_store(f"sqlite:///{shutil.copy(migrated_file, home / 'sop.db')}")
    demo.fill(store, home, ACT)
    store.dispose()
    return home / "sop.db"


@pytest.fixture
def filled(database_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """The demo company's data: on PostgreSQL filled in anew, on SQLite copied."""
    if database_url.startswith("sqlite"):
        shutil.copy(request.getfixturevalue("demo_file"), tmp_path / "sop.db")
    store = open_store(database_url)
    if not database_url.startswith("sqlite"):
        demo.fill(store, tmp_path, ACT)
    yield store
    store.dispose()


def test_every_kind_is_loaded_as_demo_data_and_stands_in_the_snapshot(filled: Store):
    with filled.read() as tx:
        standing, snapshot = loads.current(tx), snapshots.latest(tx)
    assert set(standing) == DELIVERED
    assert all(load.is_demo for load in standing.values())
    assert snapshot is not None
    assert dict(snapshot.loads) == {kind: load.id for kind, load in standing.items()}


def test_its_ten_people_are_listed_with_one_facilitator(filled: Store):
    with filled.read() as tx:
        listed = people.all_people(tx)
    assert [person.role for person in listed].count(Role.FACILITATOR) == 1
    assert len(listed) == 10
    assert {person.function for person in listed} == set(Function)


def test_filling_twice_changes_nothing(filled: Store, tmp_path: Path):
    with filled.read() as tx:
        before = loads.all_loads(tx), people.all_people(tx), snapshots.latest(tx), log.tail(tx, 1000)
    demo.fill(filled, tmp_path, ACT)
    with filled.read() as tx:
        assert (loads.all_loads(tx), people.all_people(tx), snapshots.latest(tx), log.tail(tx, 1000)) == before


def test_filling_takes_well_under_the_promised_twenty_seconds(store: Store, tmp_path: Path):
    begun = time.perf_counter()
    demo.fill(store, tmp_path, ACT)
    assert time.perf_counter() - begun < 10


def test_own_files_are_refused_over_the_demo_company(filled: Store, tmp_path: Path):
    with pytest.raises(Refused, match=r"This database holds the demo company\. Empty it first"):
        load_file(filled, tmp_path, ACT, "items", ITEMS, "items.csv")
    with filled.read() as tx:
        assert len(loads.all_loads(tx)) == len(DELIVERED)


def test_the_demo_company_is_refused_over_own_files_and_leaves_them(store: Store, tmp_path: Path):
    load, _ = load_file(store, tmp_path, ACT, "items", ITEMS, "items.csv")
    with pytest.raises(Refused, match="data of your own"):
        demo.fill(store, tmp_path, ACT)
    with store.read() as tx:
        assert loads.all_loads(tx) == (load,)


def test_emptying_keeps_a_backup_from_which_everything_comes_back(filled: Store, tmp_path: Path):
    with filled.read() as tx:
        before = loads.all_loads(tx)
    kept = demo.empty_company(filled, tmp_path, ACT)
    with filled.read() as tx:
        assert loads.all_loads(tx) == ()
        assert people.all_people(tx) == ()
        assert snapshots.latest(tx) is None
    filled.dispose()
    maintenance.restore(kept, filled.url, tmp_path)
    with filled.read() as tx:
        assert loads.all_loads(tx) == before


def test_who_emptied_it_stays_logged_in(filled: Store, tmp_path: Path):
    me = Person("p-1", "Ana", Function.PLANNING, Role.FACILITATOR)
    with filled.write() as w:
        people.add(w, me, "join")
        people.open_session(w, me.id, "hash", NOW)
    demo.empty_company(filled, tmp_path, ACT)
    with filled.read() as tx:
        assert people.by_session(tx, "hash") == me


def test_own_files_are_welcome_after_emptying(filled: Store, tmp_path: Path):
    demo.empty_company(filled, tmp_path, ACT)
    load, _ = load_file(filled, tmp_path, ACT, "items", ITEMS, "items.csv")
    assert not load.is_demo


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.VIEWER])
def test_only_the_facilitator_fills_and_empties(store: Store, tmp_path: Path, role: Role):
    other = Act(Actor("p-2", Function.SALES, role), NOW, "token")
    with pytest.raises(NotAllowed):
        demo.fill(store, tmp_path, other)
    with pytest.raises(NotAllowed):
        demo.empty_company(store, tmp_path, other)
