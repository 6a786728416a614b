"""The one line above every page: company and cycle, what runs and for how long, who is here, in which language."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sop import language
from sop.domain.meeting import AgendaItem, Meeting, Stage
from sop.language import _
from sop.services import joining, speaking, voting
from sop.ui import following, keys, speech
from sop.ui.actions import choose_language
from sop.ui.clock import countdown
from sop.ui.components.capture import draw_capture
from sop.ui.components.heard import heard_words
from sop.ui.components.shown import show
from sop.ui.components.speaking import draw_speaking, speaking_now
from sop.ui.drawing import named, plain
from sop.ui.view import View

JOIN = "/join"


def topics(view: View) -> list[str]:
    """Return what the line depends on."""
    of_meeting = [voting.topic(view.meeting.id), speaking.topic(view.meeting.id)] if view.meeting else []
    return [*view.topics(meeting=True), *of_meeting, f"person/{view.person.id}"]


def draw(view: View) -> None:
    """Draw the line for somebody who joined, and note that they are at the meeting once it runs."""
    _attend(view)
    with _line():
        with _words():
            plain(" · ".join(part for part in (view.room.company, _cycle(view)) if part))
            if view.room.running:
                _running(view, view.room.running)
            if view.meeting:
                plain(_here(view))
                _heard(view, view.meeting)
            following.draw(view)
            queue = speaking_now(view)
        if queue is not None and view.meeting:
            draw_speaking(view, view.meeting, queue)
        draw_capture(view)
        _language_switch()


def _heard(view: View, meeting: Meeting) -> None:
    """Say how many functions were heard on the question that is before the room, where the page itself does not."""
    if st.session_state[keys.HERE] is Stage.MEETING:
        return
    with view.workspace.store.read() as tx:
        poll = voting.before_the_room(tx, meeting)
    if poll is not None:
        plain(heard_words(poll, len(meeting.invited)))


def draw_for_visitor() -> None:
    """Draw the line and the way in for somebody who did not join yet."""
    with _line():
        with _words():
            plain("S&OP Live")
        _language_switch()
    ask_to_join()


def ask_to_join() -> None:
    st.write(_("Say who you are first: a name and a function are enough."))
    st.link_button(_("Join"), JOIN, type="primary", icon=":material/login:")


def _line() -> DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="center", key="status-line")


def _words() -> DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="center", gap="small", width="stretch")


def _cycle(view: View) -> str:
    return _("Cycle {name}").format(name=view.cycle.name) if view.cycle else _("No cycle is open")


def _running(view: View, item: AgendaItem) -> None:
    plain(_("Now: {item}").format(item=named(item.title)))
    ends = item.ends_at()
    if ends:
        countdown(ends, item.minutes, view.workspace.now())


def _here(view: View) -> str:
    invited = len(view.meeting.invited) if view.meeting else 0
    here = len(view.room.functions_here)
    return language.ngettext("{here} of {invited} function here", "{here} of {invited} functions here", invited).format(
        here=here, invited=invited
    )


def _language_switch() -> None:
    show(keys.LANGUAGE_CHOICE, speech.spoken())
    st.segmented_control(
        _("Language"),
        options=language.LANGUAGES,
        format_func=str.upper,
        key=keys.LANGUAGE_CHOICE,
        required=True,
        on_change=choose_language,
        label_visibility="collapsed",
    )


def _attend(view: View) -> None:
    if view.meeting and view.room.running and view.person.id not in view.room.present:
        joining.attend(view.workspace.store, view.act(), view.meeting.id)
