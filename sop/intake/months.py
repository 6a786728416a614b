"""What month a cell or a header means: dates in every usual form, month words of three languages, serial numbers.

A form that can be read with the day or the month first is read by what the whole column says; where it says nothing,
somebody is asked.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from sop.intake.words import plain

FIRST_YEAR, LAST_YEAR = 1990, 2100
Dated = tuple[int, int, int]  # year, month, day; day 0 where only the month is said
_FIRST_SERIAL, _LAST_SERIAL = 32_874, 73_415  # 1990-01-01 to 2100-12-31 as spreadsheets count days
_SERIAL_ZERO: Final = date(1899, 12, 30)
_WORDS: Final = (
    "ian ianuarie jan january januar janner jaenner",
    "feb febr februarie february februar",
    "mar mart martie march mrz marz maerz mr",
    "apr april aprilie",
    "mai may",
    "iun iunie jun june juni",
    "iul iulie jul july juli",
    "aug august",
    "sep sept septembrie september",
    "oct oct octombrie october okt oktober",
    "nov noiembrie noi november",
    "dec decembrie december dez dezember",
)
MONTH_WORDS: Final = {word: number for number, words in enumerate(_WORDS, start=1) for word in words.split()}
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/. ]?(?:[MPmp])?[-/. ]?0?(\d{1,2})")
_YEAR_PERIOD: Final = re.compile(r"(\d{4})[-/. ]?0(\d{2})")  # 2013001, 2013.001
_PERIOD_FIRST: Final = re.compile(r"[MPmp]?0{0,2}(\d{1,2})[-/. ](\d{4})")
_DAY_LAST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_TRIPLE: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_TIME: Final = re.compile(
    r"[ T,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?:\s?[AaPp]\.?[Mm]\.?)?(?:Z|[+-]\d\d:?\d\d)?$"
)
_NAMED: Final = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]+)(?: (\d{1,2}))?(?: (\d{4}|\d{2}))?")
_YEAR_NAMED: Final = re.compile(r"(\d{4}) ([a-z]+)")
QUARTER: Final = re.compile(
    r"(?:q|t|trim|trimestrul|quartal|quarter)\s?(?:[1-4]|i{1,3}|iv)(?: \d{2,4})?|\d{4}\s?[qt]\s?[1-4]|[1-4] ?q \d{2,4}"
    r"|[1-4] (?:quartal|quarter|trimestru)(?: \d{2,4})?"
)


class DateOrder(StrEnum):
    """Which number of 03/04/2013 is the day."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class Order:
    """What the dates of a column say of their order: `clear` where they do, `open_` where both readings are possible."""

    clear: DateOrder | None
    undecided: bool


def read_date(cell: object, order: DateOrder = DateOrder.DAY_FIRST) -> Dated | None:
    """Return year, month and day of a cell, day 0 where it names a month; None where it is neither."""
    if isinstance(cell, date):  # a datetime is one too
        return _within(cell.year, cell.month, cell.day)
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return _of_number(cell)
    return _of_text(cell.strip(), order) if isinstance(cell, str) else None


def month_of(dated: Dated) -> str:
    """Return a date's month as it is stored."""
    return f"{dated[0]:04d}-{dated[1]:02d}"


def order_of(texts: Iterable[object]) -> Order:
    """Return which number is the day in the dates of a column, by those in which only one can be."""
    day_first = month_first = either = False
    for text in texts:
        found = _TRIPLE.fullmatch(_TIME.sub("", text.strip())) if isinstance(text, str) else None
        if found is None or found[2] == ".":
            continue
        first, second = int(found[1]), int(found[3])
        day_first |= first > 12
        month_first |= second > 12
        either |= first != second and first <= 12 and second <= 12
    if day_first == month_first:
        return Order(None, either or day_first)
    return Order(DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST, undecided=False)


@lru_cache(maxsize=20_000)
def month_number(text: str) -> int | None:
    """Return the number of a month that is named without a year: 3, "03", "martie", "Mär."; None where it is none."""
    name = plain(text)
    if name.isdecimal() and len(name) <= 3:
        return int(name) if 1 <= int(name) <= 12 else None
    return MONTH_WORDS.get(name)


def is_quarter(text: str) -> bool:
    """Return whether a header names a quarter of a year."""
    return QUARTER.fullmatch(plain(text)) is not None


def _within(year: int, month: int, day: int) -> Dated | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    if day:
        try:
            date(year, month, day)
        except ValueError:
            return None
    return year, month, day


def _of_number(cell: float) -> Dated | None:
    if not math.isfinite(cell) or cell < 0:
        return None
    whole = int(cell)
    if _FIRST_SERIAL <= whole <= _LAST_SERIAL:
        day = _SERIAL_ZERO + timedelta(days=whole)
        return _within(day.year, day.month, day.day)
    if whole != cell:
        text = f"{cell:.4f}".rstrip("0")  # 1.2013, as a cell that held the text 01.2013
        return _of_text(text, DateOrder.DAY_FIRST) if "." in text else None
    return _of_digits(str(whole))


def _of_digits(text: str) -> Dated | None:
    if len(text) == 5:
        return _of_number(int(text)) if _FIRST_SERIAL <= int(text) <= _LAST_SERIAL else None
    if len(text) == 6:
        return _within(int(text[:4]), int(text[4:]), 0)
    if len(text) == 7 and text[4] == "0":
        return _within(int(text[:4]), int(text[5:]), 0)
    if len(text) == 8:
        return _within(int(text[:4]), int(text[4:6]), int(text[6:])) if int(text[6:]) else None
    return None


def _of_text(text: str, order: DateOrder) -> Dated | None:
    text = _TIME.sub("", text).rstrip(".")
    if not text or len(text) > 40:
        return None
    if text.isascii() and text.isdigit():
        return _of_digits(text)
    if text.isascii() and text[0].isdigit() and text[-1].isdigit() and (found := _of_figures(text, order)):
        return found
    return _of_words(plain(text))


def _of_figures(text: str, order: DateOrder) -> Dated | None:
    if found := _DAY_LAST.fullmatch(text):
        return _within(int(found[1]), int(found[2]), int(found[3])) if int(found[3]) else None
    if found := _TRIPLE.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), _whole_year(found[4])
        if order is DateOrder.MONTH_FIRST and found[2] != ".":
            first, second = second, first
        return _within(year, second, first) if first else None
    if found := _YEAR_PERIOD.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        return _within(int(found[1]), int(found[2]), 0)
    if found := _PERIOD_FIRST.fullmatch(text):
        return _within(int(found[2]), int(found[1]), 0)
    return None


def _of_words(name: str) -> Dated | None:
    """Return the date of words such as `15 ianuarie 2013`, `ian 13`, `jan 15 2013`, `2013 mar`."""
    if found := _YEAR_NAMED.fullmatch(name):
        month = MONTH_WORDS.get(found[2])
        return _within(int(found[1]), month, 0) if month else None
    found = _NAMED.fullmatch(name)
    month = MONTH_WORDS.get(found[2]) if found else None
    if found is None or month is None:
        return _glued(name)
    first, middle, last = found[1], found[3], found[4]
    if last is None:
        day, year = first, middle
    else:
        day, year = first or middle, last
    return _within(_whole_year(year), month, int(day or 0)) if year else None


_GLUED: Final = re.compile(r"([a-z]+)(\d{4}|\d{2})|(\d{4})([a-z]+)|m(\d{1,2}) (\d{4})|(\d{4}) ?m ?(\d{1,2})")


def _glued(name: str) -> Dated | None:
    found = _GLUED.fullmatch(name)
    if found is None:
        return None
    if found[5] or found[7]:
        return _within(int(found[6] or found[7]), int(found[5] or found[8]), 0)
    month = MONTH_WORDS.get(found[1] or found[4])
    return _within(_whole_year(found[2] or found[3]), month, 0) if month else None


def _whole_year(text: str) -> int:
    year = int(text)
    return year if year > 99 else year + (2000 if year < 90 else 1900)


def is_timed(cell: object) -> bool:
    """Return whether a cell is a date with or without a time of day, as a workbook types it."""
    return isinstance(cell, date | datetime)
