"""The speaking queue in the status line: one's own hand, who speaks, and the facilitator's way to call the next."""

import streamlit as st

from sop.domain.meeting import Meeting
from sop.domain.people import Right
from sop.domain.speaking import Hand
from sop.language import _, ngettext
from sop.services import speaking
from sop.services.speaking import Queue
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.decide import person_words
from sop.ui.components.shown import is_echo, show
from sop.ui.drawing import escaped, plain
from sop.ui.view import View
from sop.ui.words import function_word


@action
def queue_switched(view: View, meeting_id: str) -> None:
    """Let the meeting speak by the queue, or freely again."""
    if not is_echo(keys.BY_QUEUE):
        speaking.switch(view.workspace.store, view.act(), meeting_id, by_queue=st.session_state[keys.BY_QUEUE])


@action
def hand_moved(view: View, meeting_id: str, *, up: bool) -> None:
    """Raise one's own hand, or take it down."""
    move = speaking.raise_hand if up else speaking.lower_hand
    move(view.workspace.store, view.act(), meeting_id)


@action
def called(view: View, meeting_id: str, after: str, person_id: str) -> None:
    """Give the floor to the next one, or to the one that was clicked."""
    speaking.call_next(view.workspace.store, view.act(), meeting_id, after, person_id)


def speaking_now(view: View) -> Queue | None:
    """Say who speaks while the meeting speaks by the queue, and return the queue; None before the meeting runs."""
    if view.meeting is None or view.room.running is None:
        return None
    with view.workspace.store.read() as tx:
        queue = speaking.read_queue(tx, view.meeting.id)
    words = _floor_words(view, queue) if queue.floor.by_queue else ""
    if words:
        plain(words)
    return queue


def draw_speaking(view: View, meeting: Meeting, queue: Queue) -> None:
    """Draw one's own hand, and the facilitator's controls of the queue."""
    if view.projector:
        return
    if queue.floor.by_queue and view.actor.may(Right.TRY):
        _draw_hand(view, meeting, queue)
    if view.actor.may(Right.RUN):
        _draw_queue(view, meeting, queue)


def _floor_words(view: View, queue: Queue) -> str:
    """Return who speaks and how many wait; empty where neither."""
    said = []
    if queue.floor.function is not None:
        name = next((person_words(each) for each in view.room.people if each.id == queue.floor.speaker_id), "")
        said.append(_("Speaking: {name}").format(name=name or function_word(queue.floor.function)))
    if queue.hands:
        count = len(queue.hands)
        said.append(ngettext("{count} hand up", "{count} hands up", count).format(count=count))
    return " · ".join(said)


def _draw_hand(view: View, meeting: Meeting, queue: Queue) -> None:
    up = queue.is_up(view.person.id)
    label = _("Hand down") if up else _("Speak")
    st.button(
        "" if view.actor.may(Right.RUN) else label, key="hand", icon=":material/back_hand:", shortcut="H",
        type="primary" if up else "secondary", on_click=hand_moved, args=(meeting.id,), kwargs={"up": not up},
        help=_("Take your hand down") if up else _("Ask to speak; the facilitator calls"),
    )  # fmt: skip


def _draw_queue(view: View, meeting: Meeting, queue: Queue) -> None:
    """Draw the facilitator's queue: switch, next one, the others in their order, time by function."""
    after = queue.floor.speaker_id
    if queue.floor.by_queue and (queue.hands or after):
        label = _("Next: {name}").format(name=_name(view, queue.hands[0])) if queue.hands else _("End the turn")
        st.button(
            escaped(label), key="call-next", icon=":material/record_voice_over:", shortcut="E", on_click=called,
            args=(meeting.id, after, ""), help=_("Functions alternate; those that spoke least come first."),
        )  # fmt: skip
    with st.popover("", icon=":material/voice_chat:", help=_("Speaking queue"), key="queue"):
        show(keys.BY_QUEUE, queue.floor.by_queue)
        st.toggle(_("Speak by the queue"), key=keys.BY_QUEUE, on_change=queue_switched, args=(meeting.id,))
        st.caption(_("For large and remote meetings. Time is kept by function, no names."))
        for hand in queue.hands:
            st.button(
                escaped(_name(view, hand)), key=f"call-{hand.person_id}", type="tertiary", on_click=called,
                args=(meeting.id, after, hand.person_id), help=_("Call out of turn"),
            )  # fmt: skip
        for each in queue.spoken:
            plain(f"{function_word(each.function)}: {_clock(each.seconds)}")


def _name(view: View, hand: Hand) -> str:
    person = next((each for each in view.room.people if each.id == hand.person_id), None)
    return person_words(person) if person else function_word(hand.function)


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
