"""The months of a family's or SKU's demand: last year, baseline, every change, consensus, budget, with their sums."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from sop.domain.demand import Override
from sop.domain.people import Person
from sop.domain.supply import FloatArray
from sop.language import ABSENT, _, month, ngettext, number, percent, signed
from sop.services.demand_view import YEAR, Outlook
from sop.ui.drawing import escaped

NAMES_PX = 190  # of the lines' names: months are seen beside them on a phone


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line of the table: its name, and its figures as text, the sum last."""

    name: str
    cells: tuple[str, ...]


def lines_of(shown: Outlook, people: Sequence[Person]) -> tuple[Line, ...]:
    """Return the lines in their order: the changes stand between the baseline and the consensus that they make."""
    names = {person.id: person.name for person in people}
    steps = rounded_steps([shown.baseline, *(added for _override, added in shown.layers)])
    layers = [
        Line(_layer_name(override, names), tuple(signed(each) for each in step))
        for (override, _added), step in zip(shown.layers, steps[1:], strict=True)
    ]
    consensus = tuple(number(each) for each in np.sum(steps, axis=0))
    lines = [
        Line(_("Last year"), _written(shown.last_year)),
        Line(_("Baseline"), tuple(number(each) for each in steps[0])),
        *layers,
        Line(_("Consensus"), consensus),
        Line(_("Against last year"), _shares(shown.consensus, shown.last_year)),
    ]
    if np.isfinite(shown.budget).any():
        lines.append(Line(_("Budget"), _written(shown.budget)))
        lines.append(Line(_("Against budget"), _shares(shown.consensus, shown.budget)))
    return (*lines, *_beside(shown))


def _beside(shown: Outlook) -> Iterator[Line]:
    """Yield what others forecast and what studies say of the market: to be compared with, part of no figure."""
    for source, units in shown.others:
        yield Line(_("Forecast of {source}").format(source=source or _("others")), _written(units))
        yield Line(_("Consensus against it"), _shares(shown.consensus, units))
    for source, index in shown.markets:
        name = _("Market index of {source}").format(source=source or _("a study"))
        yield Line(name, (*(number(float(each), 1) for each in index), ABSENT))


def rounded_steps(figures: Sequence[FloatArray]) -> list[list[float]]:
    """Return figures that are added up as whole ones, with their sum of the first year last, so that they still add up.

    Each is the step from one rounded running total to the next: it differs from the full figure by less than 1.
    """
    totals = np.cumsum([np.append(each, each[:YEAR].sum()) for each in figures], axis=0)
    whole = np.floor(totals + 0.5)
    return [[float(each) for each in step] for step in np.diff(whole, axis=0, prepend=0.0)]


def _layer_name(override: Override, names: dict[str, str]) -> str:
    return f"± {override.reason} ({names.get(override.author_id, ABSENT)})"


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
    lines = lines_of(shown, people)
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
    columns = {head: st.column_config.TextColumn(head, alignment="right") for head in (sums, *heads)}
    columns["_index"] = st.column_config.TextColumn(width=NAMES_PX)
    st.subheader(escaped(_("By month, {unit}").format(unit=unit)), anchor=False)
    st.dataframe(table, key="demand-grid", height="content", column_config=columns)
    st.caption(_("Figures are shown rounded; the sum of the months is that of the full figures."))
