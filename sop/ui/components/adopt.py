"""Adopting the scenario on screen: a dialog that asks once more, and the line that says which plan is published."""

from collections.abc import Callable

import streamlit as st

from sop.domain.decisions import LONGEST_TEXT
from sop.domain.people import Right
from sop.language import N_, _, date_time, speaking
from sop.services import publishing
from sop.services.follow_up import MIME, plan_file
from sop.services.publishing import Published
from sop.services.what_if import Outcome
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.decide import Ticket, ticket_of
from sop.ui.drawing import escaped, named, plain
from sop.ui.view import View

PLAN_FORMS = {"csv": N_("CSV"), "xlsx": N_("Excel")}


@action
def adopted(view: View, ticket: Ticket) -> None:
    """Publish the plan that the dialog was opened on."""
    if view.cycle is None:
        return
    reason = st.session_state[keys.ADOPT_REASON]
    plan = publishing.adopt_scenario(
        view.workspace, view.act(ticket.token), view.cycle, ticket.scenario_id, ticket.seen, reason
    )
    st.session_state[keys.STORED] = ticket.token
    notices.tell(_("Plan r{number} is published. Its data is frozen.").format(number=plan.number))


def draw_adopt(view: View, outcome: Outcome) -> None:
    """Draw the facilitator's button that adopts the plan on screen."""
    if not view.actor.may(Right.RUN):
        return
    if st.button(_("Adopt"), icon=":material/publish:", key="adopt-open", help=_("Publish the plan of this scenario")):
        st.dialog(_("Adopt this plan"), icon=":material/publish:")(_adopt_form)(view, outcome, ticket_of(outcome))


def _adopt_form(view: View, outcome: Outcome, ticket: Ticket) -> None:
    notices.in_dialog(ticket.token)
    plain(_("Scenario: {name}").format(name=named(outcome.scenario.name)))
    st.write(
        _(
            "The plan is published: kept whole under its number, never changed, and what happens is measured against it. "
            "The data behind it is frozen. A plan published before stays on record; this one takes its place."
        )
    )
    before = published_line(view)
    if before:
        st.caption(escaped(before))
    st.text_area(_("Why this plan"), key=keys.ADOPT_REASON, max_chars=LONGEST_TEXT, height=80)
    st.button(
        _("Adopt and publish"), type="primary", icon=":material/publish:", key="adopt-confirm", on_click=adopted,
        args=(ticket,),
    )  # fmt: skip


def published_line(view: View) -> str:
    """Return which plan of the cycle is published, empty before one is."""
    if view.cycle is None:
        return ""
    with view.workspace.store.read() as tx:
        standing = publishing.standing_of(tx, view.cycle.id)
    return published_words(standing, view.cycle.time_zone) if standing else ""


def published_words(plan: Published, zone: str) -> str:
    """Return such as "Published: plan r12, scenario B, 26 Nov 2026, 11:05, by Ana"."""
    moment = date_time(plan.at, zone)
    if not plan.by:
        return _("Published: plan r{number}, {scenario}, {moment}").format(
            number=plan.number, scenario=named(plan.scenario_name), moment=moment
        )
    return _("Published: plan r{number}, {scenario}, {moment}, by {person}").format(
        number=plan.number, scenario=named(plan.scenario_name), moment=moment, person=plan.by
    )


def draw_published(view: View) -> None:
    """Say which plan is published; nothing before one is."""
    line = published_line(view)
    if line:
        st.caption(":material/publish: " + escaped(line))


def draw_plan_files(view: View) -> None:
    """Draw the buttons that take the published plan along; nothing before one is published."""
    if view.cycle is None:
        return
    with view.workspace.store.read() as tx:
        plan = publishing.standing_of(tx, view.cycle.id)
    if plan is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="plan-exports"):
        plain(published_words(plan, view.cycle.time_zone))
        for form, word in PLAN_FORMS.items():
            st.download_button(
                _(word), _maker(view, plan, form), f"plan-{view.cycle.name}-r{plan.number}.{form}", MIME[form],
                on_click="ignore", icon=":material/download:", key=f"export-plan-{form}",
            )  # fmt: skip


def _maker(view: View, plan: Published, form: str) -> Callable[[], bytes]:
    """Return what makes the file when it is clicked, in the language of whoever clicks."""

    def make() -> bytes:
        with speaking(view.language):
            with view.workspace.store.read() as tx:
                stored = publishing.published_plan(tx, plan)
            return plan_file(stored, form, view.workspace.now())

    return make
