"""A file as sheets of raw rows: what it is is told by its content, never by the ending of its name."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sop.intake import sniff
from sop.intake.books import open_book
from sop.intake.faults import Faults
from sop.intake.raw import MOST_COLUMNS, Content, Line, Opened, RawCell, Sheet, Span
from sop.intake.text import open_text

__all__ = ["MOST_COLUMNS", "Line", "Opened", "RawCell", "Sheet", "Span", "open_file"]


def open_file(source: Path | bytes, file_name: str, faults: Faults, answers: Mapping[str, str]) -> Opened:
    """Return a file as its sheets, rows still to be read; Rejected, saying what it is and what to do, where it is no table.

    `answers` settles `encoding` and `separator`. Faults found while rows are read are noted in `faults` and end them.
    """
    opened = _opened(Content(source), faults, answers)
    return replace(opened, named_otherwise=sniff.is_named_otherwise(file_name, opened.form))


def _opened(content: Content, faults: Faults, answers: Mapping[str, str]) -> Opened:
    head = content.head(sniff.HEAD)
    sniff.note_no_table(head, faults)
    faults.stop()
    family = sniff.family_of(head)
    if family in {"zip", "ole"}:
        return open_book(content, family, faults)
    if family in {"markup", "mail"}:
        from sop.intake.markup import open_markup

        return open_markup(content, family, faults)
    if family == "dbf":
        from sop.intake.dbf import open_dbf

        return open_dbf(content, faults, answers)
    if family == "parquet":
        from sop.intake.parquet import open_parquet

        return open_parquet(content, faults)
    return open_text(replace(content, packed=family == "gzip"), faults, answers)
