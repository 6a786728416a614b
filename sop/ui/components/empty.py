"""What a page says before there is anything to show, with the button that leads on."""

import streamlit as st

from sop.domain.meeting import Stage
from sop.language import _
from sop.ui.view import View
from sop.ui.ways import way_to


def without_cycle(view: View) -> bool:
    """Say that no cycle is open and lead to where one is opened; return whether that was so."""
    if view.cycle is not None:
        return False
    st.info(_("No cycle is open yet. The facilitator opens one on the agenda page."), icon=":material/event_note:")
    way_to(Stage.AGENDA, _("To the agenda"))
    return True
