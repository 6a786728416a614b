"""What number a text means: which mark stands before the decimals is decided once for a column, over all its cells.

`1.234,56` and `1,5` say it themselves, `12.000` does not: where no cell of a column does, nor any other column of the
file, somebody is asked.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray


class Mark(StrEnum):
    """What stands before the decimals."""

    POINT = "point"
    COMMA = "comma"


_MONEY: Final = re.compile(r"(?:RON|LEI|EUR|USD|GBP|CHF|HUF|BGN|PLN|CZK|MDL|SEK|DKK|NOK|[€$£¥])", re.IGNORECASE)
CURRENCY_SIGNS: Final = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "LEI": "RON"}
_BLANKS: Final = re.compile(r"[\s\u00a0\u202f\u2009'’`´]")
_SPACED: Final = re.compile(r"\d{1,3}(?:[\s\u00a0\u202f\u2009'’`´]\d{3})+(?:[.,]\d*)?")
_PLAIN: Final = re.compile(r"\d+(?:[.,]\d*)?(?:[eE][+-]?\d{1,3})?|[.,]\d+(?:[eE][+-]?\d{1,3})?", re.ASCII)
_GROUPS: Final = {
    Mark.COMMA: re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?", re.ASCII),
    Mark.POINT: re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?", re.ASCII),
}
_LAKHS: Final = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?", re.ASCII)
_FIGURES: Final = frozenset("0123456789.+-eE")
_EITHER: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Marks:
    """What the texts of a column say of their decimal mark, and whether any can be read either way."""

    said: frozenset[Mark]
    either: bool

    @property
    def clear(self) -> Mark | None:
        return next(iter(self.said)) if len(self.said) == 1 else None


def bare(text: str) -> tuple[str, bool]:
    """Return the digits and marks of a number without sign, currency, per cent and spaces, and whether it is negative."""
    text = _MONEY.sub("", text.strip()) if not text.replace(".", "").isdigit() else text
    text = text.replace("%", "").replace("−", "-").replace("–", "-").strip()
    negative = False
    if text.startswith("(") and text.endswith(")"):
        text, negative = text[1:-1].strip(), True
    if text.endswith("-"):
        text, negative = text[:-1].strip(), True
    elif text.startswith("-"):
        text, negative = text[1:].strip(), not negative
    elif text.startswith("+"):
        text = text[1:].strip()
    if _SPACED.fullmatch(text):
        text = _BLANKS.sub("", text)
    return text, negative


def marks_of(texts: Iterable[object]) -> Marks:
    """Return what the texts of a column say of their decimal mark."""
    said: set[Mark] = set()
    either = False
    for text in texts:
        if not isinstance(text, str) or ("." not in text and "," not in text):
            continue
        body, _negative = bare(text)
        if _EITHER.fullmatch(body):
            either = True
        elif (mark := _said(body)) is not None:
            said.add(mark)
    return Marks(frozenset(said), either)


def _said(body: str) -> Mark | None:
    if _GROUPS[Mark.COMMA].fullmatch(body):
        return Mark.COMMA
    if _GROUPS[Mark.POINT].fullmatch(body) or _LAKHS.fullmatch(body):
        return Mark.POINT
    if _PLAIN.fullmatch(body):
        return Mark.POINT if "." in body else Mark.COMMA
    return None


def can_be_either(text: object) -> bool:
    """Return whether a text is one number with a decimal point and another with a decimal comma."""
    return isinstance(text, str) and _EITHER.fullmatch(bare(text)[0]) is not None


def read_number(cell: object, mark: Mark) -> float:
    """Return the number of a cell, NaN where it is none; a text that says its mark itself is read by that."""
    if isinstance(cell, int | float):
        return float(cell) if math.isfinite(cell) else math.nan
    if not isinstance(cell, str):
        return math.nan
    body, negative = bare(cell)
    if not body or not body.isascii():
        return math.nan
    if not _EITHER.fullmatch(body):
        mark = _said(body) or mark
    elif (mark is Mark.COMMA and "," in body) or (mark is Mark.POINT and "." in body):
        return _signed(body.replace(",", "."), negative=negative)
    if _GROUPS[mark].fullmatch(body) or _LAKHS.fullmatch(body):
        body = body.replace("." if mark is Mark.COMMA else ",", "")
    elif not _PLAIN.fullmatch(body):
        return math.nan
    return _signed(body.replace(",", "."), negative=negative)


def figures_of(cells: Sequence[object], mark: Mark) -> NDArray[np.float64]:
    """Return the numbers of cells, NaN where one is none; cells of digits and points alone are read at once."""
    try:
        if mark is Mark.POINT and only_figures(cells):
            return np.array(list(map(float, cells)), np.float64)  # type: ignore[arg-type]
    except ValueError:
        pass
    return np.array([read_number(cell, mark) for cell in cells], np.float64)


def only_figures(cells: Sequence[object]) -> bool:
    """Return whether cells are texts of digits, points and signs, nothing else in any of them."""
    try:
        return _FIGURES.issuperset("".join(cells))  # type: ignore[arg-type]
    except TypeError:
        return False


def _signed(body: str, *, negative: bool) -> float:
    value = float(body)
    if not math.isfinite(value):
        return math.inf
    return -value if negative and value else value


def currency_in(cell: object) -> str:
    """Return the currency that is written beside an amount, "" where there is none."""
    found = _MONEY.search(cell) if isinstance(cell, str) else None
    return CURRENCY_SIGNS.get(found[0].upper(), found[0].upper()) if found else ""
