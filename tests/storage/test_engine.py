"""The door to the database: what is acknowledged is there, once, and told after it is there."""

import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sop.domain.errors import Invalid, NotFound
from sop.domain.ids import new_id
from sop.storage import changes, cycles, plans, scenarios, settings
from sop.storage.engine import Change, Store, Writing, address, open_store
from tests.storage import examples

ROOT = Path(__file__).parents[2]


def _put_announce_and_fail(w: Writing) -> None:
    settings.put(w, "opened", 1)
    w.announce("meeting/1")
    raise ZeroDivisionError


def _put_and_name_what_is_gone(w: Writing) -> None:
    settings.put(w, "opened", 1)
    scenarios.add(w, examples.scenario("gone"), new_id())


def test_an_exception_rolls_back_everything_and_announces_nothing(store: Store) -> None:
    heard: list[Sequence[Change]] = []
    store.listen(heard.append)
    with pytest.raises(ZeroDivisionError), store.write() as w:
        _put_announce_and_fail(w)
    with store.read() as tx:
        assert settings.get(tx, "opened") is None
        assert changes.latest_id(tx) == 0
    assert heard == []


def test_a_row_that_names_what_is_gone_is_told_in_a_sentence_and_not_stored(store: Store) -> None:
    with pytest.raises(NotFound, match="not there any more"), store.write() as w:
        _put_and_name_what_is_gone(w)
    with store.read() as tx:
        assert settings.get(tx, "opened") is None


def test_a_listener_finds_the_change_committed(store: Store) -> None:
    seen: list[tuple[object, Sequence[Change]]] = []

    def look(announced: Sequence[Change]) -> None:
        with store.read() as tx:
            seen.append((settings.get(tx, "opened"), announced))

    store.listen(look)
    with store.write() as w:
        w.announce("meeting/1")
        settings.put(w, "opened", 7)
        assert seen == []
    [(value, announced)] = seen
    assert value == 7
    assert [(change.topic, change.version) for change in announced] == [("meeting/1", 1)]


def test_a_topic_announced_twice_in_a_transaction_is_one_change(store: Store) -> None:
    with store.write() as w:
        w.announce("meeting/1")
        w.announce("meeting/1")
    with store.read() as tx:
        assert len(changes.since(tx, 0)) == 1


def test_each_topic_counts_its_own_versions_and_since_leaves_out_what_is_known(store: Store) -> None:
    for topic in ("a/1", "b/1", "a/1"):
        with store.write() as w:
            w.announce(topic)
    with store.read() as tx:
        told = changes.since(tx, 0)
        assert [(change.topic, change.version) for change in told] == [("a/1", 1), ("b/1", 1), ("a/1", 2)]
        assert changes.since(tx, told[1].id) == told[2:]
        assert changes.latest_id(tx) == told[2].id


def test_thirty_writers_lose_no_update_and_meet_no_locked_database(store: Store) -> None:
    writers, each = 30, 20
    with store.write() as w:
        shared = examples.stored_scenario(w)
    begin = threading.Barrier(writers)

    def write(_: int) -> list[int]:
        begin.wait()
        numbers = []
        for _turn in range(each):
            with store.write() as w:
                scenarios.get(w.tx, shared.id)  # a reader that turns writer is what SQLite refuses without care
                scenarios.clear_levers(w, shared.id)
                numbers.append(plans.add(w, examples.plan(shared.cycle_id)).number)
                w.announce("scenario/shared")
        return numbers

    with ThreadPoolExecutor(writers) as pool:
        numbers = [number for found in pool.map(write, range(writers)) for number in found]
    with store.read() as tx:
        assert scenarios.get(tx, shared.id).version == 1 + writers * each
        assert [change.version for change in changes.since(tx, 0)] == list(range(1, writers * each + 1))
    assert sorted(numbers) == list(range(1, writers * each + 1))


def test_the_ids_of_changes_ascend_in_the_order_of_their_commits(store: Store) -> None:
    """Whoever asks for what is new since the last id that they saw misses nothing, however writers overlap."""
    seen: list[int] = []
    stop = threading.Event()

    def follow() -> None:
        last = False
        while not last:
            last = stop.is_set()
            with store.read() as tx:
                seen.extend(change.id for change in changes.since(tx, seen[-1] if seen else 0))

    def announce(writer: int) -> None:
        for turn in range(10):
            with store.write() as w:
                w.announce(f"person/{writer}-{turn}")

    follower = threading.Thread(target=follow)
    follower.start()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(announce, range(8)))
    stop.set()
    follower.join()
    with store.read() as tx:
        assert seen == [change.id for change in changes.since(tx, 0)]
    assert len(seen) == 80


def test_a_reader_sees_one_state_throughout(store: Store) -> None:
    with store.read() as tx:
        before = settings.get(tx, "opened")
        with store.write() as w:
            settings.put(w, "opened", 1)
        assert settings.get(tx, "opened") == before
    with store.read() as tx:
        assert settings.get(tx, "opened") == 1


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(DBAPIError), store.read() as tx:
        tx.execute(text("DELETE FROM settings"))


def test_a_write_inside_a_write_is_a_bug_that_says_so(store: Store) -> None:
    with pytest.raises(RuntimeError, match="inside"), store.write(), store.write():
        pass
    with store.write() as w:  # and the way is free again
        settings.put(w, "opened", 1)


def test_sqlite_is_set_to_lose_nothing(sqlite_store: Store) -> None:
    with sqlite_store.read() as tx:
        found = {
            name: tx.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}  # 2 is FULL


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///:memory:", "mysql://host/db", "what is this"])
def test_an_address_that_cannot_serve_is_told(url: str) -> None:
    with pytest.raises(Invalid):
        open_store(url)


def test_a_postgresql_address_is_spoken_by_psycopg() -> None:
    assert address("postgresql://u:p@host/db").drivername == "postgresql+psycopg"


WRITER = """
import sys
from sop.domain.ids import new_id
from sop.storage import scenarios
from sop.storage.engine import open_store
from tests.storage import examples

store = open_store(sys.argv[1])
while True:
    with store.write() as w:
        made = scenarios.add(w, examples.scenario(sys.argv[2], *(examples.lever() for _ in range(3))), new_id())[0]
        w.announce("scenario/" + made.id)
    print(made.id, flush=True)
"""


def test_kill_9_leaves_what_was_acknowledged_once_and_nothing_half(store: Store, database_url: str) -> None:
    with store.write() as w:
        cycle = cycles.add(w, examples.cycle(), new_id())[0]
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, database_url, cycle.id], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as writer:
        acknowledged = [writer.stdout.readline().strip() for _ in range(25)]
        writer.send_signal(signal.SIGKILL)
        acknowledged += writer.stdout.read().split("\n")[:-1]
    with store.read() as tx:
        there = scenarios.of_cycle(tx, cycle.id)
        announced = [change.topic for change in changes.since(tx, 0)]
    ids = [scenario.id for scenario in there]
    assert len(acknowledged) >= 25
    assert ids[: len(acknowledged)] == acknowledged  # one more may be stored whose answer was never sent
    assert len(ids) <= len(acknowledged) + 1
    assert {len(scenario.levers) for scenario in there} == {3}
    assert announced == [f"scenario/{scenario_id}" for scenario_id in ids]
