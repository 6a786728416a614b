"""Parquet files: the names of the columns are the first row, cells come with their types."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from sop.domain.errors import Rejected
from sop.intake import parquet
from sop.intake.faults import Faults
from sop.intake.sheets import open_file


def written(**columns: pa.Array) -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target)
    return target.getvalue()


def rows(content: bytes) -> list:
    return [(number, list(cells)) for number, cells in open_file(content, "", Faults(), {}).sheets[0].lines]


def codes(content: bytes) -> list[str]:
    faults = Faults()
    try:
        list(open_file(content, "", faults, {}).sheets[0].lines)
    except Rejected as rejected:
        return [fault.code for fault in rejected.faults]
    return [fault.code for fault in faults.found]


def test_every_type_of_column_comes_as_what_it_is():
    moment = datetime(2026, 2, 3, 9, 30, tzinfo=UTC)
    content = written(
        sku=pa.array(["007", None]),
        family=pa.array(["A", "A"]).dictionary_encode(),
        pieces=pa.array([5, None]),
        price=pa.array([1.5, float("nan")]),
        value=pa.array([Decimal("12.50"), None]),
        day=pa.array([date(2026, 2, 3), None]),
        moment=pa.array([moment, None], pa.timestamp("us", "UTC")),
        old=pa.array([b"text", None]),
        parts=pa.array([[1, 2], None]),
    )
    names = ["sku", "family", "pieces", "price", "value", "day", "moment", "old", "parts"]
    first = ["007", "A", 5, 1.5, 12.5, date(2026, 2, 3), moment.replace(tzinfo=None), "text", "[1, 2]"]
    assert rows(content) == [(1, names), (2, first), (3, [None, "A", *[None] * 7])]


def test_rows_are_numbered_through_all_batches(monkeypatch):
    monkeypatch.setattr(parquet, "_BATCH", 10)
    assert [number for number, _cells in rows(written(n=pa.array(range(25))))] == list(range(1, 27))


def test_a_file_that_would_unpack_to_too_many_rows_is_refused_unread(monkeypatch):
    monkeypatch.setattr(parquet, "MOST_ROWS", 1_000)
    assert codes(written(n=pa.array([0] * 1_001))) == ["file_large"]


def test_more_columns_than_anybody_plans_with_are_refused():
    assert codes(written(**{f"c{n}": pa.array([1]) for n in range(1_100)})) == ["columns_many"]


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_damaged_file_is_refused(keep):
    content = written(sku=pa.array(["A"] * 1000))
    assert codes(content[: int(keep * len(content))]) == ["parquet"]


def test_pages_that_do_not_unpack_end_the_rows_with_a_fault():
    content = bytearray(written(sku=pa.array([f"SKU {n}" for n in range(1000)])))
    content[40:400] = bytes(360)
    assert codes(bytes(content)) == ["parquet"]
