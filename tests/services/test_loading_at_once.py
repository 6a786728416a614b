"""People and accidents at the same moment: no load twice, none by halves, none in a frozen snapshot that was taken back."""

import signal
import subprocess
import sys
from pathlib import Path

from sop.domain.errors import Refused
from sop.services.freezing import freeze_data
from sop.services.loading import load_file, undo_load
from sop.storage import blobs, loads, snapshots
from sop.storage.engine import Store
from tests.services.at_once import at_once
from tests.services.small_company import FILES, act

ROOT = Path(__file__).parents[2]
ITEMS = FILES["items"].encode()
SALES = FILES["sales_history"].encode()


def test_the_same_file_loaded_by_four_at_once_is_one_load(store: Store, tmp_path: Path):
    def load(person: int) -> str:
        return load_file(store, tmp_path, act(f"click {person}"), "items", ITEMS, "items.csv")[0].id

    ids = at_once(*(lambda n=n: load(n) for n in range(4)))
    with store.read() as tx:
        assert [each.id for each in loads.all_loads(tx)] == [ids[0]]
    assert set(ids) == {ids[0]}


def test_different_files_of_a_kind_at_once_are_whole_and_the_last_stands(store: Store, tmp_path: Path):
    files = [SALES + f"2026-12,TB-1,North,{n}\n".encode() for n in range(4)]

    def load(n: int) -> str:
        return load_file(store, tmp_path, act(f"click {n}"), "sales_history", files[n], f"{n}.csv")[0].id

    ids = at_once(*(lambda n=n: load(n) for n in range(4)))
    with store.read() as tx:
        assert sorted(each.id for each in loads.all_loads(tx)) == sorted(ids)
        assert loads.current(tx)["sales_history"].id in ids
        for n, load_id in enumerate(ids):
            rows = loads.rows(tx, "sales_history", load_id)
            assert (len(rows), rows["quantity"].iloc[-1]) == (len(SALES.splitlines()), n)


def test_a_load_is_taken_back_or_frozen_but_never_both(store: Store, tmp_path: Path):
    load_file(store, tmp_path, act("first"), "sales_history", SALES, "sales.csv")
    load = load_file(store, tmp_path, act("items"), "items", ITEMS, "items.csv")[0]

    def undo() -> bool:
        try:
            undo_load(store, act("undo"), load.id)
        except Refused:
            return False
        return True

    taken_back, frozen = at_once(undo, lambda: freeze_data(store, act("freeze")) is not None)
    assert frozen
    with store.read() as tx:
        snapshot = snapshots.latest(tx)
        assert snapshot is not None
        assert loads.get(tx, load.id).withdrawn is taken_back
        assert (snapshot.load_of("items") is None) is taken_back


KILLED = """
import os, signal, sys
from pathlib import Path
from sop.services.loading import load_delivery
from sop.services.incoming import prepare
from sop.storage import loads
from sop.storage.engine import open_store
from tests.services.small_company import act

loads.CHUNK = 5
store = open_store(sys.argv[1])
delivery = prepare(store, "sales_history", Path(sys.argv[2]), "sales.csv")

def told(stored):
    if stored >= 20:
        os.kill(os.getpid(), signal.SIGKILL)

load_delivery(store, Path(sys.argv[3]), act("click"), delivery, told)
"""


def test_a_server_killed_in_the_middle_of_a_load_stores_nothing_of_it(store: Store, database_url: str, tmp_path: Path):
    (tmp_path / "sales.csv").write_bytes(SALES)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, database_url, tmp_path / "sales.csv", tmp_path / "home"], cwd=ROOT, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    with store.read() as tx:
        assert loads.all_loads(tx) == ()
    load, _ = load_file(store, tmp_path / "home", act("again"), "sales_history", SALES, "sales.csv")
    assert load.rows == len(SALES.splitlines()) - 1
    assert blobs.names(tmp_path / "home") == [load.sha256]
