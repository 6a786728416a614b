"""Capture, on every page: a word, who carries it on if that is known, Enter; it lands incomplete where it belongs."""

import streamlit as st

from sop.domain.capture import LONGEST_CAPTURE, Capture, CaptureKind
from sop.domain.ids import new_id
from sop.domain.meeting import Stage
from sop.domain.people import Right
from sop.language import N_, _
from sop.services import capturing
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.decide import listed
from sop.ui.drawing import escaped
from sop.ui.view import View
from sop.ui.words import stage_word

KINDS = {
    CaptureKind.ACTION: N_("Action"),
    CaptureKind.DECISION: N_("Decision"),
    CaptureKind.RISK: N_("Risk"),
    CaptureKind.OPPORTUNITY: N_("Opportunity"),
    CaptureKind.ASSUMPTION: N_("Assumption"),
    CaptureKind.PARKED: N_("Parking lot"),
}
WEIGHED = frozenset({CaptureKind.RISK, CaptureKind.OPPORTUNITY, CaptureKind.ASSUMPTION})  # on the Pre-S&OP page

_SCRIPT = """
const focus = data => document.querySelector(data.field)?.focus()

export default ({ data }) => {
  const waiting = [50, 200, 400].map(pause => setTimeout(focus, pause, data))  // a dialog takes the focus as it opens
  return () => waiting.forEach(clearTimeout)
}
"""
_focus = st.components.v2.component("sop_focus", js=_SCRIPT)


@action
def captured(view: View, token: str) -> None:
    """Store what the dialog holds; a second Enter is the same entry."""
    if view.cycle is None:
        return
    state = st.session_state
    kind = state[keys.CAPTURE_KIND]
    wish = Capture(kind, state[keys.CAPTURE_TEXT], state[keys.CAPTURE_OWNER] or "")
    meeting_id = view.meeting.id if view.meeting else ""
    capturing.capture(view.workspace.store, view.act(token), view.cycle, meeting_id, wish)
    state[keys.STORED], state[keys.CAPTURED_LAST] = token, kind
    page = Stage.PRE_SOP if kind in WEIGHED else Stage.FOLLOW_UP
    notices.tell(
        _("{kind} captured; complete it on the page {page}.").format(kind=_(KINDS[kind]), page=stage_word(page))
    )


def draw_capture(view: View) -> None:
    """Draw the button that captures, for who may and once there is a cycle to capture for; none on the projector."""
    if view.cycle is None or view.projector or not view.actor.may(Right.CAPTURE):
        return
    if st.button(
        _("Capture"), key="capture-open", icon=":material/edit_note:", shortcut="K", help=_("Capture in a word")
    ):
        st.dialog(_("Capture"), icon=":material/edit_note:")(_form)(view, new_id())


def _form(view: View, token: str) -> None:
    notices.in_dialog(token)
    ids, words = listed(view)
    last = st.session_state.get(keys.CAPTURED_LAST, CaptureKind.ACTION)
    with st.form("capture-form", border=False):
        st.text_input(_("In a word"), key=keys.CAPTURE_TEXT, max_chars=LONGEST_CAPTURE)
        st.selectbox(
            _("Who carries it on"), ids, index=None, placeholder=_("may stay open"), format_func=words.__getitem__,
            key=keys.CAPTURE_OWNER,
        )  # fmt: skip
        st.segmented_control(
            _("Kind"), list(KINDS), default=last, required=True, key=keys.CAPTURE_KIND, wrap=True,
            format_func=lambda each: _(KINDS[each]), label_visibility="collapsed",
        )  # fmt: skip
        st.form_submit_button(
            escaped(_("Capture")), key="capture", type="primary", icon=":material/edit_note:", on_click=captured,
            args=(token,), help=_("Enter does the same."),
        )  # fmt: skip
    _focus(key="capture-focus", data={"field": f".st-key-{keys.CAPTURE_TEXT} input"}, height=1)
