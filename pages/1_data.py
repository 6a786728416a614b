"""Stage 1: what every department delivers."""

import streamlit as st

from sop.domain.meeting import Stage
from sop.language import _
from sop.ui.frame import stage
from sop.ui.placeholder import to_come

with stage(Stage.DATA):
    to_come(
        Stage.DATA,
        what=_(
            "Here each department will deliver its files: they are checked, compared with the last delivery, and can be taken back."
        ),
        first=_("Until then the demo company is loaded by the command line: python -m sop demo."),
    )
    st.link_button(_("Open the agenda"), "/", icon=":material/event_note:")
