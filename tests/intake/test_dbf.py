"""DBF tables: letters by what the header says or by themselves, records by their own numbers."""

import struct
from datetime import date

import pytest

from sop.domain.errors import Rejected
from sop.intake.faults import Faults
from sop.intake.sheets import Opened, open_file
from tests.intake.written import dbf

SALES = [["DENUMIRE", "CANT"], ["Căşti", 5.0], ["Biciclete de şosea", 2.5]]


def opened(content: bytes, **answers: str) -> Opened:
    return open_file(content, "IE_01-01-2027_31-01-2027.dbf", Faults(), answers)


def rows(content: bytes, **answers: str) -> list:
    return [(number, list(cells)) for number, cells in opened(content, **answers).sheets[0].lines]


def codes(content: bytes) -> list[str]:
    faults = Faults()
    try:
        list(open_file(content, "", faults, {}).sheets[0].lines)
    except Rejected as rejected:
        return [fault.code for fault in rejected.faults]
    return [fault.code for fault in faults.found]


def table(fields: list[tuple[str, str, int]], *records: bytes, version: int = 0x30) -> bytes:
    """A table of fields by name, type and length."""
    size, width = 33 + 32 * len(fields), 1 + sum(length for _name, _kind, length in fields)
    head = struct.pack("<BBBBLHH20x", version, 126, 11, 25, len(records), size, width)
    listed = b"".join(struct.pack("<11sc4xB15x", name.encode(), kind.encode(), length) for name, kind, length in fields)
    return head + listed + b"\r" + b"".join(b" " + record for record in records) + b"\x1a"


@pytest.mark.parametrize(
    ("language", "encoding"), [(0xC8, "cp1250"), (0x64, "cp852"), (0, "cp1250"), (0, "cp852"), (0, "utf-8")]
)
def test_letters_are_those_that_the_header_or_the_words_tell(language, encoding):
    content = dbf(SALES, encoding, language)
    assert opened(content).facts["encoding"] == encoding
    assert rows(content) == [(1, SALES[0]), (2, SALES[1]), (3, SALES[2])]


def test_a_header_that_its_own_letters_speak_against_is_asked_about():
    asked = opened(dbf(SALES, "cp1250", 0x03)).question  # it says cp1252: "Cãºti"
    assert asked is not None
    assert asked.choices == ("cp1250", "cp1252")
    assert rows(dbf(SALES, "cp1250", 0x03), encoding="cp1250")[1] == (2, SALES[1])


def test_deleted_records_are_left_out_and_the_numbers_stay_true():
    assert [number for number, _cells in rows(dbf(SALES, "cp1250", 0xC8, deleted=[0]))] == [1, 3]


def test_every_type_of_field_comes_as_what_it_is():
    fields = [
        ("DAY", "D", 8),
        ("PAID", "L", 1),
        ("PIECES", "I", 4),
        ("PRICE", "Y", 8),
        ("MASS", "B", 8),
        ("NONE", "N", 5),
    ]
    record = b"20270203T" + struct.pack("<iqd", -7, 123_4567, 2.5) + b"     "
    assert rows(table(fields, record))[1] == (2, [date(2027, 2, 3), True, -7, 123.4567, 2.5, None])


@pytest.mark.parametrize(
    ("kind", "length", "stands"),
    [("N", 5, b"*****"), ("N", 5, b"12x  "), ("D", 8, b"20271399"), ("L", 1, b"Q"), ("F", 5, b"nan  ")],
)
def test_what_a_type_does_not_allow_comes_as_the_text_that_stands_there(kind, length, stands):
    assert rows(table([("FIELD", kind, length)], stands))[1] == (2, [stands.decode().strip()])


def test_a_table_without_records_is_its_header():
    assert rows(table([("SKU", "C", 5)])) == [(1, ["SKU"])]


@pytest.mark.parametrize(
    "content",
    [
        dbf(SALES, "cp1250")[:-30],
        dbf(SALES, "cp1250")[:60],
        table([("A", "I", 3)], b"123"),
        table([("A", "?", 3)], b"123"),
        table([("A", "C", 200)], b"x")[:10] + struct.pack("<H", 5) + table([("A", "C", 200)], b"x")[12:],
    ],
)
def test_a_damaged_table_is_refused(content):
    assert codes(content) == ["dbf"]
