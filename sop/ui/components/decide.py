"""The dialog that adds an action, and what every dialog of capture has: its ticket, people by name, a due day."""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from sop.domain.decisions import LONGEST_TEXT, Decision
from sop.domain.ids import new_id
from sop.domain.people import Person
from sop.language import _
from sop.language import date as day_words
from sop.services import decisions
from sop.services.what_if import Outcome
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.view import View
from sop.ui.words import function_word

DEFAULT_DAYS = 14


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a dialog was opened on: its token, which makes its click one row, and the plan that was seen."""

    token: str
    scenario_id: str = ""
    seen: str = ""


def ticket_of(outcome: Outcome) -> Ticket:
    """Return the ticket of a decision dialog that opens on a plan."""
    return Ticket(new_id(), outcome.scenario.id, outcome.seen)


def person_words(person: Person) -> str:
    """Return a name with its function."""
    return f"{person.name} · {function_word(person.function)}"


@action
def action_added(view: View, ticket: Ticket) -> None:
    """Store what the action dialog holds."""
    state = st.session_state
    if view.cycle is None or view.meeting is None:
        return
    decisions.add_action(
        view.workspace, view.act(ticket.token), view.cycle, view.meeting.id, state[keys.ACTION_TEXT],
        state[keys.ACTION_OWNER], state[keys.ACTION_DUE], state[keys.ACTION_DECISION] or None,
    )  # fmt: skip
    state[keys.STORED] = ticket.token
    notices.tell(_("The action is stored."))


def action_dialog(view: View, standing: tuple[Decision, ...]) -> None:
    """Open the dialog that adds an action, for a decision or on its own."""
    st.dialog(_("Add action"), icon=":material/add_task:")(_action_form)(view, standing, Ticket(new_id()))


def _action_form(view: View, standing: tuple[Decision, ...], ticket: Ticket) -> None:
    notices.in_dialog(ticket.token)
    ids, words = listed(view)
    questions = {"": _("None"), **{each.id: each.question for each in standing}}
    st.text_input(_("What is to be done"), key=keys.ACTION_TEXT, max_chars=LONGEST_TEXT)
    st.selectbox(_("Owner"), ids, format_func=words.__getitem__, key=keys.ACTION_OWNER)
    due_day(view, keys.ACTION_DUE)
    last = len(questions) - 1
    st.selectbox(
        _("For the decision"), list(questions), index=last, format_func=questions.__getitem__, key=keys.ACTION_DECISION
    )
    st.button(
        _("Add action"), type="primary", icon=":material/add_task:", key="action-add", on_click=action_added,
        args=(ticket,),
    )  # fmt: skip


def listed(view: View) -> tuple[list[str], dict[str, str]]:
    """Return the ids of everybody who is listed, and id -> name with function."""
    return [person.id for person in view.room.people], {person.id: person_words(person) for person in view.room.people}


def due_day(view: View, key: str) -> None:
    """Draw the choice of a due date, two weeks ahead unless changed."""
    today: date = view.workspace.now().date()
    st.date_input(
        _("Due"), today + timedelta(days=DEFAULT_DAYS), min_value=today, key=key, format="DD.MM.YYYY",
        help=_("A day from {day} on.").format(day=day_words(today)),
    )  # fmt: skip
