"""Parquet files as rows: the names of the columns first, then what they hold, batch by batch."""

import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from pyarrow import parquet as pq

from sop.intake.archive import locked
from sop.intake.faults import Faults
from sop.intake.raw import MOST_COLUMNS, MOST_ROWS, Content, Line, Opened, RawCell, Sheet
from sop.intake.text import many_columns

LARGEST_UNPACKED: Final = 2 * 1024**3
_BATCH: Final = 8_192
_BROKEN: Final = (pa.ArrowException, OSError, ValueError, OverflowError, KeyError, TypeError)


def open_parquet(content: Content, faults: Faults) -> Opened:
    """Return a Parquet file as its rows; Rejected where it is damaged, locked, or could not be held."""
    if content.head(4) == b"PARE":
        locked(faults)
        faults.stop()
    source = io.BytesIO(content.source) if isinstance(content.source, bytes) else content.source
    columns: list[pa.Field] = []
    try:
        about = pq.read_metadata(source)
        columns = list(pq.read_schema(source))
        _check(about, len(columns), faults)
    except _BROKEN:
        _broken(faults)
    faults.stop()
    return Opened("parquet", False, {}, typed=True, sheets=(Sheet("", _lines(source, columns, faults)),))


def _check(about: Any, columns: int, faults: Faults) -> None:
    size = sum(about.row_group(place).total_byte_size for place in range(about.num_row_groups))
    if size > LARGEST_UNPACKED or about.num_rows > MOST_ROWS:
        faults.add(
            "file_large",
            message="The file is larger than 2 GB or 3 million rows when unpacked.",
            remedy="Leave older months out, or split it.",
        )
    if columns > MOST_COLUMNS:
        many_columns(faults)


def _lines(source: io.BytesIO | Path, columns: list[pa.Field], faults: Faults) -> Iterator[Line]:
    yield 1, [column.name for column in columns]
    number = 1
    try:
        with pq.ParquetFile(source) as file:
            for batch in file.iter_batches(_BATCH, use_threads=False):
                cells = [_cells(column) for column in batch.columns]
                for row in zip(*cells, strict=True):
                    number += 1
                    yield number, row
    except _BROKEN:
        _broken(faults, number + 1)


def _cells(column: pa.Array) -> list[RawCell]:
    cells: list[Any] = column.to_pylist()
    held = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    told = next((told for fits, told in _TOLD if fits(held)), None)
    return cells if told is None else [None if cell is None else told(cell) for cell in cells]


def _number(cell: float | Decimal) -> float | None:
    value = float(cell)
    return None if value != value else value  # noqa: PLR0124 - not a number is what writers make of nothing


def _plain(held: pa.DataType) -> bool:
    kinds = pa.types
    return bool(kinds.is_integer(held) or kinds.is_boolean(held) or kinds.is_date(held) or kinds.is_null(held))


_TOLD: Final[tuple[tuple[Callable[[Any], bool], Callable[[Any], RawCell] | None], ...]] = (
    (_plain, None),
    (lambda held: pa.types.is_string(held) or pa.types.is_large_string(held), None),
    (lambda held: pa.types.is_floating(held) or pa.types.is_decimal(held), _number),
    (pa.types.is_timestamp, lambda cell: cell.replace(tzinfo=None)),
    (
        lambda held: pa.types.is_binary(held) or pa.types.is_large_binary(held),
        lambda cell: cell.decode("utf-8", "replace"),
    ),
    (lambda _held: True, str),
)


def _broken(faults: Faults, row: int | None = None) -> None:
    faults.add(
        "parquet",
        message="This Parquet file cannot be read: it is damaged or was cut off.",
        remedy="Write it again, or export the table as CSV UTF-8.",
        row=row,
    )
