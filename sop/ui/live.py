"""How a page hears that something it shows was changed by somebody else.

Each live part leaves a mark in the page: its topics, and the newest change that it has drawn. The browser keeps one
event stream per tab, open on the topics of all marks together. When a topic moves past what a part has drawn (its own
echo does not), the browser waits a moment, so that fifty of them do not ask at once, and until the page is at rest, so
that its widgets hold what was drawn last; the callback here re-runs exactly the parts that are behind. Behind a proxy
that holds events back, a check of the database every ten seconds does the same.

What a run has drawn is lost when the next request arrives before the server has taken it over (Streamlit drops it with
the thread that drew it). So a run waits for that, and a browser says what it has really drawn.
"""

import asyncio
import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from sop.language import _
from sop.services.room import newest_changes
from sop.ui import keys
from sop.ui.cache import company

LOG = logging.getLogger("sop.live")
CHECK_EVERY = "10s"
LISTENER = "live-listener"  # the fragment that hears of changes
GRACE = 2.0  # seconds in which the stream is expected to have told, and a browser to have drawn

_SCRIPT = """
const live = (window.sopLive ??= { marks: new Map(), latest: {}, source: null, address: "", fire: null })

const isBehind = mark => mark.late || mark.topics.some(topic => (live.latest[topic] ?? 0) > mark.seen)
const behind = () => [...live.marks.values()].filter(isBehind)

const isAtRest = () => {
  const state = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState
  return state === undefined || state === "notRunning"
}

function ask(patience = 40) {
  live.waiting = live.again = 0
  const late = behind()
  if (!live.fire || !late.length) return
  if (!isAtRest() && patience > 0) {
    live.waiting = setTimeout(ask, 50, patience - 1)
    return
  }
  live.fire("version", Math.min(...late.map(mark => mark.seen)))
  live.again = setTimeout(ask, 1000)
}

function heard(topic, version) {
  live.latest[topic] = Math.max(live.latest[topic] ?? 0, version)
  if (live.waiting || !behind().length) return
  clearTimeout(live.again)
  live.waiting = setTimeout(ask, 100 + 250 * Math.random())
}

function listen() {
  live.settling = 0
  const topics = [...new Set([...live.marks.values()].flatMap(mark => mark.topics))].sort()
  const address = topics.length ? "/api/live/" + topics.join(",") : ""
  if (address === live.address) return
  live.source?.close()
  live.address = address
  live.source = address ? new EventSource(address) : null
  for (const topic of topics) live.source.addEventListener(topic, event => heard(topic, Number(event.data)))
}

function settle() {
  live.settling ||= setTimeout(listen, 50)
}

const isLost = () => {
  const state = document.querySelector("[data-testid=stApp]")?.dataset.testConnectionState
  return (state !== undefined && state !== "CONNECTED") || (live.source !== null && live.source.readyState !== 1)
}

function watch(parent, word) {
  const sign = parent.querySelector(".lost")
  sign.textContent = word
  clearInterval(live.watching)
  let seconds = 0
  live.watching = setInterval(() => {
    seconds = isLost() ? seconds + 1 : 0
    sign.hidden = seconds < 2
  }, 1000)
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!data.topics) {
    live.fire = setTriggerValue
    watch(parentElement, data.lost)
    return () => { if (live.fire === setTriggerValue) live.fire = null }
  }
  live.marks.set(parentElement, data)
  settle()
  if (data.late && !live.waiting) live.waiting = setTimeout(ask, 50)
  return () => { live.marks.delete(parentElement); settle() }
}
"""

_LOOKS = """
.lost { position: fixed; top: .5rem; left: 50%; transform: translateX(-50%); z-index: 1000001; padding: .4rem 1rem;
        border-radius: .5rem; font: 600 1rem var(--st-font); background: #B34700; color: #fff }
.lost[hidden] { display: none }
"""
_component = st.components.v2.component(
    "sop_live", html='<div class="lost" role="status" hidden></div>', css=_LOOKS, js=_SCRIPT
)


class Mark(NamedTuple):
    """What a part shows: its topics, the newest change that was known when it was drawn, and when that was."""

    topics: tuple[str, ...]
    seen: int
    drawn_at: float = 0.0  # seconds of a clock that never goes back
    late: bool = False  # it has yet to be drawn in full, once the page is at rest


def begin_page() -> None:
    """Forget the parts of the page that was drawn before, and start to listen for those of this one."""
    st.session_state[keys.PARTS] = {}
    _listener()


def mark(part: str, topics: Iterable[str], seen: int, *, late: bool = False) -> None:
    """Leave the mark of a part that is being drawn, in the session and in the browser."""
    made = Mark(tuple(dict.fromkeys(topics)), seen, time.monotonic(), late)
    _marks()[part] = made
    data = {"topics": list(made.topics), "seen": seen, "late": late}
    _component(key=f"{keys.LIVE}-{part}-mark", data=data, height=1)


def forget(part: str) -> None:
    """Expect nothing more of a part that has no topics of its own and is drawn in full."""
    _marks().pop(part, None)


def _marks() -> dict[str, Mark]:
    marks: dict[str, Mark] = st.session_state.setdefault(keys.PARTS, {})
    return marks


@st.fragment(key=LISTENER, run_every=CHECK_EVERY)
def _listener() -> None:
    """Hear of changes from the browser, and look for those that it never heard of."""
    _component(key=keys.LIVE, data={"lost": _("Reconnecting …")}, on_version_change=_follow, height=1)
    if missed():
        LOG.warning("changes reach this browser late: does a proxy hold back /api/live?")
        st.rerun()


def _follow() -> None:
    """Re-run the parts that are behind, and those whose widgets changed in the same moment.

    A browser sends changes of one moment as one request, for the first part only. A request that names others as well
    runs them itself: a re-run by name would take its place, so the browser has to ask again.
    """
    context = get_script_run_ctx()
    if context is None or context.fragment_ids_this_run != context.fragment_storage.resolve_target(LISTENER):
        return
    clicked = _fragments_clicked(context) - set(context.fragment_ids_this_run)
    if None in clicked:  # it stands in the page itself
        st.rerun()
    within = {part: set(context.fragment_storage.resolve_target(part)) for part in _marks()}
    known = set().union(*within.values())
    draw_again(part for part, fragments in within.items() if fragments & clicked or clicked - known)


def _fragments_clicked(context: ScriptRunContext) -> set[str | None]:
    """Return the fragments of the widgets that this request has changed; nothing public tells."""
    state = context.session_state._state  # noqa: SLF001
    new = state._new_widget_state  # noqa: SLF001
    changed = (new.widget_metadata.get(each) for each in new if state._widget_changed(each))  # noqa: SLF001
    return {each.fragment_id for each in changed if each is not None}


def draw_again(also: Iterable[str] = ()) -> None:
    """Re-run the parts that are behind; only those that this page has drawn in this run are ever named."""
    heard = st.session_state.get(keys.LIVE) or {}
    parts = list(dict.fromkeys([*also, *behind(heard.get("version"))]))
    if not parts:
        return
    try:
        st.rerun(parts)
    except StreamlitAPIException:
        LOG.warning("a part is gone: %s", parts)
        st.rerun()


def behind(drawn: int | None = None) -> list[str]:
    """Return the parts that have yet to be drawn in full, and those of which the hub knows something newer.

    `drawn` is the oldest change that a browser which is behind has drawn; what was sent a moment ago may be on its way.
    """
    hub, sent_before = company().hub, time.monotonic() - GRACE

    def seen(mark: Mark) -> int:
        return mark.seen if drawn is None or mark.drawn_at > sent_before else min(mark.seen, drawn)

    newest = {part: max(hub.versions(mark.topics).values(), default=0) for part, mark in _marks().items()}
    return [part for part, mark in _marks().items() if mark.late or newest[part] > seen(mark)]


def missed() -> list[str]:
    """Return the parts of which the database has known something newer for longer than a stream takes."""
    workspace, marks = company(), _marks()
    oldest = min((mark.seen for mark in marks.values()), default=None)
    if oldest is None:
        return []
    topics = {topic for mark in marks.values() for topic in mark.topics}
    newest = newest_changes(workspace.store, topics, oldest)
    late = {topic: change for topic, change in newest.items() if workspace.hub.quiet_for(topic) > GRACE}
    return [part for part, mark in marks.items() if any(late.get(topic, 0) > mark.seen for topic in mark.topics)]


_loops: list[asyncio.AbstractEventLoop] = []


@contextmanager
def served_by(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Name the loop through which this server sends what is drawn."""
    _loops.append(loop)
    try:
        yield
    finally:
        _loops.remove(loop)


def hand_over() -> None:
    """Wait until the server has taken over what this run has drawn so far; without a server there is nobody to wait for."""
    for loop in _loops:
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result(GRACE)
