"""Stage 0: the cycle, its agenda, who is invited."""

import streamlit as st

from sop.domain.meeting import Stage
from sop.ui.frame import stage
from sop.ui.words import stage_word

with stage(Stage.AGENDA):
    st.header(stage_word(Stage.AGENDA))
