"""What a stage says as long as it is not built: what will be here, and what to do first. Nothing invented."""

import streamlit as st

from sop.domain.meeting import Stage
from sop.language import _
from sop.ui.words import stage_word


def to_come(here: Stage, what: str, first: str) -> None:
    """Draw the heading of a stage, what it will hold and what can be done now; the page adds the button."""
    st.header(stage_word(here))
    st.info(_("This page is not ready yet."), icon=":material/construction:")
    st.write(what)
    st.write(first)
