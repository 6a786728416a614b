"""How the meetings themselves get better."""

import streamlit as st

from sop.domain.meeting import Stage
from sop.language import _
from sop.ui.frame import stage
from sop.ui.placeholder import to_come

with stage(Stage.IMPROVE):
    to_come(
        Stage.IMPROVE,
        what=_("Here the one-minute survey, the scorecard over the cycles and the improvement items will stand."),
        first=_("Until then put what should change on the agenda as an item of its own."),
    )
    st.link_button(_("Open the agenda"), "/", icon=":material/event_note:")
