"""Sales in files of movements: returns under a code or sign of their own, other movements, quantities written as issues."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from sop.domain.errors import Question
from sop.intake.coded import Mask
from sop.intake.condensing import totals
from sop.intake.faults import Faults
from sop.intake.header_rows import name_of
from sop.intake.layout import Table
from sop.intake.raw import RawCell
from sop.intake.synonyms import LINE_STATUS, MOVEMENT, SIGN
from sop.intake.values import Values
from sop.intake.words import plain

RETURNS: Final = "returns"
SUBTRACT, LEAVE_OUT, KEEP = "subtract", "leave_out", "keep"
FEWEST: Final = 10  # rows, all of them below zero, that are no list of returns
MOSTLY: Final = 0.8  # of the quantities: from here on their sign is a habit of the file
_RETURN_CODES: Final = frozenset({"40", "602", "651", "653", "655", "657", "452"})
_OTHER_CODES: Final = frozenset({
    "70", "80", "120", "101", "102", "122", "201", "202", "261", "262", "301", "302", "303", "304", "305", "306",
    "309", "311", "312", "313", "314", "321", "322", "343", "344", "351", "411", "412", "501", "511", "521", "531",
    "541", "542", "551", "552", "561", "562", "641", "642", "701", "702", "711", "712",
})  # fmt: skip
_RETURN_WORDS: Final = (
    "retur",
    "storno",
    "stornare",
    "return",
    "credit memo",
    "credit note",
    "gutschrift",
    "retoure",
    "ruckgabe",
    "nota de credit",
)
_OTHER_WORDS: Final = (
    "transfer", "consum", "inventar", "minus", "plus inv", "purchase", "achizit", "receptie", "adjmt", "adjustment", "ajustare", "umlagerung", "verbrauch",
    "einkauf", "production", "output", "consumption",
)  # fmt: skip


_CANCELLED: Final = (
    "anulat",
    "cancel",
    "storniert",
    "abgesagt",
    "abgelehnt",
    "respins",
    "rejected",
    "draft",
    "ciorna",
    "entwurf",
    "void",
)


def sales_of(
    values: Values, table: Table, answers: Mapping[str, str], notes: Faults
) -> tuple[Values, Question | None, Mask]:
    """Return values with the signs of sales, the question what returns are, and which rows stay (False: left out)."""
    values = _turned(values, notes)
    quantity = values.figures["quantity"]
    returns, others = _told(values, table)
    returns &= quantity > 0
    everything = np.ones(len(values), bool)
    if not returns.any() and not others.any():
        return values, None, everything
    subtracted = _subtracted(values, returns)
    answer = answers.get(RETURNS)
    if answer == KEEP:
        return values, None, everything
    if answer == SUBTRACT:
        _note_left_out(values, others, notes)
        return subtracted, None, ~others
    if answer == LEAVE_OUT:
        _note_left_out(values, returns | others, notes)
        return values, None, ~(returns | others)
    gives = {LEAVE_OUT: totals(values, ~(returns | others)), KEEP: totals(values)}
    if returns.any():
        gives = {SUBTRACT: totals(subtracted, ~others), **gives}
    question = Question(
        RETURNS,
        message="{returns} rows are returns with a positive quantity and {others} are other movements. How do they count?",
        choices=tuple(gives),
        values={"returns": int(returns.sum()), "others": int(others.sum())},
        gives=gives,
    )
    return values, question, everything


def _told(values: Values, table: Table) -> tuple[Mask, Mask]:
    """Return which rows are returns and which are movements that are no sales, by their code, word or sign."""
    returns, others = np.zeros(len(values), bool), np.zeros(len(values), bool)
    for name in table.names:
        column = table.column(name)
        if name_of(name) in MOVEMENT:
            returns |= column.where(_is_return)
            others |= column.where(_is_other) & ~returns
        elif name_of(name) in LINE_STATUS:
            others |= column.where(_is_cancelled)
        elif name_of(name) in SIGN:
            debit = column.where(lambda cell: plain(str(cell)) in {"s", "d", "soll", "debit"})
            if 0 < debit.sum() < len(values):
                returns |= debit if debit.mean() < 0.5 else ~debit & ~column.blank
    return returns, others


def _is_return(cell: RawCell) -> bool:
    text = _code(cell)
    return text in _RETURN_CODES or any(word in text for word in _RETURN_WORDS)


def _is_other(cell: RawCell) -> bool:
    text = _code(cell)
    return text in _OTHER_CODES or any(word in text for word in _OTHER_WORDS)


def _is_cancelled(cell: RawCell) -> bool:
    """Return whether a line says that nothing came of it."""
    return plain(str(cell)).startswith(_CANCELLED)


def _code(cell: RawCell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else plain(str(cell))


def _turned(values: Values, notes: Faults) -> Values:
    """Return values with quantities of issues, which some systems write below zero, as sales."""
    quantity, revenue = values.figures["quantity"], values.figures["revenue"]
    issued, both = quantity < 0, (quantity != 0) & (revenue != 0)
    against = np.sign(quantity[both]) != np.sign(revenue[both])  # issued below zero, paid above it
    contradicts = len(against) > 0 and against.mean() >= MOSTLY
    all_issued = issued.sum() >= max(FEWEST, MOSTLY * int(np.count_nonzero(quantity)))
    if not contradicts and not all_issued:
        return values
    turned = values.at(slice(None))
    turned.figures["quantity"] = -quantity
    if len(against) and not against.any():
        turned.figures["revenue"] = -revenue
    notes.add(
        "sign_turned",
        message="Quantities are written as issues, below zero; they were taken as sold.",
        remedy="Check the totals; a return is now below zero.",
        column="quantity",
        value=str(int(issued.sum())),
    )
    return turned


def _subtracted(values: Values, returns: Mask) -> Values:
    result = values.at(slice(None))
    for name in ("quantity", "revenue"):
        figures = values.figures[name]
        result.figures[name] = np.where(returns, -np.abs(figures), figures)
    return result


def _note_left_out(values: Values, rows: Mask, notes: Faults) -> None:
    for at in np.flatnonzero(rows).tolist():
        notes.add(
            "movement_left_out",
            message="This row is a return or another movement and was left out, as it was answered.",
            remedy="Nothing needs to be done.",
            row=int(values.numbers[at]),
        )
