"""The dialogs of capture: a decision with the plan behind it, and an action."""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from sop.domain.decisions import LONGEST_TEXT, Decision
from sop.domain.ids import new_id
from sop.domain.people import Function, Person
from sop.language import _
from sop.language import date as day_words
from sop.services import decisions
from sop.services.decisions import DecisionWish
from sop.services.sentences import lever_sentence
from sop.services.what_if import Outcome
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.drawing import named
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
    return Ticket(new_id(), outcome.scenario.id, outcome.key.digest)


def person_words(person: Person) -> str:
    """Return a name with its function."""
    return f"{person.name} · {function_word(person.function)}"


@action
def decision_recorded(view: View, ticket: Ticket) -> None:
    """Record what the dialog holds; it closes only once the decision is stored."""
    state = st.session_state
    if view.cycle is None or view.meeting is None:
        return
    wish = DecisionWish(
        question=state[keys.DECISION_QUESTION],
        choice=state[keys.DECISION_CHOICE],
        rationale=state[keys.DECISION_REASON],
        decider_id=state[keys.DECISION_DECIDER],
        owner_id=state[keys.DECISION_OWNER] or "",
        due=state[keys.DECISION_DUE],
        scenario_id=ticket.scenario_id,
        meeting_id=view.meeting.id,
        seen=ticket.seen,
    )
    decisions.record_decision(view.workspace, view.act(ticket.token), view.cycle, wish)
    state[keys.STORED] = ticket.token
    notices.tell(_("The decision is recorded, with its plan."))


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


def decision_dialog(view: View, outcome: Outcome) -> None:
    """Open the dialog that records a decision on the plan now on screen."""
    st.dialog(_("Record decision"), width="large", icon=":material/gavel:")(_decision_form)(
        view, outcome, ticket_of(outcome)
    )


def _decision_form(view: View, outcome: Outcome, ticket: Ticket) -> None:
    notices.in_dialog(ticket.token)
    said = "; ".join(lever_sentence(lever) for lever in outcome.scenario.levers) or _("no levers")
    st.text(_("Plan: {scenario} ({levers})").format(scenario=named(outcome.scenario.name), levers=said))
    st.text_input(_("Question"), key=keys.DECISION_QUESTION, max_chars=LONGEST_TEXT)
    st.text_input(_("Choice"), key=keys.DECISION_CHOICE, max_chars=LONGEST_TEXT)
    st.text_area(_("Why"), key=keys.DECISION_REASON, max_chars=LONGEST_TEXT, height=100)
    left, middle, right = st.columns(3)
    ids, words = listed(view)
    left.selectbox(
        _("Decided by"), ids, index=_first_of(view, Function.MANAGEMENT), format_func=words.__getitem__,
        key=keys.DECISION_DECIDER,
    )  # fmt: skip
    middle.selectbox(
        _("Carried out by"),
        ids,
        index=None,
        placeholder=_("Choose a person"),
        format_func=words.__getitem__,
        key=keys.DECISION_OWNER,
    )
    with right:
        due_day(view, keys.DECISION_DUE)
    st.button(
        _("Record decision"), type="primary", icon=":material/gavel:", key="decision-record",
        on_click=decision_recorded, args=(ticket,),
    )  # fmt: skip


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


def _first_of(view: View, function: Function) -> int:
    return next((k for k, person in enumerate(view.room.people) if person.function is function), 0)


def due_day(view: View, key: str) -> None:
    """Draw the choice of a due date, two weeks ahead unless changed."""
    today: date = view.workspace.now().date()
    st.date_input(
        _("Due"), today + timedelta(days=DEFAULT_DAYS), min_value=today, key=key, format="DD.MM.YYYY",
        help=_("A day from {day} on.").format(day=day_words(today)),
    )  # fmt: skip
