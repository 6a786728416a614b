"""Rows that are finer than what is planned become one: added up, or the newest version of them. Always said."""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from sop.domain.kinds import Holds, Kind
from sop.intake.faults import Faults
from sop.intake.headers import form_of


def condensed(
    kind: Kind, rows: pd.DataFrame, extras: Mapping[str, list[str]], skipped: Mapping[str, int], notes: Faults
) -> pd.DataFrame:
    """Return one row per key of the kind, sums exact; every row keeps the number of its first in the file."""
    _note_skipped(skipped, notes)
    key = list(kind.row_key)
    form = form_of(kind)
    if form.versions in extras:
        newest = _newest(rows, key, extras[form.versions])
        if len(newest) < len(rows):
            notes.add(
                "versions",
                message="The file has several versions of a row; the newest of each is taken.",
                remedy="Take older versions out if another one should hold.",
                column=form.versions,
                value=f"{len(rows)} > {len(newest)}",
            )
        return newest
    if not extras or not rows.duplicated(key).any():
        return rows
    summed = _summed(kind, rows, key)
    notes.add(
        "summed",
        message="The file is finer than what is planned; rows of the same key were added up.",
        remedy="Nothing needs to be done if the totals are right.",
        column=", ".join(extras),
        value=f"{len(rows)} > {len(summed)}",
    )
    return summed


def _newest(rows: pd.DataFrame, key: list[str], dated: list[str]) -> pd.DataFrame:
    by_date = rows.iloc[np.argsort(np.array(dated), kind="stable")]
    return by_date.drop_duplicates(key, keep="last").sort_index()


def _summed(kind: Kind, rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    group = rows.groupby(key, sort=False, dropna=False).ngroup().to_numpy()
    result = rows[~rows.duplicated(key)].copy()
    order = np.argsort(group, kind="stable")
    ends = np.flatnonzero(np.diff(group[order])) + 1
    for column in kind.columns:
        if column.holds is Holds.NUMBER:
            parts = np.split(rows[column.name].to_numpy()[order], ends)
            result[column.name] = [math.fsum(part) for part in parts]
    return result


def _note_skipped(skipped: Mapping[str, int], notes: Faults) -> None:
    if "ended" in skipped:
        notes.add(
            "past_rows",
            message="Rows whose validity has ended were left out.",
            remedy="Nothing needs to be done if they are past.",
            value=str(skipped["ended"]),
        )
    if "blank" in skipped:
        notes.add(
            "root_rows",
            message="Rows without a parent were left out: they say nothing about what goes into what.",
            remedy="Nothing needs to be done if they are no more than headings.",
            value=str(skipped["blank"]),
        )
