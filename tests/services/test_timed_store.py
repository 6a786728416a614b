"""A store that tells the stopwatch where its milliseconds went."""

import shutil

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from sop.services.timed_store import TimedStore
from sop.services.timing import measured
from sop.storage import settings


@pytest.fixture
def timed(tmp_path, migrated_file):
    shutil.copy(migrated_file, tmp_path / "sop.db")
    store = TimedStore(f"sqlite:///{tmp_path / 'sop.db'}")
    yield store
    store.dispose()


def spoil(timed):
    with timed.write() as w:
        settings.put(w, "company_name", "Casa Verde")
        w.tx.execute(text("SELECT nonsense FROM nowhere"))


def test_reading_and_writing_count_as_database(timed):
    with measured() as stopwatch:
        with timed.write() as w:
            settings.put(w, "company_name", "Casa Verde")
        written = stopwatch.seconds["database"]
        with timed.read() as tx:
            assert settings.get(tx, "company_name") == "Casa Verde"
    assert 0 < written < stopwatch.seconds["database"] <= stopwatch.total


def test_a_failed_statement_leaves_the_stopwatch_in_order_and_the_transaction_undone(timed):
    with measured() as stopwatch:
        with pytest.raises(OperationalError):
            spoil(timed)
        assert stopwatch.innermost is None
        with timed.read() as tx:
            assert settings.get(tx, "company_name") is None
