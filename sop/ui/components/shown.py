"""Widgets that show what is stored: moved by others, or by the widget beside them.

The browser learns of a value that was put into a widget only with the answer. What it sends before still holds the
value from before, which looks like a move back to it: an echo, that must not undo what was stored.
"""

import time

import streamlit as st

from sop.ui import keys

ECHO_SECONDS = 2.0  # within which a browser has drawn what it was told


def show(key: str, value: object) -> None:
    """Let the widget of this key show a value; call it before the widget is drawn."""
    before = st.session_state.get(key)
    if before == value:
        return
    st.session_state[key] = value
    told: dict[str, object] = st.session_state.setdefault(keys.TOLD, {})
    for old in (before, told.get(key)):  # a browser that is slow still sends what it was told before
        if old not in (None, value):
            _replaced(key)[_held(old)] = time.monotonic()
    told[key] = value


def is_echo(key: str) -> bool:
    """Return whether a widget's new value is one that was just taken off it; ask in its callback."""
    since = _replaced(key).get(_held(st.session_state[key]))
    return since is not None and time.monotonic() - since < ECHO_SECONDS


def _held(value: object) -> object:
    """Return a widget's value as it can be looked up: several choices are a list."""
    return tuple(value) if isinstance(value, list) else value


def _replaced(key: str) -> dict[object, float]:
    """Return the values that were put aside in a widget of late, and when."""
    every: dict[str, dict[object, float]] = st.session_state.setdefault(keys.REPLACED, {})
    now = time.monotonic()
    every[key] = {value: when for value, when in every.get(key, {}).items() if now - when < ECHO_SECONDS}
    return every[key]
