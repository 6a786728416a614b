"""From the rows of a sheet to a table of data: what is a title, a repeated header, a page line, a total is left out.

Group headings become a column, blank cells of a parent are filled down. Each row that is left out is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sop.domain.kinds import Holds, Kind
from sop.intake import furniture
from sop.intake.carrying import UNLABELLED, Headings, fill_down
from sop.intake.coded import Coded, Mask, Rows, stacked
from sop.intake.faults import Faults, Wrong
from sop.intake.header_rows import Header
from sop.intake.mapping import Columns
from sop.intake.numbers import Mark, figures_of, marks_of, only_figures
from sop.intake.raw import RawCell
from sop.intake.totals import is_sum_of, is_total, may_be_total
from sop.intake.words import one_line

SELDOM: Final = 0.5  # of the rows
MOST_SUMS: Final = 2_000  # rows without a name that are tried as sums
MOST_SUMMED: Final = 50_000  # rows of a table that may have a total among them
ENOUGH, MANY = 4, 12  # rows whose sum in several figures, or in one, is no chance
MOST_ODD: Final = 200_000  # rows that are looked at one by one; beyond, they are read like any other
_PRINTED: Final = Wrong(
    "page_line",
    message="This row is a line of the printed page (page, date, signature) and was left out.",
    remedy="Nothing needs to be done.",
)
_LEFT_OUT: Final = {
    "total_row": Wrong(
        "total_row",
        message="This row is a total of others and was left out.",
        remedy="Nothing needs to be done.",
    ),
    "heading": Wrong(
        "heading",
        message="This row is the heading of a group: what it says stands in the rows below it.",
        remedy="Check that the column made of it is read as it should be.",
    ),
    "header_repeated": Wrong(
        "header_repeated",
        message="This row repeats the header and was left out.",
        remedy="Nothing needs to be done.",
    ),
    "remark": Wrong(
        "remark",
        message="This row is a remark on the figures and no figure itself.",
        remedy="Read it: it may say what the figures are.",
    ),
}

Figures = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows of data under names of columns, all different; `skipped`: why rows were left out -> how many.

    `remarks`: what lines of text among the rows say of the figures.
    """

    names: tuple[str, ...]
    rows: Rows
    skipped: Mapping[str, int] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)  # our column -> the column that holds it by what stands in it
    remarks: str = ""

    def column(self, name: str) -> Coded:
        return self.rows.columns[self.names.index(name)]

    def at(self, rows: Mask) -> "Table":
        return replace(self, rows=self.rows.at(rows))

    def __contains__(self, name: str) -> bool:
        return name in self.names


def joined(tables: Sequence[Table]) -> Table:
    """Return tables one below the other, their columns brought together by name; the only one as it is."""
    if len(tables) == 1:
        return tables[0]
    names = tuple(dict.fromkeys(name for table in tables for name in table.names))

    def cells(table: Table, name: str) -> Coded:
        return table.column(name) if name in table else Coded(np.zeros(len(table.rows), np.int32), [""])

    columns = tuple(stacked([cells(table, name) for table in tables]) for name in names)
    numbers = np.concatenate([table.rows.numbers for table in tables])
    remarks = " ".join(table.remarks for table in tables)
    return replace(tables[0], names=names, rows=Rows(numbers, columns), remarks=remarks)


def lay_out(rows: Rows, header: Header, kind: Kind, columns: Columns, notes: Faults, beyond: Faults) -> Table:
    """Return the data below a header. `columns` says where ours stand in it, which tells a row of data from others.

    `beyond` takes the rows that have cells beyond the header: in a text file columns may have been shifted.
    """
    names = tuple(label.name for label in header.labels)
    titles, body = rows.at(slice(0, header.first)), rows.at(slice(header.last + 1, None))
    _note_titles(titles, notes)
    body = Rows(body.numbers, tuple(column.compact() for column in body.columns))  # no cell of the header is data
    looked = _Looked(body, header, kind, columns, rows.at(slice(header.first, header.last + 1)))
    keep = looked.sorted_out(notes)
    headings = looked.headings.columns(titles, len(body))
    kept = Rows(body.numbers, (*body.columns, *headings.values()))
    kept = kept if keep.all() else kept.at(keep)
    filled = fill_down(kept, names, kind, columns, notes)
    whole = (*names, *(name if name not in names else f"{name} (2)" for name in headings))
    nothing = {at for at, each in enumerate(filled.columns) if _is_nothing(at, whole, each, typed=beyond is notes)}
    _note_beyond(filled, sorted(nothing), beyond)
    used = [place for place in range(len(filled.columns)) if place not in nothing]
    table = Rows(filled.numbers, tuple(filled.columns[place].compact() for place in used))
    seen = {"family": "#0"} if "#0" in headings else {}
    return Table(tuple(whole[place] for place in used), table, looked.counts, seen, " ".join(looked.remarks))


def _is_nothing(place: int, names: Sequence[str], column: Coded, *, typed: bool) -> bool:
    """Return whether a column has no name and is none: nothing is in it, or it lies beyond the table.

    In a workbook that is a remark beside a few rows; in a text file a row there has been split once too often.
    """
    if not names[place].startswith("#") or names[place] == UNLABELLED:
        return False
    filled = int((~column.blank).sum())
    last = max((at for at, name in enumerate(names) if not name.startswith("#")), default=0)
    return filled == 0 or (place > last and (not typed or filled < SELDOM * len(column.codes)))


def _note_beyond(rows: Rows, places: Sequence[int], faults: Faults) -> None:
    """Note the rows in which something stands where no column has a name."""
    beyond = np.zeros(len(rows), bool)
    for place in places:
        beyond |= ~rows.columns[place].blank
    for at in np.flatnonzero(beyond).tolist():
        faults.add(
            "cells",
            message="Something stands in this row where no column has a name.",
            remedy="Check for a separator too many; a text with a separator in it stands in quotation marks.",
            row=int(rows.numbers[at]),
            value=" | ".join(_shown(rows.row(at))),
        )


def _note_titles(titles: Rows, notes: Faults) -> None:
    for at in range(len(titles)):
        texts = [str(cell) for cell in titles.row(at) if cell not in {"", None}]
        notes.add(
            "title_row",
            message="This row stands above the header and was not read as data.",
            remedy="Nothing needs to be done.",
            row=int(titles.numbers[at]),
            value=one_line(" ".join(texts)),
        )


@dataclass(slots=True, eq=False)
class _Looked:
    """The rows below a header, looked at for what is no data."""

    body: Rows
    header: Header
    kind: Kind
    columns: Columns
    header_rows: Rows
    headings: Headings = field(default_factory=Headings)
    counts: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def sorted_out(self, notes: Faults) -> Mask:
        """Return which rows are data; each other one is noted with its reason."""
        keep = np.ones(len(self.body), bool)
        complete = self._complete()
        odd = ~complete | self._total_words() | self._like_header()
        if odd.sum() > MOST_ODD or not len(self.body):
            return keep
        last = int(np.flatnonzero(complete & ~odd).max(initial=-1))
        for at in np.flatnonzero(odd).tolist():
            reason = self._reason(at, last, bool(complete[at]))
            if reason:
                keep[at] = False
                self.counts[reason] = self.counts.get(reason, 0) + 1
                _note(reason, self.body, at, notes)
        self._sums(keep & ~complete, keep, notes)
        return keep

    def _place(self, ours: str) -> int | None:
        source = self.columns.sources.get(ours)
        return next((at for at, label in enumerate(self.header.labels) if label.name == source), None)

    @property
    def _keys(self) -> list[int]:
        """Return the places of the columns without which a row names nothing."""
        wanted = [column.name for column in self.kind.columns if column.required and column.holds is not Holds.NUMBER]
        return [place for name in wanted if (place := self._place(name)) is not None]

    @property
    def _figures(self) -> list[int]:
        numbers = [self._place(column.name) for column in self.kind.columns if column.holds is Holds.NUMBER]
        months = [place for place, label in enumerate(self.header.labels) if label.month]
        return sorted({place for place in (*numbers, *months) if place is not None})

    @property
    def _texts(self) -> list[int]:
        figures = {*self._figures, *(place for place, label in enumerate(self.header.labels) if label.total)}
        return [place for place in range(len(self.header.labels)) if place not in figures]

    def _complete(self) -> Mask:
        complete = np.ones(len(self.body), bool)
        for place in self._keys:
            complete &= ~self.body.columns[place].blank
        return complete & ~self._labelled()

    def _labelled(self) -> Mask:
        """Return the rows with nothing in them but a label and what it says, such as `Luna: Ianuarie 2025`."""
        lone = np.zeros(len(self.body), bool)
        if not self._figures or not len(self.body):
            return lone
        filled = np.sum([~column.blank for column in self.body.columns], axis=0)
        for column in (self.body.columns[place] for place in self._keys):
            lone |= (filled == 1) & column.where(furniture.is_labelled)
        return lone

    def _total_words(self) -> Mask:
        found = np.zeros(len(self.body), bool)
        for column in (self.body.columns[place] for place in self._texts):
            if not only_figures(column.cells):
                found |= column.where(may_be_total)
        return found

    def _like_header(self) -> Mask:
        found = np.zeros(len(self.body), bool)
        for place in self._keys or self._texts[:1]:
            names = {row[place] for row in map(self.header_rows.row, range(len(self.header_rows))) if row[place]}
            column = self.body.columns[place]
            found |= column.where(names.__contains__) | column.where(_is_drawn)
        return found

    def _reason(self, at: int, last: int, complete: bool) -> str:
        cells = self.body.row(at)
        texts = [one_line(cell) for cell in cells if isinstance(cell, str) and cell.strip()]
        if not texts:
            return ""
        for reason, found in (
            ("header_repeated", self._repeats_header(cells)),
            ("drawn_line", furniture.is_drawn(texts)),
            ("page_line", not complete and furniture.is_page_line(texts)),
            ("remark", self._is_remark(cells, texts)),
            ("total_row", self._is_total(cells, complete=complete)),
        ):
            if found:
                return reason
        if complete:
            return ""
        if any(cells[place] not in {"", None} for place in self._figures):
            return ""
        return self._line_of_text(cells, texts, at, last)

    def _is_remark(self, cells: Sequence[RawCell], texts: Sequence[str]) -> bool:
        """Return whether a row is one text alone that says something about the figures, such as a footnote."""
        if sum(cell not in {"", None} for cell in cells) > 1 or not furniture.is_remark(texts[0]):
            return False
        self.remarks.append(texts[0])
        return True

    def _line_of_text(self, cells: Sequence[RawCell], texts: Sequence[str], at: int, last: int) -> str:
        heading = furniture.heading_of(cells)
        if at > last or furniture.is_signature(texts):
            return "closing_line" if len(texts) <= 4 else ""
        if heading is not None and len(self._keys) + len(self._figures) > 1:
            self.headings.add(at, *heading)
            return "heading"
        return ""

    def _repeats_header(self, cells: Sequence[RawCell]) -> bool:
        for row in map(self.header_rows.row, range(len(self.header_rows))):
            said = [(cell, name) for cell, name in zip(cells, row, strict=True) if name not in {"", None}]
            same = sum(cell == name for cell, name in said)
            if same >= 2 and 3 * same >= 2 * len(said):
                return True
        return False

    def _is_total(self, cells: Sequence[RawCell], *, complete: bool) -> bool:
        """Return whether a row is a total by its words, and not a name that has such a word in it."""
        texts = [cell for place in self._texts if isinstance(cell := cells[place], str) and cell.strip()]
        first = texts[0] if texts else ""
        if is_total(first) or (not complete and any(map(is_total, texts))):
            return True
        return may_be_total(first) and (not complete or (len(texts) == 1 and len(self._texts) > 1))

    def _sums(self, unsaid: Mask, keep: Mask, notes: Faults) -> None:
        """Leave out rows that are sums without saying so.

        One without a name is the sum of the rows since the one before, or of all above; the first or last row of a table,
        of all others.
        """
        places = self._figures
        ends = np.flatnonzero(keep)[[0, -1]].tolist() if keep.any() and len(keep) < MOST_SUMMED else []
        candidates = sorted({*np.flatnonzero(unsaid & keep).tolist(), *ends})
        if not places or not candidates or len(candidates) > MOST_SUMS:
            return
        figures = np.column_stack([_figures(self.body.columns[place]) for place in places])
        before = 0
        for at in candidates:
            named = keep & ~unsaid
            others = [np.flatnonzero(named[before:at]) + before, np.flatnonzero(named[:at])] if unsaid[at] else []
            others = [rows for rows in others if not self._names_another(at, rows)]
            if at in ends:
                named[at] = False
                others = [*others, np.flatnonzero(named)]
            if any(_is_whole(figures[at], figures[rows], unsaid=bool(unsaid[at])) for rows in others):
                keep[at] = False
                self.counts["total_row"] = self.counts.get("total_row", 0) + 1
                _note("total_row", self.body, at, notes)
                before = at + 1

    def _names_another(self, at: int, rows: NDArray[np.int64]) -> bool:
        """Return whether a row names what none of the others does: a part of the same parent is not the sum of the rest."""
        columns = [self.body.columns[place] for place in self._keys if not self.body.columns[place].blank[at]]
        return any(not (column.codes[rows] == column.codes[at]).any() for column in columns)


def _is_drawn(cell: RawCell) -> bool:
    return isinstance(cell, str) and len(cell) > 1 and furniture.is_drawn([cell])


def _is_whole(total: Figures, parts: Figures, *, unsaid: bool) -> bool:
    """Return whether a row is the sum of others; with few figures only where there are too many for chance."""
    needed = 1 if unsaid else ENOUGH if np.count_nonzero(np.nan_to_num(total)) > 1 else MANY
    return len(parts) >= needed and is_sum_of(total, parts)


def _figures(column: Coded) -> Figures:
    cells = column.cells[1:]
    mark = Mark.POINT if only_figures(cells) else marks_of(cells).clear or Mark.COMMA
    return np.concatenate(([np.nan], figures_of(cells, mark)))[column.codes]


def _note(reason: str, body: Rows, at: int, notes: Faults) -> None:
    value = " | ".join(_shown(body.row(at)))
    notes.note(replace(_LEFT_OUT.get(reason, _PRINTED), code=reason, value=value), int(body.numbers[at]), "")


def _shown(cells: Sequence[RawCell]) -> Iterator[str]:
    return (one_line(str(cell)) for cell in cells if cell not in {"", None})
