"""From the cells of a table to the columns of a kind: each distinct cell is read once, conventions hold for a whole column."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sop.domain.kinds import Column, Holds, Kind
from sop.intake.cells import LARGEST, LONGEST_TEXT, read_flag, written_once
from sop.intake.coded import BLANK, Coded, Mask
from sop.intake.conventions import Conventions
from sop.intake.faults import Faults, Wrong
from sop.intake.layout import Table
from sop.intake.mapping import Columns
from sop.intake.months import Dated, month_of, read_date
from sop.intake.numbers import Mark, figures_of
from sop.intake.raw import RawCell
from sop.intake.rules import SPOKEN
from sop.intake.words import comma_below, one_line, plain

CODES: Final = frozenset({"sku", "parent_sku", "component_sku", "like_sku"})
_EXPONENT: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,3}")
_CODE_AND_NAME: Final[re.Pattern[str]] = re.compile(r"\[([^\[\]]+)\]\s*\S.*", re.DOTALL)
_TURKISH: Final = frozenset("ığİĞ")
_CEDILLAS: Final = frozenset("şŞţŢ")
Figures = NDArray[np.float64]


@dataclass(slots=True, eq=False)
class Values:
    """The columns of a kind as they were read: `texts` (text, months) coded, `figures` (numbers, flags) as they are."""

    numbers: NDArray[np.int64]
    texts: dict[str, Coded] = field(default_factory=dict)
    figures: dict[str, Figures] = field(default_factory=dict)
    bad: Mask = field(default_factory=lambda: np.zeros(0, bool))
    days: frozenset[str] = frozenset()  # dates that stood where a month is wanted
    mended: str = ""  # a text that was written twice in UTF-8, as it was meant
    cedillas: int = 0  # distinct texts whose ş and ţ were written with a cedilla

    def at(self, rows: Any) -> "Values":
        return Values(
            self.numbers[rows],
            {name: column.at(rows) for name, column in self.texts.items()},
            {name: figures[rows] for name, figures in self.figures.items()},
            self.bad[rows],
            self.days,
            self.mended,
            self.cedillas,
        )

    def __len__(self) -> int:
        return len(self.numbers)


def read_values(kind: Kind, table: Table, columns: Columns, said: Conventions, faults: Faults, notes: Faults) -> Values:
    """Return the columns of a kind; what cannot be read is noted where it stands."""
    values = Values(table.rows.numbers, bad=np.zeros(len(table.rows), bool))
    for column in kind.columns:
        source = columns.sources.get(column.name)
        cells = table.column(source) if source in table.names else None
        _Column(column, source or column.name, cells, values, faults, notes).read(columns, said)
    faults.in_order()
    return values


@dataclass(slots=True, eq=False)
class _Column:
    """One of our columns, while it is read."""

    column: Column
    source: str
    cells: Coded | None
    values: Values
    faults: Faults
    notes: Faults

    def read(self, columns: Columns, said: Conventions) -> None:
        name, holds = self.column.name, self.column.holds
        default = columns.absent.get(name, self.column.default)
        if self.cells is None:
            self._constant(default)
            return
        if self.column.required:
            self._note_missing(self.cells.blank)
        if holds is Holds.NUMBER:
            self.values.figures[name] = self._numbers(said.mark_of(self.source), default)
        elif holds is Holds.FLAG:
            self.values.figures[name] = self._flags(default)
        elif holds is Holds.MONTH:
            self.values.texts[name] = self._months(said)
        else:
            self.values.texts[name] = self._texts(default)

    def _constant(self, default: Any) -> None:
        count = len(self.values.numbers)
        if self.column.holds in {Holds.NUMBER, Holds.FLAG}:
            self.values.figures[self.column.name] = np.full(count, math.nan if default is None else float(default))
        else:
            self.values.texts[self.column.name] = _coded_constant(default, count)

    def _note_missing(self, blank: Mask) -> None:
        wrong = Wrong("missing", message="This column may not be empty.", remedy="Fill it in, or take the row out.")
        self._fault(blank, lambda _code: wrong)

    def _fault(self, rows: Mask, told: Callable[[int], Wrong]) -> None:
        """Note the fault of each of the rows, by the code of its cell."""
        assert self.cells is not None
        self.values.bad |= rows
        places, room = np.flatnonzero(rows).tolist(), self.faults.room
        for at in places[:room]:
            self.faults.note(told(int(self.cells.codes[at])), int(self.values.numbers[at]), self.column.name)
        self.faults.unlisted += max(0, len(places) - room)

    def _faults(self, wrong: Mapping[int, Wrong]) -> None:
        assert self.cells is not None
        if wrong:
            is_wrong = np.zeros(len(self.cells.cells), bool)
            is_wrong[list(wrong)] = True
            self._fault(is_wrong[self.cells.codes], wrong.__getitem__)

    # Numbers ---------------------------------------------------------------------------------------------------------

    def _numbers(self, mark: Mark, default: Any) -> Figures:
        assert self.cells is not None
        distinct = figures_of(self.cells.cells[1:], mark)
        figures = np.concatenate(([math.nan if default is None else float(default)], distinct))
        used = np.zeros(len(figures), bool)
        used[self.cells.codes] = True
        used[BLANK] = False
        wrong = used & ~(np.abs(figures) <= LARGEST)
        if not self.column.may_be_negative:
            wrong |= used & (figures < 0)
        self._faults({code: self._wrong_number(code, figures[code]) for code in np.flatnonzero(wrong).tolist()})
        return figures[self.cells.codes]

    def _wrong_number(self, code: int, figure: float) -> Wrong:
        assert self.cells is not None
        text = _shown(self.cells.cells[code])
        if math.isnan(figure):
            return Wrong(
                "not_a_number",
                message="This is not a number.",
                remedy="Write digits and at most one decimal mark, no words: 1234.5.",
                value=text,
            )
        if abs(figure) > LARGEST:
            return Wrong(
                "number_large",
                message="This number is too large to be true.",
                remedy="Correct it, or use a larger unit.",
                value=text,
            )
        return Wrong("negative", message="This number may not be negative.", remedy="Write 0 or more.", value=text)

    def _flags(self, default: Any) -> Figures:
        assert self.cells is not None
        flags = [float(default or 0)]
        wrong = {}
        for code, cell in enumerate(self.cells.cells[1:], start=1):
            flag = read_flag(_shown(cell))
            if flag is None:
                wrong[code] = Wrong(
                    "not_a_flag", message="This is neither yes nor no.", remedy="Write yes or no.", value=_shown(cell)
                )
            flags.append(float(flag or 0))
        self._faults(wrong)
        return np.array(flags)[self.cells.codes]

    # Months ----------------------------------------------------------------------------------------------------------

    def _months(self, said: Conventions) -> Coded:
        assert self.cells is not None
        order = said.order_of(self.source)
        months: list[RawCell] = [None]
        days: set[Dated] = set()
        wrong = {}
        for code, cell in enumerate(self.cells.cells[1:], start=1):
            dated = read_date(cell, order)
            months.append(month_of(dated) if dated else None)
            if dated is None:
                wrong[code] = Wrong(
                    "not_a_month",
                    message="This is not a month.",
                    remedy="Write a date or a month between 1990 and 2100: 2027-02.",
                    value=_shown(cell),
                )
            elif dated[2]:
                days.add(dated)
        self._faults(wrong)
        if self.column.name == "month":
            self.values.days = _true_days(days)
        return self.cells.mapped(["" if month is None else month for month in months])

    # Texts -----------------------------------------------------------------------------------------------------------

    def _texts(self, default: Any) -> Coded:
        assert self.cells is not None
        codes = self.column.name in CODES
        texts = [str(default or ""), *map(self._text, self.cells.cells[1:])]
        if self.column.name in SPOKEN:
            texts = [SPOKEN[self.column.name].get(plain(text), text) for text in texts]
        if codes:
            texts = self._codes(texts)
        wrong: dict[int, Wrong] = {}
        for code, text in enumerate(texts):
            if len(text) > LONGEST_TEXT:
                wrong[code] = Wrong(
                    "text_long", message="This text is too long.", remedy="Shorten it to 300 characters.", value=text
                )
            elif not text.isprintable():
                wrong[code] = Wrong(
                    "text_control",
                    message="This text has a sign that cannot be seen.",
                    remedy="Write it anew on one line.",
                    value=ascii(text)[1:-1],
                )
        self._faults(wrong)
        return _coded(self.cells, texts)

    def _text(self, cell: RawCell) -> str:
        text = one_line(_shown(cell))
        if text.isascii():
            return text
        meant = written_once(text)
        if meant:
            text = self.values.mended = meant
        if _CEDILLAS & set(text) and not _TURKISH & set(text):
            self.values.cedillas += 1
            text = comma_below(text)
        return text

    def _codes(self, texts: list[str]) -> list[str]:
        """Return codes as they are, `[CODE] Name` as its code; those that a spreadsheet has changed are pointed out."""
        assert self.cells is not None
        filled = [text for text in texts[1:] if text]
        named = [_CODE_AND_NAME.fullmatch(text) for text in texts]
        if filled and sum(map(bool, named)) >= 0.9 * len(filled):
            self.notes.add(
                "code_in_brackets",
                message="The code was taken from the brackets before the name.",
                remedy="Nothing needs to be done.",
                column=self.column.name,
                value=filled[0],
            )
            texts = [
                text if found is None else found.group(1).strip() for found, text in zip(named, texts, strict=True)
            ]
        for code, text in enumerate(texts[1:], start=1):
            changed = _changed(self.cells.cells[code], text)
            rows = np.flatnonzero(self.cells.codes == code) if changed else np.zeros(0, np.int64)
            if changed and len(rows):
                self.notes.note(changed, int(self.values.numbers[rows[0]]), self.column.name)
        return texts


def _changed(cell: RawCell, text: str) -> Wrong | None:
    """Return what a spreadsheet has done to a code."""
    if isinstance(cell, date):
        return Wrong(
            "code_date",
            message="A spreadsheet has made a date of this code.",
            remedy="Format the column as text and write the code again.",
            value=text,
        )
    if _EXPONENT.fullmatch(text) or (isinstance(cell, float) and abs(cell) >= LARGEST):
        return Wrong(
            "code_exponent",
            message="This code is in exponent form: a spreadsheet has cut its digits.",
            remedy="Format the column as text and export it again.",
            value=text,
        )
    return None


def _shown(cell: RawCell) -> str:
    """Return a cell as it would stand in a text file."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < LARGEST:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds").removesuffix(" 00:00:00")
    return str(cell)


def _true_days(days: Iterable[Dated]) -> frozenset[str]:
    """Return the days, none where they are stamps of whole months: all of them the first or all of them the last."""
    dates = [date(year, month, day) for year, month, day in days]
    if all(each.day == 1 for each in dates) or all((each + pd.Timedelta(days=1)).day == 1 for each in dates):
        return frozenset()
    return frozenset(each.isoformat() for each in dates)


def _coded(cells: Coded, texts: Sequence[str]) -> Coded:
    """Return a column of texts; those that became equal are one, and an empty cell holds the text of place 0."""
    place: dict[str, int] = {}
    kept: list[RawCell] = []
    new = np.empty(len(texts), np.int32)
    for code, text in enumerate(texts):
        at = place.setdefault(text, len(kept))
        if at == len(kept):
            kept.append(text)
        new[code] = at
    return Coded(new[cells.codes], kept)


def _coded_constant(default: Any, count: int) -> Coded:
    return Coded(np.zeros(count, np.int32), [default if default is None else str(default)])
