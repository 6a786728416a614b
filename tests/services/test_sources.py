"""A named query of a database comes in by the same door as a file, its cells with their types."""

import io
import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet
import pytest

from sop.domain.errors import Invalid, NotFound, Refused
from sop.intake.faults import Faults
from sop.intake.sheets import open_file
from sop.services import sources
from sop.services.settings import Settings
from sop.services.sources import fetch, read_sources

TOML = """
[erp]
url_from = "ERP_URL"

[erp.queries]
sales_history = "SELECT day AS month, code AS sku, sum(units) AS quantity FROM sold GROUP BY day, code ORDER BY 1, 2"
inventory = "SELECT code AS sku, units AS quantity FROM sold WHERE units < 0"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "sources.toml").write_text(TOML)
    return Settings(tmp_path, f"sqlite:///{tmp_path / 'sop.db'}")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    with sqlite3.connect(tmp_path / "erp.db") as database:
        database.execute("CREATE TABLE sold (day TEXT, code TEXT, units REAL)")
        lines = [("2026-12", "0001", 1.5), ("2026-12", "0001", 2.0), ("2026-12", "șurub", 12.0), ("2027-01", None, 7.0)]
        database.executemany("INSERT INTO sold VALUES (?, ?, ?)", lines)
    database.close()
    return {"ERP_URL": f"sqlite:///{tmp_path / 'erp.db'}"}


def test_the_rows_come_as_a_file_with_their_types(settings: Settings, environ):
    content, name = fetch(settings, environ, "erp", "sales_history")
    opened = open_file(content, name, Faults(), {})
    assert (name, opened.form, opened.typed, opened.named_otherwise) == (
        "erp-sales_history.parquet",
        "parquet",
        True,
        False,
    )
    assert [tuple(cells) for _row, cells in opened.sheets[0].lines] == [
        ("month", "sku", "quantity"),
        ("2026-12", "0001", 3.5),  # 1.5 + 2
        ("2026-12", "șurub", 12.0),
        ("2027-01", None, 7.0),
    ]


def test_the_same_rows_are_the_same_file(settings: Settings, environ):
    assert fetch(settings, environ, "erp", "sales_history") == fetch(settings, environ, "erp", "sales_history")


def test_a_query_without_rows_is_a_file_without_rows(settings: Settings, environ):
    content, _ = fetch(settings, environ, "erp", "inventory")
    table = pyarrow.parquet.read_table(io.BytesIO(content))
    assert (table.num_rows, table.column_names) == (0, ["sku", "quantity"])


def test_cells_of_every_type_and_of_several_in_one_column_are_kept():
    chunks = [
        [(1, "a", Decimal("1.25"), date(2027, 1, 2), b"x", None), (2.5, 7, None, None, None, None)],
        [(None, "b", Decimal(2), date(2027, 1, 3), "y", 2**80)],
    ]
    table = pyarrow.parquet.read_table(io.BytesIO(sources._packed(["n", "t", "d", "day", "b", "t"], chunks)))
    assert table.column_names == ["n", "t.2", "d", "day", "b", "t.6"]
    assert [column.to_pylist() for column in table.columns] == [
        [1.0, 2.5, None],
        ["a", "7", "b"],
        [1.25, None, 2.0],
        [date(2027, 1, 2), None, date(2027, 1, 3)],
        ["x", None, "y"],
        [None, None, str(2**80)],
    ]


def test_more_rows_than_can_be_held_are_refused(settings: Settings, environ, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sources, "MOST_ROWS", 2)
    with pytest.raises(Refused, match="more than 2 rows"):
        fetch(settings, environ, "erp", "sales_history")


def test_what_is_missing_is_told(settings: Settings, environ, tmp_path: Path):
    with pytest.raises(NotFound, match=r"no source crm\. Sources: erp"):
        fetch(settings, environ, "crm", "sales_history")
    with pytest.raises(NotFound, match="erp has no query for budget"):
        fetch(settings, environ, "erp", "budget_sales_quota")
    with pytest.raises(NotFound, match="ERP_URL is not set"):
        fetch(settings, {}, "erp", "sales_history")
    with pytest.raises(NotFound, match="no file of sources"):
        fetch(Settings(tmp_path / "elsewhere", ""), environ, "erp", "sales_history")


@pytest.mark.parametrize(
    "stated",
    [
        "[erp",
        "erp = 5",
        "[erp]\nurl_from = 'X'",
        "[erp]\nurl_from = 5\n[erp.queries]",
        "[erp]\nurl_from = 'sqlite:///erp.db'\n[erp.queries]",  # the address itself does not stand in a file
        "[erp]\nurl_from = 'X'\n[erp.queries]\nsales_history = 5",
    ],
)
def test_a_file_that_is_not_understood_is_told(tmp_path: Path, stated: str):
    (tmp_path / "sources.toml").write_text(stated)
    with pytest.raises(Invalid):
        read_sources(tmp_path / "sources.toml")


def test_a_kind_that_is_not_there_is_told(tmp_path: Path):
    (tmp_path / "sources.toml").write_text("[erp]\nurl_from = 'X'\n[erp.queries]\ncolours = 'SELECT 1'")
    with pytest.raises(NotFound, match="no kind colours"):
        read_sources(tmp_path / "sources.toml")


def test_the_file_lies_where_the_environment_says(tmp_path: Path):
    assert Settings.from_environment({"SOP_HOME": str(tmp_path)}).sources == tmp_path / "sources.toml"
    elsewhere = Settings.from_environment({"SOP_HOME": str(tmp_path), "SOP_SOURCES": str(tmp_path / "own.toml")})
    assert elsewhere.sources == tmp_path / "own.toml"
