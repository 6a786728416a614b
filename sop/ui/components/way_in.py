"""The way into the meeting, as the room sees it: code, address and PIN; and who comes in as what."""

import streamlit as st

from sop.domain.people import Person, Right, Role
from sop.language import N_, _
from sop.services import door
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.address import join_address, qr_picture, served_at, short
from sop.ui.components.decide import person_words
from sop.ui.drawing import plain
from sop.ui.view import View

CODE_PX, PROJECTED_PX = 180, 440
ROLES = {
    Role.FACILITATOR: N_("facilitator: runs the meeting"),
    Role.PARTICIPANT: N_("participant: tries levers, proposes, votes"),
    Role.VIEWER: N_("guest: looks on"),
}


@action
def pin_set(view: View) -> None:
    """Ask whoever joins for the PIN that was typed, or for none."""
    asked = door.set_pin(view.workspace.store, view.act(), st.session_state[keys.PIN])
    notices.tell(_("The PIN is set.") if asked else _("No PIN is asked for any more."))


@action
def role_given(view: View) -> None:
    """Give the chosen person the chosen role."""
    state = st.session_state
    person = door.set_role(view.workspace.store, view.act(), state[keys.ROLE_PERSON], state[keys.ROLE])
    notices.tell(_("{person}: {role}").format(person=person.name, role=_(ROLES[person.role])))


@action
def facilitator_wanted(view: View) -> None:
    """Make an address that lets one more facilitator in."""
    st.session_state[keys.FACILITATOR_KEY] = door.facilitator_key(view.workspace.store, view.act())


def draw_way_in(view: View) -> None:
    """Draw the code that phones read, the address for those who type, and the PIN where one is asked for."""
    base = served_at()
    with view.workspace.store.read() as tx:
        pin = door.pin(tx)
    with st.container(horizontal=not view.projector, vertical_alignment="center", key="way-in"):
        st.image(qr_picture(join_address(base, pin=pin)), width=PROJECTED_PX if view.projector else CODE_PX)
        with st.container(gap="small"):
            plain(_("Join with your phone or laptop:"))
            st.subheader(short(join_address(base)).replace(":", "\\:"), anchor=False)
            if pin:
                st.subheader(_("PIN {pin}").format(pin=pin), anchor=False)
    if view.actor.may(Right.RUN) and not view.projector:
        _draw_door(view, base, pin)


def _draw_door(view: View, base: str, pin: str) -> None:
    here = [person for person in view.room.people if person.joined_at is not None]
    with st.container(horizontal=True, key="door"):
        with st.popover(_("PIN"), icon=":material/pin:", key=f"pin-{pin}"):
            st.text_input(_("PIN of the meeting, empty for none"), pin, key=keys.PIN, max_chars=door.LONGEST_PIN)
            st.button(_("Set PIN"), key="pin-set", type="primary", on_click=pin_set)
        with st.popover(_("Roles"), icon=":material/badge:"):
            _draw_roles(here)
        with st.popover(_("One more facilitator"), icon=":material/person_add:"):
            _draw_key(base)


def _draw_roles(here: list[Person]) -> None:
    people = {person.id: person for person in here}
    chosen = st.selectbox(
        _("Person"), list(people), format_func=lambda each: person_words(people[each]), key=keys.ROLE_PERSON
    )
    now = people[chosen].role if chosen else Role.PARTICIPANT
    st.selectbox(
        _("Role"), list(Role), index=list(Role).index(now), format_func=lambda each: _(ROLES[each]), key=keys.ROLE
    )
    st.button(_("Give this role"), key="role-give", type="primary", on_click=role_given)


def _draw_key(base: str) -> None:
    plain(_("A second facilitator, or your own phone. The address works once: show it to nobody else."))
    st.button(_("Make an address"), key="facilitator-key", on_click=facilitator_wanted)
    key = st.session_state.get(keys.FACILITATOR_KEY)
    if key:
        address = join_address(base, key=key)
        st.image(qr_picture(address), width=CODE_PX)
        st.code(address, language=None, wrap_lines=True)
