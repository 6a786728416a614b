"""Which rows are the header of a sheet: the first that name columns, two or three where months stand over measures."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from sop.domain.kinds import KINDS
from sop.intake import synonyms
from sop.intake.coded import Rows
from sop.intake.months import Dated, is_quarter, month_number, month_of, read_date
from sop.intake.numbers import Mark, read_number
from sop.intake.raw import RawCell, Span
from sop.intake.totals import is_total
from sop.intake.words import one_line, plain, without_unit

LOOKED_AT: Final = 200  # rows from the top
NEAR_BEST: Final = 0.6
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_UNITS: Final = frozenset({
    "ron", "lei", "eur", "usd", "huf", "gbp", "chf", "mii", "buc", "bucati", "pcs", "kg", "to", "ore", "h", "stuck",
    "st", "euro",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """What stands over a column: its name, and the month, total or quarter that it is of where it names one."""

    name: str
    month: str = ""  # YYYY-MM
    measure: str = ""  # what is counted in a column of a month, where the header says it
    total: bool = False
    quarter: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of a header by their places, first to last, and a label for each column."""

    first: int
    last: int
    labels: tuple[Label, ...]
    without_year: tuple[str, ...] = ()  # months that nothing gives a year


@lru_cache(maxsize=1)
def known_names() -> frozenset[str]:
    """Return every name that a column of any kind may have, plain."""
    lists = (*synonyms.STRONG.values(), *synonyms.WEAK.values(), *synonyms.OF_KIND.values(), synonyms.TAXED)
    ours = {plain(column.name) for kind in KINDS.values() for column in kind.columns}
    others = synonyms.YEAR | synonyms.MONTH_OF_YEAR | synonyms.DAY | synonyms.UNIT | synonyms.CURRENCY
    return frozenset(name for names in lists for name in names) | ours | others | synonyms.MOVEMENT | synonyms.SIGN


@lru_cache(maxsize=20_000)
def name_of(header: str) -> str:
    """Return a header as it is compared: without what stands in brackets or says a currency or unit at its end."""
    name = plain(without_unit(header)) or plain(header)
    words = name.split()
    while len(words) > 1 and words[-1] in _UNITS:
        words.pop()
    return " ".join(words)


def find_header(rows: Rows, merged: Sequence[Span] = (), context: str = "") -> Header:
    """Return the header of the first rows of a sheet; `context` (names of sheet and file) may tell the year of its months."""
    count = min(len(rows), LOOKED_AT)
    lines = [rows.row(at) for at in range(count)]
    scores = [_score(line) for line in lines]
    best = max(scores, default=0)
    enough = max(NEAR_BEST * best, 1)
    top = next((at for at, score in enumerate(scores) if score >= enough), None)
    if top is None:
        top = _widest(lines)
    if not best and _without_header(lines, top):
        return Header(0, -1, tuple(Label(_letters(place)) for place in range(len(rows.columns))))
    first = top - 1 if top and _stands_over(lines[top - 1], lines[top]) else top
    last = top
    while last + 1 < count and last - first < 2 and _goes_on(lines[last], lines[last + 1]):
        last += 1
    block = _spread(lines[first : last + 1], rows.numbers[first : last + 1].tolist(), merged)
    years = years_in(" ".join(_text(cell) for line in lines[:first] for cell in line if cell) + " " + context)
    return _header(first, last, block, years)


def _score(line: Sequence[RawCell]) -> int:
    known = sum(isinstance(cell, str) and name_of(cell) in known_names() for cell in line)
    months = len({dated for cell in line if (dated := _month(cell))})
    bare = len({number for cell in line if isinstance(cell, str) and (number := _bare_month([cell]))})
    return known + (months if known or months > 2 else 0) + (bare if bare > 2 else 0)


def _month(cell: RawCell) -> Dated | None:
    """Return the month that a cell of a header names; a day in it is that of a report, not of a column, but for the first."""
    if isinstance(cell, str) and len(cell) > 20:
        return None
    dated = read_date(cell)
    return (dated[0], dated[1], 0) if dated else None


def _widest(lines: Sequence[Sequence[RawCell]]) -> int:
    """Return the first row that has as many cells as any, where no row names a column that is known."""
    filled = [sum(cell not in {"", None} for cell in line) for line in lines]
    return filled.index(max(filled)) if filled else 0


def _without_header(lines: Sequence[Sequence[RawCell]], top: int) -> bool:
    """Return whether the first row is one of data: it has dates or numbers where the row below has them too."""
    if top or len(lines) < 2:
        return False
    first, second = [_nature(cell) for cell in lines[0]], [_nature(cell) for cell in lines[1]]
    same = [one == other for one, other in zip(first, second, strict=True)]
    return all(same) and len(set(first) - {"text", ""}) > 0


def _nature(cell: RawCell) -> str:
    if cell in {"", None}:
        return ""
    if _month(cell):
        return "date"
    return "text" if math.isnan(read_number(cell, Mark.POINT)) else "number"


def _letters(place: int) -> str:
    """Return the name of a column as spreadsheets have it: A, B, ... Z, AA."""
    first, last = divmod(place, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)


def _filled(line: Sequence[RawCell]) -> list[RawCell]:
    return [cell for cell in line if cell not in {"", None}]


def _speaks(cell: RawCell) -> bool:
    """Return whether a cell may stand in a row of a header that has several."""
    if not isinstance(cell, str):
        return _month(cell) is not None and isinstance(cell, date)
    return (
        name_of(cell) in known_names() or _month(cell) is not None or month_number(cell) is not None or is_total(cell)
    )


def _goes_on(line: Sequence[RawCell], below: Sequence[RawCell]) -> bool:
    """Return whether the row below belongs to the header: it names columns and nothing else, and not the same ones."""
    cells = _filled(below)
    if len(cells) < 2 or not all(map(_speaks, cells)) or list(line) == list(below):
        return False
    said = {cell for cell in cells if isinstance(cell, str) and name_of(cell) in known_names()}
    months = {cell for cell in cells if _month(cell) or (isinstance(cell, str) and month_number(cell))}
    gaps = any(cell not in {"", None} and above in {"", None} for above, cell in zip(line, below, strict=True))
    return bool(said or len(months) > 1) and gaps


def _stands_over(above: Sequence[RawCell], line: Sequence[RawCell]) -> bool:
    cells = _filled(above)
    return len(cells) > 1 and all(_speaks(cell) or _is_year(cell) for cell in cells) and _goes_on(above, line)


def _is_year(cell: RawCell) -> bool:
    return _YEAR.fullmatch(_text(cell)) is not None


def _spread(block: Sequence[list[RawCell]], numbers: Sequence[int], merged: Sequence[Span]) -> list[list[RawCell]]:
    """Return the rows of a header with what stands over several columns repeated over each of them."""
    spread = [list(line) for line in block]
    for level, line in enumerate(spread[:-1]):
        before: RawCell = ""
        for place, cell in enumerate(line):
            below = any(lower[place] not in {"", None} for lower in block[level + 1 :])
            if cell not in {"", None}:
                before = cell
            elif below and before and _reaches(place, numbers[level], merged):
                line[place] = before
    return spread


def _reaches(place: int, number: int, merged: Sequence[Span]) -> bool:
    spans = [span for span in merged if span[0] <= number <= span[2] and span[3] > span[1]]
    return not spans or any(span[1] <= place + 1 <= span[3] for span in spans)


def years_in(text: str) -> set[int]:
    """Return the years that a text names."""
    return {int(year) for year in _YEAR.findall(text)}


def _header(first: int, last: int, block: Sequence[Sequence[RawCell]], years: set[int]) -> Header:
    only = years.pop() if len(years) == 1 else None
    columns = list(zip(*block, strict=True))
    bare = sum(_bare_month([cell for cell in column if cell not in {"", None}]) is not None for column in columns)
    lacking: list[str] = []
    labels = [
        _label([cell for cell in column if cell not in {"", None}], only, bare > 1, lacking) for column in columns
    ]
    return Header(first, last, _told_apart(labels), tuple(lacking))


def _bare_month(cells: Sequence[RawCell]) -> int | None:
    words = [cell for cell in cells if isinstance(cell, str) and not plain(cell).isdecimal()]
    return next((number for cell in words if (number := month_number(cell))), None)


def _label(cells: Sequence[RawCell], year: int | None, bare_months: bool, lacking: list[str]) -> Label:
    texts = [one_line(_text(cell)) for cell in cells]
    name = " ".join(texts)
    months = [(at, dated) for at, cell in enumerate(cells) if (dated := _month(cell))]
    if months:
        at, dated = months[0]
        return Label(month_of(dated), month_of(dated), " ".join(texts[:at] + texts[at + 1 :]))
    if bare_months and (number := _bare_month(cells)):
        stated = next((int(text) for text in texts if _YEAR.fullmatch(text)), year)
        rest = [text for text in texts if month_number(text) is None and not _YEAR.fullmatch(text)]
        if stated is None:
            lacking.append(name)
            return Label(name)
        month = month_of((stated, number, 0))
        return Label(month, month, " ".join(rest))
    if any(map(is_total, texts)):
        return Label(name, total=True, measure=" ".join(text for text in texts if not is_total(text)))
    if any(map(is_quarter, texts)):
        return Label(name, quarter=True)
    known = [text for text in texts if name_of(text) in known_names()]
    return Label(known[-1] if len(texts) > 1 and known else name)


def _told_apart(labels: Sequence[Label]) -> tuple[Label, ...]:
    """Return the labels with names of their own: a second `Cantitate` is `Cantitate (2)`; an empty one is its place."""
    seen: dict[str, int] = {}
    apart = []
    for place, label in enumerate(labels, start=1):
        name = label.name or f"#{place}"
        seen[name] = seen.get(name, 0) + 1
        count = seen[name]
        unique = name if count == 1 or label.month else f"{name} ({count})"
        apart.append(Label(unique, label.month, label.measure, label.total, label.quarter))
    return tuple(apart)


def _text(cell: RawCell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
