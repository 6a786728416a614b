"""Ways from one page to another within the tab: a link button would open a second one, with a second session."""

from pathlib import Path

import streamlit as st

from sop.domain.meeting import Stage
from sop.ui.words import SIGNS

PAGES = Path(__file__).parents[2] / "pages"


def file_of(stage: Stage) -> Path:
    """Return the script of a stage."""
    return PAGES / SIGNS[stage].file


def way_to(stage: Stage, label: str) -> None:
    """Draw a button that goes to another stage and keeps what the address says, such as `?view=projector`."""
    if st.button(label, key=f"way-to-{stage}", icon=SIGNS[stage].icon):
        go_to(stage)


def go_to(stage: Stage) -> None:
    """Go to another stage and keep what the address says: a copy of it, as the address is emptied first."""
    st.switch_page(file_of(stage), query_params=st.query_params.to_dict())
