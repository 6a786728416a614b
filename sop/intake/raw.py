"""A file as its sheets of raw rows, whatever it was written with: what every reader of a form hands over."""

import gzip
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Final

from sop.domain.errors import Question

RawCell = str | float | int | bool | datetime | date | None
Line = tuple[int, Sequence[RawCell]]  # number of the row as its user sees it, from 1; its cells
Span = tuple[int, int, int, int]  # first row, first column, last row, last column; from 1, all included

MOST_COLUMNS: Final = 1_000
MOST_ROWS: Final = 3_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One table of a file: its rows in their order, read as they are asked for, once.

    Rows without anything in them may be left out, numbers stay true; rows may be of different lengths. A fault that
    shows itself only on the way is noted and ends the rows.
    """

    name: str  # "" where the form has none
    lines: Iterator[Line]
    merged: tuple[Span, ...] = ()  # cells that are shown as one, where the form tells
    hidden: bool = False  # not shown to who opens the workbook


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A file that is a table: what it is, how it is written, and its sheets."""

    form: str  # csv, csv.gz, xlsx, xls, xlsb, ods, dbf, html, parquet
    named_otherwise: bool  # the ending of its name says something else
    facts: Mapping[str, str | int]  # encoding, separator, quote ... as the answer says them
    typed: bool  # cells have types of their own: a number is not ambiguous
    sheets: tuple[Sheet, ...]
    question: Question | None = None  # which encoding or separator, where two read differently


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, on disk or in memory, read as they are needed; `packed` by gzip or as they stand."""

    source: Path | bytes
    packed: bool = False

    @property
    def size(self) -> int:
        """Return how many bytes it takes as it stands, not unpacked."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Give the bytes, unpacked, as a stream of one's own."""
        with io.BytesIO(self.source) if isinstance(self.source, bytes) else self.source.open("rb") as plain:
            if self.packed:
                with gzip.GzipFile(fileobj=plain) as unpacked:
                    yield unpacked  # type: ignore[misc]
            else:
                yield plain

    def head(self, size: int) -> bytes:
        with self.open() as stream:
            return stream.read(size)

    def whole(self) -> bytes:
        if isinstance(self.source, bytes) and not self.packed:
            return self.source
        with self.open() as stream:
            return stream.read()
