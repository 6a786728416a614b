"""A file as a grid: its header and its rows as text, whatever it was written with. Content decides, not the ending.

Read as it streams: CSV (UTF-8, commas), the same packed by gzip, and the one sheet of an xlsx workbook.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sop.domain.errors import Question
from sop.intake import workbook
from sop.intake.faults import Faults

LARGEST_BYTES = 20 * 1024 * 1024
LARGEST_UNPACKED = 80 * 1024 * 1024
_GZIP, _ZIP, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKUP = (b"<html", b"<!doc", b"<tabl", b"<?xml")

Line = tuple[int, list[str]]  # number in the file, cells


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A header and the rows below it that are not blank, each with its number in the file."""

    form: str  # csv, csv.gz or xlsx
    sheet: str  # empty where there are no sheets
    header_row: int
    header: tuple[str, ...]
    lines: Iterator[Line]
    question: Question | None = None  # which sheet, where several have rows

    @property
    def layout(self) -> Mapping[str, str | int]:
        """Return how the file is written, as the answer says it."""
        text = {"encoding": "utf-8", "separator": ","} if self.form != "xlsx" else {"sheet": self.sheet}
        return {"format": self.form, "header_row": self.header_row, **text}


def content_of(source: Path | bytes) -> bytes:
    """Return the bytes of a file; Rejected when there are more than `LARGEST_BYTES`, before they are read."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > LARGEST_BYTES:
        faults = Faults()
        faults.add(
            "file_large",
            message="The file is larger than 20 MB.",
            remedy="Leave older months out, or split it.",
            value=str(size),
        )
        faults.stop()
    return source if isinstance(source, bytes) else source.read_bytes()


def read_grid(content: bytes, faults: Faults, answers: Mapping[str, str] | None = None) -> Grid:
    """Return the grid of a file; Rejected where it is none. Faults of single rows are noted while they are read."""
    if content.startswith(_ZIP):
        return _of_workbook(content, faults, answers or {})
    form = "csv.gz" if content.startswith(_GZIP) else "csv"
    text = _unpacked(content, faults) if form == "csv.gz" else content
    _check_text(text, faults)
    faults.stop()
    lines = _csv_lines(text, faults)
    number, header = next(lines, (1, []))
    _check_header(header, number, faults)
    faults.stop()
    return Grid(form, "", number, tuple(header), lines)


def _of_workbook(content: bytes, faults: Faults, answers: Mapping[str, str]) -> Grid:
    found = workbook.open_sheet(content, faults, answers.get("sheet", ""))
    lines = ((number, cells) for number, cells in found.lines if any(cells))
    number, header = next(lines, (1, []))
    if not any(header):
        faults.add("empty", message="The file is empty.", remedy="Export it again, or fill in the template.")
    width = max((place for place, name in enumerate(header, start=1) if name), default=0)
    cut = ((row, _fitted(cells, width)) for row, cells in lines)
    _check_header(header[:width], number, faults)
    faults.stop()
    return Grid("xlsx", found.name, number, tuple(header[:width]), cut, found.question)


def _fitted(cells: list[str], width: int) -> list[str]:
    """Return a row of a sheet as wide as its header; cells beyond are kept only where something stands in them."""
    beyond = cells[width:]
    return cells[:width] + [""] * (width - len(cells)) + (beyond if any(beyond) else [])


def _unpacked(content: bytes, faults: Faults) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            text = packed.read(LARGEST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error):
        faults.add("packed", message="This packed file is damaged.", remedy="Pack it again, or load it unpacked.")
        return b""
    if len(text) > LARGEST_UNPACKED:
        faults.add(
            "file_large",
            message="The file is larger than 80 MB when unpacked.",
            remedy="Leave older months out, or split it.",
        )
    return text


def _check_text(text: bytes, faults: Faults) -> None:
    if faults.found:
        return
    if text.startswith(_OLE):
        faults.add(
            "old_workbook",
            message="This is a workbook of an old form (xls).",
            remedy="Save it as xlsx or as CSV UTF-8 and load that.",
        )
    elif text[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        faults.add(
            "web_page",
            message="This is a web page with a table, not a CSV file or a workbook.",
            remedy="Open it in a spreadsheet and save it as xlsx or as CSV UTF-8.",
        )
    else:
        _check_encoding(text, faults)


def _check_encoding(text: bytes, faults: Faults) -> None:
    if b"\0" in text:
        faults.add("not_text", message="This is not a text file.", remedy="Save the table as CSV UTF-8 and load that.")
        return
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(
            "encoding",
            message="Letters of this row are not written in UTF-8.",
            remedy="Save the file as CSV UTF-8 and load it again.",
            row=text.count(b"\n", 0, error.start) + 1,
        )
        return
    if not decoded.strip(" ,;\t\r\n\f\v\x1c\x1d\x1e\x1f\x85\xa0"):
        faults.add("empty", message="The file is empty.", remedy="Export it again, or fill in the template.")


def _csv_lines(text: bytes, faults: Faults) -> Iterator[Line]:
    """Yield the rows that are not blank with their number; the header trimmed, cells below as they stand."""
    number, seen_header = 0, False
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(text), "utf-8-sig", newline=""), strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if "".join(cells).strip():
                yield number, cells if seen_header else [cell.strip() for cell in cells]
                seen_header = True
    except csv.Error:
        faults.add(
            "quotes",
            message="From this row on the file cannot be split into cells.",
            remedy='Check the quotation marks: a text is opened and closed by ", and " inside it is doubled.',
            row=number + 1,
        )


def _check_header(header: list[str], row: int, faults: Faults) -> None:
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        faults.add(
            "separator",
            message="The columns are not separated by commas.",
            remedy="Save the file as CSV with commas, or start from the template.",
            row=row,
            value=header[0],
        )
