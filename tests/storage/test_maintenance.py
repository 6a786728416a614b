"""Migrations lose no row, happen once, and keep a copy of what they change."""

import shutil
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from sop.domain.errors import Refused, Unreadable
from sop.storage import cycles, decisions, loads, maintenance, migrations, scenarios
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
    tried = examples.filled(store)
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
    tried = examples.filled(sqlite_store)
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
    tried = examples.filled(sqlite_store)
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
