"""A backup of a working server is one consistent moment; restoring it keeps what it replaces."""

import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sop.domain.errors import NotFound, Refused, Unreadable
from sop.domain.ids import new_id
from sop.storage import blobs, cycles, decisions, loads, log, maintenance, migrations, plans, scenarios, settings
from sop.storage.engine import Connection, Store, address, open_store, opened
from tests.storage import examples


def _everything(tx: Connection, cycle_id: str) -> tuple[object, ...]:
    return (
        [plans.get(tx, plan.id) for plan in plans.of_cycle(tx, cycle_id)],
        scenarios.of_cycle(tx, cycle_id),
        decisions.of_cycle(tx, cycle_id),
        log.tail(tx, 9),
        [loads.rows(tx, load.kind, load.id).to_dict("records") for load in loads.all_loads(tx)],
    )


def test_a_restored_database_is_the_one_that_was_backed_up(store: Store, database_url: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    cycle_id = examples.filled(store).cycle_id
    original = blobs.keep(home, "preț;1\n".encode())
    with store.read() as tx:
        before = _everything(tx, cycle_id)
    maintenance.backup(database_url, home, tmp_path / "all.zip")
    with store.write() as w:
        loads.wipe_company(w)
        settings.put(w, "company", "Mine")
    shutil.rmtree(home)
    kept = maintenance.restore(tmp_path / "all.zip", database_url, home)
    with store.read() as tx:
        assert _everything(tx, cycle_id) == before
        assert settings.get(tx, "company") is None
    assert blobs.read(home, original) == "preț;1\n".encode()
    assert kept is not None
    assert kept.exists()


def test_what_a_restore_replaced_can_be_had_back(store: Store, database_url: str, tmp_path: Path) -> None:
    maintenance.backup(database_url, tmp_path, tmp_path / "empty.zip")
    tried = examples.filled(store)
    kept = maintenance.restore(tmp_path / "empty.zip", database_url, tmp_path)
    assert kept is not None
    with store.read() as tx:
        assert cycles.all_cycles(tx) == ()
    if kept.suffix == ".db":
        aside = open_store(f"sqlite:///{kept}")
    else:
        maintenance.restore(kept, database_url, tmp_path)
        aside = open_store(database_url)
    with aside.read() as tx:
        assert scenarios.get(tx, tried.id) == tried
    aside.dispose()


def test_a_restored_database_goes_on_numbering_and_guarding(store: Store, database_url: str, tmp_path: Path) -> None:
    examples.filled(store)
    maintenance.backup(database_url, tmp_path, tmp_path / "all.zip")
    maintenance.restore(tmp_path / "all.zip", database_url, tmp_path)
    with store.write() as w:
        log.append(w, examples.act(), "again", "decision", "1", {})
        w.announce("meeting/1")
    with store.read() as tx:
        assert [line.event for line in log.tail(tx, 9)] == ["decided", "again"]
    with pytest.raises(DBAPIError, match="append-only"), store.write() as w:
        w.tx.execute(text("DELETE FROM log"))


def test_a_backup_over_a_working_server_is_one_moment(store: Store, database_url: str, tmp_path: Path) -> None:
    """Each transaction writes a scenario with three levers and its change: a backup holds all of it or nothing."""
    with store.write() as w:
        cycle = examples.stored_cycle(w)
    acknowledged: list[str] = []
    started, stop = threading.Event(), threading.Event()

    def work() -> None:
        while not stop.is_set():
            with store.write() as w:
                made = examples.scenario(cycle.id, *(examples.lever() for _ in range(3)))
                scenarios.add(w, made, new_id())
                name = blobs.keep(tmp_path, made.id.encode())
                settings.put(w, "last_file", name)
                w.announce(f"scenario/{made.id}")
            acknowledged.append(made.id)
            if len(acknowledged) == 10:
                started.set()

    worker = threading.Thread(target=work)
    worker.start()
    assert started.wait(20)
    before = list(acknowledged)
    maintenance.backup(database_url, tmp_path, tmp_path / "all.zip")
    stop.set()
    worker.join()
    maintenance.restore(tmp_path / "all.zip", database_url, tmp_path / "elsewhere")
    with store.read() as tx:
        there = scenarios.of_cycle(tx, cycle.id)
        announced = tx.execute(text("SELECT topic FROM changes ORDER BY id")).scalars().all()
        last_file = settings.get(tx, "last_file")
    ids = [made.id for made in there]
    assert ids[: len(before)] == before
    assert ids == acknowledged[: len(ids)]
    assert {len(made.levers) for made in there} == {3}
    assert announced == [f"scenario/{scenario_id}" for scenario_id in ids]
    assert blobs.read(tmp_path / "elsewhere", last_file) == ids[-1].encode()


def test_an_archive_of_an_older_version_is_brought_to_the_tables_of_today(empty_url: str, tmp_path: Path) -> None:
    with opened(address(empty_url), sop_writes=True) as tx:
        migrations.upgrade(tx, "0001")
        tx.execute(text("INSERT INTO settings (key, value) VALUES ('company', '\"Old\"')"))
    maintenance.backup(empty_url, tmp_path, tmp_path / "old.zip")
    maintenance.migrate(empty_url, tmp_path, examples.NOW)
    maintenance.restore(tmp_path / "old.zip", empty_url, tmp_path)
    assert maintenance.at_head(empty_url)
    store = open_store(empty_url)
    with store.read() as tx:
        assert settings.get(tx, "company") == "Old"
    store.dispose()


def test_an_archive_of_a_newer_version_is_refused_and_changes_nothing(
    store: Store, database_url: str, tmp_path: Path
) -> None:
    tried = examples.filled(store)
    maintenance.backup(database_url, tmp_path, tmp_path / "all.zip")
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(tmp_path / "all.zip") as old, zipfile.ZipFile(newer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(migrations.head().encode(), b"9999") if "manifest" in name else content)
    with pytest.raises(Refused, match="newer"):
        maintenance.restore(newer, database_url, tmp_path)
    with store.read() as tx:
        assert scenarios.get(tx, tried.id) == tried


def _wrong_archives(folder: Path) -> Iterator[Path]:
    (folder / "text.zip").write_text("not a zip")
    yield folder / "text.zip"
    with zipfile.ZipFile(folder / "other.zip", "w") as archive:
        archive.writestr("readme.txt", "not a backup")
    yield folder / "other.zip"
    for name, manifest in (("list.zip", "[]"), ("torn.zip", '{"format": 1'), ("strange.zip", '{"colour": "red"}')):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr("manifest.json", manifest)
        yield folder / name


def _emptied(archive: Path, changed: Path, database: bytes | None) -> Path:
    """Copy a backup with another file, or none, for its database."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(changed, "w") as new:
        for name in set(old.namelist()) - {"database.sqlite"}:
            new.writestr(name, old.read(name))
        if database is not None:
            new.writestr("database.sqlite", database)
    return changed


@pytest.mark.parametrize("database", [None, b"no database at all " * 500])
def test_a_backup_without_a_sound_database_changes_nothing(
    sqlite_store: Store, tmp_path: Path, database: bytes | None
) -> None:
    tried = examples.filled(sqlite_store)
    backup = maintenance.backup(sqlite_store.url, tmp_path, tmp_path / "all.zip")
    with pytest.raises(Unreadable):
        maintenance.restore(_emptied(backup, tmp_path / "changed.zip", database), sqlite_store.url, tmp_path)
    with sqlite_store.read() as tx:
        assert scenarios.get(tx, tried.id) == tried


def test_a_file_that_is_no_backup_is_told_and_changes_nothing(store: Store, database_url: str, tmp_path: Path) -> None:
    tried = examples.filled(store)
    for wrong in _wrong_archives(tmp_path):
        with pytest.raises(Unreadable):
            maintenance.restore(wrong, database_url, tmp_path)
    with pytest.raises(NotFound):
        maintenance.restore(tmp_path / "nowhere.zip", database_url, tmp_path)
    with store.read() as tx:
        assert scenarios.get(tx, tried.id) == tried


def test_a_backup_is_restored_into_its_own_kind_of_database(
    sqlite_store: Store, tmp_path: Path, new_schema: Callable[[], str]
) -> None:
    maintenance.backup(sqlite_store.url, tmp_path, tmp_path / "file.zip")
    with pytest.raises(Refused, match="sqlite"):
        maintenance.restore(tmp_path / "file.zip", new_schema(), tmp_path)


def test_a_damaged_sqlite_file_is_moved_aside_and_replaced(sqlite_store: Store, tmp_path: Path) -> None:
    tried = examples.filled(sqlite_store)
    maintenance.backup(sqlite_store.url, tmp_path, tmp_path / "all.zip")
    sqlite_store.dispose()
    (tmp_path / "sop.db").write_bytes(b"damaged" * 1000)
    kept = maintenance.restore(tmp_path / "all.zip", sqlite_store.url, tmp_path)
    assert kept is not None
    assert kept.read_bytes().startswith(b"damaged")
    with sqlite_store.read() as tx:
        assert scenarios.get(tx, tried.id) == tried


def test_an_empty_database_has_nothing_to_back_up(empty_url: str, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        maintenance.backup(empty_url, tmp_path, tmp_path / "all.zip")
    assert not (tmp_path / "all.zip").exists()
