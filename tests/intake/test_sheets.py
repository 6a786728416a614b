"""A file is what its content says: its sheets come as raw rows, and what is no table is told for what it is."""

import gzip
import io
import zipfile

import pytest
import xlsxwriter

from sop.domain.errors import Rejected
from sop.intake.faults import Faults
from sop.intake.sheets import Opened, open_file

TEXT = b"month,sku,quantity\n2026-01,A,5\n"


def opened(content: bytes, name: str = "") -> Opened:
    return open_file(content, name, Faults(), {})


def rows(content: bytes, name: str = "") -> list:
    (sheet,) = opened(content, name).sheets
    return [(number, list(cells)) for number, cells in sheet.lines]


def codes(content: bytes, name: str = "") -> list[str]:
    with pytest.raises(Rejected) as rejected:
        opened(content, name)
    assert all(fault.message and fault.remedy for fault in rejected.value.faults)
    return [fault.code for fault in rejected.value.faults]


def book() -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as made:
        made.add_worksheet("Sales").write_row(0, 0, ["month", "sku", "quantity"])
        made.get_worksheet_by_name("Sales").write_row(1, 0, ["2026-01", "A", 5])
    return written.getvalue()


def zipped(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "form"), [(TEXT, "csv"), (gzip.compress(TEXT), "csv.gz"), (book(), "xlsx")], ids=["csv", "gz", "xlsx"]
)
def test_the_same_table_reads_the_same_whatever_form_it_has(content, form):
    assert opened(content).form == form
    (header, line) = rows(content)
    assert header == (1, ["month", "sku", "quantity"])
    assert (line[0], line[1][:2], float(line[1][2])) == (2, ["2026-01", "A"], 5.0)


@pytest.mark.parametrize(
    ("content", "name", "otherwise"),
    [
        (book(), "sales.xlsx", False),
        (book(), "sales.csv", True),
        (TEXT, "sales.xlsx", True),
        (TEXT, "sales.TXT", False),
        (TEXT, "sales", False),
        (TEXT, "sales.2026", False),  # an ending that stands for no form says nothing
        (gzip.compress(TEXT), "sales.csv.gz", False),
    ],
)
def test_a_name_that_says_something_else_is_told(content, name, otherwise):
    assert opened(content, name).named_otherwise is otherwise


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n;;;\r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "picture"),
        (b"%PDF-1.7\n1 0 obj", "document"),
        (b"Rar!\x1a\x07\x01\x00", "archive"),
        (b"SQLite format 3\0" + bytes(84), "database"),
        (b"PK\x03\x04rest", "workbook"),
        (zipped(**{"word/document.xml": b"<w/>"}), "document"),
        (zipped(**{"sales.csv": TEXT}), "archive"),
        (book()[:-200], "workbook"),
        (bytes(range(256)) * 20, "not_text"),
        (gzip.compress(TEXT)[:-9], "packed"),
    ],
)
def test_what_is_no_table_is_told_for_what_it_is(content, code):
    assert codes(content) == [code]
