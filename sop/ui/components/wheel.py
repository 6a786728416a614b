"""Who holds the wheel of what the room looks at, by name, and the clicks by which it changes hands."""

import streamlit as st

from sop.domain.people import Person, Right, Role
from sop.domain.scenario import Scenario
from sop.language import _
from sop.services import wheel
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.decide import person_words
from sop.ui.drawing import escaped, plain
from sop.ui.view import View

NOBODY = ""


@action
def taken(view: View, meeting_id: str) -> None:
    """Take the wheel."""
    wheel.take(view.workspace.store, view.act(), meeting_id)


@action
def handed(view: View, meeting_id: str) -> None:
    """Hand the wheel to the chosen person, or back to the facilitators."""
    wheel.hand(view.workspace.store, view.act(), meeting_id, st.session_state[keys.DRIVER] or None)


def draw_wheel(view: View, scenario: Scenario) -> None:
    """Say who moves the levers that the room looks at; nothing for a scenario that it does not look at."""
    meeting = view.meeting
    if meeting is None or meeting.projected_scenario != scenario.id or view.actor.role is Role.VIEWER:
        return
    driver = next((person for person in view.room.people if person.id == meeting.driver_id), None)
    label = _("Wheel: {name}").format(name=driver.name) if driver else _("Wheel: facilitator")
    holds = meeting.driver_id == view.person.id
    if not (holds or view.actor.may(Right.RUN)):
        plain(label)
        return
    with st.popover(escaped(label), icon=":material/trip_origin:", key=f"wheel-{meeting.driver_id}"):
        plain(_("Who holds the wheel alone moves the levers that the room looks at."))
        if not holds:
            st.button(
                _("Take the wheel"), key="wheel-take", type="primary", icon=":material/front_hand:", on_click=taken,
                args=(meeting.id,),
            )  # fmt: skip
        _draw_hand(view, meeting.id, driver)


def _draw_hand(view: View, meeting_id: str, driver: Person | None) -> None:
    others = {
        person.id: person_words(person)
        for person in view.room.people
        if person.joined_at is not None and person.role is not Role.VIEWER and person != driver
    }
    words = {NOBODY: _("the facilitator who moves first"), **others}
    st.selectbox(_("Hand it to"), list(words), format_func=words.__getitem__, key=keys.DRIVER)
    st.button(_("Hand over"), key="wheel-hand", icon=":material/swap_horiz:", on_click=handed, args=(meeting_id,))
