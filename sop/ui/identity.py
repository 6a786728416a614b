"""Who is asking: the one place that reads the cookie. Services are given an Actor and never see it."""

from collections.abc import Callable

import streamlit as st

from sop.domain.people import Actor, Person

COOKIE = "sop_person"


def _token_in_cookie() -> str | None:
    return st.context.cookies.get(COOKIE)


_asked: list[Callable[[], str | None]] = [_token_in_cookie]


def provide(token: Callable[[], str | None]) -> Callable[[], str | None]:
    """Ask `token` for the visitor's token from now on, and return who was asked before.

    For other ways of logging in (a trusted header, OIDC) and for tests, whose sessions carry no cookies.
    """
    before = _asked[0]
    _asked[0] = token
    return before


def visitor_token() -> str | None:
    """Return the token of the browser that is being served, None when it never joined."""
    return _asked[0]()


def actor_of(person: Person) -> Actor:
    """Return what services may know of a person."""
    return Actor(person.id, person.function, person.role)
