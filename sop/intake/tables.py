"""The table of a file: the sheet that holds it, its header, its rows laid out, and which of its columns are ours."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from sop.domain.errors import Question, Unmapped
from sop.domain.kinds import Holds, Kind
from sop.intake import header_rows, rivals
from sop.intake.coded import Coded, Rows, first_rows, read_rows
from sop.intake.conversion import Tables
from sop.intake.faults import Faults, Wrong
from sop.intake.header_rows import Header, find_header
from sop.intake.headers import form_of
from sop.intake.layout import Table, joined, lay_out
from sop.intake.mapping import Columns, map_columns
from sop.intake.measures import measures_apart
from sop.intake.months import month_number, month_of, read_date
from sop.intake.raw import Line, Opened, RawCell, Sheet
from sop.intake.spans import SPAN_NAMES, no_months
from sop.intake.stock_columns import by_status
from sop.intake.synonyms import MONTH_OF_YEAR, STRONG, WEAK
from sop.intake.wide import AMOUNTS, dates_joined, is_wide, measured, months_to_rows, note_measure

MOST_SHEETS: Final = 60
ALL_SHEETS: Final = "all_sheets"
MONTH_OF_SHEET: Final = "month = …"  # what the sheets are called
_NO_KIND: Final = Kind("", (), ())
KNOWN_SHARE: Final = 0.8  # of the distinct cells of a column, that must be SKUs of the items
DATED_SHARE: Final = 0.95
_DATES: Final = MONTH_OF_YEAR.union(STRONG["month"], WEAK["month"])


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A sheet as its first rows show it."""

    sheet: Sheet
    first: Rows
    lines: Iterator[Line]
    header: Header
    context: str  # names of file and sheet, and what stands above the header
    typed: bool  # a workbook: what stands beside a table is a remark
    several: tuple[str, ...] = ()  # names of all sheets with rows
    question: Question | None = None
    others: tuple["Candidate", ...] = ()  # sheets with the same columns that are read together with this one

    @property
    def called(self) -> str:
        """Return the name of the sheet, of all where several are read together."""
        return ", ".join(each.sheet.name for each in (self, *self.others))

    @property
    def month(self) -> str:
        """Return the month by which the sheet is called, with the year of file or title; "" where it is none."""
        years = header_rows.years_in(self.context)
        number, dated = month_number(header_rows.name_of(self.sheet.name)), read_date(self.sheet.name)
        if number is not None and len(years) == 1:
            return month_of((next(iter(years)), number, 0))
        return month_of((dated[0], dated[1], 0)) if dated else ""

    @property
    def is_of_a_month(self) -> bool:
        """Return whether the sheet is one of several that are called by their months and have no other dates."""
        offered = self.question is not None and ALL_SHEETS in self.question.choices
        return bool((self.others or offered) and self.month and not self.dated)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.header.labels if not label.month)

    @property
    def wide(self) -> bool:
        return any(label.month for label in self.header.labels)

    @property
    def dated(self) -> bool:
        """Return whether months are columns, or a column has the name of one."""
        return self.wide or any(header_rows.name_of(name) in _DATES for name in self.names)


@dataclass(frozen=True, slots=True, eq=False)
class Understood:
    """The table of a file and which of its columns are ours; `questions`: what two columns leave open."""

    table: Table
    columns: Columns
    sheet: str
    header_row: int
    wide: bool
    questions: tuple[Question, ...]
    said: str = ""  # names of file and sheet, titles and remarks


def chosen_sheet(
    opened: Opened,
    kind: Kind | None,
    file_name: str,
    answers: Mapping[str, str],
    faults: Faults,
    mapping: Mapping[str, str] | None = None,
) -> Candidate:
    """Return the sheet that was chosen, else the only one that fits the kind; where several do, the question which."""
    found = [
        each for sheet in opened.sheets[:MOST_SHEETS] if (each := _candidate(sheet, file_name, typed=opened.typed))
    ]
    faults.stop()
    if not found:
        faults.add("empty", message="The file is empty.", remedy="Export it again, or fill in the template.")
        faults.stop()
    names = tuple(each.sheet.name for each in found)
    wanted = next((each for each in found if each.sheet.name == answers.get("sheet")), None)
    if wanted is not None:
        return wanted
    fits = [_fit(each, kind, mapping) for each in found]
    best = max(fits)
    fitting = [each for each, fit in zip(found, fits, strict=True) if fit == best]
    monthly = kind is None or any(column.name == "month" for column in kind.columns)
    alike = [
        each
        for each in fitting
        if each.names == fitting[0].names and ((each.dated or each.month) if monthly else not each.month)
    ]
    together = len(alike) > 1 and alike[0] is fitting[0]
    if together and answers.get("sheet") == ALL_SHEETS:
        return replace(fitting[0], others=tuple(alike[1:]))
    question = None
    if len(fitting) > 1:
        choices = (ALL_SHEETS, *names) if together else names
        question = Question(
            "sheet", message="Several sheets of this workbook have rows. Which one is it?", choices=choices
        )
    return replace(fitting[0], several=names, question=question)


def _candidate(sheet: Sheet, file_name: str, *, typed: bool) -> Candidate | None:
    first, lines = first_rows(sheet.lines, header_rows.LOOKED_AT)
    if not len(first) or all(column.blank.all() for column in first.columns):
        return None
    named = f"{file_name.rpartition('.')[0]} {sheet.name}"
    header = find_header(first, sheet.merged, named)
    titles = " ".join(str(cell) for at in range(header.first) for cell in first.row(at) if isinstance(cell, str))
    return Candidate(sheet, first, lines, header, f"{named} {titles}", typed)


def _fit(found: Candidate, kind: Kind | None, mapping: Mapping[str, str] | None) -> float:
    """Return how well a sheet fits: all that is needed is there, else how much of it; one that is hidden less."""
    known = sum(header_rows.name_of(name) in header_rows.known_names() for name in found.names) + 2 * found.wide
    if kind is None:
        return (known > 1) * (2 - found.sheet.hidden)
    columns = map_columns(kind, found.names, mapping)
    lacking = set(columns.missing) - ({"month", measured(kind, found.context)} if found.wide else set())
    needed = sum(column.required for column in kind.columns)
    return (10.0 if not lacking else (needed - len(lacking)) / max(needed, 1)) - found.sheet.hidden * 0.5


def understood(
    candidate: Candidate,
    kind: Kind,
    mapping: Mapping[str, str],
    known: Tables | None,
    answers: Mapping[str, str],
    faults: Faults,
    notes: Faults,
) -> Understood:
    """Return the table of a sheet; Rejected where it has no rows, Unmapped where a column that is needed is not found."""
    rows = read_rows(candidate.lines, faults)
    faults.stop()
    _note_sheet(candidate, notes)
    beyond = notes if candidate.typed else faults
    notes.sheet = faults.sheet = candidate.sheet.name
    tables = [dated_by_sheet(table_of(candidate, rows, kind, mapping, notes, beyond), candidate, kind)]
    for other in candidate.others:
        notes.sheet = faults.sheet = other.sheet.name
        more = table_of(other, read_rows(other.lines, faults), kind, mapping, notes, beyond)
        tables.append(dated_by_sheet(more, other, kind))
        faults.stop()
    notes.sheet = faults.sheet = candidate.called
    table = joined(tables)
    if MONTH_OF_SHEET in table:
        notes.add(
            "month_of_sheet",
            message="The rows have no month; that by which their sheet is called was taken.",
            remedy="Check the year, or add a column of months.",
            value=candidate.called,
        )
    table, split = by_status(table, kind, mapping, answers, notes)
    header = candidate.header
    header_row = int(rows.numbers[max(header.last, 0)])
    named = map_columns(kind, table.names, mapping)
    columns = map_columns(kind, table.names, mapping, _seen(table, kind, named, known))
    _note_unknown(columns, notes)
    columns, questions = rivals.settled(kind, table, columns, mapping, answers, notes)
    questions = (split, *questions) if split else questions
    _note_no_figures(kind, columns, header_row, faults)
    _check(header, kind, columns, table, header_row, faults)
    table = _of_today(kind, table, columns, notes)
    said = f"{candidate.context} {table.remarks}"
    return Understood(table, columns, candidate.called, header_row, candidate.wide, questions, said)


def table_of(
    candidate: Candidate, rows: Rows, kind: Kind | None, mapping: Mapping[str, str], notes: Faults, beyond: Faults
) -> Table:
    """Return the rows of a sheet as a table with a row for each month; without a kind as they stand."""
    header = _wide_enough(candidate.header, len(rows.columns))
    kind = kind or _NO_KIND
    columns = map_columns(kind, [label.name for label in header.labels if not label.month], mapping)
    table = lay_out(rows, header, kind, columns, notes, beyond)
    if is_wide(header, columns.sources.get("month")):
        table = months_to_rows(table, header, kind, candidate.context, notes)
        table = measures_apart(table, kind, AMOUNTS, beyond)
        if AMOUNTS in table:
            note_measure(kind, candidate.context, notes)
        return table
    if any(column.name == "month" for column in kind.columns):
        return dates_joined(table, header_rows.years_in(candidate.context), notes)
    return table


def dated_by_sheet(table: Table, candidate: Candidate, kind: Kind | None) -> Table:
    """Return the table of a sheet with the month by which the sheet is called, where no column has months."""
    if (
        not candidate.month
        or candidate.dated
        or not any(column.name == "month" for column in (kind or _NO_KIND).columns)
    ):
        return table
    month = Coded(np.ones(len(table.rows), np.int32), ["", candidate.month])
    rows = Rows(table.rows.numbers, (*table.rows.columns, month))
    return replace(table, names=(*table.names, MONTH_OF_SHEET), rows=rows, seen={**table.seen, "month": MONTH_OF_SHEET})


def _wide_enough(header: Header, width: int) -> Header:
    """Return a header with labels for columns too that begin further down."""
    more = tuple(header_rows.Label(f"#{place + 1}") for place in range(len(header.labels), width))
    return replace(header, labels=header.labels + more) if more else header


def _of_today(kind: Kind, table: Table, columns: Columns, notes: Faults) -> Table:
    """Return the rows that say something today: not those that ended, nor those without what they are about."""
    form, keep = form_of(kind), np.ones(len(table.rows), bool)
    source = columns.sources.get(form.blank_skips)
    if form.ended in table:
        keep = table.column(form.ended).blank
        _note_count(
            Wrong(
                "past_rows",
                message="Rows whose validity has ended were left out.",
                remedy="Nothing needs to be done if they are past.",
            ),
            int((~keep).sum()),
            notes,
        )
    if source in table.names:
        blank = keep & table.column(source).blank
        keep = keep & ~blank
        _note_count(
            Wrong(
                "root_rows",
                message="Rows without a parent were left out: they say nothing about what goes into what.",
                remedy="Nothing needs to be done if they are no more than headings.",
            ),
            int(blank.sum()),
            notes,
        )
    return table if keep.all() else table.at(keep)


def _note_count(wrong: Wrong, count: int, notes: Faults) -> None:
    if count:
        notes.note(replace(wrong, value=str(count)), None, "")


def _note_sheet(candidate: Candidate, notes: Faults) -> None:
    if candidate.others:
        notes.add(
            "sheets_together",
            message="Sheets with the same columns were read together, as it was answered.",
            remedy="Check that each of them belongs to it.",
            value=candidate.called,
        )
    elif len(candidate.several) > 1 and candidate.question is None:
        notes.add(
            "sheet_found",
            message="The workbook has several sheets; the one whose columns fit was read.",
            remedy="Choose another sheet if this is not the right one.",
            value=candidate.sheet.name,
        )


def _note_unknown(columns: Columns, notes: Faults) -> None:
    for name in columns.unknown:
        notes.add(
            "mapping_changed",
            message="The mapping names a column that this file does not have; the layout has changed.",
            remedy="Look at the columns again and keep the mapping anew.",
            column=name,
        )


def _seen(table: Table, kind: Kind, columns: Columns, known: Tables | None) -> Mapping[str, str]:
    """Return our columns that no name tells, by what stands in the file's."""
    seen = dict(table.seen)
    free = [name for name in table.names if name not in columns.sources.values() and name not in seen.values()]
    ours = {column.name: column for column in kind.columns}
    if "month" in ours and ours["month"].required and "month" not in {*seen, *columns.sources}:
        dated = [name for name in free if _all(table, name, _is_month)]
        seen |= {"month": dated[0]} if len(dated) == 1 else {}
    if known is not None and known.base_unit and "sku" in ours and "sku" not in columns.sources:
        skus = [name for name in free if _all(table, name, known.base_unit.__contains__, KNOWN_SHARE)]
        seen |= {"sku": skus[0]} if len(skus) == 1 else {}
    return {name: source for name, source in seen.items() if name in ours}


def _all(table: Table, name: str, test: Callable[[Any], object], share: float = DATED_SHARE) -> bool:
    used = [cell.strip() if isinstance(cell, str) else cell for cell in table.column(name).used()[:1_000]]
    return bool(used) and sum(bool(test(cell)) for cell in used) >= share * len(used)


def _is_month(cell: RawCell) -> bool:
    return not isinstance(cell, int | float) and not str(cell).isdecimal() and read_date(cell) is not None


def _note_no_figures(kind: Kind, columns: Columns, row: int, faults: Faults) -> None:
    """Note a file in which nobody found the figures that it is about, of a kind that may have one or the other."""
    numbers = {column.name for column in kind.columns if column.holds is Holds.NUMBER}
    figures = [name for name in form_of(kind).telling if name in numbers]
    if figures and not set(figures) & set(columns.sources):
        faults.add(
            "figures_missing",
            message="None of these columns was found: the file would say nothing.",
            remedy="Say which column of the file it is, or add it, named as in the template.",
            row=row,
            column=", ".join(figures),
        )


def _check(header: Header, kind: Kind, columns: Columns, table: Table, row: int, faults: Faults) -> None:
    """Raise Rejected where nothing can be read: no column that is needed, months without a year, no rows."""
    if header.without_year and "month" in columns.missing:
        faults.add(
            "year_missing",
            message="The months of the header have no year.",
            remedy="Write the year beside each month, or into the title.",
            row=row,
            value=", ".join(header.without_year[:3]),
        )
    spans = None
    if "month" in columns.missing:
        spans = no_months([label.name for label in header.labels])
    elif "month" not in columns.sources:  # it may lack, but not where a column says which week a row is of
        spans = no_months([name for name in columns.unused if header_rows.name_of(name) in SPAN_NAMES])
    if spans is not None:
        faults.note(spans, row, "")
    for name in columns.missing:
        if spans is not None and name in {"month", measured(kind, "")}:
            continue  # it would be there if the spans were months
        faults.add(
            "column_missing",
            message="This column is missing.",
            remedy="Say which column of the file it is, or add it, named as in the template.",
            row=row,
            column=name,
        )
    if faults.found:
        raise Unmapped(
            "The file was not loaded and nothing was changed. Faults: {count}.",
            faults.found,
            header=table.names,
            guesses=columns.guesses,
            count=len(faults.found),
        )
    if not len(table.rows):
        faults.add("no_rows", message="The file has a header but no rows.", remedy="Fill in at least one row.", row=row)
    faults.stop()
