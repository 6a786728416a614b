"""Deviations beyond tolerance, the dearest first: each with its cause and corrective action, or the dialog that asks for them."""

from dataclasses import dataclass

import streamlit as st

from sop.domain.decisions import LONGEST_TEXT
from sop.domain.ids import new_id
from sop.domain.people import Right
from sop.language import _, compact_money, date, month, number, percent
from sop.services import execution
from sop.services.execution import Execution, Explanation, Off
from sop.services.frames import WHOLE
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.decide import due_day, listed
from sop.ui.components.execution_grid import MEASURES
from sop.ui.drawing import escaped, named, plain
from sop.ui.view import View
from sop.ui.words import action_state_word

MOST = 6  # shown at once; the smaller ones stand behind a click


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the dialog was opened on: its token, which makes its click one row, and the deviation that was seen."""

    token: str
    off: Off


@action
def explained(view: View, ticket: Ticket) -> None:
    """Store cause and action of what the dialog was opened on."""
    state = st.session_state
    if view.cycle is None:
        return
    said = Explanation(
        cause=state[keys.DEVIATION_CAUSE],
        action=state[keys.DEVIATION_ACTION],
        owner_id=state[keys.DEVIATION_OWNER],
        due=state[keys.DEVIATION_DUE],
    )
    execution.explain(view.workspace, view.act(ticket.token), view.cycle, ticket.off, said)
    state[keys.STORED] = ticket.token
    notices.tell(_("Cause and action are stored. The action is on the follow-up page."))


def draw_deviations(view: View, seen: Execution, family: str) -> None:
    """Draw what is beyond tolerance in the family that is looked at."""
    found = [off for off in seen.off if family in {WHOLE, off.family}]
    st.subheader(_("Deviations beyond tolerance ({count})").format(count=len(found)), anchor=False)
    if not found:
        plain(_("Every counted figure lies within {share} of its plan.").format(share=percent(seen.tolerance, 0)))
    for off in found[:MOST]:
        _draw_card(view, off)
    if found[MOST:]:
        with st.expander(_("{count} smaller ones").format(count=len(found) - MOST), key="smaller-deviations"):
            for off in found[MOST:]:
                _draw_card(view, off)


def place_words(off: Off) -> str:
    """Return such as "Patio heaters · Closing stock · Oct 26"."""
    return f"{off.family} · {_(MEASURES[off.measure])} · {month(off.month)}"


def figures_words(off: Off, currency: str) -> str:
    """Return how far actual and plan lie apart, in units, in per cent and in money."""
    share = percent(off.share, 0, signed=True)
    return _("{actual} instead of {planned}: {share}, {money}").format(
        actual=number(off.actual_units), planned=number(off.planned_units), share=share,
        money=compact_money(off.money, currency, signed=True),
    )  # fmt: skip


def _draw_card(view: View, off: Off) -> None:
    if view.cycle is None:
        return
    key = f"deviation-{off.family}-{off.month}-{off.measure}"
    with st.container(border=True, gap="xsmall", key=key):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(gap=None, width="stretch"):
                st.markdown(f"**{escaped(place_words(off))}**")
                plain(figures_words(off, view.cycle.currency))
            if off.explained is None and view.actor.may(Right.CAPTURE):
                label = _("Explain")
                if st.button(label, icon=":material/edit_note:", key=f"explain-{key}"):
                    _open_dialog(view, off)
        if off.explained is not None:
            plain(_("Cause: {cause}").format(cause=named(off.explained.cause)))
            _draw_action(view, off)
        else:
            st.caption(_("No cause yet"))


def _draw_action(view: View, off: Off) -> None:
    todo = off.action
    if todo is None:
        return
    owners = {person.id: person.name for person in view.room.people}
    late = todo.overdue(view.workspace.now().date())
    words = _("{state}: {action} · {owner} · due {due}").format(
        state=_("overdue") if late else action_state_word(todo.state), action=named(todo.text), owner=owners.get(todo.owner_id, "-"),
        due=date(todo.due),
    )  # fmt: skip
    st.caption(":material/task_alt: " + escaped(words))


def _open_dialog(view: View, off: Off) -> None:
    st.dialog(_("Explain a deviation"), icon=":material/edit_note:")(_form)(view, Ticket(new_id(), off))


def _form(view: View, ticket: Ticket) -> None:
    notices.in_dialog(ticket.token)
    if view.cycle is None:
        return
    plain(place_words(ticket.off))
    plain(figures_words(ticket.off, view.cycle.currency))
    ids, words = listed(view)
    st.text_area(_("Cause"), key=keys.DEVIATION_CAUSE, max_chars=LONGEST_TEXT, height=80)
    st.text_input(_("Corrective action"), key=keys.DEVIATION_ACTION, max_chars=LONGEST_TEXT)
    st.selectbox(_("Owner"), ids, format_func=words.__getitem__, key=keys.DEVIATION_OWNER)
    due_day(view, keys.DEVIATION_DUE)
    st.button(
        _("Store cause and action"), type="primary", icon=":material/edit_note:", key="deviation-store",
        on_click=explained, args=(ticket,),
    )  # fmt: skip
