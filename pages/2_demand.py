"""Stage 2: the demand plan."""

import streamlit as st

from sop.domain.meeting import Stage
from sop.language import _
from sop.ui.frame import stage
from sop.ui.placeholder import to_come

with stage(Stage.DEMAND):
    to_come(
        Stage.DEMAND,
        what=_(
            "Here the demand plan will be made: baseline with its interval, overrides with author and reason, consensus round."
        ),
        first=_("The demand behind the plan is shown on the supply page already."),
    )
    st.link_button(_("Open supply"), "/supply", icon=":material/factory:")
