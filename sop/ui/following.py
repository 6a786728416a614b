"""Following the room: whoever is where the room is goes along with it to the page of the next item.

Who went to another page roams, and comes back with one click. Nobody is moved while they type or have a dialog open:
the browser waits with it, and tells when it may be.
"""

import streamlit as st

from sop.domain.meeting import Stage
from sop.language import _
from sop.ui import keys
from sop.ui.view import View
from sop.ui.ways import go_to

_SCRIPT = """
const isBusy = () => {
  const at = document.activeElement
  const types = at && (at.tagName === "TEXTAREA" || (at.tagName === "INPUT" && at.type !== "range") || at.isContentEditable)
  return types || document.querySelector("[role=dialog], [data-testid=stPopoverBody]") !== null
}

export default function ({ data, setTriggerValue }) {
  if (!data.to) return
  let asked = 0
  const waiting = setInterval(() => {  // a run that is overtaken by another loses what it was asked for: ask again
    if (isBusy() || Date.now() - asked < 1500) return
    asked = Date.now()
    setTriggerValue("go", data.to)
  }, 200)
  return () => clearInterval(waiting)
}
"""
_component = st.components.v2.component("sop_going", js=_SCRIPT)


def arrive(view: View, here: Stage) -> None:
    """Note on which page this session is, and whether the room is there; before the meeting the room is on the agenda."""
    state, running = st.session_state, view.room.running
    before: Stage | None = state.get(keys.HERE)
    if before is here:  # the same page drawn anew
        return
    state.pop(keys.GO, None)
    state[keys.HERE] = here
    is_late = before is None and running is not None and here is Stage.AGENDA  # comes in at the door: is taken along
    state[keys.IN_STEP] = is_late or view.projector or here is (running.stage if running else Stage.AGENDA)
    state[keys.FOLLOWED] = running.id if running and not is_late else None


def draw(view: View) -> None:
    """Go along with the room, or offer the way back to it."""
    state, running = st.session_state, view.room.running
    if running is None:
        return
    if state.get(keys.GO):
        go_to(running.stage)
    here: Stage = state[keys.HERE]
    if here is running.stage:
        state[keys.IN_STEP], state[keys.FOLLOWED] = True, running.id
    elif state[keys.IN_STEP] and state[keys.FOLLOWED] != running.id:
        _component(key=f"{keys.GOING}-{running.id}", data={"to": running.stage.value}, on_go_change=_going, height=1)
    elif not view.projector:
        st.button(_("Back to the room"), key="back-to-room", icon=":material/cast:", on_click=_going)


def _going() -> None:
    """Take the room's page and scenario; the page itself is switched where it is drawn."""
    st.session_state.pop(keys.OWN_SCENARIO, None)
    st.session_state[keys.GO] = True
