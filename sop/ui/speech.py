"""In which language this session is served: the person's own choice, else the address, else the browser's."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from sop import language
from sop.domain.people import Person
from sop.ui import keys


def register() -> None:
    """Let every text ask this module, also where no page script has run before: fragments, callbacks."""
    language.register(spoken)


def spoken() -> str:
    """Return the language of the session that is being served; English outside of any session."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return language.SOURCE
    known: str | None = st.session_state.get(keys.LANGUAGE)
    return known or wished()


def wished() -> str:
    """Return what a visitor who chose nothing yet would like: `?lang=`, else the browser's languages in their order."""
    asked = st.query_params.get("lang")
    return language.match(asked) if asked else best(st.context.headers.get("Accept-Language"))


def best(accepted: str | None) -> str:
    """Return the first language of an Accept-Language header that is ours."""
    tags = [part.split(";")[0].strip() for part in (accepted or "").split(",")]
    return next((language.match(tag) for tag in tags if _serves(tag)), language.SOURCE)


def _serves(tag: str) -> bool:
    return tag.split("-", maxsplit=1)[0].lower() in language.LANGUAGES


def serve(person: Person | None) -> str:
    """Settle the language for what is drawn from here on, and return it."""
    chosen = person.language if person else wished()
    st.session_state[keys.LANGUAGE] = language.match(chosen)
    return language.match(chosen)
