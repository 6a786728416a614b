"""The facilitator's controls of the projector: which view of a decision, how large, with or without money."""

import streamlit as st

from sop.domain.meeting import Meeting, ProjectorView, type_for
from sop.language import N_, _
from sop.services import running
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.shown import is_echo, show
from sop.ui.drawing import plain
from sop.ui.folding import draw_folded
from sop.ui.view import View

VIEWS = (
    (ProjectorView.OPTIONS, N_("Options"), "1"),
    (ProjectorView.LEVER, N_("Lever"), "2"),
    (ProjectorView.WHY, N_("Why"), "3"),
    (ProjectorView.ALL, N_("All"), "4"),
    (ProjectorView.RANGE, N_("Range"), "5"),
)


@action
def view_chosen(view: View, meeting_id: str, chosen: ProjectorView) -> None:
    """Let the projector show a part of the decision."""
    running.set_projector(view.workspace.store, view.act(), meeting_id, view=chosen)


@action
def money_hidden(view: View, meeting_id: str) -> None:
    """Leave amounts of money out of the projector's picture, or show them again."""
    if not is_echo(keys.HIDE_MONEY):
        hide = bool(st.session_state[keys.HIDE_MONEY])
        running.set_projector(view.workspace.store, view.act(), meeting_id, hide_money=hide)


@action
def size_set(view: View, meeting_id: str) -> None:
    """Take the size of type that the last row reads."""
    state = st.session_state
    px = type_for(float(state[keys.IMAGE_WIDTH]), float(state[keys.DISTANCE]))
    running.set_projector(view.workspace.store, view.act(), meeting_id, type_px=px)
    notices.tell(_("Type on the projector: {px} px.").format(px=px))


def draw_projector(view: View, meeting: Meeting) -> None:
    """Draw the controls: on the facilitator's screen with the set-up, on the projector itself the keys alone."""
    for chosen, word, key in VIEWS:
        st.button(
            _(word), key=f"view-{chosen}", shortcut=key, type="secondary" if meeting.projector.view is chosen else "tertiary",
            on_click=view_chosen, args=(meeting.id, chosen), help=_("What the projector shows"),
        )  # fmt: skip
    if not view.projector:
        draw_folded(_("Projector"), lambda: _draw_set_up(meeting), key=keys.PROJECTOR_FOLD, icon=":material/videocam:")


def _draw_set_up(meeting: Meeting) -> None:
    plain(_("Open this address on the machine at the projector, with ?view=projector behind it."))
    left, right = st.columns(2)
    left.number_input(_("Width of the image, m"), 0.5, 20.0, 2.4, step=0.1, key=keys.IMAGE_WIDTH)
    right.number_input(_("Distance of the last row, m"), 1.0, 60.0, 6.0, step=0.5, key=keys.DISTANCE)
    needed = type_for(float(st.session_state[keys.IMAGE_WIDTH]), float(st.session_state[keys.DISTANCE]))
    now = meeting.projector.type_px
    plain(
        _("The last row reads {now} px.").format(now=now)
        if now >= needed
        else _("The last row needs {needed} px, not {now}.").format(needed=needed, now=now)
    )
    st.button(
        _("Set {px} px").format(px=needed), key="projector-size", type="primary", on_click=size_set, args=(meeting.id,),
        disabled=now == needed,
    )  # fmt: skip
    show(keys.HIDE_MONEY, meeting.projector.hide_money)
    st.toggle(_("Hide money on the projector"), key=keys.HIDE_MONEY, on_change=money_hidden, args=(meeting.id,))


def without_money(view: View) -> bool:
    """Return whether this picture leaves amounts of money out."""
    return view.projector and view.meeting is not None and view.meeting.projector.hide_money


def projected_view(view: View) -> ProjectorView:
    """Return which part of a decision this browser shows: all of it anywhere but on the projector."""
    return view.meeting.projector.view if view.projector and view.meeting else ProjectorView.ALL
