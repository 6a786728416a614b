"""Files as people really send them reach the verdict and the totals that the folder of messy files states for them."""

import json
from pathlib import Path
from typing import Any

import pytest

from sop.domain.errors import Rejected
from sop.domain.kinds import KINDS
from sop.intake.reading import Reading, kinds_fitting, read_file

MESSY = Path(__file__).parents[3] / "shared" / "data" / "messy"
EXPECTED = json.loads((MESSY / "expectations.json").read_text(encoding="utf-8")) if MESSY.is_dir() else {"files": []}
SALES = KINDS["sales_history"]
pytestmark = pytest.mark.skipif(not MESSY.is_dir(), reason="the folder of messy files is not there")


def of_verdict(*verdicts: str) -> Any:
    told = [each for each in EXPECTED["files"] if each["verdict"] in verdicts]
    return pytest.mark.parametrize("told", told, ids=[each["file"] for each in told])


def read(name: str, **answers: str) -> Reading:
    return read_file(SALES, (MESSY / name).read_bytes(), answers, file_name=name)


def notes(reading: Reading) -> list[str]:
    return [note.code for note in reading.notes]


def assert_totals(reading: Reading, told: dict[str, Any]) -> None:
    rows = reading.rows
    assert rows["quantity"].sum() == told["quantity"]
    assert rows["revenue"].sum() == pytest.approx(told.get("revenue") or 0, abs=EXPECTED["tolerance"]["revenue"])
    if "rows" in told:
        assert len(rows) == told["rows"]
    if "series" in told:
        assert len(rows[["sku", "region"]].drop_duplicates()) == told["series"]


def test_the_clean_file_reaches_every_total():
    reading, base = read("00_base_clean.csv"), EXPECTED["base"]
    assert (notes(reading), reading.questions) == ([], ())
    assert_totals(reading, base)
    assert reading.rows["sku"].nunique() == base["skus"]


@of_verdict("ok")
def test_what_is_in_order_is_read_without_a_word(told):
    reading = read(told["file"])
    assert (notes(reading), reading.questions) == ([], ())
    assert_totals(reading, told)


@of_verdict("warnings")
def test_what_had_to_be_set_right_is_told(told):
    reading = read(told["file"])
    assert reading.questions == ()
    assert reading.notes
    assert_totals(reading, told)


@of_verdict("rejected")
def test_what_is_no_data_is_refused_with_a_remedy(told):
    with pytest.raises(Rejected) as caught:
        read(told["file"])
    assert all(fault.message and fault.remedy for fault in caught.value.faults)


@pytest.mark.parametrize("name", ["02_semicolon_decimal_comma_cp1250.csv", "06_two_sheets_merged_two_row_header.xlsx"])
def test_every_month_has_its_own_total(name):
    sums = read(name).rows.groupby("month")[["quantity", "revenue"]].sum()
    for month, told in EXPECTED["base"]["by_month"].items():
        assert sums.loc[month, "quantity"] == told["quantity"]
        assert sums.loc[month, "revenue"] == pytest.approx(told["revenue"], abs=0.005)


def test_a_wide_file_says_that_its_totals_were_left_out_and_that_it_has_no_values():
    assert notes(read("01_wide_months_total_row_col.xlsx")) == ["total_row", "total_column", "value_absent"]


def test_duplicates_are_asked_about_and_each_answer_gives_what_it_said():
    (told,) = [each for each in EXPECTED["files"] if each["file"].startswith("04")]
    question = read(told["file"]).question
    assert str(question).startswith("17 duplicate rows")
    for choice, end in (("remove", "if_removed"), ("keep", "if_kept")):
        quantity, revenue = question.gives[choice]
        assert (quantity, round(revenue, 2)) == (told[f"quantity_{end}"], told[f"revenue_{end}"])
        assert read(told["file"], duplicate_rows=choice).rows["quantity"].sum() == quantity


def test_every_row_of_a_printed_report_that_is_no_data_is_told_once():
    told = [(note.row, note.code) for note in read("05_report_subtotals_page_headers.xlsx").notes]
    assert len({row for row, _code in told}) == len(told)
    assert {code for _row, code in told} == {
        "title_row", "header_repeated", "heading", "page_line", "total_row", "closing_line",
    }  # fmt: skip


def test_a_heading_over_a_group_becomes_a_column():
    assert "Familie" in read("05_report_subtotals_page_headers.xlsx").header


def test_the_missing_months_are_named():
    told = [(note.code, note.value) for note in read("11_missing_months.csv").notes]
    assert told == [("month_missing", "2013-04"), ("month_missing", "2013-09")]


def test_codes_stay_as_they_are_written():
    skus = set(read("19_sku_leading_zeros.csv").rows["sku"])
    assert {"00012E05", "00000034", "1-2", "594012345678901"} <= skus


@pytest.mark.parametrize("name", ["02_semicolon_decimal_comma_cp1250.csv", "03_utf8bom_thousand_dots.csv"])
def test_a_name_with_cedilla_and_one_with_comma_are_the_same(name):
    assert "Franța" in set(read(name).rows["region"])


@of_verdict("ok", "warnings", "question")
def test_the_kind_is_recognised(told):
    assert kinds_fitting((MESSY / told["file"]).read_bytes(), told["file"], {}) == (SALES,)
