"""Stage 1: what every department delivers, what is missing, what a plan is made from."""

import streamlit as st

from sop.domain.meeting import Stage
from sop.ui.components.data_page import draw_data
from sop.ui.frame import stage
from sop.ui.words import stage_word

with stage(Stage.DATA) as view:
    st.header(stage_word(Stage.DATA))
    draw_data(view)
