"""The follow-up page: decisions with their plans, actions with owner and state, and the files to take home."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from sop.domain.decisions import Action, ActionState, Decision, DecisionStatus, status_of
from sop.domain.errors import NotFound
from sop.domain.measures import kpis
from sop.domain.meeting import Stage
from sop.domain.people import Right
from sop.language import N_, _, compact_money, date, date_time, percent, speaking
from sop.services import decisions, follow_up, voting
from sop.services.decisions import Recomputed, levers_of
from sop.services.follow_up import MIME, Log
from sop.services.sentences import lever_sentence
from sop.services.voting import Poll
from sop.storage import actions, plans
from sop.storage.plans import StoredPlan
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.action_form import change_dialog
from sop.ui.components.adopt import draw_plan_files
from sop.ui.components.decide import action_dialog, person_words
from sop.ui.components.decision import more_lines, status_badge
from sop.ui.components.incomplete import draw_lacks
from sop.ui.components.parking import draw_parking, waiting
from sop.ui.components.shown import is_echo, show
from sop.ui.drawing import escaped, named, plain
from sop.ui.frame import live_part
from sop.ui.view import View
from sop.ui.ways import go_to, way_to
from sop.ui.words import action_state_word

FORMS = (("csv", N_("CSV")), ("xlsx", N_("Excel")), ("ics", N_("Calendar")))


@action
def state_changed(view: View, action_id: str, version: int) -> None:
    """Store the state that was chosen; Conflict when somebody changed the action since."""
    with view.workspace.store.read() as tx:
        standing = actions.get(tx, action_id)
    chosen = st.session_state[f"state-{action_id}"]
    if chosen and chosen != standing.state and not is_echo(f"state-{action_id}"):
        decisions.change_action(view.workspace, view.act(), replace(standing, state=chosen, version=version))


@action
def recomputed(view: View, decision_id: str) -> None:
    """Make the decision's plan again; what came out is shown under it."""
    if view.cycle is None:
        raise NotFound("No cycle is open.")
    st.session_state[keys.RECOMPUTED] = decision_id


@action
def reopened(view: View, decision_id: str) -> None:
    """Make a draft with the levers that were decided, and look at it on the meeting page."""
    st.session_state[keys.OWN_SCENARIO] = decisions.reopen(view.workspace, view.act(), decision_id).id


@live_part("follow-up", topics=lambda view: view.topics(cycle=True, meeting=True))
def draw_follow_up(view: View) -> None:
    """Draw what was captured in the cycle and the buttons to take it along."""
    if view.cycle is None:
        return
    with view.workspace.store.read() as tx:
        log = follow_up.read_log(tx, view.cycle)
        voted = {each.vote_id: voting.poll(tx, each.vote_id) for each in log.decisions if each.vote_id}
        kept = {plan.id: plan for plan in plans.of_cycle(tx, view.cycle.id)}
    draw_plan_files(view)
    parked = waiting(view)
    if not log.decisions and not log.actions and not parked:
        st.info(_("Nothing was captured yet. Decisions and actions are recorded on the meeting page."))
        way_to(Stage.MEETING, _("Open the meeting"))
        return
    _draw_exports(view, log)
    left, right = st.columns(2, gap="large")
    with left:
        found = [each for each in log.decisions if not _was_completed(each, log)]
        st.subheader(_("Decisions ({count})").format(count=len(found)), anchor=False)
        for decision in found:
            _draw_decision(view, log, decision, kept.get(decision.plan_id), voted)
    with right:
        _draw_actions(view, log)
        draw_parking(view, parked)


def _was_completed(decision: Decision, log: Log) -> bool:
    """Return whether a decision was captured in a word and a later entry says the rest."""
    return bool(decision.lacks) and status_of(decision, log.decisions) is DecisionStatus.SUPERSEDED


def _draw_exports(view: View, log: Log) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="exports"):
        plain(_("Take along:"))
        for form, word in FORMS:
            st.download_button(
                _(word), _maker(view, log, form), f"actions-{log.cycle.name}.{form}", MIME[form], on_click="ignore",
                icon=":material/download:", key=f"export-{form}",
            )  # fmt: skip


def _maker(view: View, log: Log, form: str) -> Callable[[], bytes]:
    """Return what makes the file when it is clicked, in the language of whoever clicks."""

    def make() -> bytes:
        with speaking(view.language):
            return follow_up.actions_file(log, form, view.workspace.now())

    return make


def _name(log: Log, person_id: str) -> str:
    person = log.people.get(person_id)
    return person_words(person) if person else "-"


def _draw_decision(
    view: View, log: Log, decision: Decision, plan: StoredPlan | None, voted: Mapping[str, Poll]
) -> None:
    with st.container(border=True, key=f"decision-{decision.id}"):
        with st.container(horizontal=True, vertical_alignment="center", key=f"question-{decision.id}"):
            st.markdown(f"**{escaped(decision.question)}**", width="stretch")
            status_badge(status_of(decision, log.decisions))
        if plan is None:
            _draw_captured(view, log, decision)
            return
        plain(decision.choice)
        plain(_("Why: {reason}").format(reason=decision.rationale))
        plain(
            _("Decided by {decider} · carried out by {owner} · due {due}").format(
                decider=_name(log, decision.decider_id), owner=_name(log, decision.owner_id), due=date(decision.due)
            )
        )
        poll = voted.get(decision.vote_id)
        for line in more_lines(decision, poll, log.cycle.currency):
            plain(line)
        if decision.review_on:
            plain(_("Review on {day}").format(day=date(decision.review_on)))
        levers = "; ".join(lever_sentence(lever) for lever in levers_of(plan.recipe)) or _("no levers")
        st.caption(
            escaped(
                _("Plan r{number}: {scenario} ({levers}) · recorded {moment} by {person}").format(
                    number=plan.number, scenario=named(decision.scenario_name), levers=levers,
                    moment=date_time(decision.recorded_at, log.cycle.time_zone), person=_name(log, decision.recorded_by),
                )
            )
        )  # fmt: skip
        with st.container(horizontal=True, key=f"again-{decision.id}"):
            st.button(
                _("Re-open and re-compute"), icon=":material/replay:", type="tertiary", on_click=recomputed,
                args=(decision.id,), key=f"recompute-{decision.id}",
            )  # fmt: skip
            if view.actor.may(Right.TRY) and st.button(
                _("Try its levers"), icon=":material/science:", type="tertiary", on_click=reopened,
                args=(decision.id,), key=f"reopen-{decision.id}", help=_("A draft of your own with the levers of this decision."),
            ):  # fmt: skip
                go_to(Stage.MEETING)
        if st.session_state.get(keys.RECOMPUTED) == decision.id:
            _draw_recomputed(decisions.recompute(view.workspace, decision.id), log.cycle.currency)


def _draw_captured(view: View, log: Log, decision: Decision) -> None:
    """Draw a decision that was captured in a word: who said it, what it lacks, and the way to complete it."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"captured-{decision.id}"):
        draw_lacks(decision.lacks)
        if view.actor.may(Right.CAPTURE) and st.button(
            _("Complete"), icon=":material/gavel:", type="tertiary", key=f"complete-{decision.id}",
            help=_("Opens the meeting page with this question: the plan on screen is kept with the decision."),
        ):  # fmt: skip
            st.session_state[keys.COMPLETES] = decision.id
            go_to(Stage.MEETING)
    said = _("captured {moment} by {person}").format(
        moment=date_time(decision.recorded_at, log.cycle.time_zone), person=_name(log, decision.recorded_by)
    )
    st.caption(escaped(said))


def _draw_recomputed(again: Recomputed, currency: str) -> None:
    """Show the decision's figures as stored and as computed again."""
    stored, fresh = kpis(again.stored), kpis(again.fresh)
    rows = [
        (_("Revenue"), compact_money(stored.revenue_money, currency), compact_money(fresh.revenue_money, currency)),
        (_("Margin"), compact_money(stored.margin_money, currency), compact_money(fresh.margin_money, currency)),
        (_("Fill rate"), percent(stored.fill_rate), percent(fresh.fill_rate)),
        (
            _("Stock value"),
            compact_money(stored.stock_value_money, currency),
            compact_money(fresh.stock_value_money, currency),
        ),
    ]
    head = (_("Figure"), _("As decided"), _("Computed again"))
    st.table({name: [row[k] for row in rows] for k, name in enumerate(head)}, hide_index=True)
    if again.same:
        st.success(_("The same plan: every quantity agrees."), icon=":material/check_circle:")
    else:
        st.warning(
            _("The plan differs: a quantity by {share}. It was made by {then}, now by {now}.").format(
                share=percent(again.largest_difference, 4), then=again.engine_then, now=again.engine_now
            ),
            icon=":material/difference:",
        )


def _draw_actions(view: View, log: Log) -> None:
    st.subheader(_("Actions ({count})").format(count=len(log.actions)), anchor=False)
    today = view.workspace.now().date()
    for each in log.actions:
        _draw_action(view, log, each, is_late=each.overdue(today))
    if (
        view.actor.may(Right.CAPTURE)
        and view.meeting is not None
        and st.button(_("Add action"), icon=":material/add_task:", key="action-open", shortcut="A")
    ):
        action_dialog(view, log.decisions)


def _draw_action(view: View, log: Log, each: Action, *, is_late: bool) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"action-{each.id}"):
        with st.container(gap=None):
            plain(each.text)
            late = _("overdue") if is_late else ""
            known = each.owner_id or each.due
            due = _("{owner} · due {due}").format(owner=_name(log, each.owner_id), due=date(each.due)) if known else ""
            st.caption(escaped(" · ".join(part for part in (due, late) if part)))
            draw_lacks(each.lacks)
        if decisions.may_change(view.actor, each) and st.button(
            _("Complete") if each.lacks else "", icon=":material/edit:", type="tertiary", key=f"action-edit-{each.id}",
            help=_("Change this action"),
        ):  # fmt: skip
            change_dialog(view, each)
        show(f"state-{each.id}", each.state)
        st.selectbox(
            _("State"), list(ActionState), format_func=action_state_word, key=f"state-{each.id}",
            on_change=state_changed, args=(each.id, each.version), label_visibility="collapsed", width=160,
            disabled=not decisions.may_change(view.actor, each),
        )  # fmt: skip
