"""What a row does not say because a row above it does: group headings, and cells of a parent that stand once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sop.domain.kinds import Holds, Kind
from sop.intake.coded import BLANK, Coded, Codes, Mask, Rows, of_cells
from sop.intake.faults import Faults
from sop.intake.furniture import heading_of
from sop.intake.headers import form_of
from sop.intake.mapping import Columns

UNLABELLED: Final = "#0"
MOST: Final = 0.5
OFTEN: Final = 0.2  # of the rows: from here on a blank cell is a habit and no mistake


@dataclass(slots=True, eq=False)
class Headings:
    """Group headings by their label, each with the place of its row."""

    found: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def add(self, at: int, label: str, value: str) -> None:
        self.found.setdefault(label or UNLABELLED, []).append((at, value))

    def columns(self, titles: Rows, count: int) -> Mapping[str, Coded]:
        """Return a column for each label: what the last heading above a row says; one above the header counts too."""
        above = [heading for at in range(len(titles)) if (heading := heading_of(titles.row(at)))]
        columns = {}
        for label, headings in self.found.items():
            first = [value for said, value in above if (said or UNLABELLED) == label][-1:]
            if label == UNLABELLED and headings[0][0] == 0:
                first = []
            starts = [0, *(at for at, _value in headings)]
            values = [*(first or [""]), *(value for _at, value in headings)]
            spans = np.diff([*starts, count])
            coded = of_cells(values)
            columns[label] = Coded(np.repeat(coded.codes, spans), coded.cells)
        return columns


def fill_down(rows: Rows, names: tuple[str, ...], kind: Kind, columns: Columns, notes: Faults) -> Rows:
    """Return rows in which blank cells of a parent (order, date, customer) hold what stands above them, and say so.

    A column is filled where it names rows, its first row says something, and blanks in it are a habit: often, or together
    with those of another column.
    """
    blanks = [column.blank for column in rows.columns]
    filled = list(rows.columns)
    parents = [*_named(kind, columns, names), *_outer(kind, columns, names, rows)]
    masks = [blanks[names.index(each)] for each in parents if _is_parent(each, names, blanks, kind, columns)]
    for place, name in enumerate(names):
        mask = blanks[place]
        if mask.any() and not mask[0] and any(np.array_equal(mask, other) for other in masks):
            filled[place] = Coded(_carried(rows.columns[place].codes, mask), rows.columns[place].cells)
            notes.add(
                "filled_down",
                message="Blank cells of this column hold what stands above them.",
                remedy="Check the first rows; fill the column in where that is not so.",
                column=name,
                value=str(int(mask.sum())),
            )
    return Rows(rows.numbers, tuple(filled))


def _named(kind: Kind, columns: Columns, names: tuple[str, ...]) -> list[str]:
    wanted = [column.name for column in kind.columns if column.holds is not Holds.NUMBER and column.required]
    return [source for name in wanted if (source := columns.sources.get(name)) in names]


def _outer(kind: Kind, columns: Columns, names: tuple[str, ...], rows: Rows) -> list[str]:
    """Return the columns left of what a row is about that say something only where it changes."""
    inner = [names.index(source) for source in _named(kind, columns, names)]
    optional = {column.name for column in kind.columns if column.holds is Holds.TEXT and not column.required}
    places = sorted(
        names.index(source) for ours, source in columns.sources.items() if ours in optional and source in names
    )
    return [names[place] for place in places if inner and place < min(inner) and _changes(rows.columns[place])]


def _changes(column: Coded) -> bool:
    """Return whether a column never says the same twice in a row, and often nothing."""
    said = column.codes[~column.blank]
    return bool(len(said) > 1 and (said[1:] != said[:-1]).all() and len(said) <= (1 - OFTEN) * len(column.codes))


def _is_parent(source: str, names: tuple[str, ...], blanks: list[Mask], kind: Kind, columns: Columns) -> bool:
    mask = blanks[names.index(source)]
    skips = form_of(kind).blank_skips  # a row may be meant to say nothing there
    often = MOST if skips and columns.sources.get(skips) == source else OFTEN
    if not mask.any() or mask[0]:
        return False
    together = sum(np.array_equal(mask, other) for other in blanks) > 1 and mask.sum() > 1
    return bool(together or (mask.sum() > 1 and mask.mean() >= often))


def _carried(codes: Codes, blank: Mask) -> Codes:
    last = np.maximum.accumulate(np.where(blank, BLANK, np.arange(len(codes))))
    return codes[last]
