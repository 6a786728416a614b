"""What a figure's period is: hours without a month are asked about, months that are not whole are pointed out."""

import calendar
import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import pandas as pd

from sop.domain.calendar import Month
from sop.domain.errors import Question
from sop.domain.kinds import Kind
from sop.intake.faults import Faults
from sop.intake.mapping import Columns

WEEKS_PER_MONTH: Final = 365.25 / 12 / 7
PER_MONTH: Mapping[str, float] = {"per_week": WEEKS_PER_MONTH, "per_month": 1.0, "per_year": 1 / 12}
CAPACITY_PERIOD: Final = "capacity_period"
PARTIAL_MONTH: Final = "partial_month"
LEAVE_OUT, KEEP = "leave_out", "keep"
WITH_MONTHS = frozenset({"sales_history", "production_history"})
PARTIAL_SHARE: Final = 0.5  # of a usual month: below it the first or last month is not whole
USUAL_MONTHS: Final = 12
FEWEST_MONTHS: Final = 4  # to know what is usual at the end
FEWEST_FOR_FIRST: Final = 24  # at the start a company may have grown
FEWEST_DAYS: Final = 8  # of a month, on average
SLACK_DAYS: Final = 3  # a weekend and a holiday


def settle(
    kind: Kind, rows: pd.DataFrame, columns: Columns, answers: Mapping[str, str], notes: Faults
) -> tuple[pd.DataFrame, Question | None]:
    """Return rows whose hours are those of a month, or the question how long the stated hours are for."""
    if kind.name == "budget":
        _note_quarters(rows, notes)
    if kind.name == "routings" and columns.sources.get("hours_per_unit", "").endswith("_ratio"):
        notes.add(
            "hours_observed",
            message="Hours per unit are hours booked over units made, not a standard time.",
            remedy="Have production confirm them, or load standard times.",
            column="hours_per_unit_ratio",
        )
    if kind.name != "capacity" or "month" in columns.sources:
        return rows, None
    chosen = answers.get(CAPACITY_PERIOD, "")
    if chosen not in PER_MONTH:
        return rows, Question(
            CAPACITY_PERIOD,
            message="The file states hours without a period. What are they for?",
            choices=tuple(PER_MONTH),
        )
    notes.add(
        "every_month",
        message="The file names no month: the hours hold for every month.",
        remedy="Load hours by month where holidays and outages matter.",
        value=chosen,
    )
    return rows.assign(hours=rows["hours"] * PER_MONTH[chosen]), None


def _note_quarters(rows: pd.DataFrame, notes: Faults) -> None:
    months = sorted(Month(month).ordinal for month in rows["month"].unique())
    apart = [later - earlier for earlier, later in pairwise(months)]
    if len(apart) > 1 and all(2 <= each <= 4 for each in apart):  # quarters end a day before or after the month does
        notes.add(
            "quarterly",
            message="Amounts come every third month: each stands in the month of its date and is that of a quarter.",
            remedy="Spread them over the months if the budget is to be compared month by month.",
            column="month",
        )


def note_partial(
    kind: Kind, rows: pd.DataFrame, days: AbstractSet[str], answers: Mapping[str, str], notes: Faults
) -> tuple[pd.DataFrame, Question | None]:
    """Point out a first or last month that is not whole, and months without a row between them.

    Where dates prove the last month half full, it is asked whether it stays.
    """
    if kind.name not in WITH_MONTHS or rows.empty:
        return rows, None
    early = _stamped_early(days)
    days = days if early or _dense(days) else frozenset()
    partial = early or (partial_by_days(days) if days else partial_months(rows))
    for month in partial:
        if days:
            notes.add(
                "partial_month",
                message="This month is not whole: its dates begin or end more than three days inside it.",
                remedy="It is left out of the forecast; load the rest of it when it is closed.",
                column="month",
                value=month,
            )
        else:
            notes.add(
                "partial_month",
                message="This month looks partial: less than half of a usual month was sold or made in it.",
                remedy="It is left out of the forecast; load the rest of it when it is closed.",
                column="month",
                value=month,
            )
    for month in missing_months(rows):
        notes.add(
            "month_missing",
            message="No row is of this month.",
            remedy="Load it if it is missing; without it the month counts as nothing sold or made.",
            column="month",
            value=month,
        )
    return _last_month(rows, max(partial) if days and partial else None, answers)


def _last_month(
    rows: pd.DataFrame, last: Month | None, answers: Mapping[str, str]
) -> tuple[pd.DataFrame, Question | None]:
    """Return rows with a last month that is half full kept or left out as it was answered, else the question."""
    if last is None or last != max(rows["month"]) or rows["month"].nunique() < 2:
        return rows, None
    others = rows[rows["month"] != last]
    if answers.get(PARTIAL_MONTH) in {KEEP, LEAVE_OUT}:
        return (rows if answers[PARTIAL_MONTH] == KEEP else others), None
    return rows, Question(
        PARTIAL_MONTH,
        message="The last month, {month}, ends before its last day. Is it left out?",
        choices=(LEAVE_OUT, KEEP),
        values={"month": last},
        gives={LEAVE_OUT: _totals(others), KEEP: _totals(rows)},
    )


def _stamped_early(days: AbstractSet[str]) -> tuple[Month, ...]:
    """Return the last month where each one is stamped with its last day and this one with an earlier day."""
    *before, last = sorted(map(date.fromisoformat, days)) or [date.min]
    if not before or any((day + timedelta(days=1)).day != 1 for day in before):
        return ()
    return (Month(f"{last:%Y-%m}"),)


def _dense(days: AbstractSet[str]) -> bool:
    """Return whether something happens on so many days of a month that its first and last one tell of the whole."""
    return len(days) >= FEWEST_DAYS * len({day[:7] for day in days})


def _totals(rows: pd.DataFrame) -> tuple[float, float]:
    return math.fsum(rows["quantity"]), math.fsum(rows["revenue"]) if "revenue" in rows else 0.0


def partial_by_days(days: AbstractSet[str]) -> tuple[Month, ...]:
    """Return the first month if its dates begin late, the last one if they end early."""
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    length = calendar.monthrange(last.year, last.month)[1]
    found = {Month(f"{first:%Y-%m}")} if first.day > 1 + SLACK_DAYS else set()
    if last.day < length - SLACK_DAYS:
        found.add(Month(f"{last:%Y-%m}"))
    return tuple(sorted(found))


def partial_months(rows: pd.DataFrame) -> tuple[Month, ...]:
    """Return the first and last month of rows where each is under half of the median of the twelve beside it.

    The last one also of the same month a year before, where that is known: a season may end. At least four months must
    be there for the last one, twenty-four for the first: a young company grows.
    """
    sums = rows.groupby("month")["quantity"].sum().sort_index()
    usual = sums.where(sums > 0)
    found = []
    if len(sums) >= FEWEST_FOR_FIRST and sums.iloc[0] < PARTIAL_SHARE * usual.iloc[1 : 1 + USUAL_MONTHS].median():
        found.append(Month(str(sums.index[0])))
    if len(sums) >= FEWEST_MONTHS:
        last = Month(str(sums.index[-1]))
        year_before = sums.get(last.plus(-12), float("inf"))
        if sums.iloc[-1] < PARTIAL_SHARE * min(usual.iloc[-1 - USUAL_MONTHS : -1].median(), year_before):
            found.append(last)
    return tuple(found)


def missing_months(rows: pd.DataFrame) -> tuple[Month, ...]:
    """Return the months between the first and the last of which there is no row."""
    there = {Month(str(month)).ordinal for month in rows["month"].unique()}
    return tuple(Month.from_ordinal(each) for each in range(min(there), max(there)) if each not in there)
