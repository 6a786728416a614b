"""Stage 6: what came of the plan."""

import streamlit as st

from sop.domain.meeting import Stage
from sop.language import _
from sop.ui.frame import stage
from sop.ui.placeholder import to_come

with stage(Stage.EXECUTION):
    to_come(
        Stage.EXECUTION,
        what=_(
            "Here actual sales, production and stock will be compared with the published plan, and each deviation gets a cause and an action."
        ),
        first=_("Decisions and actions of the meeting are listed on the follow-up page."),
    )
    st.link_button(_("Open follow-up"), "/follow-up", icon=":material/task_alt:")
