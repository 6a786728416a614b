"""Spans that are no months: weeks, quarters, half-years, years, as columns or as a column. Each is told in one sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sop.intake.faults import Wrong
from sop.intake.header_rows import name_of
from sop.intake.months import QUARTER as QUARTER_OF_YEAR
from sop.intake.synonyms import HALF_YEAR, QUARTER, WEEK
from sop.intake.words import plain

_ENDING: Final = r"(?: (?:\d{4}|\d{2}))?"
_WEEK: Final = re.compile(
    rf"(?:w|wk|week|kw|cw|woche|s|sapt|saptamana) ?\d{{1,2}}{_ENDING}|\d{{4}} ?(?:w|wk|kw|cw|s) ?\d{{1,2}}"
)
_HALF: Final = re.compile(
    rf"(?:h|hj|sem|semestrul|semester|halbjahr) ?(?:[12]|ii?){_ENDING}|\d{{4}} ?(?:h|hj) ?[12]|[12] (?:hj|halbjahr){_ENDING}"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
FEWEST: Final = 2  # columns
SPAN_NAMES: Final = QUARTER | WEEK | HALF_YEAR


@dataclass(frozen=True, slots=True)
class _Span:
    """A span of time: how its columns are written, what a column of such spans is called, what to do."""

    written: re.Pattern[str]
    names: frozenset[str]
    wrong: Wrong
    fewest: int = FEWEST  # columns that are written so


_SPANS: Final = (
    _Span(
        QUARTER_OF_YEAR,
        QUARTER,
        Wrong(
            "quarters",
            message="Quarters are no months: the plan is made by month, and a quarter does not say what each of its months had.",
            remedy="Export the figures by month.",
        ),
    ),
    _Span(
        _WEEK,
        WEEK,
        Wrong(
            "weeks",
            message="Weeks are no months: the plan is made by month, and a week may lie in two of them.",
            remedy="Export the figures by day or by month.",
        ),
        fewest=3,  # S1 and S2 may be sizes
    ),
    _Span(
        _HALF,
        HALF_YEAR,
        Wrong(
            "half_years",
            message="Half-years are no months: the plan is made by month, and they do not say what each month had.",
            remedy="Export the figures by month.",
        ),
    ),
    _Span(
        _YEAR,
        frozenset(),
        Wrong(
            "years",
            message="Years are no months: the plan is made by month, and a year does not say what each of its months had.",
            remedy="Export the figures by month.",
        ),
    ),
)


def no_months(names: Sequence[str]) -> Wrong | None:
    """Return what is wrong with columns that hold, or name, spans other than months; None where they do not."""
    for span in _SPANS:
        columns = [name for name in names if span.written.fullmatch(plain(name))]
        if len(columns) >= span.fewest:
            return replace(span.wrong, value=", ".join(columns[:3]))
        called = next((name for name in names if name_of(name) in span.names), None)
        if called is not None:
            return replace(span.wrong, value=called)
    return None
