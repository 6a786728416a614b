"""Months that stand in columns become rows; year, month and day that stand apart become one date."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from sop.domain.kinds import Holds, Kind
from sop.intake import synonyms
from sop.intake.coded import Coded, Mask, Rows, stacked
from sop.intake.faults import Faults
from sop.intake.header_rows import Header, Label, name_of
from sop.intake.layout import Table
from sop.intake.months import FIRST_YEAR, LAST_YEAR, month_number
from sop.intake.numbers import Mark, marks_of, read_number
from sop.intake.raw import RawCell
from sop.intake.totals import agree
from sop.intake.words import plain

_QUANTITIES: Final = frozenset({
    "cantitate", "cantitati", "cantitativ", "cantitative", "cant", "buc", "bucati", "quantity", "quantities", "qty",
    "units", "volume", "menge", "mengen", "stuck", "absatz", "volum",
})  # fmt: skip
_VALUES: Final = frozenset({
    "valoare", "valori", "valoric", "valorice", "lei", "ron", "eur", "value", "values", "revenue", "amount",
    "umsatz", "wert", "werte", "turnover",
})  # fmt: skip
MONTHS, AMOUNTS = "01 … 12", "01 … 12 #"  # the same every month, so that a mapping can be kept
MOST_SHARE: Final = 0.95  # of the rows, in which a column must be the sum of the months to be their total


def is_wide(header: Header, month: str | None) -> bool:
    """Return whether months are columns: at least one is, and no column holds months."""
    return month is None and any(label.month for label in header.labels)


def months_to_rows(table: Table, header: Header, kind: Kind, context: str, notes: Faults) -> Table:
    """Return the table with a row for each month in which something stands, and the measures as columns."""
    labels = {label.name: label for label in header.labels}
    places = [place for place, name in enumerate(table.names) if name in labels and labels[name].month]
    label_at = dict(zip(places, _month_labels(header), strict=False))
    _note_totals(table, labels, label_at, notes)
    keys = [
        place for place, name in enumerate(table.names)
        if place not in label_at and not (name in labels and (labels[name].total or labels[name].quarter))
    ]  # fmt: skip
    months = sorted({label.month for label in label_at.values()})
    measures = list(dict.fromkeys(label.measure for label in label_at.values()))
    blocks = {measure: _stacked(table.rows, label_at, months, measure) for measure in measures}
    there = ~np.logical_and.reduce([block.blank for block in blocks.values()])
    count = len(table.rows)
    row = np.tile(np.arange(count), len(months))
    order = np.lexsort((np.repeat(np.arange(len(months)), count), row))
    order = order[there[order]]
    month = Coded(np.repeat(np.arange(1, len(months) + 1, dtype=np.int32), count)[order], ["", *months])
    columns = [
        *(table.rows.columns[place].at(row[order]) for place in keys),
        month,
        *(block.at(order) for block in blocks.values()),
    ]
    named = [measure or AMOUNTS for measure in measures]
    names = _apart([*(table.names[place] for place in keys), MONTHS, *named])
    seen = {**table.seen, "month": MONTHS}
    if measures == [""]:
        seen[measured(kind, context)] = names[-1]
    return replace(table, names=names, rows=Rows(table.rows.numbers[row[order]], tuple(columns)), seen=seen)


def _month_labels(header: Header) -> list[Label]:
    return [label for label in header.labels if label.month]


def _apart(names: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    apart = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        apart.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(apart)


def measured(kind: Kind, context: str) -> str:
    """Return our column that amounts by month are, where the header names none: by words of title, sheet and file."""
    numbers = [column.name for column in kind.columns if column.holds is Holds.NUMBER]
    words = set(plain(context).split())
    if "revenue" in numbers and words & _VALUES and not words & _QUANTITIES:
        return "revenue"
    return numbers[0] if numbers else ""


def note_measure(kind: Kind, context: str, notes: Faults) -> None:
    """Say what amounts were taken for, where neither header nor title says it and they could be another measure."""
    if len([column for column in kind.columns if column.holds is Holds.NUMBER]) > 1 and not (
        set(plain(context).split()) & (_QUANTITIES | _VALUES)
    ):
        notes.add(
            "measure_assumed",
            message="Neither header nor title says what the amounts of the months are; they were taken for this column.",
            remedy="Check the totals; choose the column that they are.",
            column=measured(kind, context),
        )


def _stacked(rows: Rows, label_at: Mapping[int, Label], months: Sequence[str], measure: str) -> Coded:
    """Return the cells of one measure, month after month, each all rows long."""
    places = {label.month: at for at, label in reversed([*label_at.items()]) if label.measure == measure}
    nothing = Coded(np.zeros(len(rows), np.int32), [""])
    return stacked([rows.columns[places[month]] if month in places else nothing for month in months])


def _note_totals(table: Table, labels: Mapping[str, Label], label_at: Mapping[int, Label], notes: Faults) -> None:
    """Say which columns are totals of the months, also those that do not say so, and where one does not add up."""
    clear = marks_of(cell for place in label_at for cell in table.rows.columns[place].cells).clear
    of_measure: dict[str, list[int]] = {}
    for place, month in label_at.items():
        of_measure.setdefault(month.measure, []).append(place)
    sums = [
        (_sum(table.rows, at, mark), mark)
        for at in of_measure.values()
        for mark in ([clear] if clear else Mark)  # of two ways to read a file, one may add up
    ]
    for place, name in enumerate(table.names):
        if place in label_at:
            continue
        label = labels.get(name)
        if label is not None and (label.total or label.quarter):
            notes.add(
                "total_column",
                message="This column is a total of others and was left out.",
                remedy="Nothing needs to be done.",
                column=name,
            )
            if label.total and not any(_adds_up(table.rows.columns[place], each, mark) for each, mark in sums):
                notes.add(
                    "total_differs",
                    message="This column of totals is not the sum of its months in every row.",
                    remedy="Ask who sent the file which of them is right.",
                    column=name,
                )


def _sum(rows: Rows, places: Sequence[int], mark: Mark) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    figures = [
        np.nan_to_num(np.array([read_number(cell, mark) for cell in rows.columns[at].cells])[rows.columns[at].codes])
        for at in places
    ]
    return np.sum(figures, axis=0)  # type: ignore[no-any-return]


def _adds_up(total: Coded, sums: np.ndarray[tuple[int], np.dtype[np.float64]], mark: Mark) -> bool:
    figures = np.nan_to_num(np.array([read_number(cell, mark) for cell in total.cells])[total.codes])
    same = [agree(float(one), float(other), 12) for one, other in zip(figures, sums, strict=True)]
    return sum(same) >= MOST_SHARE * len(same)


def dates_joined(table: Table, years: set[int], notes: Faults) -> Table:
    """Return the table with one date where year, month and day have columns of their own, or the year is in the title."""
    month = _place(table, synonyms.MONTH_OF_YEAR, lambda cell: month_number(_text(cell)) is not None)
    if month is None:
        return table
    year = _place(table, synonyms.YEAR, lambda cell: _year(cell) is not None)
    day = _place(table, synonyms.DAY, lambda cell: _text(cell).isdecimal() and 1 <= int(_text(cell)) <= 31)
    if year is None and len(years) != 1:
        return table
    parts = [table.rows.columns[place] for place in (year, month, day) if place is not None]
    lacking = np.logical_or.reduce([part.blank for part in parts])
    joined = _joined(parts, lacking, next(iter(years)) if year is None else None)
    used = [table.names[place] for place in (year, month, day) if place is not None]
    name = " + ".join(used) if len(used) > 1 else used[0]
    if year is None:
        notes.add(
            "year_of_title",
            message="The months have no year; that of the title was taken.",
            remedy="Write the year beside the month if it is another.",
            column=name,
            value=str(next(iter(years))),
        )
    names = list(table.names)
    names[month] = name
    columns = list(table.rows.columns)
    columns[month] = joined
    rows, seen = Rows(table.rows.numbers, tuple(columns)), {**table.seen, "month": name}
    return replace(table, names=tuple(names), rows=rows, seen=seen)


def _joined(parts: Sequence[Coded], lacking: Mask, year: int | None) -> Coded:
    code = np.zeros(len(lacking), np.int64)
    for part in parts:
        code = code * len(part.cells) + part.codes
    code[lacking] = -1
    distinct, codes = np.unique(code, return_inverse=True)
    cells: list[RawCell] = ["" if each < 0 else _date(each, parts, year) for each in distinct.tolist()]
    whole = Coded(codes.astype(np.int32) + 1, ["", *cells])
    return whole.mapped(whole.cells)


def _date(code: int, parts: Sequence[Coded], year: int | None) -> str:
    cells: list[RawCell] = []
    for part in reversed(parts):
        code, at = divmod(code, len(part.cells))
        cells.insert(0, part.cells[at])
    if year is None:
        year = _year(cells.pop(0))
    month = month_number(_text(cells[0])) or 0
    day = f"-{int(_text(cells[1])):02d}" if len(cells) > 1 else ""
    return f"{year:04d}-{month:02d}{day}"


def _place(table: Table, names: frozenset[str], test: Callable[[RawCell], bool]) -> int | None:
    for place, name in enumerate(table.names):
        if name_of(name) in names:
            used = table.rows.columns[place].used()
            if used and all(map(test, used)):
                return place
    return None


def _year(cell: RawCell) -> int | None:
    text = _text(cell)
    return int(text) if text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR else None


def _text(cell: RawCell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
