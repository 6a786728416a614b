"""Rows that are finer than what is planned become one: added up, or the newest version of them. Always said.

A row that repeats another one in every cell is a part of the figure or a mistake: that is asked.
"""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sop.domain.errors import Question
from sop.domain.kinds import Holds, Kind
from sop.intake import rules
from sop.intake.coded import Coded, Mask, first_of, groups_of
from sop.intake.faults import Faults
from sop.intake.headers import form_of
from sop.intake.layout import Table
from sop.intake.values import Values

DUPLICATES: Final = "duplicate_rows"
KEEP, REMOVE = "keep", "remove"
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
Keys = NDArray[np.int64]


def condensed(
    kind: Kind, values: Values, table: Table, answers: Mapping[str, str], faults: Faults, notes: Faults
) -> tuple[Values, Question | None]:
    """Return one row per key of the kind, sums exact; every row keeps the number of its first in the file."""
    form = form_of(kind)
    keys = groups_of([values.texts[name] for name in kind.row_key], len(values))
    if form.versions in table:
        return _newest(values, keys, table.column(form.versions), form.versions, notes), None
    several = pd.Series(keys).duplicated(keep=False).to_numpy()
    if not several.any():
        return values, None
    repeated = _repeated(table, several)
    question = None
    if repeated.any() and form.adds:
        values, keys, question = _asked(values, keys, repeated, answers, notes)
    elif repeated.any():
        _note_removed(values, repeated, notes)
        values, keys = values.at(~repeated), keys[~repeated]
    twice = pd.Series(keys).duplicated().to_numpy()
    if not twice.any():
        return values, question
    if form.adds:
        return _summed(kind, values, keys, notes), question
    for at in np.flatnonzero(twice & ~values.bad).tolist():
        key = [str(values.texts[name].cell(at) or "") for name in kind.row_key]
        rules.note_duplicate(kind, key, int(values.numbers[at]), faults)
    return values, question


def totals(values: Values, rows: Mask | slice = slice(None)) -> tuple[float, float]:
    """Return quantity (or hours) and value of rows, 0 where the kind has none."""
    quantity = next((values.figures[name] for name in ("quantity", "hours") if name in values.figures), np.zeros(1))
    value = values.figures.get("revenue", np.zeros(1))
    return _sum(quantity, rows), _sum(value, rows)


def _sum(figures: NDArray[np.float64], rows: Mask | slice) -> float:
    return math.fsum(np.nan_to_num(figures[rows] if len(figures) > 1 or isinstance(rows, slice) else figures))


def _repeated(table: Table, several: Mask) -> Mask:
    """Return the rows that are the same as an earlier one in every cell of the file, of those that share a key."""
    rows = np.flatnonzero(several)
    mixed = np.zeros(len(rows), np.uint64)
    for column in table.rows.columns:
        codes = column.mapped(column.cells).codes if len(set(column.cells)) < len(column.cells) else column.codes
        mixed = (mixed ^ codes[rows].astype(np.uint64)) * _MIX
        mixed ^= mixed >> np.uint64(29)
    repeated = np.zeros(len(several), bool)
    repeated[rows] = pd.Series(mixed).duplicated().to_numpy()
    return repeated


def _asked(
    values: Values, keys: Keys, repeated: Mask, answers: Mapping[str, str], notes: Faults
) -> tuple[Values, Keys, Question | None]:
    answer, count = answers.get(DUPLICATES), int(repeated.sum())
    if answer == REMOVE:
        _note_removed(values, repeated, notes)
        return values.at(~repeated), keys[~repeated], None
    if answer == KEEP:
        notes.add(
            "duplicates_kept",
            message="Rows that repeat an earlier one in every cell were kept, as it was answered.",
            remedy="Nothing needs to be done.",
            value=str(count),
        )
        return values, keys, None
    gives = {REMOVE: totals(values, ~repeated), KEEP: totals(values)}
    question = Question(
        DUPLICATES,
        message="{count} duplicate rows: each is the same as an earlier row in every cell. Are they part of the figures?",
        choices=(REMOVE, KEEP),
        values={"count": count},
        gives=gives,
    )
    for at in np.flatnonzero(repeated)[: notes.room].tolist():
        notes.add(
            "duplicate_row",
            message="This row is the same as an earlier one in every cell.",
            remedy="Answer whether such rows are kept or left out.",
            row=int(values.numbers[at]),
        )
    return values, keys, question


def _note_removed(values: Values, repeated: Mask, notes: Faults) -> None:
    for at in np.flatnonzero(repeated).tolist():
        notes.add(
            "duplicate_removed",
            message="This row is the same as an earlier one in every cell and was left out.",
            remedy="Nothing needs to be done.",
            row=int(values.numbers[at]),
        )


def _newest(values: Values, keys: Keys, dated: Coded, name: str, notes: Faults) -> Values:
    rank = np.argsort(np.argsort([str(cell) for cell in dated.cells], kind="stable"))[dated.codes]
    order = np.argsort(rank, kind="stable")
    last = order[~pd.Series(keys[order]).duplicated(keep="last").to_numpy()]
    if len(last) < len(values):
        notes.add(
            "versions",
            message="The file has several versions of a row; the newest of each is taken.",
            remedy="Take older versions out if another one should hold.",
            column=name,
            value=f"{len(values)} > {len(last)}",
        )
    return values.at(np.sort(last))


def _summed(kind: Kind, values: Values, keys: Keys, notes: Faults) -> Values:
    group = pd.factorize(keys)[0]
    first = first_of(group)
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    ends = np.append(starts[1:], len(order))
    several = np.flatnonzero(ends - starts > 1).tolist()
    result = values.at(first)
    for column in kind.columns:
        if column.holds is Holds.NUMBER:
            figures, sums = values.figures[column.name][order], result.figures[column.name].copy()
            for at in several:
                sums[at] = math.fsum(figures[starts[at] : ends[at]])
            result.figures[column.name] = sums
    notes.add(
        "summed",
        message="The file is finer than what is planned; rows of the same key were added up.",
        remedy="Nothing needs to be done if the totals are right.",
        value=f"{len(values)} > {len(result)}",
    )
    return result
