"""Workbooks as sheets of raw rows: xlsx, xlsb, ods and xls, read by calamine; a formula is the value stored beside it."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from sop.intake import archive
from sop.intake.apart import read_apart, sheets_apart
from sop.intake.archive import BROKEN, MOST_CELLS, Extent, broken, far_cell, locked
from sop.intake.faults import Faults
from sop.intake.raw import MOST_COLUMNS, Content, Line, Opened, RawCell, Sheet
from sop.intake.text import many_columns

LARGEST_BOOK: Final = 100 * 1024 * 1024
_BEGINNING: Final = 1 << 20
_BEGINS_BOOK: Final = struct.pack("<HHHH", 0x809, 16, 0x600, 5)  # the record BOF of a whole workbook
_FILE_PASS: Final = 0x2F
_FIRST_RECORDS: Final = 5
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STREAMS: Final = {
    name: name.encode("utf-16-le")
    for name in ("Workbook", "Book", "EncryptedPackage", "WordDocument", "PowerPoint Document", "__substg1.0_")
}
_PLAIN: Final = frozenset({str, float, int, bool, date, datetime})
_GIVEN_UP: Final = frozenset(
    {"CalamineError", "PasswordError", "WorksheetNotFound", "XmlError", "ZipError", "PanicException"}
)
_DOCUMENTS: Final = ("word/", "ppt/", "visio/")


def open_book(content: Content, family: str, faults: Faults) -> Opened:
    """Return a workbook as its sheets; Rejected where it is none, is locked, damaged, or could not be held."""
    if content.size > LARGEST_BOOK:
        faults.add(
            "file_large",
            message="The workbook is larger than 100 MB.",
            remedy="Save the one sheet as CSV UTF-8, or leave older months out.",
        )
        faults.stop()
    form = _form_of_archive(content, faults) if family == "zip" else _form_of_compound(content, faults)
    faults.stop()
    sheets = tuple(_sheets(content, faults) if form == "xlsx" else _sheets_apart(content, form, faults))
    faults.stop()
    return Opened(form, False, {}, typed=True, sheets=sheets)


def _form_of_archive(content: Content, faults: Faults) -> str:
    names = {part.filename for part in archive.parts_of(content, faults)}
    for part, form in (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb")):
        if part in names:
            return form
    if "content.xml" in names and b"opendocument.spreadsheet" in _part(content, "mimetype"):
        if b"encryption-data" in _part(content, "META-INF/manifest.xml"):
            locked(faults)
        return "ods"
    if not faults.found:
        document = any(name.startswith(_DOCUMENTS) for name in names) or "content.xml" in names
        _no_book(faults) if document else _no_table_in(faults)
    return ""


def _part(content: Content, name: str) -> bytes:
    """Return the beginning of a part of an archive, nothing where it has none."""
    try:
        with content.open() as file, ZipFile(file) as packed, packed.open(name) as part:
            return part.read(_BEGINNING)
    except BROKEN:
        return b""


def _form_of_compound(content: Content, faults: Faults) -> str:
    """Return xls where a compound file has the stream of a workbook; what else it is is told by its other streams."""
    whole = content.whole()
    if _STREAMS["EncryptedPackage"] in whole or _has_password(whole):
        locked(faults)
    elif not (_STREAMS["Workbook"] in whole or _STREAMS["Book"] in whole):
        _no_book(faults)
    return "xls"


def _has_password(whole: bytes) -> bool:
    """Return whether one of the first records of an xls workbook says that the others are encrypted (MS-XLS 2.4.117)."""
    at = whole.find(_BEGINS_BOOK)
    for _ in range(_FIRST_RECORDS if at >= 0 else 0):
        record, size = struct.unpack("<HH", whole[at : at + 4].ljust(4, b"\0"))
        if record == _FILE_PASS:
            return True
        at += 4 + size
    return False


def _no_book(faults: Faults) -> None:
    faults.add(
        "document",
        message="This is a document, not a workbook.",
        remedy="Copy its table into a spreadsheet and save that as xlsx.",
    )


def _no_table_in(faults: Faults) -> None:
    faults.add(
        "archive",
        message="This is a packed file, but not a workbook.",
        remedy="Unpack it and load the table that is in it.",
    )


# Read here: the extent of each sheet is known before ----------------------------------------------------------------


def _sheets(content: Content, faults: Faults) -> Iterator[Sheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    extents = archive.extents_of(content, faults)
    faults.stop()
    parts = _parts_by_name(content)
    largest = max(extents.values(), key=lambda each: each.rows * each.columns, default=Extent())
    unknown = Extent(largest.rows, largest.columns)
    with _Sound(faults):
        book = CalamineWorkbook.from_filelike(io.BytesIO(content.whole()))
        for about in book.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet:
                extent = extents.get(parts.get(about.name, ""), unknown)
                lines = _lines(book, about.name, extent, faults)
                yield Sheet(about.name, lines, extent.merged, hidden=about.visible != SheetVisibleEnum.Visible)


def _parts_by_name(content: Content) -> dict[str, str]:
    """Return name of a sheet -> part of the archive; nothing where a workbook is written in another way than usual."""
    try:
        with content.open() as file, ZipFile(file) as packed:
            book = ET.fromstring(packed.read("xl/workbook.xml"))  # noqa: S314 - its parser bounds entities
            related = ET.fromstring(packed.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (*BROKEN, ET.ParseError):
        return {}
    targets = [(each.get("Id", ""), each.get("Target", "")) for each in related]
    named = [(each.get("name", ""), each.get(_R, "")) for each in book.iter() if each.tag.endswith("}sheet")]
    if len(dict(targets)) < len(targets) or len(dict(named)) < len(named):
        return {}
    places = {key: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for key, target in targets}
    return {name: places.get(key, "") for name, key in named}


@dataclass(slots=True)
class _Sound:
    """Notes a workbook that calamine gives up on; what it did not expect comes as a panic, which is no Exception."""

    faults: Faults

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: object) -> bool:
        name = kind.__name__ if kind else ""
        if name == "PasswordError":
            locked(self.faults)
        elif name in _GIVEN_UP:
            broken(self.faults)
        return name in _GIVEN_UP


def _lines(book: Any, name: str, extent: Extent, faults: Faults) -> Iterator[Line]:
    if extent.rows * extent.columns > MOST_CELLS:
        far_cell(faults, extent.far)
        return
    if extent.columns > MOST_COLUMNS:
        many_columns(faults)
        return
    with _Sound(faults):
        sheet = book.get_sheet_by_name(name)
        before = [None] * (sheet.start[1] if sheet.start else 0)
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if cells.count("") < len(cells):
                yield (
                    number,
                    [*before, *(cell if type(cell) in _PLAIN and cell != "" else _plain(cell) for cell in cells)],
                )


def _plain(cell: object) -> RawCell:
    return str(cell) if isinstance(cell, time | timedelta) else None


# Read apart: its extent is not ---------------------------------------------------------------------------------------


def _sheets_apart(content: Content, form: str, faults: Faults) -> Iterator[Sheet]:
    if form != "xls":
        archive.extents_of(content, faults)
        faults.stop()
    sheets, wrong = sheets_apart(content, form)
    if wrong or not sheets:
        _note(wrong, faults)
    for place, sheet in enumerate(sheets):
        yield Sheet(sheet.name, _lines_apart(content, place, form, faults), sheet.merged, hidden=sheet.hidden)


def _lines_apart(content: Content, place: int, form: str, faults: Faults) -> Iterator[Line]:
    for line in read_apart(content, form, place):
        if isinstance(line, str):
            _note(line, faults)
        elif len(line[1]) > MOST_COLUMNS:
            many_columns(faults, line[0])
            return
        else:
            yield line


def _note(wrong: str, faults: Faults) -> None:
    if wrong == "locked":
        locked(faults)
    elif wrong == "far":
        far_cell(faults)
    else:
        broken(faults)
