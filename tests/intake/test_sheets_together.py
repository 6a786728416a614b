"""A workbook with a sheet for each month is read as one table where somebody says so; each row keeps its sheet and month."""

import io
from collections.abc import Mapping

import pytest
import xlsxwriter

from sop.domain.kinds import KINDS
from sop.intake.reading import Reading, header_of, kinds_fitting, read_file

SALES = KINDS["sales_history"]
ALL = {"sheet": "all_sheets"}
HEADER = ["Cod articol", "Cantitate", "Valoare"]
MONTHS = {
    "Ian": [HEADER, ["A", 5, 50], ["B", 1, 9], ["Total", 6, 59]],
    "Feb": [HEADER, ["A", 7, 70]],
    "Mar": [["Raport"], HEADER, ["B", 2, 18], ["* fără export", "", ""]],
}


def book(sheets: Mapping[str, list[list[object]]]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as made:
        for name, lines in sheets.items():
            sheet = made.add_worksheet(name)
            for row, cells in enumerate(lines):
                sheet.write_row(row, 0, cells)
    return written.getvalue()


def read(sheets: Mapping[str, list[list[object]]], name: str = "vanzari 2026.xlsx", **answers: str) -> Reading:
    return read_file(SALES, book(sheets), answers, file_name=name)


def sold(reading: Reading) -> list[tuple[str, str, float]]:
    rows = reading.rows
    return list(zip(rows["month"], rows["sku"], rows["quantity"], strict=True))


ROWS = [("2026-01", "A", 5), ("2026-01", "B", 1), ("2026-02", "A", 7), ("2026-03", "B", 2)]


def test_sheets_called_by_their_months_are_offered_together_and_each_month_comes_from_its_sheet():
    (question,) = read(MONTHS).questions
    assert (question.code, question.choices) == ("sheet", ("all_sheets", "Ian", "Feb", "Mar"))
    reading = read(MONTHS, **ALL)
    assert (sold(reading), reading.questions) == (ROWS, ())
    assert reading.rows["revenue"].sum() == 147
    assert reading.layout["sheet"] == "Ian, Feb, Mar"


def test_what_was_left_out_is_told_with_its_own_sheet():
    told = {(note.code, note.sheet, note.row) for note in read(MONTHS, **ALL).notes}
    assert {("total_row", "Ian", 4), ("title_row", "Mar", 1), ("sheets_together", "Ian, Feb, Mar", None)} <= told


def test_one_sheet_alone_has_the_month_that_it_is_called_by():
    reading = read(MONTHS, sheet="Feb")
    assert sold(reading) == [("2026-02", "A", 7)]
    assert [(note.code, note.value) for note in reading.notes] == [("month_of_sheet", "Feb")]


@pytest.mark.parametrize(
    "names", [("01.2026", "02.2026", "03.2026"), ("Ianuarie 2026", "Februarie 2026", "Martie 2026")]
)
def test_a_year_in_the_name_of_the_sheet_is_enough(names):
    sheets = dict(zip(names, MONTHS.values(), strict=True))
    assert sold(read(sheets, "vanzari.xlsx", **ALL)) == ROWS


def test_sheets_with_dates_of_their_own_are_read_together_by_them():
    dated = ["Data", *HEADER]
    sheets = {"Nord": [dated, ["2026-01-31", "A", 5, 50]], "Sud": [dated, ["2026-02-28", "B", 2, 18]]}
    assert sold(read(sheets, **ALL)) == [("2026-01", "A", 5), ("2026-02", "B", 2)]


def test_sheets_of_other_columns_are_not_offered_together():
    sheets = {"Ian": MONTHS["Ian"], "Feb": [["Cod articol", "Cantitate", "Valoare", "Client"], ["A", 1, 2, "Ana"]]}
    (question,) = read(sheets).questions
    assert question.choices == ("Ian", "Feb")


def test_the_columns_that_may_be_chosen_are_those_of_the_reading():
    content = book(MONTHS)
    assert header_of(content, ALL, file_name="vanzari 2026.xlsx", kind=SALES) == read(MONTHS, **ALL).header
    for answers in ({}, ALL):
        assert kinds_fitting(content, "vanzari 2026.xlsx", answers) == (SALES,)


def test_stock_of_several_months_is_never_added_up_and_that_of_several_stores_may_be():
    stock = [["Cod articol", "Stoc"], ["A", 5]]

    def choices(*names: str) -> tuple[str, ...]:
        (question,) = read_file(KINDS["inventory"], book(dict.fromkeys(names, stock)), file_name="2026.xlsx").questions
        return question.choices

    assert choices("Ian", "Feb") == ("Ian", "Feb")
    assert choices("Sibiu", "Arad") == ("all_sheets", "Sibiu", "Arad")
