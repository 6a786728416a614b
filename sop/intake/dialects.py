"""Which separator and which quotes a text is written with: those that split its first rows most evenly into plain cells.

A wrong separator shows itself twice: rows fall into different numbers of cells, and cells still hold the right one. The
measure is the product of both (the idea of data consistency, van den Burg, Nazábal, Sutton 2019), so that title lines
above a table or decimal commas in it decide nothing.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sop.intake.raw import MOST_COLUMNS

MOST_RECORDS: Final = 400  # that are looked at
USUAL: Final = (";", "\t", ",", "|")
_ENOUGH: Final = 0.3  # below it no usual separator is one
_EXCEL = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
LONGEST_FIGURE: Final = 64  # letters of a number or a date: a longer cell is a text and is not tried
_FIGURE: Final = re.compile(  # possessive: what was read as digits is never tried again as something else
    r"[+-]?(?:[.,' \xa0\u202f]*+\d++)++[.,]*+[-%]?(?:[eE][+-]?\d++)?"
    r"|\d{1,4}[-./]\d{1,2}(?:[-./]\d{1,4})?(?:[ T][\d:.]++)?"
)
_NO_SEPARATORS: Final = frozenset(" '\"._-/()+%&\\\0\ufeff\xa0") | frozenset("".join(USUAL))
_QUOTED: Final = re.compile(r"\".*\"", re.DOTALL)
_EVENLY = 0.8  # of the lines
_RULE: Final = re.compile(
    r"[\s|+]*[-=_]{3,}(?:[\s|+]+[-=_]{3,})*[\s|+]*"
)  # one way to read a line: a wrong letter ends it


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text is split into cells; `framed` where every row begins and ends with the separator, as in printed lists."""

    separator: str
    quote: str = '"'  # "" where there are none
    escaped: bool = False  # a quote in a text has a backslash before it
    framed: bool = False
    first: int = 1  # record at which the table may begin

    def options(self) -> dict[str, Any]:
        """Return what `csv.reader` is told."""
        return {
            "delimiter": self.separator,
            "quotechar": self.quote or None,
            "quoting": csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            "escapechar": "\\" if self.escaped else None,
            "doublequote": not self.escaped,
            "strict": True,
        }


def dialect_of(lines: Sequence[str], wanted: str = "") -> Dialect:
    """Return the dialect of the first lines of a text, line ends included; `wanted` is the separator where it is known."""
    said = _EXCEL.fullmatch(lines[0]) if lines else None
    first = 2 if said else 1
    looked_at = [line for line in lines[first - 1 :] if line.strip()][:MOST_RECORDS]
    if said or wanted:
        best = _best([wanted or (said[1] if said else ",")], looked_at)[1]
    else:
        score, best = _best(USUAL, looked_at)
        if score < _ENOUGH:
            better, other = _best(_odd_ones(looked_at), looked_at)
            best = other if better > max(score, _ENOUGH) else best
    if _is_framed(looked_at, best):
        return Dialect(best.separator, "", framed=True, first=first)
    return replace(best, first=first)


def is_rule(line: str) -> bool:
    """Return whether a line is drawn, not written: the dashes between the parts of a printed list."""
    return _RULE.fullmatch(line) is not None


def is_figure(cell: str) -> bool:
    """Return whether a cell is a number or a date as it may be written anywhere, however its marks stand."""
    return len(cell) <= LONGEST_FIGURE and _FIGURE.fullmatch(cell) is not None


def _best(separators: Sequence[str], lines: Sequence[str]) -> tuple[float, Dialect]:
    """Return the dialect that fits best and how well, 0 to 1; the first of those that fit alike."""
    text = "".join(lines)
    quotes = [('"', False)]
    quotes += [("'", False)] * ("'" in text) + [('"', True)] * ('\\"' in text) + [("", False)] * ('"' in text)
    tried = [Dialect(each, *quote) for each in separators if each in text for quote in quotes]
    scored = [(_score(dialect, lines), dialect) for dialect in tried]
    return max(scored, key=lambda found: found[0], default=(0.0, Dialect(separators[0] if separators else ",")))


def _score(dialect: Dialect, lines: Sequence[str]) -> float:
    """Return the share of lines that have the usual number of cells x the share of plain cells x (n - 1) / n of n cells."""
    rows, lost = _split(dialect, lines)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    usual, count = max(widths.items(), key=lambda each: each[1] * (each[0] - 1) / each[0], default=(1, 0))
    if usual == 1 or usual > MOST_COLUMNS:
        return 0.0
    foreign = _foreign(dialect)
    cells = [cell.strip() for row in rows if len(row) == usual for cell in row]
    if not dialect.quote and any(_QUOTED.fullmatch(cell) for cell in cells):
        return 0.0
    plain = sum(is_figure(cell) or foreign.search(cell) is None for cell in cells) / len(cells)
    return count / (len(rows) + lost) * plain * (usual - 1) / usual


def _split(dialect: Dialect, lines: Sequence[str]) -> tuple[list[list[str]], int]:
    """Return the rows of a sample and how many lines could not be split into any."""
    written = [line for line in lines if not is_rule(line)]
    reader = csv.reader(written, **dialect.options())
    rows: list[list[str]] = []
    read = 0
    try:
        for row in reader:
            rows.append(row)
            read = reader.line_num
    except csv.Error:
        return rows, len(written) - read
    return rows, 0


def _foreign(dialect: Dialect) -> re.Pattern[str]:
    """Return what a plain cell does not have: the other separators, quotes around it."""
    others = "".join(each for each in USUAL if each != dialect.separator)
    return re.compile(rf"[{re.escape(others)}]|^[\"']|[\"']$")


def _odd_ones(lines: Sequence[str]) -> list[str]:
    """Return the signs that no usual separator is and that stand equally often in most lines."""
    counts = [Counter(line.rstrip("\r\n")) for line in lines]
    signs = {sign for count in counts[:20] for sign in count if not sign.isalnum() and sign not in _NO_SEPARATORS}
    often = {sign: Counter(count[sign] for count in counts).most_common(1)[0] for sign in sorted(signs)}
    return [sign for sign, (times, rows) in often.items() if times and rows >= _EVENLY * len(lines)]


def _is_framed(lines: Sequence[str], dialect: Dialect) -> bool:
    rows = [line.strip() for line in lines if not is_rule(line) and "|" in line]
    framed = sum(row.startswith("|") and row.endswith("|") for row in rows)
    return dialect.separator == "|" and framed > 0.5 * len(rows)
