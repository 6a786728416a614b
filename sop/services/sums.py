"""The sums of a delivery: its control totals, exact, and rows that have come to say the same."""

import math

import pandas as pd

from sop.domain.kinds import Holds, Kind
from sop.intake.faults import Faults

QUANTITIES = ("quantity", "hours")
VALUES = ("revenue",)


def sums_of(rows: pd.DataFrame) -> tuple[float, float]:
    """Return units or hours, and money, summed exactly; 0 where the kind has none."""
    return _sum(rows, QUANTITIES), _sum(rows, VALUES)


def _sum(rows: pd.DataFrame, names: tuple[str, ...]) -> float:
    return sum(math.fsum(rows[name]) for name in names if name in rows)


def added_up(kind: Kind, rows: pd.DataFrame, notes: Faults, faults: Faults) -> pd.DataFrame:
    """Return one row per key after names were changed: amounts added up and said; a fault where they are no amounts."""
    key = list(kind.row_key)
    again = rows.duplicated(key)
    if not again.any():
        return rows
    if not {"quantity", "revenue"} & set(rows.columns):
        _note_twice(kind, rows[again], faults)
        return rows
    notes.add(
        "same_names_summed",
        message="Rows that differed in the spelling of a name alone were added up: {rows}.",
        remedy="Nothing needs to be done if the totals are right.",
        row=int(str(rows.index[again.to_numpy()][0])),
        rows=int(again.sum()),
    )
    numbers = [column.name for column in kind.columns if column.holds is Holds.NUMBER]
    total = rows.groupby(key, sort=False, dropna=False)[numbers].agg(math.fsum)
    first = rows[~again]
    return first.assign(**{name: total[name].to_numpy() for name in numbers})


def _note_twice(kind: Kind, rows: pd.DataFrame, faults: Faults) -> None:
    for row, line in rows.iterrows():
        faults.add(
            "same_names_twice",
            message="An earlier row names the same, in another spelling.",
            remedy="Keep one of them.",
            row=int(str(row)),
            column=", ".join(kind.row_key),
            value=", ".join(str(line[name]) for name in kind.row_key),
        )
