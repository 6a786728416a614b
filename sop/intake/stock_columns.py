"""Stock whose statuses stand side by side, as SAP's MB52 lists it, becomes rows with a status: nothing of it is lost or doubled."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sop.domain.errors import Question
from sop.domain.kinds import Kind, StockStatus
from sop.intake.coded import Coded, Rows, of_cells, stacked
from sop.intake.conventions import DECIMAL_MARK
from sop.intake.faults import Faults
from sop.intake.header_rows import name_of
from sop.intake.layout import Table
from sop.intake.numbers import Mark, figures_of, marks_of
from sop.intake.synonyms import OF_KIND, STOCK_IN_ALL, STOCK_IN_COLUMNS
from sop.intake.totals import agree

STATUSES, AMOUNTS = "free … blocked", "free … blocked #"  # the same every month, so that a mapping can be kept
STOCK_COLUMNS: Final = "stock_columns"
WITHIN, BESIDE = "within", "beside"
Figures = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Found:
    """The columns of a table that hold stock: by status, and those that hold all of it or nobody says of what status."""

    parts: Mapping[str, StockStatus]
    whole: str = ""

    @property
    def has_free(self) -> bool:
        return StockStatus.FREE in self.parts.values()

    @property
    def are_statuses(self) -> bool:
        """Return whether some stock is not free, and other columns say what else there is."""
        return bool(set(self.parts.values()) - {StockStatus.FREE} and (self.has_free or self.whole))


def by_status(
    table: Table, kind: Kind | None, mapping: Mapping[str, str], answers: Mapping[str, str], notes: Faults
) -> tuple[Table, Question | None]:
    """Return the table with a row for each status that an article has stock of, and what is open.

    A table without such columns, with a status of its own, or whose quantity somebody chose among its columns is returned as it is.
    """
    if kind is None or kind.name != "inventory" or mapping.get("quantity") in table.names or mapping.get("status"):
        return table, None
    found = _found(table.names)
    if not found.are_statuses:
        return table, None
    split = _Split(table, found, _figures(table, (*found.parts, *filter(None, [found.whole])), answers))
    if not found.whole or (found.has_free and split.adds_up):
        if found.whole:
            _note_total(found.whole, notes)
        return split.rows(split.beside(), notes), None
    within, beside = split.within(), split.beside()
    answer = WITHIN if _is_all(found.whole) and not found.has_free else answers.get(STOCK_COLUMNS)
    if answer in {WITHIN, BESIDE}:
        return split.rows(within if answer == WITHIN else beside, notes), None
    gives = {WITHIN: (_total(within), 0.0), BESIDE: (_total(beside), 0.0)}
    values = {"whole": found.whole, "parts": ", ".join(found.parts)}
    if found.has_free:
        question = Question(
            STOCK_COLUMNS,
            message="{whole} is not the sum of {parts}. Is the rest of it a part of the free stock?",
            choices=tuple(gives),
            values=values,
            gives=gives,
        )
        return split.rows(beside, Faults()), question
    question = Question(
        STOCK_COLUMNS,
        message="Beside {whole} the file has stock in {parts}. Is that a part of {whole}?",
        choices=tuple(gives),
        values=values,
        gives=gives,
    )
    return split.rows(within, Faults()), question


def are_statuses(names: Sequence[str]) -> bool:
    """Return whether columns of these names hold stock by status, side by side."""
    return _found(names).are_statuses


def _found(names: Sequence[str]) -> _Found:
    parts = {name: status for name in names if (status := STOCK_IN_COLUMNS.get(name_of(name)))}
    every = (*OF_KIND["inventory", "quantity"], *STOCK_IN_ALL)
    whole = next((name for name in names if name not in parts and name_of(name) in every), "")
    return _Found(parts, whole)


def _is_all(name: str) -> bool:
    return name_of(name) in STOCK_IN_ALL


def _figures(table: Table, names: tuple[str, ...], answers: Mapping[str, str]) -> Mapping[str, Figures]:
    """Return what columns hold; their decimal mark is that of all of them, as they become one column."""
    columns = {name: table.column(name) for name in names}
    clear = marks_of(cell for column in columns.values() for cell in column.cells).clear
    mark = clear or Mark(answers.get(DECIMAL_MARK, Mark.POINT))
    return {name: figures_of(column.cells, mark)[column.codes] for name, column in columns.items()}


def _total(figures: Mapping[str, Figures]) -> float:
    return math.fsum(math.fsum(np.nan_to_num(each)) for each in figures.values())


def _note_total(name: str, notes: Faults) -> None:
    notes.add(
        "total_column",
        message="This column is a total of others and was left out.",
        remedy="Nothing needs to be done.",
        column=name,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Split:
    """A table whose stock is split by status; `figures`: column -> what it holds, a row each."""

    table: Table
    found: _Found
    figures: Mapping[str, Figures]

    @property
    def parts(self) -> Figures:
        """Return the sum of the columns of a status, a row each."""
        return np.sum([np.nan_to_num(self.figures[name]) for name in self.found.parts], axis=0)  # type: ignore[no-any-return]

    @property
    def adds_up(self) -> bool:
        whole = np.nan_to_num(self.figures[self.found.whole])
        return all(agree(float(one), float(other)) for one, other in zip(whole, self.parts, strict=True))

    def within(self) -> Mapping[str, Figures]:
        """Return stock by column where the statuses are parts of the whole: what they leave of it is free."""
        rest = np.nan_to_num(self.figures[self.found.whole]) - self.parts
        return {**{name: self.figures[name] for name in self.found.parts}, self.found.whole: rest}

    def beside(self) -> Mapping[str, Figures]:
        """Return stock by column where the statuses are there beside the rest; a whole beside free stock is no more stock."""
        return {
            name: each for name, each in self.figures.items() if name != self.found.whole or not self.found.has_free
        }

    def rows(self, figures: Mapping[str, Figures], notes: Faults) -> Table:
        """Return a row for each column in which a row has stock, and say which status it was read as."""
        names = [name for name in (*self.found.parts, self.found.whole) if name in figures]
        status = {name: self.found.parts.get(name, StockStatus.FREE) for name in names}
        kept = {name: np.flatnonzero(self._stays(name, status[name])) for name in names}
        row = np.concatenate([kept[name] for name in names])
        order = np.argsort(row, kind="stable")
        others = [at for at, name in enumerate(self.table.names) if name not in self.figures]
        columns = [self.table.rows.columns[at].at(row[order]) for at in others]
        said = of_cells([status[name].value for name in names])
        which = np.concatenate([np.full(len(kept[name]), place) for place, name in enumerate(names)])[order]
        amounts = stacked([self._cells(name, figures[name], kept[name]) for name in names]).at(order)
        for name in names:
            notes.add(
                "stock_by_status",
                message="This column was read as stock of the status {status}: {quantity}.",
                remedy="Check the totals by status.",
                column=name,
                status=status[name].value,
                quantity=math.fsum(np.nan_to_num(figures[name])),
            )
        return replace(
            self.table,
            names=(*(self.table.names[at] for at in others), STATUSES, AMOUNTS),
            rows=Rows(self.table.rows.numbers[row[order]], (*columns, said.at(which), amounts)),
            seen={**self.table.seen, "status": STATUSES, "quantity": AMOUNTS},
        )

    def _stays(self, name: str, status: StockStatus) -> NDArray[np.bool_]:
        """Return the rows in which a column says something; free stock of nothing is said too, for the article to be there."""
        said = ~self.table.column(name).blank
        if status is StockStatus.FREE:
            return np.asarray(said | (self.parts == 0))
        return np.asarray(said & (self.figures[name] != 0))

    def _cells(self, name: str, figures: Figures, rows: NDArray[np.int64]) -> Coded:
        """Return the cells of a column as they are written; what was reckoned is a number."""
        if figures is self.figures[name]:
            return self.table.column(name).at(rows)
        return of_cells(list(map(float, figures[rows])))
