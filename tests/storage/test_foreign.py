"""A database that is not ours is asked one question, read only; what it says against it is told in a sentence."""

import sqlite3
from pathlib import Path

import pytest

from sop.domain.errors import Invalid, Refused
from sop.storage import foreign


@pytest.fixture
def url(tmp_path: Path) -> str:
    with sqlite3.connect(tmp_path / "erp.db") as database:
        database.execute("CREATE TABLE sold (day TEXT, code TEXT, units REAL)")
        database.executemany("INSERT INTO sold VALUES (?, ?, ?)", [("2027-01-02", f"A-{n}", n / 2) for n in range(25)])
    database.close()
    return f"sqlite:///{tmp_path / 'erp.db'}"


def rows(url: str, query: str) -> tuple[tuple[str, ...], list[int], int]:
    """Columns, sizes of the chunks, and how many rows in all."""
    with foreign.asked(url, query) as (columns, chunks):
        sizes = [len(chunk) for chunk in chunks]
    return columns, sizes, sum(sizes)


def test_rows_come_in_chunks_under_the_names_of_the_query(url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(foreign, "CHUNK", 10)
    assert rows(url, "SELECT day AS month, units FROM sold") == (("month", "units"), [10, 10, 5], 25)


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM sold",
        "SELECT 1; DELETE FROM sold",
        "/* SELECT */ DROP TABLE sold",
        "-- nothing",
        "",
        "INSERT INTO sold SELECT * FROM sold",
    ],
)
def test_only_one_select_is_run(url: str, query: str):
    with pytest.raises(Invalid, match="one SELECT"):
        rows(url, query)
    assert rows(url, "SELECT * FROM sold")[2] == 25


def test_a_select_that_writes_is_refused_by_the_database(url: str):
    with pytest.raises(Refused, match="readonly"):
        rows(url, "WITH few AS (SELECT 1) DELETE FROM sold")
    assert rows(url, "select * from sold;\n-- all of it")[2] == 25


def test_a_query_that_the_database_does_not_understand(url: str):
    with pytest.raises(Refused, match="did not answer the query: no such column: unit"):
        rows(url, "SELECT unit FROM sold")


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path):
    with pytest.raises(Refused, match="cannot be reached"):
        rows(f"sqlite:///{tmp_path / 'no.db'}", "SELECT 1")
    assert not (tmp_path / "no.db").exists()


@pytest.mark.parametrize("url", ["", "what is this", "nosuch://ana:secret@host/db"])
def test_an_address_that_is_none_is_told_without_its_password(url: str):
    with pytest.raises(Invalid, match="address") as told:
        rows(url, "SELECT 1")
    assert "secret" not in str(told.value)


def test_a_server_that_does_not_answer_is_told_without_its_password():
    with pytest.raises(Refused, match="cannot be reached") as told:
        rows("postgresql://ana:secret@127.0.0.1:1/db", "SELECT 1")
    assert "secret" not in str(told.value)
