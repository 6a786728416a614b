"""Reads a file as one kind: every fault listed once, or the rows in the kind's columns with what was done on the way.

Nothing is guessed: columns are those of `sop.intake.headers`, and what can be read in two ways is asked. Rows are read in
chunks and their number is bounded, so memory is (about fifteen bytes for one of the file).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from sop.domain.errors import Fault, Question
from sop.domain.kinds import Column, Holds, Kind
from sop.intake import periods, rules
from sop.intake.cells import LARGEST, Cell, day_as_month, read_cell, written_once
from sop.intake.condensing import condensed
from sop.intake.conversion import Tables
from sop.intake.faults import Faults
from sop.intake.grid import Grid, Line, content_of, read_grid
from sop.intake.headers import Columns, Form, form_of, kinds_of, map_columns
from sop.intake.mapping import Guess

__all__ = ["MOST_ROWS", "Reading", "content_of", "header_of", "kinds_fitting", "read_file"]

MOST_ROWS = 300_000
CHUNK = 8_192
TYPES = {Holds.TEXT: "str", Holds.MONTH: "str", Holds.NUMBER: "float64", Holds.FLAG: "int64"}
_DIGITS = frozenset("0123456789.+-eE")


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A file as it was understood: its rows, indexed by their row in the file, or the question that must be answered."""

    kind: Kind
    layout: Mapping[str, str | int]
    mapping: Mapping[str, str]  # our column -> the file's
    unused: tuple[str, ...]  # the file's columns that nobody reads
    rows: pd.DataFrame
    notes: tuple[Fault, ...]  # what was done or looks odd; none of it keeps the file out
    questions: tuple[Question, ...]  # open ones, the most fundamental first
    guesses: tuple[Guess, ...]  # one for each column of the kind
    header: tuple[str, ...]  # the columns that may be chosen, in their order

    @property
    def question(self) -> Question | None:
        """Return the first question that is open."""
        return self.questions[0] if self.questions else None


def kinds_fitting(content: bytes, file_name: str, answers: Mapping[str, str]) -> tuple[Kind, ...]:
    """Return the kinds that the columns of a file fit best; none, one or several; Rejected where it is no table."""
    faults = Faults()
    grid = read_grid(content, faults, answers)
    return kinds_of(grid.header, file_name)


def header_of(
    content: bytes,
    answers: Mapping[str, str] | None = None,
    *,
    file_name: str = "",  # noqa: ARG001
    kind: Kind | None = None,  # noqa: ARG001
) -> tuple[str, ...]:
    """Return the columns of a file that may be chosen, its rows unread; Rejected where it is no table."""
    return read_grid(content, Faults(), answers or {}).header


def read_file(
    kind: Kind,
    content: bytes,
    answers: Mapping[str, str] | None = None,
    *,
    file_name: str = "",  # noqa: ARG001
    mapping: Mapping[str, str] | None = None,  # noqa: ARG001
    known: Tables | None = None,  # noqa: ARG001
) -> Reading:
    """Read a file as one kind.

    `mapping`: our column -> the file's ("" for none), as a person chose it or as it was kept for such files. `known`: the
    tables by which other units and currencies are converted before rows are added up.
    Text and months are `str` (an empty month is missing), numbers float64 and finite, flags 1 or 0. Raises Rejected
    with every fault: row, column, value, remedy.
    """
    answers, faults = answers or {}, Faults()
    grid = read_grid(content, faults, answers)
    faults.sheet = grid.sheet
    columns = map_columns(kind, grid.header)
    _check_columns(grid, columns, faults)
    faults.stop()
    table = _whole_table(kind, grid, columns, faults)
    notes = Faults(sheet=grid.sheet)
    rows = condensed(kind, table.frame(), table.extras, table.skipped, notes)
    rules.check_table(kind, rows, faults)
    faults.stop()
    rows, question = periods.settle(kind, rows, columns, answers, notes)
    periods.note_partial(kind, rows, table.days, notes)
    _note_absent(columns, notes)
    _note_mended(table.mended, notes)
    return Reading(
        kind,
        grid.layout,
        columns.sources,
        columns.unused,
        rows,
        tuple(notes.found),
        tuple(each for each in (grid.question, question) if each),
        tuple(Guess(each.name, columns.sources.get(each.name), 1.0, "name") for each in kind.columns),
        grid.header,
    )


def _whole_table(kind: Kind, grid: Grid, columns: Columns, faults: Faults) -> "_Table":
    table = _Table(kind, grid, columns, form_of(kind), faults)
    table.read()
    if not table.rows and not faults.found:
        faults.add(
            "no_rows",
            message="The file has a header but no rows.",
            remedy="Fill in at least one row.",
            row=grid.header_row,
        )
    faults.stop()
    return table


def _check_columns(grid: Grid, columns: Columns, faults: Faults) -> None:
    read, before = set(columns.sources.values()), set[str]()
    for name in grid.header:
        if name in before and name in read:
            faults.add(
                "column_twice",
                message="This column is there twice.",
                remedy="Keep one of them.",
                row=grid.header_row,
                column=name,
            )
        before.add(name)
    for name in columns.missing:
        faults.add(
            "column_missing",
            message="This column is missing.",
            remedy="Add it, named as in the template.",
            row=grid.header_row,
            column=name,
        )


def _note_absent(columns: Columns, notes: Faults) -> None:
    for name, default in columns.absent.items():
        notes.add(
            "column_absent",
            message="The file does not have this column; every row is taken to say the same.",
            remedy="Add the column if that is not so.",
            column=name,
            value=str(default),
        )


def _note_mended(mended: Mapping[str, str], notes: Faults) -> None:
    if mended:
        notes.add(
            "letters_mended",
            message="Letters were written twice in UTF-8 and were set right, such as in this text.",
            remedy="Nothing needs to be done if the texts read well.",
            value=next(iter(mended.values())),
        )


@dataclass(slots=True, eq=False)
class _Table:
    """The rows of a grid, column by column, as they are being read."""

    kind: Kind
    grid: Grid
    columns: Columns
    form: Form
    faults: Faults
    rows: list[int] = field(default_factory=list)
    values: dict[str, list[Any]] = field(default_factory=dict)
    extras: dict[str, list[str]] = field(default_factory=dict)  # cells of finer columns and of versions
    days: set[str] = field(default_factory=set)  # dates that stood where a month is wanted
    skipped: dict[str, int] = field(default_factory=dict)  # reason -> rows left out
    mended: dict[str, str] = field(default_factory=dict)  # text of the file -> as it was meant
    _known: dict[str, dict[str, Cell]] = field(default_factory=dict)
    _seen: dict[tuple[Cell, ...], int] = field(default_factory=dict)

    def read(self) -> None:
        self.values = {column.name: [] for column in self.kind.columns}
        self._known = {column.name: {} for column in self.kind.columns}
        named = (*self.form.finer, self.form.versions)
        self.extras = {name: [] for name in named if name and name in self.grid.header}
        lines = iter(self.grid.lines)
        while chunk := list(islice(lines, CHUNK)):
            if len(self.rows) + len(chunk) > MOST_ROWS:
                self.faults.add(
                    "rows_many",
                    message="The file has more than 300,000 rows.",
                    remedy="Leave older months out, or sum rows up by month.",
                    row=chunk[MOST_ROWS - len(self.rows)][0],
                )
                break
            self._take(self._kept(self._whole(chunk)))
        self.faults.in_order()

    def _whole(self, chunk: list[Line]) -> list[Line]:
        width = len(self.grid.header)
        whole = [line for line in chunk if len(line[1]) == width]
        if len(whole) < len(chunk):
            for row, cells in chunk:
                if len(cells) != width:
                    self.faults.add(
                        "cells",
                        message="This row does not have as many cells as the header.",
                        remedy="Check for a comma too many or too few; a text with a comma stands in quotation marks.",
                        row=row,
                        value=",".join(cells),
                    )
        return whole

    def _kept(self, chunk: list[Line]) -> list[Line]:
        """Return the rows that say something today: not those that ended, nor those without what they are about."""
        header = self.grid.header
        if self.form.blank_skips in self.columns.places:
            place = self.columns.places[self.form.blank_skips]
            kept = [line for line in chunk if line[1][place].strip()]
            self._skip("blank", len(chunk) - len(kept))
            chunk = kept
        if self.form.ended in header:
            place = header.index(self.form.ended)
            kept = [line for line in chunk if not line[1][place].strip()]
            self._skip("ended", len(chunk) - len(kept))
            chunk = kept
        return chunk

    def _skip(self, reason: str, count: int) -> None:
        if count:
            self.skipped[reason] = self.skipped.get(reason, 0) + count

    def _take(self, chunk: list[Line]) -> None:
        if not chunk:
            return
        rows = [row for row, _cells in chunk]
        cells = list(zip(*(cells for _row, cells in chunk), strict=True))
        bad: set[int] = set()
        taken = {column.name: self._column(column, cells, rows, bad) for column in self.kind.columns}
        for name, kept in self.extras.items():
            kept.extend(map(str.strip, cells[self.grid.header.index(name)]))
        self._check(taken, rows, bad)
        self.rows.extend(rows)
        for name, values in taken.items():
            self.values[name].extend(values)

    def _column(
        self, column: Column, cells: Sequence[Sequence[str]], rows: Sequence[int], bad: set[int]
    ) -> Sequence[Cell]:
        place = self.columns.places.get(column.name)
        if place is None:
            return [self.columns.absent.get(column.name, column.default)] * len(rows)
        if column.holds is Holds.NUMBER and (numbers := _numbers(column, cells[place])) is not None:
            return numbers
        return self._one_by_one(column, cells[place], rows, bad)

    def _one_by_one(self, column: Column, cells: Sequence[str], rows: Sequence[int], bad: set[int]) -> Sequence[Cell]:
        """Return the values of cells, each text read once; those that cannot be read are noted where they stand."""
        known = self._known[column.name]
        wrong: set[str] = set()
        for text in dict.fromkeys(cells):
            if text not in known:
                probe = Faults()
                known[text] = self._read(text, column, 0, probe)
                if probe.found:
                    wrong.add(text)
        if wrong:
            for text, row in zip(cells, rows, strict=True):
                if text in wrong:
                    self._read(text, column, row, self.faults)
                    bad.add(row)
            values = [known[text] for text in cells]
            for text in wrong:
                del known[text]
            return values
        return [known[text] for text in cells]

    def _read(self, text: str, column: Column, row: int, faults: Faults) -> Cell:
        text = text.strip()
        if column.holds is Holds.TEXT and not text.isascii() and (meant := written_once(text)):
            text = self.mended[text] = meant
        if column.holds is Holds.MONTH and self._holds_days(column):
            month = day_as_month(text)
            if month is not None:
                if column.name == "month":
                    self.days.add(text[:10])
                return month
        return read_cell(text, column, row, faults)

    def _holds_days(self, column: Column) -> bool:
        return self.grid.form == "xlsx" or self.columns.sources[column.name] != column.name

    def _check(self, taken: Mapping[str, Sequence[Cell]], rows: Sequence[int], bad: set[int]) -> None:
        """Look at each row whose cells are right: at its words, at what its cells say together, at its key."""
        if self.kind.name in rules.LOOKED_AT:
            names = tuple(taken)
            for row, *cells in zip(rows, *taken.values(), strict=True):
                if row not in bad:
                    line = dict(zip(names, cells, strict=True))
                    rules.check_words(self.kind, line, row, self.faults)
                    rules.check_line(self.kind, line, row, self.faults)
        finer = [kept[-len(rows) :] for kept in self.extras.values()]
        keys = zip(*(taken[name] for name in self.kind.row_key), *finer, strict=True)
        seen = self._seen
        for key, row in zip(keys, rows, strict=True):
            if seen.setdefault(key, row) != row and row not in bad:
                rules.note_duplicate(self.kind, key[: len(self.kind.row_key)], row, self.faults)

    def frame(self) -> pd.DataFrame:
        """Return the rows in the columns of the kind, indexed by their number in the file."""
        index = pd.Index(self.rows, name="row", dtype="int64")
        columns: dict[str, Any] = {
            column.name: pd.Series(self.values[column.name], index=index, dtype=TYPES[column.holds])
            for column in self.kind.columns
        }
        return pd.DataFrame(columns)


def _numbers(column: Column, cells: Sequence[str]) -> Sequence[Cell] | None:
    """Return the numbers of cells that hold nothing else, None where one must be looked at by itself."""
    if not _DIGITS.issuperset("".join(cells)):
        return None
    if not column.required and "" in cells:
        cells = [cell or str(column.default) for cell in cells]
    try:
        values = list(map(float, cells))
    except ValueError:
        return None
    array = np.array(values)
    lowest, highest = float(array.min()), float(array.max())
    if max(abs(lowest), abs(highest)) > LARGEST or (lowest < 0 and not column.may_be_negative):
        return None
    return values
