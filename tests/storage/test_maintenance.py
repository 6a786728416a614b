"""Migrations lose no row; a backup of a working server is one consistent moment; what it replaced is kept."""

import shutil
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from sop.domain.errors import NotFound, Refused, Unreadable
from sop.domain.ids import new_id
from sop.domain.scenario import Scenario
from sop.storage import blobs, cycles, decisions, loads, log, maintenance, migrations, plans, scenarios, settings
from sop.storage.engine import Store, address, open_store, opened
from tests.storage import examples

STEP = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0999", "{before}", None, None

def upgrade():
    how = "always" if op.get_context().dialect.name == "sqlite" else "never"  # SQLite alters a table by rebuilding it
    for name in ("cycles", "scenarios", "loads"):
        with op.batch_alter_table(name, recreate=how) as batch:
            batch.add_column(sa.Column("note", sa.String()))
    {more}
"""


def _add_step(folder: Path, more: str = "pass") -> None:
    (folder / "versions" / "0999_note.py").write_text(STEP.format(before=migrations.head(), more=more))


@pytest.fixture
def own_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the steps to which a test adds one of its own."""
    folder = tmp_path / "steps"
    shutil.copytree(migrations.HERE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrations, "HERE", folder)
    return folder


def _filled(store: Store) -> Scenario:
    with store.write() as w:
        decided = examples.decision(w)
        decisions.add(w, decided, "decided")
        examples.stored_prices(w)
        log.append(w, examples.act(), "decided", "decision", decided.id, {})
        tried = examples.scenario(decided.cycle_id, examples.lever(1.0), examples.lever(2.0))
        return scenarios.add(w, tried, "tried")[0]


# Migrations ----------------------------------------------------------------------------------------------------------


def test_an_empty_database_comes_to_the_tables_of_today(empty_url: str, tmp_path: Path) -> None:
    assert not maintenance.at_head(empty_url)
    assert len(maintenance.migrate(empty_url, tmp_path, examples.NOW)) == 1
    assert maintenance.at_head(empty_url)
    assert not (tmp_path / "backups").exists()


def test_a_database_that_is_there_is_left_alone(database_url: str, tmp_path: Path) -> None:
    assert maintenance.migrate(database_url, tmp_path, examples.NOW) == []
    assert not (tmp_path / "backups").exists()


def test_servers_that_start_together_migrate_once(empty_url: str, tmp_path: Path) -> None:
    done: list[list[str]] = []
    begin = threading.Barrier(3)

    def start() -> None:
        begin.wait()
        done.append(maintenance.migrate(empty_url, tmp_path, examples.NOW))

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 3
    assert maintenance.at_head(empty_url)
    assert sum("step" in sentence for sentences in done for sentence in sentences) == 1


def test_rebuilding_a_table_keeps_the_rows_of_those_that_point_to_it(
    store: Store, database_url: str, own_steps: Path, tmp_path: Path
) -> None:
    tried = _filled(store)
    _add_step(own_steps)
    store.dispose()
    maintenance.migrate(database_url, tmp_path, examples.NOW)
    with store.read() as tx:
        assert migrations.revision(tx) == "0999"
        assert scenarios.get(tx, tried.id) == tried
        assert len(decisions.of_cycle(tx, tried.cycle_id)) == 1
        [load] = loads.all_loads(tx)
        assert len(loads.rows(tx, "prices", load.id)) == 2


def test_a_sqlite_file_that_holds_something_is_copied_before_it_is_migrated(
    sqlite_store: Store, own_steps: Path, tmp_path: Path
) -> None:
    tried = _filled(sqlite_store)
    before = migrations.head()
    _add_step(own_steps)
    steps = maintenance.migrate(sqlite_store.url, tmp_path, examples.NOW)
    assert len(steps) == 2
    copy = open_store(f"sqlite:///{tmp_path / 'backups' / 'before-migration-20270203T093015.db'}")
    with copy.read() as tx:
        assert migrations.revision(tx) == before
        assert scenarios.get(tx, tried.id) == tried
    copy.dispose()


def test_a_step_that_leaves_rows_pointing_to_nothing_changes_nothing(
    sqlite_store: Store, own_steps: Path, tmp_path: Path
) -> None:
    tried = _filled(sqlite_store)
    before = migrations.head()
    _add_step(own_steps, more='op.execute("DELETE FROM cycles")')
    with pytest.raises(Unreadable, match="scenarios"):
        maintenance.migrate(sqlite_store.url, tmp_path, examples.NOW)
    with sqlite_store.read() as tx:
        assert migrations.revision(tx) == before
        assert cycles.get(tx, tried.cycle_id)


def test_a_database_of_a_newer_version_is_refused(database_url: str, tmp_path: Path) -> None:
    with opened(address(database_url), sop_writes=True) as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused, match="newer"):
        maintenance.migrate(database_url, tmp_path, examples.NOW)


# Backup and restore --------------------------------------------------------------------------------------------------


def test_a_restored_database_is_the_one_that_was_backed_up(store: Store, database_url: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    tried = _filled(store)
    original = blobs.keep(home, "preț;1\n".encode())
    with store.read() as tx:
        before = (
            plans.get(tx, plans.of_cycle(tx, decisions_cycle := tried.cycle_id)[0].id),
            decisions.of_cycle(tx, decisions_cycle),
            log.tail(tx, 9),
            loads.rows(tx, "prices", loads.all_loads(tx)[0].id).to_dict("records"),
        )
    maintenance.backup(database_url, home, tmp_path / "all.zip")
    with store.write() as w:
        loads.wipe_company(w)
        settings.put(w, "company", "Mine")
    shutil.rmtree(home)
    kept = maintenance.restore(tmp_path / "all.zip", database_url, home)
    with store.read() as tx:
        assert before == (
            plans.get(tx, plans.of_cycle(tx, tried.cycle_id)[0].id),
            decisions.of_cycle(tx, tried.cycle_id),
            log.tail(tx, 9),
            loads.rows(tx, "prices", loads.all_loads(tx)[0].id).to_dict("records"),
        )
        assert settings.get(tx, "company") is None
    assert blobs.read(home, original) == "preț;1\n".encode()
    assert kept is not None
    assert kept.exists()


def test_what_a_restore_replaced_can_be_had_back(store: Store, database_url: str, tmp_path: Path) -> None:
    maintenance.backup(database_url, tmp_path, tmp_path / "empty.zip")
    tried = _filled(store)
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
    _filled(store)
    maintenance.backup(database_url, tmp_path, tmp_path / "all.zip")
    maintenance.restore(tmp_path / "all.zip", database_url, tmp_path)
    with store.write() as w:
        log.append(w, examples.act(), "again", "decision", "1", {})
        w.announce("meeting/1")
    with store.read() as tx:
        assert [line.event for line in log.tail(tx, 9)] == ["decided", "again"]
    with pytest.raises(Exception, match="append-only"), store.write() as w:
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
    tried = _filled(store)
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


def test_a_file_that_is_no_backup_is_told_and_changes_nothing(store: Store, database_url: str, tmp_path: Path) -> None:
    tried = _filled(store)
    for wrong in _wrong_archives(tmp_path):
        with pytest.raises(Unreadable):
            maintenance.restore(wrong, database_url, tmp_path)
    with pytest.raises(NotFound):
        maintenance.restore(tmp_path / "nowhere.zip", database_url, tmp_path)
    with store.read() as tx:
        assert scenarios.get(tx, tried.id) == tried


def test_a_backup_is_restored_into_its_own_kind_of_database(
    sqlite_store: Store, tmp_path: Path, new_schema: object
) -> None:
    maintenance.backup(sqlite_store.url, tmp_path, tmp_path / "file.zip")
    with pytest.raises(Refused, match="sqlite"):
        maintenance.restore(tmp_path / "file.zip", new_schema(), tmp_path)


def test_a_damaged_sqlite_file_is_moved_aside_and_replaced(sqlite_store: Store, tmp_path: Path) -> None:
    tried = _filled(sqlite_store)
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
