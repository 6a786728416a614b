"""The frame in which every page is drawn: status line, right to look, and two of the three doors for errors.

with stage(Stage.SUPPLY) as view:      the page's body
@action                                a widget's callback
@live_part("grid", topics=...)         a part that follows what others do
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate, ParamSpec

import streamlit as st

from sop.domain.errors import SopError
from sop.domain.meeting import Stage
from sop.domain.people import Right
from sop.language import say, speaking
from sop.services.room import Room
from sop.ui import following, live, notices, status_line
from sop.ui.actions import action
from sop.ui.cache import company
from sop.ui.drawing import escaped
from sop.ui.timings import timed
from sop.ui.view import View, look_around, view_of

__all__ = ["View", "action", "begin", "company", "live_part", "stage"]

P = ParamSpec("P")
_begun: ContextVar[Room | None] = ContextVar("room", default=None)


def begin() -> Room:
    """Look around before the page is chosen, for the navigation; the page's stage goes on with the same look."""
    room = look_around()
    _begun.set(room)
    return room


@contextmanager
def stage(here: Stage) -> Iterator[View]:
    """Draw the frame of a page and hand its body the view; somebody who may not look gets a sentence instead."""
    room = _begun.get() or look_around()
    _begun.set(None)
    view = view_of(room)
    if view is None:
        status_line.draw_for_visitor()
        st.stop()
    with st.container(gap=None):
        live.begin_page()
        following.arrive(view, here)
        _status(view)
    notices.show_on(here)
    with body_door():
        view.actor.require(Right.LOOK)
    with body_door():
        yield view


@contextmanager
def body_door() -> Iterator[None]:
    """Show a refusal where it arose and go on behind the block."""
    try:
        yield
    except SopError as error:
        st.error(escaped(say(error)), icon=":material/error:")


def live_part(
    part: str, topics: Callable[[View], Iterable[str]]
) -> Callable[[Callable[Concatenate[View, P], object]], Callable[Concatenate[View, P], None]]:
    """Turn `def grid(view, ...)` into a part of a page that draws itself again when one of its topics is announced.

    `part` is its name, unique in the page. A re-run looks around anew: never keep the view of the page in a closure.
    """

    def decorate(draw: Callable[Concatenate[View, P], object]) -> Callable[Concatenate[View, P], None]:
        @wraps(draw)
        def drawn(view: View, /, *args: P.args, **kwargs: P.kwargs) -> None:
            fresh = [view]

            def with_view(view: View) -> None:
                with (
                    speaking(view.language),
                    st.container(gap=None),
                ):  # said once for every text; the mark takes no room
                    with st.container(), body_door():
                        draw(view, *args, **kwargs)
                    with body_door():
                        live.mark(part, topics(view), view.room.seen)

            @st.fragment(key=part)
            @wraps(draw)
            def redrawn() -> None:
                if fresh:
                    with_view(fresh.pop())
                else:
                    _redraw(part, with_view)

            redrawn()

        return drawn

    return decorate


def _redraw(part: str, with_view: Callable[[View], None]) -> None:
    """Draw a part by itself, outside of a run of the whole page."""
    with timed("part", part):
        view = view_of(look_around())
        if view is None:
            status_line.ask_to_join()
            return
        notices.show(part)
        with_view(view)
    live.hand_over()


@live_part("status", topics=status_line.topics)
def _status(view: View) -> None:
    status_line.draw(view)
