"""The months of a family's or SKU's demand: last year, baseline, every change, consensus, budget, with their sums."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from sop.domain.demand import Override
from sop.domain.people import Person
from sop.domain.supply import FloatArray
from sop.language import ABSENT, _, month, ngettext, number, percent, signed
from sop.services.demand_view import YEAR, Outlook


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line of the table: its name with the unit, and its figures as text, the sum last."""

    name: str
    cells: tuple[str, ...]


def lines_of(shown: Outlook, unit: str, people: Sequence[Person]) -> tuple[Line, ...]:
    """Return the lines in their order: the changes stand between the baseline and the consensus that they make."""
    names = {person.id: person.name for person in people}
    steps = rounded_steps([shown.baseline, *(added for _override, added in shown.layers)])
    layers = [
        Line(_layer_name(override, names, unit), tuple(signed(each) for each in step))
        for (override, _added), step in zip(shown.layers, steps[1:], strict=True)
    ]
    consensus = tuple(number(each) for each in np.sum(steps, axis=0))
    lines = [
        Line(_named(_("Last year"), unit), _written(shown.last_year)),
        Line(_named(_("Baseline"), unit), tuple(number(each) for each in steps[0])),
        *layers,
        Line(_named(_("Consensus"), unit), consensus),
        Line(_("Consensus against last year"), _shares(shown.consensus, shown.last_year)),
    ]
    if np.isfinite(shown.budget).any():
        lines.append(Line(_named(_("Budget"), unit), _written(shown.budget)))
        lines.append(Line(_("Consensus against budget"), _shares(shown.consensus, shown.budget)))
    return tuple(lines)


def rounded_steps(figures: Sequence[FloatArray]) -> list[list[float]]:
    """Return figures that are added up as whole ones, with their sum of the first year last, so that they still add up.

    Each is the step from one rounded running total to the next: it differs from the full figure by less than 1.
    """
    totals = np.cumsum([np.append(each, each[:YEAR].sum()) for each in figures], axis=0)
    whole = np.floor(totals + 0.5)
    return [[float(each) for each in step] for step in np.diff(whole, axis=0, prepend=0.0)]


def _named(word: str, unit: str) -> str:
    return f"{word}, {unit}"


def _layer_name(override: Override, names: dict[str, str], unit: str) -> str:
    author = names.get(override.author_id, ABSENT)
    return _named(f"± {override.reason} ({author})", unit)


def _written(figures: FloatArray) -> tuple[str, ...]:
    """Return the figures and the sum of those of the first year, so that all lines are summed over the same months."""
    year = figures[:YEAR]
    known = np.isfinite(year)
    total = float(year[known].sum()) if known.any() else np.nan
    return (*(number(float(each)) for each in figures), number(total))


def _shares(ours: FloatArray, theirs: FloatArray) -> tuple[str, ...]:
    """Return the difference in per cent by month and, over the months of the first year known of both, in sum."""
    known = np.isfinite(theirs) & (theirs > 0)
    each = np.where(known, ours / np.where(known, theirs, 1.0) - 1, np.nan)
    year = known & (np.arange(len(theirs)) < YEAR)
    there = float(theirs[year].sum())
    total = float(ours[year].sum()) / there - 1 if there > 0 else np.nan
    return tuple(percent(float(share), signed=True) for share in (*each, total))


def draw_grid(shown: Outlook, unit: str, people: Sequence[Person]) -> None:
    """Draw the table, its sum first, then the months across; the current month says so."""
    lines = lines_of(shown, unit, people)
    heads = [month(each) for each in shown.months]
    heads[0] = _("{month} (running)").format(month=heads[0])
    summed = min(YEAR, len(heads))
    sums = ngettext("First {count} month", "First {count} months", summed).format(count=summed)
    table = pd.DataFrame(
        {
            sums: [line.cells[-1] for line in lines],
            **{head: [line.cells[t] for line in lines] for t, head in enumerate(heads)},
        },
        index=pd.Index([line.name for line in lines], name=_("Measure")),
    )
    right = {head: st.column_config.TextColumn(head, alignment="right") for head in (sums, *heads)}
    st.subheader(_("By month"), anchor=False)
    st.dataframe(table, key="demand-grid", height="content", column_config=right)
    st.caption(_("Figures are shown rounded; the sum of the months is that of the full figures."))
