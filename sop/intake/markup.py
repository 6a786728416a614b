"""Tables in markup: HTML as programs save it under the name of a workbook, the same as a mail (MHTML), SpreadsheetML.

Every table becomes a sheet. Cells that reach over others stand at their first place and are told as merged; tables that
only arrange other tables are left out. Nothing of the markup is followed or run: scripts and styles are no cells.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from typing import Final

from lxml import etree

from sop.intake.archive import LAST_ROW, broken
from sop.intake.encodings import decoded
from sop.intake.faults import Faults
from sop.intake.raw import MOST_COLUMNS, Content, Line, Opened, RawCell, Sheet, Span
from sop.intake.text import many_columns

LARGEST_MARKUP: Final = 64 * 1024 * 1024
_PIECE: Final = 1 << 16
_DECLARED: Final = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{1,20})", re.IGNORECASE)
_SILENT: Final = frozenset({"script", "style", "head", "title", "noscript", "template"})
_BREAKS: Final = frozenset({"br", "p", "div", "li"})
_DIGITS: Final = re.compile(r"\d{1,7}", re.ASCII)
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*>")
_ENTITIES: Final = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_CELLS: Final = frozenset({"td", "th"})
_ENDS_CELL: Final = frozenset({"td", "th", "tr", "table"})
_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MOST_MERGED: Final = 100_000
_LONGEST_NAME: Final = 100


class _TooWide(Exception):
    """A table is wider than `MOST_COLUMNS`."""


@dataclass(slots=True, eq=False)
class _Table:
    """One table as it is being read; only what has something in it is kept."""

    name: str = ""
    inside: int = 0  # cells of the tables that stand in its own
    size: int = 0
    merged: list[Span] = field(default_factory=list)
    _rows: dict[int, dict[int, RawCell]] = field(default_factory=dict)
    _row: int = 0
    _column: int = 0
    _reached: dict[int, int] = field(default_factory=dict)  # column -> last row of a cell above that reaches down

    def next_row(self, stated: int = 0) -> None:
        self._row, self._column = max(stated, self._row + 1), 0
        if self._row > LAST_ROW:
            raise ValueError("beyond the end of a sheet")

    def put(self, value: RawCell, across: int = 1, down: int = 1, stated: int = 0) -> None:
        """Put a cell at its stated place, else at the next that no cell from above reaches into."""
        if not self._row:
            self.next_row()  # a cell before any row
        column = max(stated, self._column + 1)
        while not stated and self._reached.get(column, 0) >= self._row:
            column += 1
        self._column = column + across - 1
        if self._column > MOST_COLUMNS:
            raise _TooWide
        if down > 1:
            self._reached.update(dict.fromkeys(range(column, self._column + 1), self._row + down - 1))
        if value is None:
            return
        self._rows.setdefault(self._row, {})[column] = value
        self.size += 1
        if (across > 1 or down > 1) and len(self.merged) < _MOST_MERGED:
            self.merged.append((self._row, column, self._row + down - 1, self._column))

    def __bool__(self) -> bool:
        return self.size > self.inside  # else it only arranges other tables

    def lines(self) -> Iterator[Line]:
        for row, cells in self._rows.items():
            yield row, [cells.get(column) for column in range(1, max(cells) + 1)]


def open_markup(content: Content, family: str, faults: Faults) -> Opened:
    """Return the tables of a web page, a mail or a SpreadsheetML workbook; Rejected where there is none."""
    if content.size > LARGEST_MARKUP:
        faults.add(
            "file_large",
            message="The web page is larger than 64 MB.",
            remedy="Open it in a spreadsheet and save it as xlsx or as CSV UTF-8.",
        )
        faults.stop()
    form, tables = "html", list[_Table]()
    try:
        texts = [_text(content.whole())] if family == "markup" else list(_parts(content.whole()))
        if texts and _SS.strip("{}") in texts[0][:_PIECE]:
            form, tables = "xml", _read(texts[0], _Workbook())
        else:
            tables = [table for text in texts for table in _read(text, _Page())]
    except _TooWide:
        many_columns(faults)
    except (etree.LxmlError, MessageError, RecursionError, ValueError, LookupError):
        broken(faults)
    tables = [table for table in tables if table]
    if not tables and not faults.found:
        faults.add(
            "no_table",
            message="This is a web page or another document in markup, without a table in it.",
            remedy="Export the table as xlsx or as CSV UTF-8 and load that.",
        )
    faults.stop()
    return Opened(form, False, {}, typed=form == "xml", sheets=tuple(_sheets(tables)))


def _sheets(tables: list[_Table]) -> Iterator[Sheet]:
    for number, table in enumerate(tables, 1):
        name = table.name or (str(number) if len(tables) > 1 else "")
        yield Sheet(name, table.lines(), tuple(table.merged))


def _text(data: bytes) -> str:
    """Return markup as text, without the line in which XML states how it was encoded."""
    said = _DECLARED.search(data[:_PIECE].replace(b"\0", b""))
    return _DECLARATION.sub("", decoded(data, said[1].decode("ascii") if said else ""), count=1)


def _parts(data: bytes) -> Iterator[str]:
    for part in message_from_bytes(data).walk():
        payload = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(payload, bytes):
            yield _text(payload)


def _read(text: str, target: "_Page | _Workbook") -> list[_Table]:
    """Return the tables that a target hears of while the text is fed to a parser piece by piece."""
    is_page = isinstance(target, _Page)
    if not is_page and _ENTITIES.search(text):
        raise ValueError("no spreadsheet writes a document type")
    parser = etree.HTMLParser(target=target) if is_page else etree.XMLParser(target=target, resolve_entities=False)
    for first in range(0, len(text), _PIECE):
        parser.feed(text[first : first + _PIECE])
    parser.close()
    return target.tables


@dataclass(slots=True, eq=False)
class _Open:
    """A table whose end was not heard yet, and its cell that is being read."""

    table: _Table = field(default_factory=_Table)
    texts: list[str] | None = None
    across: int = 1
    down: int = 1

    def end_cell(self) -> None:
        if self.texts is not None:
            self.table.put(" ".join("".join(self.texts).split()) or None, self.across, self.down)
            self.texts = None


@dataclass(slots=True, eq=False)
class _Page:
    """Hears the tags of a web page."""

    tables: list[_Table] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _silent: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._silent += tag in _SILENT
        if tag == "table":
            self._open.append(_Open())
        elif not self._open:
            return
        elif tag == "tr":
            self._open[-1].end_cell()
            self._open[-1].table.next_row()
        elif tag in _CELLS:
            here = self._open[-1]
            here.end_cell()
            here.across, here.down = _count(attributes, "colspan"), _count(attributes, "rowspan")
            here.texts = []
        elif tag in _BREAKS:
            self.data(" ")

    def data(self, text: str) -> None:
        if self._open and not self._silent and self._open[-1].texts is not None:
            self._open[-1].texts.append(text)

    def end(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        if self._open and tag in _ENDS_CELL:
            self._open[-1].end_cell()
        if self._open and tag == "table":
            done = self._open.pop().table
            self.tables.append(done)
            if self._open:
                self._open[-1].table.inside += done.size + done.inside

    def close(self) -> None:
        """End the page: whatever is still open there was cut off."""


@dataclass(slots=True, eq=False)
class _Workbook:
    """Hears the elements of SpreadsheetML, whose cells have types."""

    tables: list[_Table] = field(default_factory=list)
    _texts: list[str] | None = None
    _type: str = ""
    _value: RawCell = None
    _span: tuple[int, int, int] = (1, 1, 0)
    _remark: bool = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == _SS + "Worksheet":
            self.tables.append(_Table(attributes.get(_SS + "Name", "")[:_LONGEST_NAME]))
        elif not self.tables:
            return
        elif tag == _SS + "Row":
            self.tables[-1].next_row(_count(attributes, _SS + "Index", 0))
        elif tag == _SS + "Cell":
            across, down = _count(attributes, _SS + "MergeAcross", 0), _count(attributes, _SS + "MergeDown", 0)
            self._span = across + 1, down + 1, _count(attributes, _SS + "Index", 0)
            self._value = None
        elif tag == _SS + "Comment":
            self._remark = True
        elif tag == _SS + "Data" and not self._remark:
            self._texts, self._type = [], attributes.get(_SS + "Type", "")

    def data(self, text: str) -> None:
        if self._texts is not None:
            self._texts.append(text)

    def end(self, tag: str) -> None:
        if tag == _SS + "Data" and self._texts is not None:
            self._value, self._texts = _typed("".join(self._texts).strip(), self._type), None
        elif tag == _SS + "Comment":
            self._remark = False
        elif tag == _SS + "Cell" and self.tables:
            self.tables[-1].put(self._value, *self._span)

    def close(self) -> None:
        """End the workbook; the parser says where one was cut off."""


def _count(attributes: Mapping[str, str], name: str, least: int = 1) -> int:
    """Return how many cells an attribute states, `least` where it states none."""
    found = _DIGITS.fullmatch(attributes.get(name, "").strip())
    return min(max(int(found[0]), least), LAST_ROW) if found else least


def _typed(text: str, kind: str) -> RawCell:
    """Return a cell of SpreadsheetML by its type; an error is nothing, as in every workbook."""
    try:
        if kind == "Number":
            value = float(text)
            return value if math.isfinite(value) else text
        if kind == "DateTime":
            return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
    if kind == "Boolean":
        return text == "1"
    return text if text and kind != "Error" else None
