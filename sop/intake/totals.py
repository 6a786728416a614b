"""How a total is recognised: by its word in three languages, by the stars of SAP, or because it is the sum of the others."""

import re
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sop.intake.words import plain

WHOLE: Final = re.compile(
    r"\*{1,4}|(?:\*+ ?)?(?:sub ?|grand ?)?totale?(?: (?:general|grupa|pagina|raport|an|anual|luna|overall|all|gesamt|cumulat|report|row|"
    r"rows|column|columns|cantitate|valoare|cant|val|quantity|value|amount|year|ytd|result|group|page))*"
    r"|suma?|summe|gesamt|gesamtsumme|gesamtergebnis|gesamtwert|gesamtmenge|zwischensumme|endsumme|insgesamt|ergebnis|overall result|result|cumulat|ytd|kumuliert|total ?general[a-z]*"
)
BEGINS: Final = re.compile(
    r"(?:\*+ ?)?(?:sub ?total|total|zwischensumme|summe|gesamt|gesamtsumme|grand total|overall result)\b|\*{1,4} ?"
)
_LAST_WORD: Final = re.compile(r".* (?:sub ?total|total|ergebnis|summe|gesamt)")
TOLERANCE: Final = 1e-6  # of a sum: figures are rounded as they are printed
CENT: Final = 0.011


@lru_cache(maxsize=50_000)
def is_total(text: str) -> bool:
    """Return whether a text says that it is a total and nothing else: Total, TOTAL GENERAL, Zwischensumme, **."""
    name = plain(text)
    return bool(name) and WHOLE.fullmatch(name) is not None


def may_be_total(text: object) -> bool:
    """Return whether a text begins or ends like a total: `Total Biciclete`, `Germania Total`; a name may do so too."""
    if not isinstance(text, str):
        return False
    low = text.casefold()
    if not ("total" in low or "sum" in low or "gesamt" in low or "ergebnis" in low or "*" in low[:4] or "cumul" in low):
        return low.startswith(("result", "insgesamt", "overall", "ytd", "kumul"))
    name = plain(text)
    return bool(BEGINS.match(name) or _LAST_WORD.fullmatch(name) or WHOLE.fullmatch(name))


def agree(one: float, other: float, count: int = 1) -> bool:
    """Return whether two sums of figures as they are printed are the same."""
    return abs(one - other) <= max(CENT * min(max(count, 1), 50), TOLERANCE * max(abs(one), abs(other)))


def is_sum_of(total: NDArray[np.float64], parts: NDArray[np.float64]) -> bool:
    """Return whether every figure of a row is the sum of the rows of parts (rows x figures), nothing but zeros aside."""
    sums = np.nansum(parts, axis=0)
    figures = np.nan_to_num(total)
    if not np.any(figures):
        return False
    return all(agree(float(one), float(other), len(parts)) for one, other in zip(figures, sums, strict=True))
