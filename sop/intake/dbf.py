"""DBF tables, as SAGA and other programs of Visual FoxPro write them: fields by dbfread, records in their own numbers."""

import math
import struct
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final

from dbfread import DBF, FieldParser
from dbfread.codepages import guess_encoding

from sop.domain.errors import Question
from sop.intake.encodings import by_letters, words_in
from sop.intake.faults import Faults
from sop.intake.raw import MOST_COLUMNS, Content, Line, Opened, RawCell, Sheet
from sop.intake.text import many_columns

LARGEST_TABLE: Final = 512 * 1024 * 1024
_MOST_RECORDS: Final = 100_000  # whose letters are looked at
_DELETED, _END = b"*", b"\x1a"
_HIDDEN: Final = "0"  # type of a field that no program shows
_BROKEN: Final = (ValueError, LookupError, TypeError, AttributeError, OSError, struct.error, OverflowError, EOFError)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """What the header says: the fields with where they stand in a record."""

    content: Content
    header_size: int
    record_size: int
    records: int
    fields: tuple[tuple[Any, int], ...]
    parser: FieldParser


def open_dbf(content: Content, faults: Faults, answers: Mapping[str, str]) -> Opened:
    """Return a DBF table as its rows, the names of its fields first; Rejected where it is damaged or could not be held."""
    if content.size > LARGEST_TABLE:
        faults.add(
            "file_large", message="The file is larger than 512 MB.", remedy="Leave older months out, or split it."
        )
        faults.stop()
    try:
        table, question = _read_header(content, answers.get("encoding", ""))
    except _BROKEN:
        _broken(faults)
        faults.stop()
        raise AssertionError("a fault stops") from None
    if len(table.fields) > MOST_COLUMNS:
        many_columns(faults)
        faults.stop()
    facts = {"encoding": table.parser.encoding}
    return Opened("dbf", False, facts, typed=True, sheets=(Sheet("", _lines(table, faults)),), question=question)


def _read_header(content: Content, wanted: str) -> tuple[_Table, Question | None]:
    """Return what is in the table and how its letters are written; errors of `_BROKEN` where that cannot be."""
    with _on_disk(content) as path:
        file = DBF(str(path), encoding="latin-1", ignorecase=False, ignore_missing_memofile=True)
    places, place = [], 1
    for each in file.fields:
        places.append((each, place))
        place += each.length
    header = file.header
    if place > header.recordlen or len(places) == 0:
        raise ValueError("fields and records do not agree")
    shown = tuple(each for each in places if each[0].type != _HIDDEN)
    table = _Table(content, header.headerlen, header.recordlen, header.numrecords, shown, FieldParser(file))
    encoding, question = _encoding(table, header.language_driver, wanted)
    table.parser.encoding = encoding
    return table, question


@contextmanager
def _on_disk(content: Content) -> Iterator[Path]:
    """Give a file by its path, which is all that dbfread takes; of one in memory the header is enough."""
    if isinstance(content.source, Path):
        yield content.source
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.dbf"
        path.write_bytes(content.head(1 << 16))
        yield path


def _encoding(table: _Table, language: int, wanted: str) -> tuple[str, Question | None]:
    """Return the encoding that the header names, unless the letters speak against it; asked where nothing tells."""
    try:
        declared = guess_encoding(language) if language else ""
    except LookupError:
        declared = ""
    texts = [(place, place + field.length) for field, place in table.fields if field.type == "C"]
    words = {
        word
        for _number, record in islice(_records(table), _MOST_RECORDS)
        for first, last in texts
        for word in words_in(record[first:last])
    }
    if not words:
        return declared or "ascii", None
    try:
        b" ".join(words).decode("utf-8")
    except UnicodeDecodeError:
        found = by_letters(words, wanted, declared)
        return (found.name, found.question) if found else (declared or "cp1250", None)
    return "utf-8", None


def _records(table: _Table) -> Iterator[tuple[int, bytes]]:
    """Yield the records that were not deleted with their number as a spreadsheet shows it, below one row of names.

    EOFError where the table ends before its header says.
    """
    with table.content.open() as stream:
        stream.seek(table.header_size)
        for number in range(2, table.records + 2):
            record = stream.read(table.record_size)
            if record[:1] == _END:
                return
            if len(record) < table.record_size:
                raise EOFError
            if record[:1] != _DELETED:
                yield number, record


def _lines(table: _Table, faults: Faults) -> Iterator[Line]:
    yield 1, [_name(field, table) for field, _place in table.fields]
    fields = [(field, place, place + field.length) for field, place in table.fields]
    try:
        for number, record in _records(table):
            yield number, [_cell(field, record[first:last], table.parser) for field, first, last in fields]
    except EOFError:
        _broken(faults)


def _name(field: Any, table: _Table) -> str:
    return str(field.name.encode("latin-1").decode(table.parser.encoding, "replace"))


def _cell(field: Any, data: bytes, parser: FieldParser) -> RawCell:
    """Return what a field holds; as text what its type does not allow, such as the stars of a number too large for it."""
    try:
        value = None if b"*" in data and field.type in "NF" else parser.parse(field, data)
    except _BROKEN:
        value = None
    if isinstance(value, Decimal | float):
        value = float(value)
        return value if math.isfinite(value) else str(value)
    if isinstance(value, str | int | date | datetime):
        return value
    text = data.decode(parser.encoding, "replace").strip(" \0") if field.type in "CNFDL" else ""
    return text if text not in {"", "?"} else None


def _broken(faults: Faults) -> None:
    faults.add(
        "dbf",
        message="This DBF table cannot be read: it is damaged or was cut off.",
        remedy="Export it again, or save it as CSV UTF-8.",
    )
