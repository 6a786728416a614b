"""How a page hears that something it shows was changed by somebody else.

Each live part leaves a mark in the page: its topics, and the newest change that it has drawn. The browser keeps one
event stream per tab, open on the topics of all marks together. When a topic moves past what a part has drawn (its own
echo does not), the browser waits a moment, so that fifty of them do not ask at once, and the callback here re-runs
exactly the parts that are behind. Behind a proxy that holds events back, a check of the database every ten seconds
does the same.
"""

import logging
from collections.abc import Iterable
from typing import NamedTuple

import streamlit as st
from streamlit.errors import StreamlitAPIException

from sop.services.room import changes_after
from sop.ui import keys
from sop.ui.cache import company

LOG = logging.getLogger("sop.live")
CHECK_EVERY = "10s"
GRACE = 2.0  # seconds in which the stream is expected to have told

_SCRIPT = """
const live = (window.sopLive ??= { marks: new Map(), latest: {}, source: null, address: "", fire: null })

const isBehind = mark => mark.topics.some(topic => (live.latest[topic] ?? 0) > mark.seen)
const behind = () => [...live.marks.values()].some(isBehind)

function ask() {
  live.waiting = live.again = 0
  if (!live.fire || !behind()) return
  live.fire("version", Math.max(...Object.values(live.latest)))
  live.again = setTimeout(ask, 1000)
}

function heard(topic, version) {
  live.latest[topic] = Math.max(live.latest[topic] ?? 0, version)
  if (live.waiting || !behind()) return
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

export default function ({ data, parentElement, setTriggerValue }) {
  if (!data.topics) {
    live.fire = setTriggerValue
    return () => { if (live.fire === setTriggerValue) live.fire = null }
  }
  live.marks.set(parentElement, data)
  settle()
  return () => { live.marks.delete(parentElement); settle() }
}
"""

_component = st.components.v2.component("sop_live", js=_SCRIPT)


class Mark(NamedTuple):
    """What a part shows: its topics, and the newest change that was known when it was drawn."""

    topics: tuple[str, ...]
    seen: int


def begin_page() -> None:
    """Forget the parts of the page that was drawn before, and start to listen for those of this one."""
    st.session_state[keys.PARTS] = {}
    _listener()


def mark(part: str, topics: Iterable[str], seen: int) -> None:
    """Leave the mark of a part that is being drawn, in the session and in the browser."""
    made = Mark(tuple(dict.fromkeys(topics)), seen)
    _marks()[part] = made
    _component(key=f"{keys.LIVE}-{part}-mark", data={"topics": list(made.topics), "seen": seen}, height=1)


def _marks() -> dict[str, Mark]:
    marks: dict[str, Mark] = st.session_state.setdefault(keys.PARTS, {})
    return marks


@st.fragment(run_every=CHECK_EVERY)
def _listener() -> None:
    """Hear of changes from the browser, and look for those that it never heard of."""
    _component(key=keys.LIVE, data={}, on_version_change=_follow, height=1)
    if missed():
        LOG.warning("changes reach this browser late: does a proxy hold back /api/live?")
        st.rerun()


def _follow() -> None:
    """Re-run the parts that are behind; only those that this page has drawn in this run are ever named."""
    parts = behind()
    if not parts:
        return
    try:
        st.rerun(parts)
    except StreamlitAPIException:
        LOG.warning("a part is gone: %s", parts)
        st.rerun()


def behind() -> list[str]:
    """Return the parts of which the hub knows something newer than they show."""
    hub = company().hub
    return [part for part, mark in _marks().items() if max(hub.versions(mark.topics).values(), default=0) > mark.seen]


def missed() -> list[str]:
    """Return the parts of which the database has known something newer for longer than a stream takes."""
    workspace = company()
    oldest = min((mark.seen for mark in _marks().values()), default=None)
    if oldest is None:
        return []
    late = [
        change for change in changes_after(workspace.store, oldest) if workspace.hub.quiet_for(change.topic) > GRACE
    ]
    return [
        part
        for part, mark in _marks().items()
        if any(change.id > mark.seen and change.topic in mark.topics for change in late)
    ]
