"""Measures that stand in rows: where a column says Quantity in one row and Value in the next, each becomes a column."""

from dataclasses import replace

import numpy as np

from sop.domain.kinds import Holds, Kind
from sop.intake.coded import BLANK, Coded, Rows, first_of, groups_of
from sop.intake.faults import Faults
from sop.intake.header_rows import name_of
from sop.intake.layout import Table
from sop.intake.raw import RawCell
from sop.intake.synonyms import OF_KIND, STRONG, WEAK


def measures_apart(table: Table, kind: Kind, amounts: str, faults: Faults) -> Table:
    """Return the table with a column for each measure that a column of it names, `amounts` split among them.

    A measure that stands twice for the same row is noted: its amounts would be lost.
    """
    named = _naming(table, kind)
    if named is None or amounts not in table.names:
        return table
    place, amount = table.names.index(named), table.names.index(amounts)
    others = [at for at in range(len(table.names)) if at not in {place, amount}]
    group = groups_of([table.rows.columns[at] for at in others], len(table.rows))
    first = first_of(group)
    said, cells = table.rows.columns[place], table.rows.columns[amount]
    columns = [table.rows.columns[at].at(first) for at in others]
    for measure in said.used():
        rows = np.flatnonzero(said.where({measure}.__contains__))
        if len(np.unique(group[rows])) < len(rows):
            faults.add(
                "measure_twice",
                message="The file has this measure twice for the same row.",
                remedy="Export each measure once, or in a column of its own.",
                column=named,
                value=str(measure),
            )
        codes = np.full(len(first), BLANK, np.int32)
        codes[group[rows]] = cells.codes[rows]
        columns.append(Coded(codes, cells.cells))
    names = (*(table.names[at] for at in others), *map(str, said.used()))
    seen = {ours: name for ours, name in table.seen.items() if name != amounts}
    return replace(table, names=names, rows=Rows(table.rows.numbers[first], tuple(columns)), seen=seen)


def _naming(table: Table, kind: Kind) -> str | None:
    """Return the column whose cells are names of measures, two of them at least."""
    numbers = [column.name for column in kind.columns if column.holds is Holds.NUMBER]
    lists = (
        (*STRONG.get(name, ()), *WEAK.get(name, ()), *OF_KIND.get((kind.name, name), ()), name) for name in numbers
    )
    known = frozenset(name for names in lists for name in names)

    def names_measure(cell: RawCell) -> bool:
        return isinstance(cell, str) and name_of(cell) in known

    for name in table.names:
        used = table.column(name).used()
        if 1 < len(used) <= len(numbers) + 1 and all(map(names_measure, used)):
            return name
    return None
