"""Units and currencies of a file: into the base unit of each SKU and the currency of the plan, never added up as they are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sop.domain.errors import Question
from sop.domain.kinds import Kind
from sop.intake.coded import Coded, Mask
from sop.intake.condensing import totals
from sop.intake.conversion import Tables
from sop.intake.faults import Faults
from sop.intake.header_rows import name_of
from sop.intake.layout import Table
from sop.intake.mapping import Columns
from sop.intake.numbers import currency_in, only_figures
from sop.intake.synonyms import CURRENCY, UNIT
from sop.intake.values import Values
from sop.intake.words import plain

UNITS, CURRENCIES = "units_mixed", "currencies_mixed"
_PIECES: Final = frozenset({
    "buc", "bucata", "bucati", "pcs", "pc", "pce", "ea", "each", "st", "stk", "stuck", "szt", "unit", "units",
    "piece", "pieces", "nr",
})  # fmt: skip
_SAME: Final = {
    "kilogram": "kg",
    "kgs": "kg",
    "tona": "t",
    "tone": "t",
    "to": "t",
    "litru": "l",
    "litri": "l",
    "ltr": "l",
    "metru": "m",
    "metri": "m",
    "mp": "m2",
    "mc": "m3",
}
_MONEY: Final = ("revenue", "margin", "price", "unit_cost")
LONGEST_CODE: Final = 3  # of a currency: EUR, lei, €; a longer word only begins like one
_HEADING_WORDS: Final = re.compile(r"[A-Za-z]+|[€$£¥]")
_CURRENCY_WORDS: Final = {"lei": "RON", "leu": "RON", "euro": "EUR", "€": "EUR", "$": "USD", "£": "GBP"}


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Values in one unit and one currency; `rows`: which of them stay; `questions`: what nothing converts."""

    values: Values
    rows: Mask
    questions: tuple[Question, ...]


def unit_of(cell: object) -> str:
    """Return a unit as it is compared: pieces under all their names are one."""
    text = plain(str(cell))
    return "pcs" if text in _PIECES else _SAME.get(text, text)


def currency_of(cell: object) -> str:
    text = str(cell).strip()
    return _CURRENCY_WORDS.get(text.casefold(), text.upper())


def currency_named(heading: str) -> str:
    """Return the currency that is a word of a heading, such as "Cost (EUR)"; "" where none is."""
    words = _HEADING_WORDS.findall(heading)
    return next((found for word in words if len(word) <= LONGEST_CODE and (found := currency_in(word))), "")


def settled(
    kind: Kind,
    values: Values,
    table: Table,
    columns: Columns,
    known: Tables | None,
    answers: Mapping[str, str],
    notes: Faults,
) -> Settled:
    """Return values converted by the tables that are known; rows that nothing converts are asked about."""
    rows = np.ones(len(values), bool)
    questions = []
    free = [name for name in table.names if name not in columns.sources.values()]
    unit = next((name for name in free if name_of(name) in UNIT), None)
    if unit and "sku" in values.texts and "quantity" in values.figures:
        values, kept, question = _units(values, table.column(unit), unit, known, answers.get(UNITS, ""), notes)
        rows &= kept
        questions += [question] if question else []
    money = [name for name in _MONEY if any(column.name == name for column in kind.columns)]
    currencies = _currency_column(table, columns, free, money)
    if money and currencies is not None:
        values, kept, question = _currencies(values, currencies, money, known, answers.get(CURRENCIES, ""), notes)
        rows &= kept
        questions += [question] if question else []
    return Settled(values, rows, tuple(questions))


def _units(
    values: Values, units: Coded, name: str, known: Tables | None, answer: str, notes: Faults
) -> tuple[Values, Mask, Question | None]:
    unit, sku = units.mapped([unit_of(cell) if cell else "" for cell in units.cells]), values.texts["sku"]
    factors, foreign = np.ones(len(values)), np.zeros(len(values), bool)
    pairs = sku.codes.astype(np.int64) * len(unit.cells) + unit.codes
    distinct, at = np.unique(pairs, return_inverse=True)
    names = [
        (str(sku.cells[pair // len(unit.cells)]), str(unit.cells[pair % len(unit.cells)])) for pair in distinct.tolist()
    ]
    base = _base_units(names, np.bincount(at), known)
    found = [_factor(each, unit_name, base[each], known) for each, unit_name in names]
    factors = np.array([1.0 if factor is None else factor for factor in found])[at]
    foreign = np.array([factor is None for factor in found])[at]
    converted = values.at(slice(None))
    converted.figures["quantity"] = values.figures["quantity"] * factors
    if (factors != 1).any():
        notes.add(
            "units_converted",
            message="Quantities in other units were converted by the table of conversions.",
            remedy="Check the totals.",
            column=name,
            value=str(int((factors != 1).sum())),
        )
    everything = np.ones(len(values), bool)
    if not foreign.any() or answer == "same":
        return converted, everything, None
    if answer == "leave_out":
        _note_left_out(values, units, foreign, notes, name)
        return converted, ~foreign, None
    first = names[next(place for place, factor in enumerate(found) if factor is None)]
    gives = {"leave_out": totals(converted, ~foreign), "same": totals(converted)}
    question = Question(
        UNITS,
        message="{count} rows are in another unit than the rest of their SKU, such as {sku} in {unit}, and nothing converts it."
        " Load unit conversions first, or say what is done with these rows.",
        choices=tuple(gives),
        values={"count": int(foreign.sum()), "sku": first[0], "unit": first[1]},
        gives=gives,
    )
    return converted, everything, question


def _base_units(
    names: list[tuple[str, str]], counts: np.ndarray[tuple[int], np.dtype[np.int64]], known: Tables | None
) -> dict[str, str]:
    """Return the base unit of each SKU: that of the items, else the one that most of its rows have."""
    base: dict[str, tuple[int, str]] = {}
    for (sku, unit), count in zip(names, counts.tolist(), strict=True):
        if known and sku in known.base_unit:
            base[sku] = (0, unit_of(known.base_unit[sku]))
        elif unit and count > base.get(sku, (0, ""))[0]:
            base[sku] = (count, unit)
        else:
            base.setdefault(sku, (0, unit))
    return {sku: unit for sku, (_count, unit) in base.items()}


def _factor(sku: str, unit: str, base: str, known: Tables | None) -> float | None:
    if not unit or unit == base:
        return 1.0
    table = known.factors if known else {}
    return next((factor for (of, name), factor in table.items() if of == sku and unit_of(name) == unit), None)


def _currency_column(table: Table, columns: Columns, free: list[str], money: list[str]) -> Coded | None:
    name = next((name for name in free if name_of(name) in CURRENCY), None)
    if name is not None:
        column = table.column(name)
        return column.mapped([currency_of(cell) if cell else "" for cell in column.cells])
    source = next((source for each in money if (source := columns.sources.get(each)) in table.names), None)
    if source is None:
        return None
    amounts = table.column(source)
    if only_figures(amounts.cells):
        heading = currency_named(source)
        return amounts.mapped([heading] * len(amounts.cells)) if heading else None
    written = [currency_in(cell) for cell in amounts.cells]
    return amounts.mapped(written) if any(written) else None


def _currencies(
    values: Values, currencies: Coded, money: list[str], known: Tables | None, answer: str, notes: Faults
) -> tuple[Values, Mask, Question | None]:
    used = [str(cell) for cell in currencies.used()]
    plan = known.currency if known else ""
    everything = np.ones(len(values), bool)
    if not used or used == [plan] or (len(used) == 1 and not plan):
        return values, everything, None
    rates, foreign = _rates(values, currencies, plan, known)
    if not foreign.any():
        converted = values.at(slice(None))
        for name in money:
            converted.figures[name] = values.figures[name] * rates
        notes.add(
            "currencies_converted",
            message="Amounts in other currencies were converted by the rates of their months.",
            remedy="Check the totals.",
            value=", ".join(each for each in used if each != plan),
        )
        return converted, everything, None
    of_currency = {each: currencies.where({each}.__contains__) | currencies.blank for each in used}
    if answer in of_currency:
        _note_left_out(values, currencies, ~of_currency[answer], notes)
        if plan and answer != plan:
            notes.add(
                "currency_kept",
                message="Amounts in {currency} were taken as they are written, as it was answered: no rate makes {plan} of them.",
                remedy="Load currency rates and this file again, so that they are converted.",
                value=answer,
                currency=answer,
                plan=plan,
            )
        return values, of_currency[answer], None
    gives = {each: totals(values, rows) for each, rows in of_currency.items()}
    question = Question(
        CURRENCIES,
        message="Amounts are in {currencies} and there are no rates for all of their months."
        " Load currency rates first, or choose the one currency whose rows are taken.",
        choices=tuple(gives),
        values={"currencies": ", ".join(used)},
        gives=gives,
    )
    return values, everything, question


def _rates(
    values: Values, currencies: Coded, plan: str, known: Tables | None
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], Mask]:
    """Return the rate of each row, and which rows have none."""
    months = values.texts.get("month")
    if known is None or not plan or months is None:
        return np.ones(len(values)), ~currencies.blank & ~currencies.where(lambda cell: cell == plan)
    pairs = months.codes.astype(np.int64) * len(currencies.cells) + currencies.codes
    distinct, at = np.unique(pairs, return_inverse=True)
    width = len(currencies.cells)
    found = [
        1.0
        if not currencies.cells[pair % width]
        else known.rate(str(months.cells[pair // width]), str(currencies.cells[pair % width]))
        for pair in distinct.tolist()
    ]
    return np.array([1.0 if rate is None else rate for rate in found])[at], np.array([rate is None for rate in found])[
        at
    ]


def _note_left_out(values: Values, written: Coded, rows: Mask, notes: Faults, column: str = "") -> None:
    """Note the rows that do not stay, each with the unit or currency that is written in it."""
    for at in np.flatnonzero(rows).tolist():
        notes.add(
            "unit_left_out",
            message="This row is in another unit or currency and was left out, as it was answered.",
            remedy="Nothing needs to be done.",
            row=int(values.numbers[at]),
            column=column,
            value=str(written.cell(at)),
        )
