"""How good a delivery is, 0 to 100: parts with weights, each with the sentence that explains it.

The score is the mean of the parts that apply, weighted. What a part takes off is linear, so that anybody can follow it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sop.domain.control import ControlState

WORST_WARNED = 0.10  # one row in ten with a warning: nothing left of that part
WORST_LEFT_OUT = 0.05
WORST_UNKNOWN = 0.02
WORST_DAYS_LATE = 5


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What reading the file of a load said: the verdict, and how often each code of a problem occurred."""

    load_id: str
    verdict: str
    problems: Mapping[str, int]


class Aspect(StrEnum):
    """What a score looks at."""

    COMPLETE = "complete"
    CLEAN = "clean"
    UNIQUE = "unique"
    KNOWN = "known"
    ON_TIME = "on_time"
    SIGNED = "signed"


WEIGHTS = {
    Aspect.COMPLETE: 30,
    Aspect.CLEAN: 20,
    Aspect.UNIQUE: 15,
    Aspect.KNOWN: 10,
    Aspect.ON_TIME: 15,
    Aspect.SIGNED: 10,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: 0 to 100 points, its weight, and the sentence behind it (a template and its values)."""

    aspect: Aspect
    points: float
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        return WEIGHTS[self.aspect]


@dataclass(frozen=True, slots=True)
class Quality:
    """A score with the parts that it is the weighted mean of."""

    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        """Return 0 to 100."""
        return sum(part.points * part.weight for part in self.parts) / sum(part.weight for part in self.parts)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a delivery covers of what it should: months and SKUs, each `wanted` 0 where that says nothing of its kind."""

    months: int = 0
    months_wanted: int = 0
    skus: int = 0
    skus_wanted: int = 0

    @property
    def shares(self) -> tuple[float, ...]:
        pairs = ((self.months, self.months_wanted), (self.skus, self.skus_wanted))
        return tuple(found / wanted for found, wanted in pairs if wanted)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a score is made from; `report` is None for a load from before reports were kept."""

    rows: int
    coverage: Coverage
    report: LoadReport | None
    days_late: int | None  # None: it stands from an earlier cycle
    control: ControlState | None  # None: no control total goes with the kind


def quality(facts: Facts) -> Quality:
    """Return the score of a delivery."""
    parts = [_complete(facts.coverage), *_of_report(facts), _timely(facts.days_late), _signed(facts.control)]
    return Quality(tuple(part for part in parts if part is not None))


def _complete(coverage: Coverage) -> Part | None:
    shares = coverage.shares
    if not shares:
        return None
    points = 100 * sum(shares) / len(shares)
    values = {
        "months": float(coverage.months), "months_wanted": float(coverage.months_wanted),
        "skus": float(coverage.skus), "skus_wanted": float(coverage.skus_wanted),
    }  # fmt: skip
    if not coverage.skus_wanted:
        return Part(Aspect.COMPLETE, points, message="{months} of {months_wanted} months are covered.", values=values)
    if not coverage.months_wanted:
        return Part(Aspect.COMPLETE, points, message="{skus} of {skus_wanted} SKUs are covered.", values=values)
    return Part(
        Aspect.COMPLETE,
        points,
        message="{months} of {months_wanted} months and {skus} of {skus_wanted} SKUs are covered.",
        values=values,
    )


LAYOUT_CODES = frozenset(  # how a file is laid out, or what was converted on the way: no fault of the data
    (
        "code_in_brackets", "column_absent", "column_dropped", "currencies_converted", "delivered_subtracted", "every_month", "filled_down",
        "header_repeated", "heading", "hours_observed", "layout_gone_column", "layout_new_column", "letters_mended",
        "mapping_changed", "month_of_sheet", "more_notes", "named_otherwise", "old_workbook", "page_line", "quarterly", "quarters",
        "remark", "sheet_found", "sheets_together", "sign_turned", "stock_by_status", "summed", "title_row", "total_column", "total_row", "units_converted",
        "value_absent", "value_with_tax", "year_of_title",
    )
)  # fmt: skip
LEFT_OUT_CODES = frozenset(("movement_left_out", "past_rows", "root_rows", "unit_left_out", "versions"))
UNKNOWN_CODES = frozenset(("left_out", "near_miss", "no_routing", "same_name", "same_names_summed"))


def _of_report(facts: Facts) -> tuple[Part, ...]:
    """Return what the notes of the reading say; how a file is laid out is no fault of it."""
    if facts.report is None or not facts.rows:
        return ()
    by_aspect = dict.fromkeys((Aspect.CLEAN, Aspect.UNIQUE, Aspect.KNOWN), 0)
    for code, count in facts.report.problems.items():
        aspect = aspect_of(code)
        if aspect is not None:
            by_aspect[aspect] += count
    clean, unique, known = by_aspect.values()
    rows = facts.rows
    return (
        _per_row(Aspect.CLEAN, clean, rows, WORST_WARNED, message="Warnings: {count} in {rows} rows."),
        _per_row(Aspect.UNIQUE, unique, rows, WORST_LEFT_OUT, message="Rows double or left out: {count} of {rows}."),
        _per_row(Aspect.KNOWN, known, rows, WORST_UNKNOWN, message="Names that no other file knows: {count} in {rows} rows."),
    )  # fmt: skip


def aspect_of(code: str) -> Aspect | None:
    """Return what a code of a problem counts against, None where it only says how the file is laid out."""
    if code in LAYOUT_CODES:
        return None
    if code in LEFT_OUT_CODES or "duplicate" in code or "twice" in code:
        return Aspect.UNIQUE
    return Aspect.KNOWN if code in UNKNOWN_CODES or code.startswith("unknown_") else Aspect.CLEAN


def _per_row(aspect: Aspect, count: int, rows: int, worst: float, message: str) -> Part:
    points = 100 * max(0.0, 1 - count / rows / worst)
    return Part(aspect, points, message, {"count": float(count), "rows": float(rows)})


def _timely(days_late: int | None) -> Part | None:
    if days_late is None:
        return None
    if days_late <= 0:
        return Part(Aspect.ON_TIME, 100, message="It came on time.")
    points = 100 * max(0.0, 1 - days_late / WORST_DAYS_LATE)
    return Part(Aspect.ON_TIME, points, message="Days late: {days}.", values={"days": days_late})


def _signed(state: ControlState | None) -> Part | None:
    return None if state is None else _SIGNED[state]


_SIGNED = {
    ControlState.SIGNED: Part(Aspect.SIGNED, 100, message="The control total agrees with the books and is signed."),
    ControlState.EXPLAINED: Part(
        Aspect.SIGNED, 80, message="The control total differs from the books; the difference is explained."
    ),
    ControlState.SIGN_AGAIN: Part(Aspect.SIGNED, 40, message="A figure changed after the control total was signed."),
    ControlState.TO_SIGN: Part(Aspect.SIGNED, 0, message="The control total is not signed yet."),
    ControlState.NO_FIGURE: Part(Aspect.SIGNED, 0, message="Nobody entered the figure of the books yet."),
    ControlState.NOT_LOADED: Part(Aspect.SIGNED, 0, message="The control total has no figure to compare."),
}
