"""One cell at a time: the text of a file into what its column holds, or a fault that says what to do."""

import math
import re
import sys
from collections.abc import Callable
from datetime import date
from typing import Final

from sop.domain.calendar import Month
from sop.domain.errors import Invalid
from sop.domain.kinds import Column, Holds
from sop.intake.faults import Faults

Cell = str | float | int | None

LARGEST: Final = 1e15  # above it float64 no longer tells single units apart
LONGEST_TEXT: Final = 300
FIRST_YEAR, LAST_YEAR = 1990, 2100
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d{2})-(\d{2})([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?", re.ASCII)
_FLAGS = {"yes": 1, "no": 0, "1": 1, "0": 0, "true": 1, "false": 0}


def read_cell(text: str, column: Column, row: int, faults: Faults) -> Cell:
    """Return the value of a cell; None with a fault noted where it has none."""
    if text == "":
        if column.required:
            faults.add(
                "missing",
                message="This column may not be empty.",
                remedy="Fill it in, or take the row out.",
                row=row,
                column=column.name,
            )
        return column.default
    return _READERS[column.holds](text, column, row, faults)


def written_once(text: str) -> str | None:
    r"""Return the text that was turned into UTF-8 twice, as it was meant; None where it was not.

    Only such a text is UTF-8 when each of its letters is taken for a byte: "SoÃ\x9fe" was "Soße".
    """
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def day_as_month(text: str) -> str | None:
    """Return the month of a date written 2027-02-15, with or without a time of day; None where it is none."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return sys.intern(found[1]) if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _text(text: str, column: Column, row: int, faults: Faults) -> Cell:
    if len(text) > LONGEST_TEXT:
        faults.add(
            "text_long",
            message="This text is too long.",
            remedy="Shorten it to 300 characters.",
            row=row,
            column=column.name,
            value=text,
        )
    elif not text.isprintable():
        faults.add(
            "text_control",
            message="This text has a line break or a sign that cannot be seen.",
            remedy="Write it anew on one line.",
            row=row,
            column=column.name,
            value=ascii(text)[1:-1],
        )
    return sys.intern(text)  # the same few codes stand in very many rows


def _number(text: str, column: Column, row: int, faults: Faults) -> Cell:
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    if math.isnan(value):
        faults.add(
            "not_a_number",
            message="This is not a number.",
            remedy="Write digits and at most one point, no spaces, commas or units: 1234.5.",
            row=row,
            column=column.name,
            value=text,
        )
    elif abs(value) > LARGEST:
        faults.add(
            "number_large",
            message="This number is too large to be true.",
            remedy="Correct it, or use a larger unit.",
            row=row,
            column=column.name,
            value=text,
        )
    elif value < 0 and not column.may_be_negative:
        faults.add(
            "negative",
            message="This number may not be negative.",
            remedy="Write 0 or more.",
            row=row,
            column=column.name,
            value=text,
        )
    return value


def _month(text: str, column: Column, row: int, faults: Faults) -> Cell:
    try:
        month = Month(text)
    except Invalid:
        month = None
    if month is None or not FIRST_YEAR <= month.year <= LAST_YEAR:
        faults.add(
            "not_a_month",
            message="This is not a month.",
            remedy="Write year and month with a hyphen, between 1990 and 2100: 2027-02.",
            row=row,
            column=column.name,
            value=text,
        )
        return None
    return sys.intern(text)


def _flag(text: str, column: Column, row: int, faults: Faults) -> Cell:
    value = _FLAGS.get(text.lower())
    if value is None:
        faults.add(
            "not_a_flag",
            message="This is neither yes nor no.",
            remedy="Write yes or no.",
            row=row,
            column=column.name,
            value=text,
        )
    return value


_READERS: dict[Holds, Callable[[str, Column, int, Faults], Cell]] = {
    Holds.TEXT: _text,
    Holds.NUMBER: _number,
    Holds.MONTH: _month,
    Holds.FLAG: _flag,
}
