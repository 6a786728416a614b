"""What a page says before there is anything to show, with the button that leads on."""

import streamlit as st

from sop.language import _
from sop.ui.view import View

AGENDA_ADDRESS = "/"


def without_cycle(view: View) -> bool:
    """Say that no cycle is open and lead to where one is opened; return whether that was so."""
    if view.cycle is not None:
        return False
    st.info(_("No cycle is open yet. The facilitator opens one on the agenda page."), icon=":material/event_note:")
    st.link_button(_("To the agenda"), AGENDA_ADDRESS, icon=":material/event_note:")
    return True
