"""Money that is not written for what it is: in thousands or millions, or for more than one piece.

A heading or title that speaks of thousands is asked about, since some have been multiplied out already; a price for a
hundred pieces, as the column beside it says, is made the price of one.
"""

import re
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
from sop.intake.values import Values
from sop.intake.words import plain

SCALE: Final = "scale"
AS_WRITTEN: Final = "as_written"
MONEY: Final = ("revenue", "margin", "price", "unit_cost")
_OF: Final = r"(?: (?:de )?(?:lei|ron|eur|euro|usd))?"
_WORDS: Final = (
    ("thousands", 1e3, re.compile(rf"\b(?:mii{_OF}|thousands|(?:in thousand|thousand (?:lei|ron|eur|euro|usd))|tausend|tsd{_OF}|teur|keur|k eur|tlei|000s|(?:lei|ron|eur|usd) 000)\b")),
    ("millions", 1e6, re.compile(rf"\b(?:mil (?:de )?(?:lei|ron|eur|euro|usd)|mio{_OF}|mln{_OF}|milioane{_OF}|millions|(?:in million|million (?:lei|ron|eur|euro|usd))|millionen|meur)\b")),
)  # fmt: skip
_SIGNS: Final = re.compile(r"\b(?P<thousands>[TtKk])\s?[€$£]")
_PRICE_UNITS: Final = frozenset({
    "preiseinheit", "peinh", "price unit", "pricing unit", "per", "pro", "unitate de pret", "unitate pret",
})  # fmt: skip


def settled(
    kind: Kind,
    values: Values,
    table: Table,
    columns: Columns,
    context: str,
    answers: Mapping[str, str],
    notes: Faults,
) -> tuple[Values, Question | None]:
    """Return values with money for one piece and in whole units of its currency, and the question whether it is."""
    money = [column.name for column in kind.columns if column.name in MONEY and columns.sources.get(column.name)]
    if not money:
        return values, None
    values = _of_one_piece(values, table, columns, money, notes)
    said = _said(" ; ".join(columns.sources[name] for name in money)) or _said(context)
    if said is None:
        return values, None
    choice, factor, words = said
    multiplied = values.at(slice(None))
    for name in money:
        multiplied.figures[name] = values.figures[name] * factor
    if answers.get(SCALE) == choice:
        return multiplied, None
    if answers.get(SCALE) == AS_WRITTEN:
        return values, None
    question = Question(
        SCALE,
        message='The file says "{words}". How are its amounts written?',
        choices=(choice, AS_WRITTEN),
        values={"words": words},
        gives={choice: totals(multiplied), AS_WRITTEN: totals(values)},
    )
    return values, question


def _said(text: str) -> tuple[str, float, str] | None:
    """Return how amounts are scaled by the words of a text: the answer, its factor, the words; None where they are not."""
    for choice, factor, words in _WORDS:
        found = words.search(plain(text))
        if found:
            return choice, factor, found[0]
    sign = _SIGNS.search(text)
    return ("thousands", 1e3, sign[0]) if sign else None


def _of_one_piece(values: Values, table: Table, columns: Columns, money: list[str], notes: Faults) -> Values:
    """Return prices and costs of one piece, where a column says for how many they are written."""
    priced = [name for name in ("price", "unit_cost") if name in money]
    free = [name for name in table.names if name not in columns.sources.values()]
    source = next((name for name in free if name_of(name) in _PRICE_UNITS), None)
    if source is None or not priced:
        return values
    column = table.column(source)
    figures = figures_of(column.cells, marks_of(column.cells).clear or Mark.POINT)[column.codes]
    pieces = np.where(figures > 0, figures, 1.0)
    if (pieces == 1).all():
        return values
    divided = values.at(slice(None))
    for name in priced:
        divided.figures[name] = values.figures[name] / pieces
    notes.add(
        "price_unit",
        message="Amounts for several pieces were divided by the number that this column says.",
        remedy="Check that every amount is that of one piece.",
        column=source,
        value=str(int((pieces != 1).sum())),
    )
    return divided
