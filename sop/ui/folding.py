"""What is drawn only while it is open: a form behind a button costs a lever nothing as long as nobody looks at it."""

from collections.abc import Callable

import streamlit as st


def draw_folded(label: str, draw: Callable[[], None], *, key: str, icon: str) -> None:
    """Draw a button that opens what `draw` draws beneath it; `key` is its name, unique in the page."""
    state = st.session_state
    state[key] = bool(state.get(key))  # said anew, for it stays open when its label changes
    fold = st.popover(label, icon=icon, key=key, on_change="rerun")
    if fold.open:
        with fold:
            draw()


def draw_section(label: str, draw: Callable[[], None], *, key: str) -> None:
    """Draw a line that unfolds what `draw` draws beneath it; `key` is its name, unique in the page."""
    section = st.expander(label, key=key, on_change="rerun")
    if section.open:
        with section:
            draw()
