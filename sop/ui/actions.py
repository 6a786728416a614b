"""Callbacks of widgets: the only place where pages write, always through a service."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import streamlit as st

from sop.domain.errors import NotAllowed
from sop.services import joining
from sop.ui import keys
from sop.ui.cache import company
from sop.ui.components.shown import is_echo
from sop.ui.notices import CallbackDoor
from sop.ui.timings import timed
from sop.ui.view import View, look_around, view_of

P = ParamSpec("P")


def action(react: Callable[Concatenate[View, P], Any]) -> Callable[P, None]:
    """Turn `def moved(view, ...)` into a widget's callback: it is given the view of whoever acts.

    A SopError becomes a sentence at the place that is drawn next; a bug becomes a calm one and is logged. A click may
    arrive with a run that the page asked for by itself: the browser sends all that changed, whatever it asks for.
    """

    @wraps(react)
    def callback(*args: P.args, **kwargs: P.kwargs) -> None:
        with timed("action", react.__name__), CallbackDoor():
            view = view_of(look_around())
            if view is None:
                raise NotAllowed("Join first: say who you are.")
            react(view, *args, **kwargs)

    return callback


def choose_language() -> None:
    """Remember the language that was clicked: for good if the person joined, else in the address; draw all anew."""
    if is_echo(keys.LANGUAGE_CHOICE):
        return
    chosen: str = st.session_state[keys.LANGUAGE_CHOICE]
    with CallbackDoor():
        person = look_around().person
        if person is None:
            st.query_params["lang"] = chosen
        elif chosen != person.language:
            joining.choose_language(company().store, person, chosen)
    st.rerun()
