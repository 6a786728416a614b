"""Reads a CSV file in the form of a template: headers as in `sop.domain.kinds`, commas, UTF-8.

Strict on purpose: nothing is guessed, everything wrong is listed once, and size, rows and listed faults are bounded, so
memory is (about fifteen bytes for one of the file).
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sop.domain.kinds import Column, Holds, Kind
from sop.intake.cells import Cell, read_cell
from sop.intake.faults import Faults
from sop.intake.rules import check_key, check_line, check_table, check_words

LARGEST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 300_000
_SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx, xls
_TYPES = {Holds.TEXT: "str", Holds.MONTH: "str", Holds.NUMBER: "float64", Holds.FLAG: "int64"}


@dataclass(frozen=True, slots=True)
class _Table:
    rows: list[int]
    columns: dict[str, list[Cell]]


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


def read_template(kind: Kind, content: bytes) -> pd.DataFrame:
    """Return the rows of a file in the columns of its kind, indexed by their row in the file (the header is row 1).

    Text and months are `str` (an empty month is missing), numbers float64 and finite, flags 1 or 0. Raises Rejected
    with every fault: row, column, value, remedy.
    """
    faults = Faults()
    text = _decoded(content, faults)
    faults.stop()
    rows = _rows(text, faults)
    columns = _columns(kind, next(rows, (1, []))[1], faults)
    faults.stop()
    table = _read(kind, columns, rows, faults)
    if not table.rows and not faults.found:
        faults.add("no_rows", message="The file has a header but no rows.", remedy="Fill in at least one row.", row=1)
    faults.stop()
    frame = _frame(kind, table)
    check_table(kind, frame, faults)
    faults.stop()
    return frame


def _decoded(content: bytes, faults: Faults) -> str:
    if content.startswith(_SHEETS):
        faults.add(
            "workbook",
            message="This is a workbook, not a CSV file.",
            remedy="Save the sheet as CSV UTF-8 and load that.",
        )
        return ""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _not_utf8(content, content.count(b"\n", 0, error.start) + 1, faults)
        return ""
    if not text.strip():
        faults.add("empty", message="The file is empty.", remedy="Export it again, or fill in the template.")
    elif "\0" in text:
        _not_utf8(content, None, faults)
    return text


def _not_utf8(content: bytes, row: int | None, faults: Faults) -> None:
    if b"\0" in content:
        faults.add("not_text", message="This is not a text file.", remedy="Save the table as CSV UTF-8 and load that.")
    else:
        faults.add(
            "encoding",
            message="Letters of this row are not written in UTF-8.",
            remedy="Save the file as CSV UTF-8 and load it again.",
            row=row,
        )


def _rows(text: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank with their number, cells trimmed."""
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed):
                yield number, trimmed
    except csv.Error:
        faults.add(
            "quotes",
            message="From this row on the file cannot be split into cells.",
            remedy='Check the quotation marks: a text is opened and closed by ", and " inside it is doubled.',
            row=number + 1,
        )


def _columns(kind: Kind, header: Sequence[str], faults: Faults) -> list[Column | None]:
    """Return the column at each place of the header; None at one that is unknown, named twice or not named."""
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        faults.add(
            "separator",
            message="The columns are not separated by commas.",
            remedy="Save the file as CSV with commas, or start from the template.",
            row=1,
            value=header[0],
        )
        return []
    known = {column.name: column for column in kind.columns}
    for place, name in enumerate(header):
        if name not in known:
            faults.add(
                "unknown_column",
                message="This kind of file has no such column.",
                remedy="Take the column out, or name it as in the template.",
                row=1,
                column=name,
                value=name,
            )
        elif name in header[:place]:
            faults.add(
                "column_twice", message="This column is there twice.", remedy="Keep one of them.", row=1, column=name
            )
    for name, column in known.items():
        if column.required and name not in header:
            faults.add(
                "column_missing",
                message="This column is missing.",
                remedy="Add it, named as in the template.",
                row=1,
                column=name,
            )
    return [known.get(name) for name in header]


def _read(kind: Kind, header: Sequence[Column | None], rows: Iterator[tuple[int, list[str]]], faults: Faults) -> _Table:
    """Return the values column by column, defaults where a column was not delivered."""
    table = _Table([], {column.name: [] for column in kind.columns})
    seen: dict[tuple[Cell, ...], int] = {}
    for row, cells in rows:
        if len(table.rows) >= MOST_ROWS:
            faults.add(
                "rows_many",
                message="The file has more than 300,000 rows.",
                remedy="Leave older months out, or sum rows up by month.",
                row=row,
            )
            break
        if len(cells) != len(header):
            faults.add(
                "cells",
                message="This row does not have as many cells as the header.",
                remedy="Check for a comma too many or too few; a text with a comma stands in quotation marks.",
                row=row,
                value=",".join(cells),
            )
            continue
        line = _line(kind, header, cells, row, seen, faults)
        table.rows.append(row)
        for name, values in table.columns.items():
            values.append(line[name])
    return table


def _line(
    kind: Kind,
    header: Sequence[Column | None],
    cells: Sequence[str],
    row: int,
    seen: dict[tuple[Cell, ...], int],
    faults: Faults,
) -> dict[str, Cell]:
    """Return the values of one row; rules that look at several cells wait until each of them is right."""
    before = faults.count
    line = {column.name: column.default for column in kind.columns}
    for column, cell in zip(header, cells, strict=True):
        if column is not None:
            line[column.name] = read_cell(cell, column, row, faults)
    if faults.count == before:
        check_words(kind, line, row, faults)
        check_line(kind, line, row, faults)
        check_key(kind, line, row, seen, faults)
    return line


def _frame(kind: Kind, table: _Table) -> pd.DataFrame:
    index = pd.Index(table.rows, name="row", dtype="int64")
    columns: dict[str, Any] = {
        column.name: pd.Series(table.columns[column.name], index=index, dtype=_TYPES[column.holds])
        for column in kind.columns
    }
    return pd.DataFrame(columns)
