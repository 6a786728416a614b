"""Months, and rows of months: the buckets in which a company plans."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Self

from sop.domain.errors import Invalid

_FORM = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
DAYS_A_MONTH = 30.4
LONGEST_HORIZON = 36
MOST_WORKING_DAYS = 20  # every month has so many days from Monday to Friday
_SATURDAY = 5


class Month(str):
    """A calendar month, written and stored as YYYY-MM; sorts as it is written."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        if not _FORM.fullmatch(text):
            raise Invalid("{text} is not a month. Write it as 2027-02.", text=text)
        return super().__new__(cls, text)

    @property
    def year(self) -> int:
        return int(self[:4])

    @property
    def number(self) -> int:
        """Return the month of the year, 1 to 12."""
        return int(self[5:])

    @property
    def ordinal(self) -> int:
        """Return the months since year 0, for distances between months."""
        return self.year * 12 + self.number - 1

    def plus(self, months: int) -> "Month":
        """Return the month that lies so many months later (earlier when negative)."""
        return Month.from_ordinal(self.ordinal + months)

    @classmethod
    def from_ordinal(cls, ordinal: int) -> "Month":
        return cls(f"{ordinal // 12:04d}-{ordinal % 12 + 1:02d}")


def month_row(first: Month, length: int) -> tuple[Month, ...]:
    """Return `length` consecutive months from `first` on."""
    return tuple(first.plus(k) for k in range(length))


def working_day(month: Month, number: int) -> date:
    """Return the `number`th day of a month that is no Saturday and no Sunday; holidays differ too much to be known."""
    days = (date(month.year, month.number, 1) + timedelta(days=k) for k in range(28))
    return [day for day in days if day.weekday() < _SATURDAY][number - 1]


def fiscal_year(month: Month, start: int) -> int:
    """Return the fiscal year of a month when years start in the month `start`; it is named for the year it ends in."""
    return month.year + (1 if start > 1 and month.number >= start else 0)


def fiscal_months(year: int, start: int) -> tuple[Month, ...]:
    """Return the twelve months of a fiscal year."""
    return month_row(Month(f"{year if start == 1 else year - 1:04d}-{start:02d}"), 12)


@dataclass(frozen=True, slots=True)
class Horizon:
    """The months that a plan covers: `first` included, `length` of them."""

    first: Month
    length: int

    def __post_init__(self) -> None:
        if not 1 <= self.length <= LONGEST_HORIZON:
            raise Invalid(
                "The horizon must be 1 to {longest} months, not {length}.", longest=LONGEST_HORIZON, length=self.length
            )

    @property
    def months(self) -> tuple[Month, ...]:
        return month_row(self.first, self.length)

    @property
    def last(self) -> Month:
        return self.first.plus(self.length - 1)

    def __iter__(self) -> Iterator[Month]:
        return iter(self.months)

    def __len__(self) -> int:
        return self.length


@dataclass(frozen=True, slots=True)
class MonthRange:
    """From one month to another, both included, as a person says it."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Invalid("The last month ({last}) lies before the first ({first}).", first=self.first, last=self.last)

    def __contains__(self, month: object) -> bool:
        return isinstance(month, str) and self.first <= month <= self.last


def lead_months(days: float) -> int:
    """Return a lead time in whole months, rounded up: what comes in the middle of a month does not serve it."""
    return ceil(days / DAYS_A_MONTH)
