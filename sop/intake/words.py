"""How names are compared: without case, diacritics, dots, line breaks or units; and the two ways to write ș and ț."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

CEDILLA: Final = str.maketrans("ŞşŢţ", "ȘșȚț")
_IN_BRACKETS: Final = re.compile(r"[\(\[\{<][^\)\]\}>]*[\)\]\}>]?")
_NO_LETTER: Final = re.compile(r"[^a-z0-9*]+")
_TWO_CASES: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")  # postingDate
_LETTERS: Final = str.maketrans({"ß": "ss", "ø": "o", "ł": "l"})


def comma_below(text: str) -> str:
    """Return a text with the Romanian letters as they are meant: ş and ţ with a cedilla are ș and ț with a comma."""
    return text.translate(CEDILLA)


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Return the letters and digits of a name, small and without diacritics, one space between words."""
    apart = _TWO_CASES.sub(" ", text).casefold().translate(_LETTERS)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(sign))
    return _NO_LETTER.sub(" ", bare).strip()


def without_unit(header: str) -> str:
    """Return a header without what stands in brackets: `Valoare (RON)` is `Valoare`."""
    return _IN_BRACKETS.sub(" ", header).strip()


def one_line(text: str) -> str:
    """Return a text with every run of blanks, of line breaks and of hard spaces as one space."""
    return " ".join(text.split())
