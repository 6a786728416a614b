"""Adopting the scenario on screen: a dialog that asks once more, and the line that says which plan is published."""

from collections.abc import Callable
from datetime import datetime

import pandas as pd
import streamlit as st

from sop.domain.decisions import LONGEST_TEXT
from sop.domain.people import Right
from sop.domain.supply import SupplyPlan
from sop.language import N_, _, date_time, month, signed, speaking
from sop.services import finalising, plan_difference, publishing
from sop.services.board import Board
from sop.services.erp import erp_file
from sop.services.follow_up import MIME, plan_file
from sop.services.publishing import Published, Signed
from sop.services.what_if import Outcome
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.decide import Ticket, listed, ticket_of
from sop.ui.components.finalising import unwhole_words
from sop.ui.drawing import escaped, named, plain
from sop.ui.later import waits_words
from sop.ui.view import View

PLAN_FORMS = {"csv": N_("CSV"), "xlsx": N_("Excel")}
ERP_FORMS = {"csv": N_("CSV for the ERP"), "xlsx": N_("Excel for the ERP")}
SIGNED = {
    Signed.DEMAND: N_("Demand signed by"),
    Signed.SUPPLY: N_("Supply signed by"),
    Signed.LATEST_ESTIMATE: N_("Latest estimate signed by"),
}
ROWS = {"demand": N_("Demand"), "production": N_("Production"), "purchases": N_("Purchases")}


@action
def adopted(view: View, ticket: Ticket, whole: str) -> None:
    """Publish the plan that the dialog was opened on, or the finalised one of that name where it was chosen."""
    if view.cycle is None:
        return
    reason = st.session_state[keys.ADOPT_REASON]
    chosen = {what: st.session_state[f"{keys.ADOPT_SIGNED}-{what}"] for what in Signed}
    signed = {what: who for what, who in chosen.items() if who}
    seen = whole if whole and st.session_state.get(keys.ADOPT_WHOLE) else ticket.seen
    plan = publishing.adopt_scenario(
        view.workspace, view.act(ticket.token), view.cycle, ticket.scenario_id, seen, reason, signed
    )
    st.session_state[keys.STORED] = ticket.token
    notices.tell(_("Plan r{number} is published. Its data is frozen.").format(number=plan.number))


def draw_adopt(view: View, board: Board) -> None:
    """Draw the facilitator's button that adopts the plan on screen."""
    if not view.actor.may(Right.RUN):
        return
    if st.button(
        _("Adopt"), icon=":material/publish:", key="adopt-open", disabled=not board.outcome.is_full,
        help=_("Publish the plan of this scenario") if board.outcome.is_full else waits_words(),
    ):  # fmt: skip
        st.dialog(_("Adopt this plan"), icon=":material/publish:", width="large")(_adopt_form)(
            view, board, ticket_of(board.outcome)
        )


def _adopt_form(view: View, board: Board, ticket: Ticket) -> None:
    outcome = board.outcome
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
    whole = _choose_whole(view, board)
    _draw_signed(view)
    _draw_difference(view, outcome)
    st.text_area(
        _("Why it is opened again") if before else _("Why this plan"),
        key=keys.ADOPT_REASON,
        max_chars=LONGEST_TEXT,
        height=80,
    )
    st.button(
        _("Adopt and publish"), type="primary", icon=":material/publish:", key="adopt-confirm", on_click=adopted,
        args=(ticket, whole),
    )  # fmt: skip


def _choose_whole(view: View, board: Board) -> str:
    """Offer the finalised plan where there is one, and return by which name it is published; say that it lacks otherwise."""
    if view.cycle is None:
        return ""
    standing = finalising.standing(view.workspace, view.cycle, board, view.person.id)
    if standing.found is None:
        if standing.unwhole:
            where = _("That is done on the supply page.")
            st.caption(f":material/deployed_code: {unwhole_words(standing.unwhole)} {where}")
        return ""
    gap = finalising.gap_percent(standing.found.plan.gap_share)
    st.checkbox(
        _("Publish the finalised plan, in whole lots (r{number}, gap {gap})").format(
            number=standing.found.number, gap=gap
        ),
        value=True, key=keys.ADOPT_WHOLE,
    )  # fmt: skip
    return standing.found.seen


def _draw_signed(view: View) -> None:
    ids, words = listed(view)
    for place, (what, word) in zip(st.columns(len(SIGNED)), SIGNED.items(), strict=True):
        place.selectbox(
            _(word), ids, index=None, format_func=words.__getitem__, key=f"{keys.ADOPT_SIGNED}-{what}",
            placeholder=_("not signed"),
        )  # fmt: skip


def _draw_difference(view: View, outcome: Outcome) -> None:
    """Say by family and month what changes against the plan that was published last; nothing before the first."""
    if view.cycle is None:
        return
    with view.workspace.store.read() as tx:
        found = plan_difference.against_last(tx, view.cycle.id, outcome.plan)
    if found is None:
        return
    with st.expander(_("Against plan r{number} of {cycle}").format(number=found.number, cycle=found.cycle_name)):
        chosen = st.segmented_control(
            _("Row"), list(ROWS), default=next(iter(ROWS)), required=True, key=keys.ADOPT_ROW,
            format_func=lambda each: _(ROWS[each]), label_visibility="collapsed",
        )  # fmt: skip
        units = found.units[chosen or next(iter(ROWS))]
        heads = [month(each) for each in found.months]
        table = {head: [signed(float(value)) for value in units[:, t]] for t, head in enumerate(heads)}
        frame = pd.DataFrame(table, index=pd.Index(found.families, name=_("Family")))
        right = {head: st.column_config.TextColumn(head, alignment="right") for head in heads}
        st.dataframe(frame, key="adopt-difference", height="content", column_config=right)
        st.caption(_("New less last, each family in its own unit."))


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
        plain(" · ".join((published_words(plan, view.cycle.time_zone), *signed_lines(plan))))
        for name, write, forms in (("plan", plan_file, PLAN_FORMS), ("erp", erp_file, ERP_FORMS)):
            for form, word in forms.items():
                st.download_button(
                    _(word), _maker(view, plan, form, write), f"{name}-{view.cycle.name}-r{plan.number}.{form}",
                    MIME[form], on_click="ignore", icon=":material/download:", key=f"export-{name}-{form}",
                )  # fmt: skip


def signed_lines(plan: Published) -> list[str]:
    """Return that lots are whole where they are, and who signed what, such as "Supply signed by Ana"."""
    whole = [_("in whole lots")] if plan.is_finalised else []
    return whole + [f"{_(SIGNED[what])} {name}" for what, name in plan.signed if name]


Write = Callable[[SupplyPlan, str, datetime], bytes]


def _maker(view: View, plan: Published, form: str, write: Write) -> Callable[[], bytes]:
    """Return what makes the file when it is clicked, in the language of whoever clicks."""

    def make() -> bytes:
        with speaking(view.language):
            with view.workspace.store.read() as tx:
                stored = publishing.published_plan(tx, plan)
            return write(stored, form, view.workspace.now())

    return make
