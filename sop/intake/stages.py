"""Quantities of one line at several moments: ordered, confirmed, delivered, invoiced. What is still open is asked, not guessed."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from sop.domain.errors import Question
from sop.domain.kinds import Kind
from sop.intake.condensing import totals
from sop.intake.faults import Faults
from sop.intake.header_rows import name_of
from sop.intake.layout import Table
from sop.intake.mapping import Columns
from sop.intake.numbers import Mark, figures_of, marks_of
from sop.intake.synonyms import DELIVERED, INVOICED, ORDERED
from sop.intake.values import Values

OPEN_QUANTITY: Final = "open_quantity"
AS_ORDERED, LESS_DELIVERED = "as_ordered", "less_delivered"
_OPEN: Final = frozenset({"open_orders", "open_purchases"})


def is_staged(name: str) -> bool:
    """Return whether a column says by its name at which moment its quantity was counted."""
    return name_of(name) in (*ORDERED, *DELIVERED, *INVOICED)


def still_open(
    kind: Kind, values: Values, table: Table, columns: Columns, answers: Mapping[str, str], notes: Faults
) -> tuple[Values, Question | None]:
    """Return open orders less what was delivered of them, where it was answered so, and the question while it is open."""
    source = columns.sources.get("quantity", "")
    delivered = next((name for name in table.names if name_of(name) in DELIVERED and name != source), None)
    if kind.name not in _OPEN or delivered is None or name_of(source) not in ORDERED:
        return values, None
    column = table.column(delivered)
    mark = marks_of(column.cells).clear or marks_of(table.column(source).cells).clear or Mark.POINT
    came = np.nan_to_num(figures_of(column.cells, mark)[column.codes])
    if not came.any():
        return values, None
    left = values.at(slice(None))
    left.figures["quantity"] = np.maximum(values.figures["quantity"] - came, 0.0)
    answer = answers.get(OPEN_QUANTITY)
    if answer == AS_ORDERED:
        return values, None
    if answer == LESS_DELIVERED:
        notes.add(
            "delivered_subtracted",
            message="What was delivered already was subtracted from what was ordered, as it was answered.",
            remedy="Check the totals.",
            column=delivered,
            value=str(int(np.count_nonzero(came))),
        )
        return left, None
    question = Question(
        OPEN_QUANTITY,
        message="The file has quantities ordered ({ordered}) and delivered ({delivered}). How much of an order is still open?",
        choices=(LESS_DELIVERED, AS_ORDERED),
        values={"ordered": source, "delivered": delivered},
        gives={LESS_DELIVERED: totals(left), AS_ORDERED: totals(values)},
    )
    return values, question
