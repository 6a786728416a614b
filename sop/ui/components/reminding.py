"""Reminders to copy or to send: one for each person who can deliver what lacks, in that person's language."""

import streamlit as st

from sop.domain.meeting import Stage
from sop.domain.people import Right
from sop.language import _, language_names, number
from sop.services.deliveries import Deliveries
from sop.services.reminders import Reminder, Words, reminders
from sop.ui.address import served_at
from sop.ui.components.data_words import KIND_WORDS
from sop.ui.drawing import plain
from sop.ui.view import View
from sop.ui.words import function_word

WORDS = Words(lambda kind: _(KIND_WORDS[kind]), function_word)


def draw_reminding(view: View, board: Deliveries) -> None:
    """Draw the button that opens the reminders, for the facilitator, while something is open."""
    if not view.actor.may(Right.RUN):
        return
    found = reminders(board, f"{served_at()}/{Stage.DATA}", WORDS)
    if found and st.button(
        _("Remind ({count})").format(count=number(len(found))), icon=":material/notifications:", key="remind"
    ):
        st.dialog(_("Reminders"), width="large", icon=":material/notifications:")(_draw)(found)


def _draw(found: tuple[Reminder, ...]) -> None:
    st.caption(_("Copy a text, or open it in your mail program. Each is in the language of whoever gets it."))
    for place, each in enumerate(found):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            plain(_addressee(each))
            if each.mailto:
                st.link_button(_("Open in mail"), each.mailto, icon=":material/mail:", key=f"mail-{place}")
        st.code(each.text, language=None, wrap_lines=True)


def _addressee(reminder: Reminder) -> str:
    if reminder.to is None:
        return _("{department}: nobody is listed").format(department=function_word(reminder.function))
    parts = (reminder.to.name, function_word(reminder.function), language_names()[reminder.language], reminder.to.email)
    return " · ".join(filter(None, parts))
