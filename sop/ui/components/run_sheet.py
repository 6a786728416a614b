"""The run sheet: the items of the agenda in their order, which one is on, and the facilitator's buttons."""

from collections.abc import Callable

import streamlit as st

from sop.domain.meeting import AgendaItem
from sop.domain.people import Right
from sop.language import _, ngettext
from sop.services import running
from sop.services.running import Agenda
from sop.ui.actions import action
from sop.ui.drawing import escaped, named
from sop.ui.view import View

STEP = 5  # minutes


@action
def started(view: View, meeting_id: str, item_id: str) -> None:
    """Start the clock of an item."""
    running.start_item(view.workspace.store, view.act(), meeting_id, item_id)


@action
def gone_on(view: View, meeting_id: str, after: str | None) -> None:
    """Go on to the next item."""
    running.next_item(view.workspace.store, view.act(), meeting_id, after)


@action
def stretched(view: View, meeting_id: str, item_id: str, minutes: int, *, from_next: bool) -> None:
    """Give the running item minutes more or less, from the next item where that is said."""
    running.stretch(view.workspace.store, view.act(), meeting_id, item_id, minutes, from_next=from_next)


@action
def stopped(view: View, meeting_id: str) -> None:
    """Stop the clock."""
    running.stop(view.workspace.store, view.act(), meeting_id)


def agenda_of(view: View) -> Agenda | None:
    """Return the meeting's agenda as it stands, None before a cycle was opened."""
    return Agenda(view.meeting, view.room.items) if view.meeting else None


def draw_run_sheet(view: View, more: Callable[[], object] | None = None) -> None:
    """Draw what is on now, the buttons that move on, and what the page wants on the same line."""
    agenda = agenda_of(view)
    if agenda is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="run-sheet"):
        st.subheader(_title(agenda, agenda.running), width="stretch", anchor=False)
        if view.actor.may(Right.RUN):
            _draw_buttons(agenda)
        if more is not None:
            more()


def _draw_buttons(agenda: Agenda) -> None:
    now, before, after = agenda.running, agenda.previous_item, agenda.next_item
    if before is not None:
        st.button(
            _("Back"), key="item-back", icon=":material/skip_previous:", shortcut="B", on_click=started,
            args=(agenda.meeting.id, before.id), help=escaped(named(before.title)),
        )  # fmt: skip
    if after is not None:
        label = _("Start") if now is None else _("Next")
        st.button(
            label, key="item-next", icon=":material/skip_next:", shortcut="N", on_click=gone_on,
            args=(agenda.meeting.id, now.id if now else None), help=escaped(named(after.title)),
        )  # fmt: skip
    if now is not None:
        _draw_stretch(agenda, now)
        st.button(
            _("Stop"), key="clock-stop", icon=":material/timer_off:", shortcut="S", on_click=stopped,
            args=(agenda.meeting.id,), help=_("Stop the clock"),
        )  # fmt: skip


def _draw_stretch(agenda: Agenda, now: AgendaItem) -> None:
    ways = (
        ("more", _("{count} more minutes").format(count=STEP), STEP, False),
        ("from-next", _("{count} minutes from the next item").format(count=STEP), STEP, True),
        ("less", _("{count} fewer minutes").format(count=STEP), -STEP, False),
    )
    with st.popover("", icon=":material/more_time:", help=_("Stretch or move minutes"), key=f"stretch-{now.version}"):
        for name, label, minutes, from_next in ways:
            st.button(
                label, key=f"stretch-{name}", on_click=stretched, args=(agenda.meeting.id, now.id, minutes),
                kwargs={"from_next": from_next},
            )  # fmt: skip


def _title(agenda: Agenda, now: AgendaItem | None) -> str:
    if now is None:
        return _("The meeting has not begun") if agenda.next_item else _("Every item was held")
    return _("{number} of {count} · {title}").format(
        number=now.position + 1, count=len(agenda.items), title=escaped(named(now.title))
    )


def minutes_words(minutes: int) -> str:
    """Return such as "15 minutes"."""
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
