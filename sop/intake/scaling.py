"""Figures that are not written for what they are: in thousands or millions, or for more than one piece.

A heading or title that speaks of thousands is asked about, since some have been multiplied out already; a price for a
hundred pieces, or the parts of a thousand, as the column beside it says, becomes that of one.
"""

import re
from collections.abc import Mapping
from typing import Final

import numpy as np

from sop.domain.errors import Question
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
    ("thousands", 1e3, re.compile(rf"\b(?:mii(?: buc)?{_OF}|thousands|(?:in thousand|thousand (?:lei|ron|eur|euro|usd))|tausend|tsd{_OF}|teur|keur|k eur|tlei|000s|(?:lei|ron|eur|usd) 000)\b")),
    ("millions", 1e6, re.compile(rf"\b(?:mil (?:de )?(?:lei|ron|eur|euro|usd)|mio{_OF}|mln{_OF}|milioane{_OF}|millions|(?:in million|million (?:lei|ron|eur|euro|usd))|millionen|meur)\b")),
)  # fmt: skip
_SIGNS: Final = re.compile(r"\b(?P<thousands>[TtKk])\s?[€$£]")
_PRICES_OF: Final = frozenset({
    "preiseinheit", "peinh", "price unit", "pricing unit", "per", "pro", "unitate de pret", "unitate pret",
})  # fmt: skip
_PARTS_OF: Final = frozenset({
    "basismenge", "bmeng", "base quantity", "base qty", "cantitate de baza", "cantitate baza",
})  # fmt: skip
_WRITTEN_FOR: Final = {"price": _PRICES_OF, "unit_cost": _PRICES_OF, "qty_per": _PARTS_OF}


def settled(
    values: Values,
    table: Table,
    columns: Columns,
    context: str,
    answers: Mapping[str, str],
    notes: Faults,
) -> tuple[Values, Question | None]:
    """Return values for one piece and in whole units, and the question whether they are."""
    values = _of_one_piece(values, table, columns, notes)
    said = {
        name: found for name, source in columns.sources.items()
        if name in {*MONEY, "quantity"} and name in values.figures and (found := _said(source))
    }  # fmt: skip
    if not said and (found := _said(context)):
        said = {name: found for name in MONEY if name in columns.sources and name in values.figures}
    if not said:
        return values, None
    multiplied = values.at(slice(None))
    for name, (_choice, factor, _words) in said.items():
        multiplied.figures[name] = values.figures[name] * factor
    choice, _factor, words = next(iter(said.values()))
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


def _of_one_piece(values: Values, table: Table, columns: Columns, notes: Faults) -> Values:
    """Return prices, costs and parts of one piece, where a column says for how many they are written."""
    free = [name for name in table.names if name not in columns.sources.values()]
    for ours in (name for name in _WRITTEN_FOR if name in columns.sources and name in values.figures):
        source = next((name for name in free if name_of(name) in _WRITTEN_FOR[ours]), None)
        if source is None:
            continue
        column = table.column(source)
        figures = figures_of(column.cells, marks_of(column.cells).clear or Mark.COMMA)[column.codes]
        pieces = np.where(figures > 0, figures, 1.0)
        if (pieces == 1).all():
            continue
        values = values.at(slice(None))
        values.figures[ours] = values.figures[ours] / pieces
        notes.add(
            "price_unit",
            message="Amounts for several pieces were divided by the number that this column says.",
            remedy="Check that every amount is that of one piece.",
            column=source,
            value=str(int((pieces != 1).sum())),
        )
    return values
