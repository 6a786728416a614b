"""A file is what its content says: its sheets come as raw rows, and what is no table is told for what it is."""

import gzip

import pytest

from sop.domain.errors import Rejected
from sop.intake.faults import Faults
from sop.intake.sheets import Opened, open_file
from tests.intake.written import FORMS, xlsx, zipped

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


TABLE = [["month", "sku", "quantity"], ["2026-01", "A", 5.0], ["2026-02", "Bolt 5", 2.5]]


@pytest.mark.parametrize(("form", "write"), FORMS.items(), ids=FORMS)
def test_the_same_table_reads_the_same_in_every_form(form, write):
    content = write(TABLE)
    assert opened(content).form == form
    header, *lines = rows(content)
    assert header == (1, TABLE[0])
    assert [(number, [*cells[:2], float(cells[2])]) for number, cells in lines] == [(2, TABLE[1]), (3, TABLE[2])]


@pytest.mark.parametrize(("form", "write"), FORMS.items(), ids=FORMS)
def test_a_file_reads_the_same_from_disk(form, write, tmp_path):
    path = tmp_path / "table.dat"
    path.write_bytes(write(TABLE))
    (sheet,) = open_file(path, path.name, Faults(), {}).sheets
    assert [number for number, _cells in sheet.lines] == [1, 2, 3]


@pytest.mark.parametrize(("form", "write"), FORMS.items(), ids=FORMS)
def test_only_forms_whose_cells_have_types_say_so(form, write):
    assert opened(write(TABLE)).typed is (form not in {"csv", "csv.gz", "html"})


@pytest.mark.parametrize(("form", "write"), FORMS.items(), ids=FORMS)
def test_every_form_cut_in_half_is_read_as_far_as_it_goes_or_refused(form, write):
    content = write([TABLE[0], *TABLE[1:] * 40])
    faults, read = Faults(), []
    try:
        read += [
            line for sheet in open_file(content[: len(content) // 2], "", faults, {}).sheets for line in sheet.lines
        ]
    except Rejected as rejected:
        faults.found.extend(rejected.faults)
    assert faults.found or len(read) < 81


@pytest.mark.parametrize(
    ("content", "name", "otherwise"),
    [
        (xlsx(TABLE), "sales.xlsx", False),
        (xlsx(TABLE), "sales.csv", True),
        (TEXT, "sales.xlsx", True),
        (TEXT, "sales.TXT", False),
        (TEXT, "sales", False),
        (TEXT, "sales.2026", False),  # an ending that stands for no form says nothing
        (gzip.compress(TEXT, mtime=0), "sales.csv.gz", False),
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
        (b"\xff\xd8\xff\xe0JFIF", "picture"),
        (b"{\\rtf1 text}", "document"),
        (b"PK\x03\x04rest", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"), "document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"), "workbook"),
        (b"PAR1" + bytes(40), "parquet"),
        (b"PARE" + bytes(40), "locked"),
        (b"<html><body><p>Not found</p></body></html>", "no_table"),
        (b"<?xml version='1.0'?><invoice><line>5</line></invoice>", "no_table"),
        (zipped({"word/document.xml": b"<w/>"}), "document"),
        (zipped({"sales.csv": TEXT}), "archive"),
        (xlsx(TABLE)[:-200], "workbook"),
        (bytes(range(256)) * 20, "not_text"),
        (gzip.compress(TEXT, mtime=0)[:-9], "packed"),
    ],
)
def test_what_is_no_table_is_told_for_what_it_is(content, code):
    assert codes(content) == [code]
