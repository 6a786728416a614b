"""A file in template form is read as it stands or refused with everything that is wrong with it."""

import struct
import tracemalloc
import zlib

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.errors import Fault, Rejected
from sop.domain.kinds import KINDS
from sop.intake import coded, content
from sop.intake import faults as faults_module
from sop.intake.content import refuse_large
from sop.intake.template import read_template

SALES = "month,sku,region,customer_class,quantity,revenue\n"
FIRST = "2026-01,A-1,Romania,Web,5,500.5\n"


def read(text: str | bytes, kind: str = "sales_history") -> pd.DataFrame:
    return read_template(KINDS[kind], text.encode() if isinstance(text, str) else text)


def faults_of(text: str | bytes, kind: str = "sales_history") -> tuple[Fault, ...]:
    with pytest.raises(Rejected) as caught:
        read(text, kind)
    return caught.value.faults


def codes(text: str | bytes, kind: str = "sales_history") -> list[str]:
    return [fault.code for fault in faults_of(text, kind)]


# What is read --------------------------------------------------------------------------------------------------------


def test_rows_come_in_the_columns_of_the_kind_with_their_types():
    rows = read(SALES + FIRST)
    assert list(rows.columns) == [column.name for column in KINDS["sales_history"].columns]
    assert rows.iloc[0].tolist() == ["2026-01", "A-1", "Romania", "Web", 5.0, 500.5]
    assert [str(dtype) for dtype in rows.dtypes] == ["str", "str", "str", "str", "float64", "float64"]


def test_rows_are_indexed_by_their_row_in_the_file():
    assert list(read(SALES + FIRST + "\n" + FIRST.replace("2026-01", "2026-02")).index) == [2, 4]


def test_columns_may_stand_in_another_order():
    assert read("quantity,sku,month\n5,A-1,2026-01\n").iloc[0]["quantity"] == 5


def test_an_optional_column_that_is_missing_or_empty_takes_its_default():
    rows = read("sku,unit_cost,holding_percent_per_month\nA-1,10,\n", "costs")
    assert rows.iloc[0].tolist() == ["A-1", "", 10.0, 1.0, 0.0, 0.0]


def test_an_optional_month_left_empty_is_missing():
    assert pd.isna(read("sku,name,family,make_or_buy\nA-1,Chair,Chairs,make\n", "items").iloc[0]["launch_month"])


def test_a_byte_order_mark_is_not_part_of_the_first_column():
    assert len(read(b"\xef\xbb\xbf" + (SALES + FIRST).encode())) == 1


def test_romanian_letters_commas_in_quotes_and_windows_line_ends_are_kept():
    rows = read('sku,name,family,make_or_buy\r\nȘ-1,"Șezlong, țesătură",Șezlonguri,buy\r\n', "items")
    assert rows.iloc[0]["name"] == "Șezlong, țesătură"


@pytest.mark.parametrize("word", ["yes", "YES", "1", "true"])
def test_flags_are_one_or_zero(word: str):
    text = f"customer,customer_class,region,strategic\nX,Web,Romania,{word}\nY,Web,Romania,no\n"
    assert read(text, "customers")["strategic"].tolist() == [1, 0]


def test_returns_may_be_negative_in_sales():
    assert read(SALES + "2026-01,A-1,,,-3,-30\n").iloc[0]["quantity"] == -3


@settings(deadline=None)
@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False))
def test_a_number_is_read_as_it_was_written(value: float):
    assert read(SALES + f"2026-01,A-1,,,{value!r},0\n").iloc[0]["quantity"] == value


# What is refused as a whole ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"  \n\n  ", b"\xef\xbb\xbf\n"])
def test_an_empty_file(content: bytes):
    assert codes(content) == ["empty"]


def test_a_header_without_rows():
    assert codes(SALES) == ["no_rows"]


def test_a_picture_under_a_csv_name():
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    picture = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(header))
    assert codes(picture) == ["picture"]


def test_a_damaged_workbook_is_told_apart_from_other_files():
    assert codes(b"PK\x03\x04rest of a zip") == ["workbook"]


def test_missing_columns_are_named():
    faults = faults_of("month,sku,colour\n2026-01,A-1,red\n")
    assert [(fault.code, fault.column) for fault in faults] == [("column_missing", "quantity")]


def test_more_rows_than_are_taken(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(coded, "MOST_ROWS", 1)
    assert codes(SALES + FIRST + FIRST.replace("01,", "02,")) == ["rows_many"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(content, "LARGEST_BYTES", 10)
    file = tmp_path / "large.csv"
    file.write_bytes(b"x" * 11)
    with pytest.raises(Rejected) as caught:
        refuse_large(file)
    assert caught.value.faults[0].code == "file_large"


# What is refused in a row --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["five", "NaN", "inf", "-inf", "1e", "0x10", "5 pcs", "١٢", "1_000"])
def test_what_is_no_number(text: str):
    (fault,) = faults_of(SALES + f'2026-01,A-1,,,"{text}",0\n')
    assert (fault.code, fault.row, fault.column, fault.value) == ("not_a_number", 2, "quantity", text)
    assert fault.remedy


@pytest.mark.parametrize("text", ["1e16", "1e400", "-9e15"])
def test_a_number_too_large_to_be_true(text: str):
    assert codes(SALES + f"2026-01,A-1,,,{text},0\n") == ["number_large"]


def test_orders_below_zero():
    (fault,) = faults_of("month,sku,quantity\n2027-01,A-1,-4\n", "open_orders")
    assert (fault.code, fault.row, fault.column, fault.value) == ("negative", 2, "quantity", "-4")


@pytest.mark.parametrize("text", ["2026-13", "2026", "spring", "31.02.2026", "0001-01", "9999-12"])
def test_what_is_no_month(text: str):
    (fault,) = faults_of(SALES + f"{text},A-1,,,5,0\n")
    assert (fault.code, fault.column, fault.value) == ("not_a_month", "month", text)


def test_an_empty_cell_that_is_needed():
    assert codes(SALES + "2026-01,,,,5,0\n") == ["missing"]


def test_a_row_with_a_cell_too_many():
    (fault,) = faults_of(SALES + FIRST.strip() + ",surplus\n")
    assert (fault.code, fault.row) == ("cells", 2)


def test_two_prices_for_one_key():
    (fault,) = faults_of("sku,region,price\nA-1,Romania,5\nA-1,Romania,6\n", "prices")
    assert (fault.code, fault.row, fault.value) == ("duplicate", 3, "A-1, Romania")


def test_signs_that_cannot_be_seen():
    assert codes('sku,name,family,make_or_buy\nA-1,"Cha\x07ir",Chairs,make\n', "items") == ["text_control"]


def test_every_fault_of_a_file_is_listed_once():
    faults = faults_of(SALES + "2026-13,A-1,,,x,0\n" + FIRST + "2026-13,,,,5,0\n")
    named = [(fault.code, fault.row) for fault in faults]
    assert named == [("not_a_month", 2), ("not_a_number", 2), ("not_a_month", 4), ("missing", 4)]


def test_a_file_full_of_faults_lists_the_first_and_counts_all(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(faults_module, "MOST_FAULTS", 500)
    with pytest.raises(Rejected) as caught:
        read(SALES + "".join(f"2026-13,A-{n},,,5,0\n" for n in range(600)))
    assert len(caught.value.faults) == 500
    assert caught.value.values["count"] == 600


def test_memory_stays_in_proportion_to_the_file():
    rows = (f"{2000 + n % 20}-{n % 12 + 1:02d},SKU-{n},Romania,Web,{n % 977}.5,1\n" for n in range(20_000))
    content = (SALES + "".join(rows)).encode()
    tracemalloc.start()
    read(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 25 * len(content)


def rows_or_faults(content: bytes) -> tuple[int, int]:
    try:
        return len(read(content)), 0
    except Rejected as rejected:
        return 0, len(rejected.faults)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_end_in_anything_but_rows_or_a_list_of_faults(content: bytes):
    assert sum(rows_or_faults(content)) > 0


@settings(deadline=None)
@given(st.text(alphabet='0123456789-.,"\n aeNI', max_size=80))
def test_no_row_ends_in_anything_but_rows_or_a_list_of_faults(text: str):
    assert sum(rows_or_faults((SALES + text).encode())) > 0
