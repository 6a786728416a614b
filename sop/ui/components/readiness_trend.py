"""Deliveries over the last cycles, beside the board of this one."""

import pandas as pd
import streamlit as st

from sop.charts.readiness_trend import readiness_trend_chart
from sop.charts.theme import Look
from sop.language import _
from sop.services.readiness_trend import Punctuality, read_trend
from sop.ui.drawing import vega
from sop.ui.view import View
from sop.ui.words import function_word

LEAST_CYCLES = 2


def draw_trend(view: View) -> None:
    """Draw on time and quality by department over the cycles up to the open one."""
    if view.cycle is None:
        return
    with view.workspace.store.read() as tx:
        found = read_trend(tx, view.workspace.covered, view.cycle, view.workspace.now())
    st.subheader(_("From cycle to cycle"), anchor=False)
    if len({each.cycle.id for each in found}) < LEAST_CYCLES:
        st.caption(_("The next cycle is shown beside this one."))
        return
    vega(readiness_trend_chart(_frame(found), Look(view.language, view.dark, view.projector)), "readiness-trend")
    st.caption(
        _("Deliveries on time of those that were due, below it the quality, 0 to 100; ▲ one came late or not at all.")
    )


def _frame(found: tuple[Punctuality, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "cycle": each.cycle.current,
                "department": _("All") if each.function is None else function_word(each.function),
                "on_time": each.on_time,
                "due": each.due,
                "quality": each.quality,
            }
            for each in found
        ]
    )
