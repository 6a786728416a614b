"""Stage 5: the meeting. What is on, the what-if board, decide."""

import streamlit as st

from sop.domain.meeting import Stage
from sop.language import _
from sop.ui.components.board import draw_board
from sop.ui.components.run_sheet import draw_run_sheet
from sop.ui.frame import stage

with stage(Stage.MEETING) as view:
    if view.cycle is None:
        st.info(_("No cycle is open yet. Open one on the agenda page; then the meeting is held here."))
        st.page_link("../../pages/0_agenda.py", label=_("Open a cycle"), icon=":material/event_note:")
    else:
        draw_run_sheet(view)
        draw_board(view)
