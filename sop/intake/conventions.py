"""How a file writes numbers and dates, decided over whole columns; asked where two readings are possible."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sop.domain.errors import Question
from sop.domain.kinds import Holds, Kind
from sop.intake.coded import Coded
from sop.intake.layout import Table
from sop.intake.mapping import Columns
from sop.intake.months import DateOrder, order_of
from sop.intake.numbers import Mark, Marks, can_be_either, marks_of, read_number

DECIMAL_MARK, DATE_ORDER = "decimal_mark", "date_order"
_POINTED = frozenset("0123456789.+-")


@dataclass(frozen=True, slots=True)
class Conventions:
    """Decimal mark of each column of numbers, order of day and month of each column of dates; what is still open."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    orders: Mapping[str, DateOrder] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()

    def mark_of(self, source: str) -> Mark:
        return self.marks.get(source, Mark.POINT)

    def order_of(self, source: str) -> DateOrder:
        return self.orders.get(source, DateOrder.DAY_FIRST)


def conventions_of(
    kind: Kind, table: Table, columns: Columns, answers: Mapping[str, str], *, likely: Mark, template: bool
) -> Conventions:
    """Return the conventions of a table. `likely` stands until it is answered; `template`: the file is in our own form."""
    sources = {
        column.name: source
        for column in kind.columns
        if column.holds in {Holds.NUMBER, Holds.MONTH} and (source := columns.sources.get(column.name)) in table.names
    }
    numbers = {name: source for name, source in sources.items() if _holds(kind, name) is Holds.NUMBER}
    marks, open_marks = _marks(table, numbers, answers.get(DECIMAL_MARK, ""), likely, template=template)
    orders, open_order = _orders(
        table, {name: source for name, source in sources.items() if name not in numbers}, answers
    )
    questions = []
    if open_order:
        questions.append(open_order)
    if open_marks:
        questions.append(_which_mark(table, numbers, marks, open_marks))
    return Conventions(marks, orders, tuple(questions))


def _holds(kind: Kind, name: str) -> Holds:
    return next(column.holds for column in kind.columns if column.name == name)


def _marks(
    table: Table, numbers: Mapping[str, str], answer: str, likely: Mark, *, template: bool
) -> tuple[dict[str, Mark], list[str]]:
    """Return the mark of each column, and the columns whose figures depend on an answer."""
    said = {source: _marks_in(table.column(source)) for source in numbers.values()}
    clear = {each.clear for each in said.values()} - {None}
    whole = next(iter(clear)) if len(clear) == 1 else Mark.POINT if template else None
    wanted = Mark(answer) if answer in set(Mark) else None
    marks, undecided = {}, []
    for source, each in said.items():
        known = each.clear or whole
        if known is None and each.either and wanted is None:
            undecided.append(source)
        marks[source] = known or wanted or likely
    return marks, undecided


def _marks_in(column: Coded) -> Marks:
    """Return what a column says of its mark; at digits and points alone the first that decides is enough."""
    texts = [cell for cell in column.cells if isinstance(cell, str) and cell]
    if not _POINTED.issuperset("".join(texts)):
        return marks_of(texts)
    pointed = (text for text in texts if "." in text)
    decided = next((text for text in pointed if not can_be_either(text) and text.count(".") == 1), None)
    return marks_of(texts) if decided is None else Marks(frozenset({Mark.POINT}), either=False)


def _which_mark(table: Table, numbers: Mapping[str, str], marks: Mapping[str, Mark], undecided: list[str]) -> Question:
    def total(ours: str, mark: Mark) -> float:
        source = numbers.get(ours)
        if source is None:
            return 0.0
        column = table.column(source)
        used = mark if source in undecided else marks[source]
        return float(np.nansum(np.array([read_number(cell, used) for cell in column.cells])[column.codes]))

    cells = table.column(undecided[0]).cells
    example = next(str(cell) for cell in cells if can_be_either(cell))
    gives = {mark.value: (total("quantity", mark), total("revenue", mark)) for mark in Mark}
    return Question(
        DECIMAL_MARK,
        message="{example} in column {column} can be read in two ways. What stands before the decimals?",
        choices=tuple(gives),
        values={"example": example, "column": undecided[0]},
        gives=gives,
    )


def _orders(
    table: Table, dates: Mapping[str, str], answers: Mapping[str, str]
) -> tuple[dict[str, DateOrder], Question | None]:
    wanted = answers.get(DATE_ORDER, "")
    orders: dict[str, DateOrder] = {}
    question = None
    for source in dates.values():
        found = order_of(table.column(source).cells)
        if found.clear is not None:
            orders[source] = found.clear
        elif found.undecided and wanted in set(DateOrder):
            orders[source] = DateOrder(wanted)
        elif found.undecided:
            example = next(cell for cell in table.column(source).cells if order_of([cell]).undecided)
            question = Question(
                DATE_ORDER,
                message="{example} in column {column} can be read in two ways. Is the day first or the month?",
                choices=tuple(order.value for order in DateOrder),
                values={"example": str(example), "column": source},
            )
    return orders, question
