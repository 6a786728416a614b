"""Stage 3: the supply plan."""

import streamlit as st

from sop.domain.meeting import Stage
from sop.ui.frame import stage
from sop.ui.words import stage_word

with stage(Stage.SUPPLY):
    st.header(stage_word(Stage.SUPPLY))
