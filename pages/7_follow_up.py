"""Follow-up: what was decided, who does what until when."""

import streamlit as st

from sop.domain.meeting import Stage
from sop.ui.frame import stage
from sop.ui.words import stage_word

with stage(Stage.FOLLOW_UP):
    st.header(stage_word(Stage.FOLLOW_UP))
