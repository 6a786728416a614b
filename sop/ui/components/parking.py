"""The parking lot: what waits for a meeting of its own, with the ways to take it up, give it to somebody, or close it."""

import streamlit as st

from sop.domain.capture import ParkedTopic
from sop.domain.people import Right
from sop.language import _
from sop.services import parking
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.decide import listed, person_words
from sop.ui.components.incomplete import draw_lacks
from sop.ui.drawing import escaped, plain
from sop.ui.view import View


@action
def taken_up(view: View, topic_id: str) -> None:
    """Put a topic on the agenda of the meeting."""
    if view.meeting is not None:
        parking.take_up(view.workspace.store, view.act(), view.meeting.id, topic_id)
        notices.tell(_("It stands on the agenda now."))


@action
def closed(view: View, topic_id: str) -> None:
    """Close a topic."""
    parking.close(view.workspace.store, view.act(), topic_id)


@action
def given(view: View, topic_id: str, version: int, key: str) -> None:
    """Give a topic to who was chosen."""
    if st.session_state[key]:
        parking.give(view.workspace.store, view.act(), topic_id, version, st.session_state[key])


def waiting(view: View) -> tuple[ParkedTopic, ...]:
    """Return the topics that wait."""
    with view.workspace.store.read() as tx:
        return parking.waiting(tx)


def draw_parking(view: View, found: tuple[ParkedTopic, ...]) -> None:
    """Draw the topics that wait; nothing while none does."""
    if not found:
        return
    st.subheader(_("Parking lot ({count})").format(count=len(found)), anchor=False)
    for topic in found:
        _draw_topic(view, topic)


def _draw_topic(view: View, topic: ParkedTopic) -> None:
    names = {person.id: person_words(person) for person in view.room.people}
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"parked-{topic.id}"):
        with st.container(gap=None):
            plain(topic.text)
            if topic.owner_id:
                st.caption(escaped(names.get(topic.owner_id, "-")))
            draw_lacks(topic.lacks)
        if parking.may_change(view.actor, topic):
            _draw_ways(view, topic)


def _draw_ways(view: View, topic: ParkedTopic) -> None:
    if view.actor.may(Right.RUN) and view.meeting is not None:
        st.button(
            _("Put on the agenda"), key=f"parked-up-{topic.id}", type="tertiary", icon=":material/playlist_add:",
            on_click=taken_up, args=(topic.id,),
        )  # fmt: skip
    ids, words = listed(view)
    with st.popover(
        "", icon=":material/person_add:", help=_("Who carries it on"), key=f"parked-of-{topic.id}-{topic.version}"
    ):
        key = f"{keys.PARKED_OWNER}-{topic.id}"
        st.selectbox(
            _("Owner"), ids, index=ids.index(topic.owner_id) if topic.owner_id in ids else None, key=key,
            placeholder=_("Choose a person"), format_func=words.__getitem__,
        )  # fmt: skip
        st.button(
            _("Save"), key=f"parked-give-{topic.id}", type="primary", on_click=given,
            args=(topic.id, topic.version, key),
        )  # fmt: skip
    st.button(
        "", key=f"parked-close-{topic.id}", type="tertiary", icon=":material/check:", on_click=closed,
        args=(topic.id,), help=_("Close this topic"),
    )  # fmt: skip
