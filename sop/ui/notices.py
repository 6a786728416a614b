"""What went wrong or was done in a callback, kept until it can be shown: a callback itself must draw nothing."""

import logging
from dataclasses import dataclass
from types import TracebackType

import streamlit as st

from sop.domain.errors import SopError
from sop.language import _, say
from sop.ui import keys
from sop.ui.drawing import escaped

LOG = logging.getLogger("sop.ui")
TOP = "top"


@dataclass(slots=True)
class Notice:
    """One sentence to tell, and where it is told: the first place that is drawn keeps it."""

    text: str
    is_error: bool
    place: str | None = None


def tell(text: str, *, is_error: bool = False) -> None:
    """Keep a sentence for the place that is drawn next; a later one takes its place."""
    st.session_state[keys.NOTICE] = Notice(text, is_error)


def forget() -> None:
    st.session_state.pop(keys.NOTICE, None)


def show(place: str) -> None:
    """Show the kept sentence if it belongs here: at the top after a full run, else in the fragment that re-ran.

    It stays through re-runs that others cause and goes with the person's next action; the toast appears once.
    """
    notice: Notice | None = st.session_state.get(keys.NOTICE)
    if notice is None:
        return
    if notice.place is None:
        st.toast(escaped(notice.text), icon=":material/error:" if notice.is_error else ":material/check_circle:")
        notice.place = place
    elif place == TOP:
        notice.place = TOP
    if notice.place == place:
        draw = st.error if notice.is_error else st.success
        draw(escaped(notice.text))


def in_dialog(token: str) -> None:
    """Close the dialog that was opened with this token once its row is stored; before, tell in it what was refused."""
    if st.session_state.get(keys.STORED) == token:
        st.rerun()
    show("dialog")


def show_on(page: str) -> None:
    """Show the kept sentence at the top of a page; one that was shown on another page is old news."""
    before = st.session_state.get(keys.PAGE)
    st.session_state[keys.PAGE] = page
    notice: Notice | None = st.session_state.get(keys.NOTICE)
    if notice and notice.place and before != page:
        forget()
    show(TOP)


def calm() -> str:
    """Return the one sentence for a fault of ours."""
    return _("Something went wrong on our side. Nothing was changed; please try again.")


class CallbackDoor:
    """A block from which neither a refusal nor a bug escapes: it would wipe the page. Bugs are loud in the log.

    Streamlit's own signals (re-run, stop) are no `Exception` and pass.
    """

    def __enter__(self) -> None:
        forget()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, SopError):
            tell(say(error), is_error=True)
            return True
        if isinstance(error, Exception):
            LOG.error("a callback failed", exc_info=error)
            tell(calm(), is_error=True)
            return True
        return False


def script_failed(error: Exception) -> bool:
    """Tell a bug in a page as one calm sentence; Streamlit has logged it already."""
    LOG.error("a page failed: %s", type(error).__name__)
    st.error(calm(), icon=":material/error:")
    return True
