"""Workbooks that no spreadsheet wrote: each is refused in a sentence, before it takes time or memory."""

import io
import zipfile

import pytest
import xlsxwriter

from sop.domain.errors import Rejected
from sop.domain.kinds import KINDS
from sop.intake.reading import read_file

SHEET = "xl/worksheets/sheet1.xml"


def workbook(change=lambda sheet: sheet) -> bytes:
    """A workbook of one row of sales, its sheet changed as text."""
    written, changed = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["month", "sku", "region", "quantity"])
        sheet.write_row(1, 0, ["2026-01", "A", "North", 5])
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode()) if name == SHEET else part)
    return changed.getvalue()


def codes(content: bytes) -> list[str]:
    with pytest.raises(Rejected) as rejected:
        read_file(KINDS["sales_history"], content)
    return [fault.code for fault in rejected.value.faults]


def with_rows(rows: str):
    return lambda sheet: sheet.replace("</sheetData>", f"{rows}</sheetData>")


def test_the_workbook_of_these_tests_is_in_order_as_it_was_written():
    assert list(read_file(KINDS["sales_history"], workbook()).rows["quantity"]) == [5]


def test_a_row_numbered_beyond_the_last_of_a_sheet_is_refused_and_not_counted_up_to():
    far = with_rows('<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>')
    assert codes(workbook(far)) == ["workbook"]


def test_a_cell_that_names_a_text_which_is_not_there_is_refused():
    assert codes(workbook(with_rows('<row r="3"><c r="A3" t="s"><v>999</v></c></row>'))) == ["workbook"]
