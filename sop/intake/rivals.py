"""Two columns that fit one of ours equally: equal in content, one is dropped and that is said; different, it is asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from sop.domain.errors import Question
from sop.domain.kinds import Holds, Kind
from sop.intake.coded import Coded
from sop.intake.faults import Faults
from sop.intake.layout import Table
from sop.intake.mapping import CHOSEN, Columns, Guess, taxed_beside
from sop.intake.numbers import Mark, marks_of, read_number
from sop.intake.stages import is_staged

TWICE, TAX = "column_twice", "value_tax"
WITHOUT_TAX, WITH_TAX = "without_tax", "with_tax"


def settled(
    kind: Kind,
    table: Table,
    columns: Columns,
    mapping: Mapping[str, str],
    answers: Mapping[str, str],
    notes: Faults,
) -> tuple[Columns, tuple[Question, ...]]:
    """Return the columns as they were answered, and the questions that are open."""
    questions: list[Question] = []
    for ours, rivals in columns.rivals.items():
        code = TWICE if not any(each.code == TWICE for each in questions) else f"{TWICE}_{ours}"
        if all(_same(table.column(rivals[0]), table.column(other)) for other in rivals[1:]):
            _note_dropped(rivals, notes)
        elif answers.get(code) in rivals:
            columns = _with(columns, ours, answers[code])
        else:
            questions.append(_which(kind, table, columns, ours, rivals, code))
    taxed = taxed_beside(table.names, columns.sources.get("revenue")) if "revenue" not in mapping else ()
    if taxed:
        if answers.get(TAX) == WITH_TAX:
            columns = _with(columns, "revenue", taxed[0])
        elif answers.get(TAX) != WITHOUT_TAX:
            questions.append(_tax(table, columns, taxed[0]))
    return columns, tuple(questions)


def _same(one: Coded, other: Coded) -> bool:
    first, second = (np.array([str(cell) for cell in each.cells], dtype=object)[each.codes] for each in (one, other))
    return bool(np.array_equal(first, second))


def _with(columns: Columns, ours: str, name: str) -> Columns:
    guesses = tuple(Guess(ours, name, 1.0, CHOSEN) if each.column == ours else each for each in columns.guesses)
    sources = {**columns.sources, ours: name}
    unused = tuple(each for each in (*columns.unused, columns.sources[ours]) if each != name)
    return replace(columns, sources=sources, guesses=guesses, unused=unused)


def _note_dropped(rivals: tuple[str, ...], notes: Faults) -> None:
    for name in rivals[1:]:
        notes.add(
            "column_dropped",
            message="This column says the same as another one and was left out.",
            remedy="Nothing needs to be done.",
            column=name,
            value=rivals[0],
        )


def _which(kind: Kind, table: Table, columns: Columns, ours: str, rivals: tuple[str, ...], code: str) -> Question:
    holds = next(column.holds for column in kind.columns if column.name == ours)
    gives: Mapping[str, tuple[float, float]] = {}
    if holds is Holds.NUMBER and ours in {"quantity", "revenue"}:
        gives = {name: _totals(table, {**columns.sources, ours: name}) for name in rivals}
    if ours == "quantity" and any(map(is_staged, rivals)):
        return Question(
            code,
            message="The columns {columns} count at different moments, such as when goods are ordered, delivered or invoiced, and say"
            " different things. Which of them is the quantity?",
            choices=rivals,
            values={"columns": ", ".join(rivals)},
            gives=gives,
        )
    return Question(
        code,
        message="The columns {columns} fit {ours} equally and say different things. Which one is it?",
        choices=rivals,
        values={"columns": ", ".join(rivals), "ours": ours},
        gives=gives,
    )


def _tax(table: Table, columns: Columns, taxed: str) -> Question:
    untaxed = columns.sources["revenue"]
    return Question(
        TAX,
        message="The file has values without tax ({without}) and with tax ({taxed}). Which ones are planned with?",
        choices=(WITHOUT_TAX, WITH_TAX),
        values={"without": untaxed, "taxed": taxed},
        gives={
            WITHOUT_TAX: _totals(table, columns.sources),
            WITH_TAX: _totals(table, {**columns.sources, "revenue": taxed}),
        },
    )


def _totals(table: Table, sources: Mapping[str, str]) -> tuple[float, float]:
    return _total(table, sources.get("quantity")), _total(table, sources.get("revenue"))


def _total(table: Table, source: str | None) -> float:
    if source is None or source not in table.names:
        return 0.0
    column = table.column(source)
    mark: Final = marks_of(column.cells).clear or Mark.POINT
    return float(np.nansum(np.array([read_number(cell, mark) for cell in column.cells])[column.codes]))
