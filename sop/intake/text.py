"""Text files as rows: any separator, any quotes, the encodings of this part of the world, printed lists of SAP."""

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Final

from sop.intake.dialects import MOST_RECORDS, Dialect, dialect_of, is_rule
from sop.intake.encodings import encoding_of
from sop.intake.faults import Faults
from sop.intake.raw import MOST_COLUMNS, Content, Line, Opened, Sheet

_SAMPLE: Final = 1 << 18  # letters


def open_text(content: Content, faults: Faults, answers: Mapping[str, str]) -> Opened:
    """Return a text as its rows; Rejected where it is none, holds nothing, or cannot be held."""
    encoding = encoding_of(content, faults, answers.get("encoding", ""))
    faults.stop()
    with _stream(content, encoding.name) as stream:
        sample = stream.read(_SAMPLE)
    lines = sample.splitlines(keepends=True)
    whole = lines[:-1] if len(sample) == _SAMPLE and len(lines) > 1 else lines
    dialect = dialect_of(whole[: 2 * MOST_RECORDS], _separator(answers))
    facts = {"encoding": encoding.name, "separator": dialect.separator, "quote": dialect.quote}
    rows = _rows(content, encoding.name, dialect, faults)
    sheet = Sheet("", _unframed(rows) if dialect.framed else rows)
    form = "csv.gz" if content.packed else "csv"
    return Opened(form, False, facts, typed=False, sheets=(sheet,), question=encoding.question)


def _separator(answers: Mapping[str, str]) -> str:
    wanted = answers.get("separator", "")
    wanted = {"tab": "\t"}.get(wanted, wanted)
    return wanted if len(wanted) == 1 and wanted not in "\"'\r\n\0 " else ""


@contextmanager
def _stream(content: Content, encoding: str) -> Iterator[io.TextIOWrapper]:
    with content.open() as stream, io.TextIOWrapper(stream, encoding, newline="") as text:
        yield text


def _rows(content: Content, encoding: str, dialect: Dialect, faults: Faults) -> Iterator[Line]:
    """Yield the rows that are not blank with their number as a spreadsheet shows it; a fault ends them."""
    number = 0
    with _stream(content, encoding) as stream:
        try:
            for number, cells in islice(enumerate(csv.reader(stream, **dialect.options()), 1), dialect.first - 1, None):
                if len(cells) > MOST_COLUMNS:
                    many_columns(faults, number)
                    return
                if any(cells):
                    yield number, cells
        except csv.Error:
            faults.add(
                "quotes",
                message="From this row on the file cannot be split into cells.",
                remedy='Check the quotation marks: a text is opened and closed by ", and " inside it is doubled.',
                row=number + 1,
            )


def _unframed(rows: Iterator[Line]) -> Iterator[Line]:
    """Yield the rows of a printed list: without its drawn lines, cells without the space that aligns them."""
    for number, cells in rows:
        texts = [str(cell).strip() for cell in cells]
        if is_rule("|".join(texts)):
            continue
        framed = len(texts) > 2 and not texts[0] and not texts[-1]
        yield number, texts[1:-1] if framed else texts


def many_columns(faults: Faults, row: int | None = None) -> None:
    """Note that a table is wider than any that is planned with."""
    faults.add(
        "columns_many",
        message="The table has more than 1,000 columns.",
        remedy="Leave out what is not needed, or check the separator.",
        row=row,
    )
