"""What takes longer than a lever may: drawn once more, by itself, when the page around it is finished and at rest."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from sop.language import N_, _
from sop.services.answers import Question
from sop.ui import live
from sop.ui.frame import body_door
from sop.ui.timings import timed
from sop.ui.view import View, look_around, view_of

T = TypeVar("T")
_SLOW = N_("Solves several plans: in a company of this size that takes a while")


def waits_words() -> str:
    """Return what is said where something has to wait for the full plan."""
    return _("Comes with the full plan, in a moment.")


def draw_later(view: View, part: str, question: Question[T], draw: Callable[[View, T | None], None], ask: str) -> None:
    """Draw the answer to a question: at once where it is known; else first without one (None), then as it is found.

    `part` is its name, unique in the page. Call it within a live part: that part draws it anew with the plan that the
    question is about, so the answer never belongs to another plan than the one beside it. `ask` is what stands on the button
    where the question waits for a click.
    """
    if not question.ready:
        st.caption(waits_words())
        return
    first = [view]

    @st.fragment(key=part)
    def answered() -> None:
        if first:
            view, found = first.pop(), question.known
            if found is not None or not question.asked_for or _asked(part, ask):
                _drawn(view, part, found, draw, late=found is None)
            return
        with timed("part", part):
            again = view_of(look_around())
            if again is None:
                return
            found = None
            with body_door():
                found = question.answer()
            _drawn(again, part, found, draw, late=False)
        live.hand_over()

    answered()


def _asked(part: str, ask: str) -> bool:
    """Draw the button by which a question is asked: a click on it draws the answer, by itself."""
    return st.button(ask, icon=":material/calculate:", key=f"{part}-ask", help=_(_SLOW))


def _drawn(view: View, part: str, found: T | None, draw: Callable[[View, T | None], None], *, late: bool) -> None:
    """Draw, and leave a mark where there is more to come: on a lever's way every mark costs."""
    with st.container(gap="xsmall"):
        draw(view, found)
        if late:
            live.mark(part, (), view.room.seen, late=True)
        else:
            live.forget(part)
