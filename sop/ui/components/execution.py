"""The execution page: what is off the published plan with cause and action, the grid behind it, what was decided before."""

import datetime as dt
from collections.abc import Mapping

import streamlit as st

from sop.domain.decisions import Action, ActionState, Decision
from sop.domain.execution import Measure
from sop.domain.meeting import Stage
from sop.domain.people import Right
from sop.language import N_, _, date, month, percent
from sop.services import execution
from sop.services.execution import Execution, LedgerEntry
from sop.services.frames import WHOLE
from sop.storage import people
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.adopt import published_words
from sop.ui.components.deviations import draw_deviations
from sop.ui.components.execution_grid import draw_execution_grid, draw_measures
from sop.ui.components.incomplete import draw_lacks
from sop.ui.drawing import escaped, named, plain
from sop.ui.frame import live_part
from sop.ui.view import View
from sop.ui.ways import way_to
from sop.ui.words import action_state_word

MISSING = {
    Measure.SALES: N_("Sales were not delivered: load sales_history on the data page."),
    Measure.PRODUCTION: N_("What was made was not delivered: load production_history on the data page."),
    Measure.STOCK: N_("Month-end stocks were not delivered: load stock_history on the data page."),
}
OVERDUE_ICON = ":material/warning:"
STATE_ICONS = {
    ActionState.DONE: ":material/check_circle:",
    ActionState.OPEN: ":material/radio_button_unchecked:",
    ActionState.DROPPED: ":material/cancel:",
}


@action
def tolerance_changed(view: View) -> None:
    """Take over the tolerance that was typed, in per cent of the plan."""
    execution.set_tolerance(view.workspace.store, view.act(), st.session_state[keys.TOLERANCE] / 100)


@live_part("execution", topics=lambda view: view.topics(cycle=True, meeting=True))
def draw_execution(view: View) -> None:
    """Draw what came of the published plans, and the decisions of earlier cycles with their actions."""
    if view.cycle is None:
        return
    seen = execution.read_execution(view.workspace, view.cycle)
    if seen is None or seen.closed == 0:
        _say_that_nothing_closed(view, seen)
    else:
        _draw_comparison(view, seen)
    _draw_ledger(view)


def _say_that_nothing_closed(view: View, seen: Execution | None) -> None:
    if seen is None:
        st.info(
            _(
                "No published plan covers these months yet. Adopt a scenario on the meeting page: its plan is published."
            ),
            icon=":material/publish:",
        )
        way_to(Stage.MEETING, _("Open the meeting"))
    else:
        st.info(
            _(
                "A plan is published; the first month that it covers is {month}. It is compared once that month has closed."
            ).format(month=month(seen.months[0], long=True)),
            icon=":material/hourglass_top:",
        )
        if view.cycle:
            st.caption(escaped(published_words(seen.plans[0], view.cycle.time_zone)))


def _draw_comparison(view: View, seen: Execution) -> None:
    if view.cycle is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="execution-head"):
        family = _choose_family(seen)
        st.space("stretch")
        _draw_tolerance(view, seen)
    left, right = st.columns([5, 7], gap="large")
    with left:
        draw_deviations(view, seen, family)
    with right:
        draw_measures(seen.grid(family), seen.closed)
        draw_execution_grid(seen, family, view.cycle.currency)
        _draw_sources(seen)


def _choose_family(seen: Execution) -> str:
    chosen = st.segmented_control(
        _("Family"), [WHOLE, *seen.families], default=WHOLE, required=True, wrap=True, key=keys.EXECUTION_FAMILY,
        label_visibility="collapsed", format_func=lambda name: escaped(name) or _("All families"),
    )  # fmt: skip
    return chosen or WHOLE


def _draw_tolerance(view: View, seen: Execution) -> None:
    if not view.actor.may(Right.RUN):
        plain(_("Tolerance: {share} of the plan").format(share=percent(seen.tolerance, 0)))
        return
    st.session_state[keys.TOLERANCE] = round(100 * seen.tolerance)
    st.number_input(
        _("Tolerance, % of the plan"), min_value=1, max_value=100, step=1, key=keys.TOLERANCE, width=200,
        on_change=tolerance_changed,
    )  # fmt: skip


def _draw_sources(seen: Execution) -> None:
    """Say which plan each month is measured against, and what was not delivered."""
    parts = [
        _("{month}: plan r{number} of {moment}").format(
            month=month(each), number=plan.number, moment=date(plan.at.date())
        )
        for each, plan in zip(seen.months[: seen.closed], seen.plans, strict=False)
    ]
    st.caption(escaped(" · ".join(parts)))
    for measure in seen.missing:
        st.caption(_(MISSING[measure]))


def _draw_ledger(view: View) -> None:
    """List the decisions of earlier cycles, each with its actions."""
    if view.cycle is None:
        return
    with view.workspace.store.read() as tx:
        ledger = execution.read_ledger(tx, view.cycle)
        names = {person.id: person.name for person in people.all_people(tx)}
    if not ledger:
        return
    decided = sum(entry.decision is not None for entry in ledger)
    st.subheader(_("Decisions of earlier cycles ({count})").format(count=decided), anchor=False)
    for name in dict.fromkeys(entry.cycle.name for entry in ledger):
        plain(_("Cycle {name}").format(name=name))
        with st.grid(2, min_column_width=360, gap="small", key=f"ledger-{name}"):
            for entry in ledger:
                if entry.cycle.name == name:
                    _draw_entry(view, entry, names)


def _draw_entry(view: View, entry: LedgerEntry, names: Mapping[str, str]) -> None:
    decision = entry.decision
    key = f"ledger-{entry.cycle.name}-{decision.id if decision else 'beside'}"
    with st.container(border=True, gap="xsmall", key=key, height="stretch"):
        if decision is None:
            st.markdown(f"**{escaped(_('Other actions of the cycle'))}**")
        else:
            _draw_decision(decision, names)
        for each in entry.actions:
            _draw_action(each, view.workspace.now().date(), names)
        if not entry.actions:
            st.caption(_("No action was recorded for it."))


def _draw_decision(decision: Decision, names: Mapping[str, str]) -> None:
    st.markdown(f"**{escaped(named(decision.question))}**")
    if decision.lacks:
        draw_lacks(decision.lacks)
        return
    plain(named(decision.choice))
    st.caption(escaped(_("Why: {reason}").format(reason=named(decision.rationale))))
    owner = names.get(decision.owner_id, "-")
    st.caption(escaped(_("Carried out by {owner} · due {due}").format(owner=owner, due=date(decision.due))))


def _draw_action(each: Action, today: dt.date, names: Mapping[str, str]) -> None:
    late = each.overdue(today)
    words = _("{state}: {action} · {owner} · due {due}").format(
        state=_("overdue") if late else action_state_word(each.state),
        action=named(each.text),
        owner=names.get(each.owner_id, "-"),
        due=date(each.due),
    )
    st.caption(f"{OVERDUE_ICON if late else STATE_ICONS[each.state]} {escaped(words)}")
