"""Workbooks of binary forms are read in a process of their own: nothing in such a file can take this one down."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, Final

from sop.intake.raw import Content, Line, RawCell, Span

_MAIN: Final = Path(__file__).with_name("apart_main.py")


@dataclass(frozen=True, slots=True)
class About:
    """A sheet as the process tells of it."""

    name: str
    hidden: bool
    merged: tuple[Span, ...]


def sheets_apart(content: Content, form: str) -> tuple[list[About], str]:
    """Return the sheets of a workbook, or none and what is wrong: locked, broken."""
    answer: dict[str, Any] = next(_told(content, form), {"error": "broken"})
    sheets = [
        About(name, hidden, tuple((a, b, c, d) for a, b, c, d in merged))
        for name, hidden, merged in answer.get("sheets", ())
    ]
    return sheets, answer.get("error", "")


def read_apart(content: Content, form: str, place: int) -> Iterator[Line | str]:
    """Yield the rows of a sheet; last, in the place of a row, what is wrong with it, if anything is."""
    for told in _told(content, form, str(place)):
        if isinstance(told, dict):
            if "error" in told:
                yield str(told["error"])
            return
        yield told[0], [_cell(cell) for cell in told[1]]
    yield "broken"


def _told(content: Content, *wanted: str) -> Iterator[Any]:
    """Yield what the process says, line by line; it ends with whoever stops listening."""
    with content.open() as given, subprocess.Popen(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-I", str(_MAIN), *wanted],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=os.environ | {"RUST_BACKTRACE": "0"},  # its last words are not read
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        try:
            _give(given, process.stdin)
            for line in process.stdout:
                if not line.endswith(b"\n"):
                    return  # it was ended while it spoke
                yield json.loads(line)
        finally:
            process.kill()


def _give(given: IO[bytes], taker: IO[bytes]) -> None:
    with suppress(BrokenPipeError):  # it was ended while it listened, and says no word
        while piece := given.read(1 << 20):
            taker.write(piece)
        taker.close()


def _cell(told: Any) -> RawCell:
    if isinstance(told, dict):
        text = str(told["date"])
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    return told  # type: ignore[no-any-return]
