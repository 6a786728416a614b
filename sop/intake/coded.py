"""Rows as columns of codes: every distinct cell of a column is kept once, so a text is read once however often it stands."""

import gc
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sop.intake.faults import Faults
from sop.intake.raw import MOST_ROWS, Line, RawCell

CHUNK: Final = 8_192
FEWEST_LOOKED_UP: Final = 32_768  # cells of a column before it is judged
NEARLY_ALL: Final = 0.5  # of the cells, from where on each is taken for another one
BLANK: Final = 0  # the code of an empty cell
Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column: `codes` (one a row) are places in `cells`, where one may stand twice; at place 0 stands the empty cell."""

    codes: Codes
    cells: Sequence[RawCell]

    @property
    def blank(self) -> Mask:
        return np.equal(self.codes, BLANK)

    def at(self, rows: Any) -> "Coded":
        """Return the column of some of the rows."""
        return Coded(self.codes[rows], self.cells)

    def cell(self, row: int) -> RawCell:
        return self.cells[int(self.codes[row])]

    def used(self) -> list[RawCell]:
        """Return the distinct cells that stand in the rows, without the empty one."""
        return [self.cells[code] for code in np.unique(self.codes).tolist() if code != BLANK]

    def where(self, test: Callable[[Any], object]) -> Mask:
        """Return the rows whose cell passes a test, which is made once for each distinct cell; never the empty one."""
        passed = np.fromiter((bool(test(cell)) for cell in self.cells), bool, len(self.cells))
        passed[BLANK] = False
        return passed[self.codes]

    def compact(self) -> "Coded":
        """Return the column with no other cells than those that stand in its rows."""
        used = np.zeros(len(self.cells), bool)
        used[self.codes] = True
        used[BLANK] = True
        if used.all():
            return self
        places = (np.cumsum(used) - 1).astype(np.int32)
        return Coded(places[self.codes], [self.cells[code] for code in np.flatnonzero(used).tolist()])

    def mapped(self, cells: Sequence[RawCell]) -> "Coded":
        """Return the column with each distinct cell replaced by another; equal ones become one."""
        place: dict[RawCell, int] = {"": BLANK}
        kept: list[RawCell] = [""]
        new = np.empty(len(cells), np.int32)
        for code, cell in enumerate(cells):
            at = place.setdefault(cell, len(kept))
            if at == len(kept):
                kept.append(cell)
            new[code] = at
        return Coded(new[self.codes], kept)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of a sheet: their numbers in the file and their columns, all equally long."""

    numbers: NDArray[np.int64]
    columns: tuple[Coded, ...]

    def __len__(self) -> int:
        return len(self.numbers)

    def row(self, at: int) -> list[RawCell]:
        return [column.cell(at) for column in self.columns]

    def at(self, rows: Any) -> "Rows":
        return Rows(self.numbers[rows], tuple(column.at(rows) for column in self.columns))


def groups_of(columns: Sequence[Coded], count: int) -> NDArray[np.int64]:
    """Return the group of each of so many rows: rows are of one group where they are the same in every column."""
    group = np.zeros(count, np.int64)
    for column in columns:
        group = pd.factorize(group * (len(column.cells) + 1) + column.codes)[0].astype(np.int64)
    return group


def first_of(group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the place of the first row of each group."""
    return np.flatnonzero(~pd.Series(group).duplicated().to_numpy())


def of_cells(cells: Sequence[RawCell]) -> Coded:
    """Return a column of cells, one a row."""
    known = _Cells()
    codes = known.codes_of(cells)
    return Coded(codes, known.cells)


def stacked(columns: Sequence[Coded]) -> Coded:
    """Return columns one below the other as one."""
    cells: list[RawCell] = [""]
    parts = []
    for column in columns:
        parts.append(np.where(column.blank, BLANK, column.codes + np.int32(len(cells) - 1)).astype(np.int32))
        cells.extend(column.cells[1:])
    return Coded(np.concatenate(parts), cells)


class _Cells(dict[RawCell, int]):
    """Code of each distinct cell; None, NaN and blanks are the empty cell.

    Where nearly every cell is another one (amounts, numbers of documents), cells are no longer looked up but kept as they
    come: to know each by heart would take more time and memory than to read it twice.
    """

    def __init__(self) -> None:
        super().__init__({"": BLANK, None: BLANK})
        self.cells: list[RawCell] = [""]
        self.seen = 0

    def __missing__(self, cell: RawCell) -> int:
        if isinstance(cell, str):
            blank = not cell.strip()
        else:
            blank = isinstance(cell, float) and math.isnan(cell)
            cell = ("yes" if cell else "no") if isinstance(cell, bool) else cell
        if blank:
            code = BLANK
        else:
            code = len(self.cells)
            self.cells.append(cell)
        self[cell] = code
        return code

    def codes_of(self, cells: Sequence[RawCell]) -> Codes:
        self.seen += len(cells)
        if self.seen > FEWEST_LOOKED_UP and len(self.cells) > NEARLY_ALL * self.seen:
            self.clear()
            if _all_texts(cells):
                first = len(self.cells)
                self.cells.extend(cells)
                return np.arange(first, first + len(cells), dtype=np.int32)
            self.update({"": BLANK, None: BLANK})
        return np.fromiter(map(self.__getitem__, cells), np.int32, len(cells))


def _all_texts(cells: Sequence[RawCell]) -> bool:
    """Return whether cells are texts, none of them blank."""
    try:
        return all(map(str.strip, cells))  # type: ignore[arg-type]
    except TypeError:
        return False


@dataclass(slots=True, eq=False)
class _Reader:
    numbers: list[NDArray[np.int64]] = field(default_factory=list)
    known: list[_Cells] = field(default_factory=list)
    parts: list[list[Codes]] = field(default_factory=list)  # by column, chunk for chunk
    count: int = 0

    def take(self, chunk: Sequence[Line]) -> None:
        rows = [cells for _number, cells in chunk]
        width = max(map(len, rows), default=0)
        if width != min(map(len, rows), default=0):
            rows = [list(cells) + [""] * (width - len(cells)) for cells in rows]
        while len(self.known) < width:
            self.known.append(_Cells())
            self.parts.append([np.zeros(self.count, np.int32)] if self.count else [])
        for place, cells in enumerate(zip(*rows, strict=True)):
            self.parts[place].append(self.known[place].codes_of(cells))
        for parts in self.parts[width:]:
            parts.append(np.zeros(len(rows), np.int32))
        self.numbers.append(np.fromiter((number for number, _cells in chunk), np.int64, len(chunk)))
        self.count += len(rows)

    def rows(self) -> Rows:
        columns = []
        for known, parts in zip(self.known, self.parts, strict=True):
            columns.append(Coded(np.concatenate(parts) if parts else np.zeros(0, np.int32), known.cells))
            parts.clear()
        return Rows(np.concatenate(self.numbers) if self.numbers else np.zeros(0, np.int64), tuple(columns))


def read_rows(lines: Iterable[Line], faults: Faults) -> Rows:
    """Return the rows of a sheet in which something stands; beyond `MOST_ROWS` a fault is noted and no more are read."""
    reader, rest = _Reader(), iter(lines)
    with _no_collection():
        while chunk := list(islice(rest, CHUNK)):
            reader.take(chunk)
            if reader.count > MOST_ROWS:
                faults.add(
                    "rows_many",
                    message="The file has more than 3 million rows.",
                    remedy="Leave older months out, or sum rows up by month.",
                    row=chunk[0][0],
                )
                break
    return _filled(reader.rows())


def _filled(rows: Rows) -> Rows:
    """Return the rows in which something stands."""
    filled = np.zeros(len(rows), bool)
    for column in rows.columns:
        filled |= ~column.blank
    return rows if filled.all() else rows.at(filled)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the collector of cycles from looking at millions of cells, in which there are none."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def first_rows(lines: Iterable[Line], count: int) -> tuple[Rows, Iterator[Line]]:
    """Return the first rows of a sheet, and all of its lines to be read again."""
    rest = iter(lines)
    first = list(islice(rest, count))
    reader = _Reader()
    if first:
        reader.take(first)

    def again() -> Iterator[Line]:
        yield from first
        yield from rest

    return _filled(reader.rows()), again()
