"""The process in which a workbook is read whose size cannot be told before: run as a script, it imports nothing of ours.

    python -I apart_main.py FORM [SHEET] < workbook

writes JSON, one value on a line: {"sheets": [[name, hidden, merged], ...]} or, where SHEET is the place of one of them, its
rows as [number, cells] and {"end": true}; a date is {"date": "2027-02-03"}. {"error": "locked" | "broken" | "far"} says why
there is no more.
Memory and time are bounded by the system: a file that asks for more ends this process and nothing else.
"""

import io
import json
import sys
from datetime import date

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

MOST_BYTES = 3 << 29
MOST_SECONDS = 120
MOST_CELLS = 16_000_000
LAST_ROW = 1_048_576
MOST_MERGED = 100_000


def bound() -> None:
    """Have the system end this process when it takes too much; where it has no such limits, go on without."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def told(cell: object) -> object:
    """Return a cell as JSON has it."""
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    return cell if isinstance(cell, str | float | int | bool) else str(cell)


def main(form: str, wanted: str = "") -> None:
    """Write what the workbook on standard input holds."""
    bound()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        if not wanted:
            say({"sheets": [about(book, form, place) for place in range(len(book.sheets_metadata))]})
            return
        sheet = book.get_sheet_by_index(int(wanted))
        rows, columns = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
        if rows > LAST_ROW or rows * columns > MOST_CELLS:
            say({"error": "far"})
            return
        before = [None] * sheet.start[1] if sheet.start else []
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if any(cell != "" for cell in cells):
                say([number, before + [None if cell == "" else told(cell) for cell in cells]])
        say({"end": True})
    except PasswordError:
        say({"error": "locked"})
    except CalamineError:
        say({"error": "broken"})


def about(book: CalamineWorkbook, form: str, place: int) -> list[object]:
    """Return the name of a sheet, whether it is hidden, and its merged cells where the form tells them without reading it."""
    told = book.sheets_metadata[place]
    merged = (book.get_sheet_by_index(place).merged_cell_ranges or []) if form == "xls" else []
    spans = [[first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1] for first, last in merged[:MOST_MERGED]]
    return [told.name, told.visible != SheetVisibleEnum.Visible, spans]


def say(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
