"""A file that was read is looked at beside what was delivered already: its names, and what seems odd."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from sop.domain.errors import Fault, Question
from sop.intake.faults import Faults
from sop.intake.reading import Reading
from sop.services.beside import Beside, Standing
from sop.services.doubts import note_doubts
from sop.services.references import Comparison, compare


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """The rows as they would be stored, what was noted and asked on the way, and the loads by which that was said."""

    rows: pd.DataFrame
    notes: tuple[Fault, ...]
    questions: tuple[Question, ...]
    standing: Standing


def check(beside: Beside, reading: Reading, answers: Mapping[str, str]) -> Checked:
    """Return the rows of a reading as they would be stored; Rejected with every name that nobody described."""
    sheet = str(reading.layout.get("sheet", ""))
    notes, faults = Faults(list(reading.notes), sheet=sheet), Faults(sheet=sheet)
    compared = Comparison(reading.kind, reading.rows, answers, notes, faults, [])
    compare(beside, compared)
    faults.stop()
    note_doubts(beside, compared)
    return Checked(compared.rows, tuple(notes.found), tuple(compared.questions), beside.standing)
