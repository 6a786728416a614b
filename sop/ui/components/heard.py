"""Everybody is heard: one line of functions, a tap each, on the question that is before the room."""

from dataclasses import dataclass

import streamlit as st

from sop.domain.meeting import Meeting
from sop.domain.people import Function, Right
from sop.domain.votes import Turn
from sop.language import _, listing, ngettext
from sop.services import hearing, voting
from sop.services.voting import Poll
from sop.storage import prepared
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.drawing import escaped, plain
from sop.ui.view import View
from sop.ui.words import function_word

MARKS = {
    Turn.SPOKE: ":material/check:",
    Turn.PASSED: ":material/fast_forward:",
    None: ":material/radio_button_unchecked:",
}
READ = {Turn.SPOKE: "✓", Turn.PASSED: "»", None: "○"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is decided next, as far as nobody put it before the room yet."""

    question: str
    prepared_id: str = ""


@action
def tapped(view: View, vote_id: str, function: Function, turn: Turn | None, subject: Subject | None) -> None:
    """Note that a function spoke or passed, or take it back; the first tap puts the question before the room."""
    if view.meeting is None:
        return
    if not vote_id and subject is not None:
        vote_id = hearing.hear(
            view.workspace.store, view.act(), view.meeting, subject.question, prepared_id=subject.prepared_id
        ).id
    hearing.tap(view.workspace.store, view.act(), vote_id, function, turn)


def take_up(view: View, prepared_id: str) -> None:
    """Put a prepared decision before the room once the meeting runs; an open vote goes on. For callbacks."""
    if view.meeting is None or view.room.running is None or not view.actor.may(Right.RUN):
        return
    with view.workspace.store.read() as tx:
        standing, wanted = voting.opened(tx, view.meeting.id), prepared.get(tx, prepared_id)
    if standing is None or not standing.is_called:
        hearing.hear(view.workspace.store, view.act(), view.meeting, wanted.question, prepared_id=prepared_id)


def subject_of(view: View) -> Subject | None:
    """Return what is decided next: the prepared decision that is on here, else the running item; None before any runs."""
    running, meeting = view.room.running, view.meeting
    if running is None or meeting is None:
        return None
    shown = st.session_state.get(keys.SHOWN_SCENARIO) or meeting.projected_scenario or ""
    with view.workspace.store.read() as tx:
        found = [each for each in prepared.of_cycle(tx, meeting.cycle_id) if not each.withdrawn]
    picked = next((each for each in found if each.id == st.session_state.get(keys.PREPARED_ON)), None)
    on = picked or next((each for each in found if each.option(shown)), None)
    return Subject(on.question, on.id) if on else Subject(running.title)


def draw_heard(view: View, meeting: Meeting, poll: Poll | None, subject: Subject | None) -> None:
    """Draw the line of functions: to be tapped by the facilitator, to be read by everybody else."""
    turns = {each.function: each.turn for each in poll.heard} if poll else {}
    is_open = poll is None or poll.vote.is_open
    if not (is_open and view.actor.may(Right.RUN)) or view.projector:
        plain(heard_line(meeting, poll))
        return
    waiting = set(poll.waiting) if poll else set(meeting.invited)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="heard-line"):
        for function in meeting.invited:
            _draw_function(poll, subject, function, turns.get(function), is_waiting=function in waiting)


def _draw_function(
    poll: Poll | None, subject: Subject | None, function: Function, turn: Turn | None, *, is_waiting: bool
) -> None:
    vote_id = poll.vote.id if poll else ""
    shown = turn if turn or is_waiting else Turn.SPOKE  # who said a word in the vote was heard
    with st.container(horizontal=True, gap=None, width="content", key=f"heard-of-{function}"):
        st.button(
            function_word(function), key=f"heard-{function}", icon=MARKS[shown], on_click=tapped,
            type="secondary" if shown is None else "tertiary",
            args=(vote_id, function, None if turn else Turn.SPOKE, subject),
            help=_("Heard: take it back") if turn else _("Heard"),
        )  # fmt: skip
        if shown is None:
            st.button(
                "", key=f"pass-{function}", icon=MARKS[Turn.PASSED], on_click=tapped,
                args=(vote_id, function, Turn.PASSED, subject),
                help=escaped(_("{function} passes").format(function=function_word(function))),
            )  # fmt: skip


def heard_line(meeting: Meeting, poll: Poll | None) -> str:
    """Return every invited function with its mark: heard, passed, waited for."""
    turns = {each.function: each.turn for each in poll.heard} if poll else {}
    waiting = set(poll.waiting) if poll else set(meeting.invited)
    marks = {each: turns.get(each) or (None if each in waiting else Turn.SPOKE) for each in meeting.invited}
    return "   ".join(f"{READ[turn]} {function_word(function)}" for function, turn in marks.items())


def heard_words(poll: Poll, invited: int) -> str:
    """Return how many functions were heard on the question before the room, and who is waited for."""
    said = ngettext("{heard} of {invited} function heard", "{heard} of {invited} functions heard", invited).format(
        heard=invited - len(poll.waiting), invited=invited
    )
    return (
        f"{said} · {_('waiting: {functions}').format(functions=functions_words(poll.waiting))}"
        if poll.waiting
        else said
    )


def functions_words(functions: tuple[Function, ...]) -> str:
    """Return functions as a list that reads."""
    return listing([function_word(each) for each in functions])
