"""What is wrong or odd with a file as a file of its own, for whoever has to mend it."""

import pandas as pd

from sop.domain.errors import Fault, Question
from sop.exports.tables import csv_bytes
from sop.language import _, say, sentence
from sop.services.inspection import Inspection


def problems_csv(found: Inspection) -> bytes:
    """Return every question and problem as CSV: sheet, row, column, value, reason, remedy, in the language spoken now."""
    lines = [*map(_asked, found.questions), *map(_line, found.problems)]
    headings = [_("Sheet"), _("Row"), _("Column"), _("Value"), _("What it is"), _("What to do")]
    return csv_bytes(pd.DataFrame(lines, columns=headings, dtype="str"))


def _asked(question: Question) -> tuple[str, ...]:
    return "", "", "", "", say(question), _("Choose one of the answers.")


def _line(fault: Fault) -> tuple[str, ...]:
    row = "" if fault.row is None else str(fault.row)
    return fault.sheet, row, fault.column, fault.value, say(fault), sentence(fault.remedy, fault.values)
