"""Frames as an Excel workbook: a sheet each, numbers as numbers, dates as dates, texts never run as formulas."""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter

from sop.domain.errors import Invalid
from sop.language import _

LONGEST_SHEET_NAME = 31  # Excel's limit
NARROWEST, WIDEST = 8, 60  # column widths in characters
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")  # in the name of a sheet
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook_bytes(sheets: Mapping[str, pd.DataFrame], *, title: str, stamp: datetime) -> bytes:
    """Return an .xlsx with one sheet a frame, in order; the keys are the names of the sheets.

    Heading rows are bold and stay in view; a filter stands on each. `title` and `stamp` (when it was made) become
    properties of the file; nothing else depends on the clock, so that equal input gives equal bytes. Times carry no
    zone in Excel: give them in the zone in which they are to be read. Raises Invalid where there is no sheet.
    """
    if not sheets:
        raise Invalid("There is nothing to export.")
    file = BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": title, "created": stamp.replace(tzinfo=None)})
        formats = _formats(book)
        taken: set[str] = set()
        for name, frame in sheets.items():
            _write_sheet(book.add_worksheet(_sheet_name(name, taken)), frame, formats)
    return file.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    """Return the looks of cells; dates and numbers take the order and separators of the reader's own Excel."""
    return {
        "heading": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EFEFF3"}
        ),
        "text": book.add_format({"valign": "top", "text_wrap": True}),
        "whole": book.add_format({"valign": "top", "num_format": "#,##0"}),
        "fraction": book.add_format({"valign": "top", "num_format": "#,##0.00"}),
        "date": book.add_format({"valign": "top", "num_format": 14, "align": "left"}),
        "time": book.add_format({"valign": "top", "num_format": 22, "align": "left"}),
    }


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return the name as Excel allows it: without its signs, not too long, once in the book in any case of letters."""
    clean = _FORBIDDEN.sub(" ", name).strip(" '") or _("Sheet")
    for number in range(1, len(taken) + 2):
        ending = "" if number == 1 else f" {number}"
        chosen = clean[: LONGEST_SHEET_NAME - len(ending)].rstrip(" '") + ending
        if chosen.lower() not in taken:
            break
    taken.add(chosen.lower())
    return chosen


def _write_sheet(sheet: Any, frame: pd.DataFrame, formats: Mapping[str, Any]) -> None:
    for place, heading in enumerate(frame.columns):
        cells = frame.iloc[:, place].tolist()
        sheet.write_string(0, place, str(heading), formats["heading"])
        number_look = formats["whole" if _all_whole(cells) else "fraction"]
        for row, value in enumerate(cells, start=1):
            _write_cell(sheet, row, place, value, number_look, formats)
        sheet.set_column(place, place, _width(str(heading), cells))
    sheet.freeze_panes(1, 0)
    if frame.shape[1]:
        sheet.autofilter(0, 0, max(1, len(frame)), frame.shape[1] - 1)


def _all_whole(cells: list[Any]) -> bool:
    figures = [cell for cell in cells if isinstance(cell, int | float) and math.isfinite(cell)]
    return all(round(figure, 2) == round(figure) for figure in figures)


def _write_cell(sheet: Any, row: int, place: int, value: Any, number_look: Any, formats: Mapping[str, Any]) -> None:
    """Write one value; what is unknown (None, NaN, infinite) stays an empty cell."""
    if isinstance(value, bool | np.bool_):
        sheet.write_boolean(row, place, bool(value), formats["text"])
    elif isinstance(value, int | float | np.number):
        if math.isfinite(value):
            sheet.write_number(row, place, float(value), number_look)
    elif value is None or value is pd.NaT:
        return
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, value.replace(tzinfo=None), formats["time"])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, formats["date"])
    else:
        sheet.write_string(row, place, str(value), formats["text"])


def _width(heading: str, cells: list[Any]) -> int:
    longest = max((len(line) for cell in (heading, *map(_shown, cells)) for line in cell.splitlines()), default=0)
    return min(WIDEST, max(NARROWEST, longest + 3))  # three more for the filter's arrow


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}" if math.isfinite(value) else ""
    return "" if value is None else str(value)
