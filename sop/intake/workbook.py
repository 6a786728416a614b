"""One sheet of an xlsx workbook as rows of text, streamed; what would unpack to more than memory is refused before."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from sop.domain.errors import Question
from sop.intake.faults import Faults

LARGEST_UNPACKED: Final = 300 * 1024 * 1024
MOST_COLUMNS: Final = 200
MOST_PARTS: Final = 2_000
LAST_ROW: Final = 1_048_576  # of any sheet
MOST_TAGS: Final = 6_000_000  # between two ends of a row: what is held in memory at once, other parts wholly
_CHUNK: Final = 1 << 20
_ROW_END: Final = b"row>"  # also of <row>: at most two a row
_BROKEN = (
    zipfile.BadZipFile, InvalidFileException, LookupError, ValueError, ParseError, EOFError, OSError, TypeError,
    AttributeError, NotImplementedError, RuntimeError, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The rows of one sheet with their numbers, and the question which one where several have something in them."""

    name: str
    lines: Iterator[tuple[int, list[str]]]
    question: Question | None


def open_sheet(content: bytes, faults: Faults, wanted: str) -> Sheet:
    """Return the sheet that was wanted, else the only one with something in it; Rejected where it cannot be opened."""
    _check_size(content, faults)
    faults.stop()
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        names = tuple(sheet.title for sheet in book.worksheets if _has_rows(sheet))
    except _BROKEN:
        _broken(faults)
        faults.stop()
        raise AssertionError("unreachable") from None
    if not names:
        faults.add("empty", message="The file is empty.", remedy="Export it again, or fill in the template.")
        faults.stop()
    chosen = wanted if wanted in names else names[0]
    question = None if len(names) == 1 or wanted in names else _which(names)
    return Sheet(chosen, _lines(book, chosen, faults), question)


def _which(names: tuple[str, ...]) -> Question:
    return Question("sheet", message="Several sheets of this workbook have rows. Which one is it?", choices=names)


def _check_size(content: bytes, faults: Faults) -> None:
    """Refuse by the sizes that the archive states: unpacking stops there, so that they cannot be a lie."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            small = sum(part.file_size for part in parts) <= LARGEST_UNPACKED and len(parts) <= MOST_PARTS
            sound = not small or all(_can_be_held(archive, part) for part in parts)
    except _BROKEN:
        sound = False
    if not sound:
        _broken(faults)
        return
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        faults.add(
            "workbook",
            message="This is a packed file, but not a workbook (xlsx).",
            remedy="Save the sheet as xlsx or as CSV UTF-8 and load that.",
        )
    elif not small:
        faults.add(
            "file_large",
            message="The workbook is larger than 300 MB when unpacked.",
            remedy="Save the one sheet as CSV UTF-8, or leave older months out.",
        )


def _can_be_held(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Return whether a part has no more rows than a sheet can have, and no more tags at once than memory is kept for.

    A few kilobytes may unpack to millions of empty tags, and each is an object to whoever reads them.
    """
    rows = tags = 0
    end = b""
    with archive.open(part) as unpacked:
        while chunk := unpacked.read(_CHUNK):
            first, *later = (end + chunk).split(_ROW_END)
            rows += len(later)
            counts = [tags + first.count(b"<"), *(each.count(b"<") for each in later)]
            if rows > 2 * LAST_ROW or max(counts) > MOST_TAGS:
                return False
            end = (later[-1] if later else first)[1 - len(_ROW_END) :]
            tags = counts[-1] - end.count(b"<")
    return True


def _broken(faults: Faults) -> None:
    faults.add(
        "workbook",
        message="This workbook cannot be opened: it is damaged or locked by a password.",
        remedy="Save the sheet as xlsx without a password, or as CSV UTF-8.",
    )


def _has_rows(sheet: Any) -> bool:
    rows = sheet.iter_rows(values_only=True, max_row=50, max_col=MOST_COLUMNS)
    return any(cell not in {None, ""} for row in rows for cell in row)


def _lines(book: Workbook, name: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows in which something stands, as text; a sheet is read `MOST_COLUMNS` wide."""
    sheet = book[name]
    sheet.reset_dimensions()  # what a file states of its range may be wrong
    try:
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1):
            if number > LAST_ROW:  # a row may state any number, and those before it are made up
                _broken(faults)
                return
            if cells.count(None) < len(cells):  # a sheet may have a million rows of nothing
                yield number, [_text(cell) for cell in cells]
    except _BROKEN:
        _broken(faults)


def _text(cell: object) -> str:
    """Return a cell as it would stand in a CSV file."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
