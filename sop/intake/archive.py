"""Packed workbooks looked at before they are opened: how much they unpack to, and how far their cells reach.

A few kilobytes may unpack to gigabytes, and one cell at the end of a sheet makes it seventeen thousand million cells
large to a reader that holds it as a rectangle. What is refused here never reaches one.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sop.intake.faults import Faults
from sop.intake.raw import Content, Span

LARGEST_UNPACKED: Final = 300 * 1024 * 1024
MOST_PARTS: Final = 2_000
MOST_CELLS: Final = 16_000_000  # of a sheet as a rectangle from its first cell
LAST_ROW: Final = 1_048_576  # of any sheet
LAST_COLUMN: Final = 16_384
MOST_TAGS: Final = 12_000_000  # of a part that is held in memory as a whole
_MOST_MERGED: Final = 100_000
_CHUNK: Final = 1 << 20
_LONGEST_TAG: Final = 1 << 20
_ENCRYPTED: Final = 0x1
BROKEN: Final = (
    zipfile.BadZipFile, LookupError, ValueError, EOFError, OSError, NotImplementedError, RuntimeError, zlib.error,
)  # fmt: skip
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELL: Final = re.compile(rb'<(?:[^\s<>/:]*:)?c(?=[\s/>])(?: r="([A-Z]{1,3})([0-9]{1,7})")?([^>]*)>')
_TAG: Final = re.compile(rb"<(?:[^\s<>/:]*:)?(row|c)(?=[\s/>])([^>]*)>")
_REFERENCE: Final = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([A-Za-z]{0,3})([0-9]{1,7})[\"']")
_REFERS: Final = re.compile(rb"(?:^|\s)r\s*=")
_MERGED: Final = re.compile(rb'<(?:[^\s<>/:]*:)?mergeCell\s+ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')


@dataclass(slots=True)
class Extent:
    """How far the cells of a sheet reach that have something in them, and which of them are merged."""

    rows: int = 0
    columns: int = 0
    merged: tuple[Span, ...] = ()

    def reach(self, row: int, column: int) -> None:
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)

    @property
    def far(self) -> str:
        """Return the corner of the rectangle, "XFD1048576"."""
        return f"{_letters(self.columns)}{self.rows}"


def column_number(letters: bytes) -> int:
    """Return 1 for A, 16,384 for XFD."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _letters(number: int) -> str:
    return _letters((number - 1) // 26) + chr(65 + (number - 1) % 26) if number else ""


def parts_of(content: Content, faults: Faults) -> list[zipfile.ZipInfo]:
    """Return the parts of an archive that may be opened; a fault is noted where it may not."""
    try:
        with content.open() as file, zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except BROKEN:
        broken(faults)
        return []
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        locked(faults)
    elif sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        faults.add(
            "file_large",
            message="The workbook is larger than 300 MB when unpacked.",
            remedy="Save the one sheet as CSV UTF-8, or leave older months out.",
        )
    return parts


def extents_of(content: Content, faults: Faults) -> dict[str, Extent]:
    """Return part -> how far it reaches for every sheet of an xlsx workbook, every part unpacked to its end once.

    The sizes that an archive states cannot be a lie: unpacking stops there, and a sum at the end tells damage.
    """
    extents: dict[str, Extent] = {}
    try:
        with content.open() as file, zipfile.ZipFile(file) as archive:
            for part in archive.infolist():
                with archive.open(part) as unpacked:
                    pieces = iter(lambda: unpacked.read(_CHUNK), b"")
                    if _SHEET.fullmatch(part.filename):
                        extents[part.filename] = _extent(pieces)
                    elif sum(piece.count(b"<") for piece in pieces) > MOST_TAGS:
                        broken(faults)
    except BROKEN:
        broken(faults)
    return extents


def _extent(pieces: Iterator[bytes]) -> Extent:
    """Return how far a sheet reaches, read piece by piece; ValueError for what no spreadsheet writes."""
    extent, rest, merged = Extent(), b"", list[Span]()
    for piece in pieces:
        text = rest + piece
        end = max(text.rfind(b"<"), 0)
        text, rest = text[:end], text[end:]
        if len(rest) > _LONGEST_TAG:
            raise ValueError("a tag without end")
        _widen(extent, text)
        merged += map(_span, _MERGED.findall(text))
    _widen(extent, rest)
    if extent.rows > LAST_ROW or extent.columns > LAST_COLUMN:
        raise ValueError("beyond the end of a sheet")
    extent.merged = tuple(merged[:_MOST_MERGED])
    return extent


def _span(found: tuple[bytes, bytes, bytes, bytes]) -> Span:
    return int(found[1]), column_number(found[0]), int(found[3]), column_number(found[2])


def _widen(extent: Extent, text: bytes) -> None:
    """Widen an extent by the cells of a piece of a sheet; cells that do not say where they are follow one another."""
    cells = _CELL.findall(text)
    filled = [(letters, row) for letters, row, rest in cells if not rest.endswith(b"/")]
    if all(letters for letters, _row in filled):
        columns, rows = {letters for letters, _row in filled}, {row for _letters, row in filled}
        extent.reach(max(map(int, rows), default=0), max(map(column_number, columns), default=0))
        return
    row, column = extent.rows, extent.columns
    for tag, attributes in _TAG.findall(text):
        place = _REFERENCE.search(attributes)
        if (place is None and _REFERS.search(attributes)) or attributes.count(b'"') % 2:
            raise ValueError("a cell that is nowhere")
        if tag == b"row":
            row, column = int(place[2]) if place else row + 1, 0
            continue
        column = column_number(place[1].upper()) if place else column + 1
        row = int(place[2]) if place else row
        if not attributes.endswith(b"/"):
            extent.reach(row, column)


def locked(faults: Faults) -> None:
    """Note that a file is locked by a password."""
    faults.add(
        "locked",
        message="This file is locked by a password.",
        remedy="Save it without a password, or as CSV UTF-8, and load that.",
    )


def broken(faults: Faults) -> None:
    """Note that a workbook cannot be read to its end."""
    faults.add(
        "workbook",
        message="This workbook cannot be opened: it is damaged or was cut off.",
        remedy="Get the file once more, or save the sheet as xlsx or as CSV UTF-8.",
    )


def far_cell(faults: Faults, corner: str = "") -> None:
    """Note that a sheet is too large a rectangle to be held."""
    faults.add(
        "cell_far",
        message="A cell stands so far from the table that the sheet would have more than 16 million cells.",
        remedy="Delete the rows and columns beyond the table, or save the table as CSV UTF-8.",
        value=corner,
    )
