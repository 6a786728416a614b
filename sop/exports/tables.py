"""A frame as a CSV file that spreadsheets open with the right letters and without running what stands in it."""

import re

import pandas as pd

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")


def csv_bytes(rows: pd.DataFrame) -> bytes:
    """Return the frame as CSV: comma, point, ISO dates, quoted where needed, one header row.

    UTF-8 with a byte order mark, without which Excel reads ă and ș as two letters each. A text (or heading) that a
    spreadsheet would run as a formula gets a leading apostrophe; numbers do not, also when written as text. Figures
    have 12 significant digits: sums of binary fractions lose their tails, nothing else.
    """
    safe = pd.DataFrame({place: rows.iloc[:, place].map(_safe) for place in range(rows.shape[1])})
    headings = [str(_safe(str(name))) for name in rows.columns]
    text = safe.to_csv(index=False, header=headings, float_format="%.12g", lineterminator="\r\n")
    return text.encode("utf-8-sig")


def _safe(value: object) -> object:
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA) and not _NUMBER.fullmatch(value):
        return "'" + value
    return value
