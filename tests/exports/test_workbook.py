"""A workbook holds numbers as numbers, dates as dates and texts as nothing but texts."""

import math
from datetime import date, datetime
from io import BytesIO

import numpy as np
import openpyxl
import pandas as pd
import pytest

from sop.domain.errors import Invalid
from sop.exports.workbook import workbook_bytes
from tests.exports.rows import AT


def book(**sheets: pd.DataFrame) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook_bytes(sheets, title="Plan", stamp=AT)))


def column(*values: object) -> list[openpyxl.cell.Cell]:
    sheet = book(s=pd.DataFrame({"x": pd.Series(values, dtype="object")}))["s"]
    return [row[0] for row in sheet.iter_rows(min_row=2, max_row=1 + len(values))]


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@x", "http://x.ro", "007", "Ștefan și Țuțu"])
def test_a_text_stays_the_text_that_it_is(text: str):
    (cell,) = column(text)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_numbers_are_numbers_with_their_thousands_apart():
    whole, other = column(1234567.0, np.float64(-5))
    assert (whole.value, other.value) == (1234567, -5)
    assert whole.number_format == "#,##0"


def test_a_column_with_fractions_shows_two_places():
    assert [cell.number_format for cell in column(1.0, 2.25)] == ["#,##0.00"] * 2


def test_dates_are_dates_and_times_are_times():
    day, moment = column(date(2026, 12, 4), datetime(2026, 11, 20, 11, 30))  # noqa: DTZ001 - as a spreadsheet has it
    assert (day.value.date(), day.is_date) == (date(2026, 12, 4), True)
    assert (moment.value.hour, moment.value.minute, moment.is_date) == (11, 30, True)


def test_yes_and_no_are_yes_and_no():
    assert [cell.value for cell in column(True, np.bool_(0))] == [True, False]


def test_what_is_unknown_is_an_empty_cell():
    assert [cell.value for cell in column("a", math.nan, None, pd.NaT, math.inf)] == ["a", None, None, None, None]


def test_the_heading_is_bold_in_view_and_filters():
    sheet = book(s=pd.DataFrame({"Acțiune": ["a"], "y": ["b"]}))["s"]
    assert sheet["A1"].value == "Acțiune"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"


def test_columns_are_as_wide_as_their_texts_within_reason():
    sheet = book(s=pd.DataFrame({"a": ["x"], "b": ["y" * 30], "c": ["z" * 500]}))["s"]
    narrow, middle, wide = (sheet.column_dimensions[letter].width for letter in "ABC")
    assert narrow < 10 < 30 < middle < 40 < wide < 70


def test_names_of_sheets_are_made_such_as_excel_takes_them():
    empty = pd.DataFrame({"x": ["a"]})
    names = ["Actions: [all]", "A" * 40, "A" * 31, "'", "decisions", "Decisions"]
    made = openpyxl.load_workbook(BytesIO(workbook_bytes(dict.fromkeys(names, empty), title="t", stamp=AT))).sheetnames
    assert made == ["Actions   all", "A" * 31, "A" * 29 + " 2", "Sheet", "decisions", "Decisions 2"]


def test_equal_input_gives_equal_bytes():
    sheets = {"s": pd.DataFrame({"x": [1.5], "y": ["a"]})}
    assert workbook_bytes(sheets, title="t", stamp=AT) == workbook_bytes(sheets, title="t", stamp=AT)


def test_the_file_knows_its_title_and_when_it_was_made():
    properties = book(s=pd.DataFrame({"x": [1]})).properties
    assert (properties.title, properties.created.isoformat()[:16]) == ("Plan", "2026-11-20T09:30")


def test_a_sheet_without_rows_still_has_its_headings():
    assert [cell.value for cell in book(s=pd.DataFrame({"a": [], "b": []}))["s"][1]] == ["a", "b"]


def test_a_workbook_without_sheets_is_refused():
    with pytest.raises(Invalid):
        workbook_bytes({}, title="t", stamp=AT)
