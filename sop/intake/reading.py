"""Reads a file as one kind: every fault listed once, or the rows in the kind's columns with what was done on the way.

Nothing is guessed in silence: what can be read in two ways is asked, what was left out or changed is told. A cell is read
once however often it stands in a column, so time and memory go with what is different in a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sop.domain.errors import Fault, Question
from sop.domain.kinds import Column, Holds, Kind
from sop.intake import doubts, movements, periods, rules, scaling, stages, units
from sop.intake.condensing import condensed
from sop.intake.conventions import Conventions, conventions_of
from sop.intake.conversion import Tables
from sop.intake.faults import Faults
from sop.intake.kind_of import kinds_of
from sop.intake.mapping import Guess
from sop.intake.numbers import Mark
from sop.intake.raw import Opened
from sop.intake.sheets import open_file
from sop.intake.spans import no_months
from sop.intake.stock_columns import by_status
from sop.intake.tables import Understood, chosen_sheet, dated_by_sheet, table_of, understood
from sop.intake.values import Values, read_values

__all__ = ["Reading", "header_of", "kinds_fitting", "read_file"]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A file as it was understood: its rows, indexed by their row in the file, and the questions that must be answered."""

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


def kinds_fitting(content: bytes | Path, file_name: str, answers: Mapping[str, str]) -> tuple[Kind, ...]:
    """Return the kinds that the columns of a file fit best; none, one or several; Rejected where it is no table."""
    faults = Faults()
    opened = open_file(content, file_name, faults, answers)
    found = chosen_sheet(opened, None, file_name, answers, faults)
    faults.stop()
    names = (*found.names, "month") if found.is_of_a_month else found.names
    fitting = kinds_of(names, found.context, months_wide=found.wide)
    spans = None if found.dated else no_months(found.names)
    if spans is not None:
        faults.note(spans, None, "")
    faults.stop()
    return fitting


def header_of(
    content: bytes | Path,
    answers: Mapping[str, str] | None = None,
    *,
    file_name: str = "",
    kind: Kind | None = None,
) -> tuple[str, ...]:
    """Return the columns of a file that may be chosen, told by its first rows; Rejected where it is no table."""
    faults = Faults()
    opened = open_file(content, file_name, faults, answers or {})
    found = chosen_sheet(opened, kind, file_name, answers or {}, faults)
    faults.stop()
    table = dated_by_sheet(table_of(found, found.first, kind, {}, Faults(), Faults()), found, kind)
    return by_status(table, kind, {}, answers or {}, Faults())[0].names


def read_file(
    kind: Kind,
    content: bytes | Path,
    answers: Mapping[str, str] | None = None,
    *,
    file_name: str = "",
    mapping: Mapping[str, str] | None = None,
    known: Tables | None = None,
) -> Reading:
    """Read a file as one kind.

    `mapping`: our column -> the file's ("" for none), as a person chose it or as it was kept for such files. `known`: the
    tables by which other units and currencies are converted before rows are added up.
    Text and months are `str` (an empty month is missing), numbers float64 and finite, flags 1 or 0. Raises Rejected
    with every fault (row, column, value, remedy), Unmapped where a column that is needed is not found.
    """
    answers, faults, notes = answers or {}, Faults(), Faults()
    opened = open_file(content, file_name, faults, answers)
    faults.stop()
    sheet = chosen_sheet(opened, kind, file_name, answers, faults, mapping)
    faults.sheet = notes.sheet = sheet.called
    if opened.named_otherwise:
        doubts.note_named_otherwise(opened.form, notes)
    found = understood(sheet, kind, mapping or {}, known, answers, faults, notes)
    said = _conventions(kind, opened, found, answers)
    values = read_values(kind, found.table, found.columns, said, faults, notes)
    _check_rows(kind, values, faults)
    faults.stop()
    values, scaled = scaling.settled(values, found.table, found.columns, found.said, answers, notes)
    values, questions = _settled(kind, values, found, known, answers, faults, notes)
    rows = _frame(kind, values)
    rules.check_table(kind, rows, faults)
    faults.stop()
    rows, asked = periods.settle(kind, rows, found.columns, answers, notes)
    rows, partial = periods.note_partial(kind, rows, values.days, answers, notes)
    doubts.note_read(found.columns, values, notes)
    every = (opened.question, sheet.question, *found.questions, *said.questions, scaled, *questions, asked, partial)
    return Reading(
        kind,
        _layout(opened.form, opened.facts, found, values),
        found.columns.sources,
        found.columns.unused,
        rows,
        tuple(notes.found),
        tuple(each for each in every if each),
        found.columns.guesses,
        found.table.names,
    )


def _conventions(kind: Kind, opened: Opened, found: Understood, answers: Mapping[str, str]) -> Conventions:
    template = opened.form in {"csv", "csv.gz"} and set(found.table.names) <= {each.name for each in kind.columns}
    likely = Mark.COMMA if opened.facts.get("separator") == ";" else Mark.POINT
    return conventions_of(kind, found.table, found.columns, answers, likely=likely, template=template)


def _settled(
    kind: Kind,
    values: Values,
    found: Understood,
    known: Tables | None,
    answers: Mapping[str, str],
    faults: Faults,
    notes: Faults,
) -> tuple[Values, list[Question | None]]:
    """Return values that count as they stand: signs, units, currencies, one row for each key; and what is open."""
    questions: list[Question | None] = []
    table = found.table
    if kind.name == "sales_history":
        doubts.note_sales(values, table, found.columns, found.said, notes)
        values, question, stays = movements.sales_of(values, table, answers, notes)
        questions.append(question)
        values, table = (values, table) if stays.all() else (values.at(stays), table.at(stays))
    values, question = stages.still_open(kind, values, table, found.columns, answers, notes)
    questions.append(question)
    converted = units.settled(kind, values, table, found.columns, known, answers, notes)
    questions += converted.questions
    values, stays = converted.values, converted.rows
    values, table = (values, table) if stays.all() else (values.at(stays), table.at(stays))
    values, question = condensed(kind, values, table, answers, faults, notes)
    return values, [*questions, question]


def _check_rows(kind: Kind, values: Values, faults: Faults) -> None:
    """Look at each row whose cells are right: at its words, and at what its cells say together."""
    if kind.name not in rules.LOOKED_AT:
        return
    for at in np.flatnonzero(~values.bad).tolist():
        line = {column.name: _value(values, column, at) for column in kind.columns}
        rules.check_words(kind, line, int(values.numbers[at]), faults)
        rules.check_line(kind, line, int(values.numbers[at]), faults)
    faults.in_order()


def _value(values: Values, column: Column, at: int) -> Any:
    if column.name not in values.texts:
        return float(values.figures[column.name][at])
    cell = values.texts[column.name].cell(at)
    return None if column.holds is Holds.MONTH and not cell else cell


def _frame(kind: Kind, values: Values) -> pd.DataFrame:
    """Return the rows in the columns of the kind, indexed by their number in the file."""
    index = pd.Index(values.numbers, name="row", dtype="int64")
    columns: dict[str, Any] = {}
    for column in kind.columns:
        if column.name in values.texts:
            coded = values.texts[column.name]
            missing = column.holds is Holds.MONTH
            cells = pd.array([None if missing and not cell else str(cell or "") for cell in coded.cells], dtype="str")
            columns[column.name] = pd.Series(cells.take(coded.codes), index=index)
        else:
            figures = values.figures[column.name]
            figures = figures.astype(np.int64) if column.holds is Holds.FLAG else figures
            columns[column.name] = pd.Series(figures, index=index)
    return pd.DataFrame(columns)


def _layout(form: str, facts: Mapping[str, str | int], found: Understood, values: Values) -> Mapping[str, str | int]:
    sheet = {"sheet": found.sheet} if found.sheet else {}
    shape = "wide" if found.wide else "long"
    letters = {"romanian_letters": "cedilla"} if values.cedillas else {}
    return {"format": form, "header_row": found.header_row, "shape": shape, **sheet, **facts, **letters}
