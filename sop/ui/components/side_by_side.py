"""What the facilitator put side by side: up to four scenarios, six figures each, with differences to the base plan."""

from collections.abc import Sequence

import streamlit as st

from sop.domain.meeting import Cycle, Meeting, ProjectorView
from sop.language import _
from sop.services.comparison import Comparison
from sop.services.figures import FIGURES, Counted, Figure
from sop.services.proposing import side_by_side
from sop.services.sentences import lever_sentence
from sop.ui.components.compare import BEST, difference_words, figure_words
from sop.ui.components.projector import projected_view, without_money
from sop.ui.drawing import escaped, named, plain
from sop.ui.view import View

SHOWN = FIGURES[:6]
COLUMN_PX = 240
MOST_LEVERS = 3  # of a column; more would push its figures off the projector


def draw_side_by_side(view: View, cycle: Cycle, meeting: Meeting) -> None:
    """Draw a column for each scenario that stands before the room; nothing where none does."""
    comparison = side_by_side(view.workspace, cycle, meeting)
    if comparison is None or len(comparison.columns) < 2:
        if projected_view(view) is ProjectorView.OPTIONS:
            plain(_("Nothing stands side by side yet. The facilitator chooses it under the board."))
        return
    st.subheader(_("Side by side, against the base plan"), anchor=False)
    figures = [each for each in SHOWN if each.counted is not Counted.MONEY or not without_money(view)]
    with st.grid(len(comparison.columns) - 1, min_column_width=COLUMN_PX, gap="small", key="side-by-side-columns"):
        for k in range(1, len(comparison.columns)):
            with st.container(border=True, height="stretch", gap="small", key=f"side-{k}"):
                _draw_column(comparison, k, cycle.currency, figures)


def _draw_column(comparison: Comparison, k: int, currency: str, figures: Sequence[Figure]) -> None:
    scenario = comparison.columns[k].scenario
    st.markdown(f"**{escaped(named(scenario.name))}**")
    said = [lever_sentence(lever) for lever in scenario.levers]
    more = _("and {count} more").format(count=len(said) - MOST_LEVERS) if len(said) > MOST_LEVERS else ""
    st.caption(escaped("; ".join(filter(None, (*said[:MOST_LEVERS], more))) or _("no levers")))
    for figure in figures:
        difference = difference_words(figure, comparison.difference(figure, k), currency) or _("same")
        best = f" {BEST}" if k in comparison.best(figure) else ""
        plain(f"{_(figure.word)}: {figure_words(figure, comparison.value(figure, k), currency)} · {difference}{best}")
