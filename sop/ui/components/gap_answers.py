"""Answers to gaps: how many are open, and for each one a lever with its price, an owner, or why it is accepted."""

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta

import streamlit as st

from sop.domain.gaps import Gap
from sop.domain.ids import new_id
from sop.domain.meeting import Cycle
from sop.domain.people import Right
from sop.domain.prepared import LONGEST_LINE, AnswerKind, GapAnswer
from sop.domain.scenario import Scenario, Sharing
from sop.language import N_, _, compact_money, ngettext, percent
from sop.language import date as day_words
from sop.services import preparing
from sop.services.gaps import GapTable
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.decide import listed
from sop.ui.drawing import named, plain
from sop.ui.view import View

KINDS = {
    AnswerKind.LEVER: N_("By a lever"),
    AnswerKind.OWNER: N_("By somebody"),
    AnswerKind.ACCEPTED: N_("Accepted"),
}
DUE_DAYS = 14
LEAST_SHARE = 0.0005  # that is not printed as 0.0 %


@action
def gap_answered(view: View, family: str, version: int, token: str) -> None:
    """Store the answer that the form of this family holds."""
    if view.cycle is None:
        return
    state, prefix = st.session_state, f"{keys.GAP_ANSWER}-{family}-{version}"
    kind: AnswerKind = state[f"{prefix}-kind"]
    owner = kind is AnswerKind.OWNER
    wish = GapAnswer(
        id=new_id(), cycle_id=view.cycle.id, family=family, kind=kind, reason=state[f"{prefix}-reason"].strip(),
        recorded_by=view.actor.person_id, recorded_at=view.workspace.now(),
        scenario_name="-" if kind is AnswerKind.LEVER else "",
        owner_id=(state[f"{prefix}-owner"] or "") if owner else "", due=state[f"{prefix}-due"] if owner else None,
        version=max(version, 1),
    )  # fmt: skip
    scenario = state[f"{prefix}-scenario"] or "" if kind is AnswerKind.LEVER else ""
    preparing.answer_gap(view.workspace, view.act(token), view.cycle, wish, scenario)


def draw_unanswered(table: GapTable, answers: Mapping[str, GapAnswer]) -> None:
    """Count on top how many gaps nobody has answered."""
    asking = preparing.asking(table.lines)
    left = [gap for gap in asking if gap.family not in answers]
    if not asking:
        plain(_("No gap asks for an answer."))
    elif not left:
        plain("✓ " + ngettext("{count} gap, answered", "{count} gaps, all answered", len(asking)).format(count=len(asking)))  # fmt: skip
    else:
        words = ngettext("{count} of {all} gaps is unanswered", "{count} of {all} gaps are unanswered", len(left))
        st.markdown(f"▲ **{words.format(count=len(left), all=len(asking))}**")


def draw_answers(
    view: View, cycle: Cycle, table: GapTable, answers: Mapping[str, GapAnswer], scenarios: Sequence[Scenario]
) -> None:
    """Draw each gap that asks for an answer, its answer, and the form that gives one."""
    for gap in preparing.asking(table.lines):
        answer = answers.get(gap.family)
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"gap-answer-{gap.family}"):
            with st.container(gap=None):
                plain(f"{'✓' if answer else '▲'} {gap_sentence(gap, cycle.currency)}")
                plain(answer_words(view, answer, cycle.currency) if answer else _("not answered yet"))
            if view.actor.may(Right.CAPTURE):
                _draw_form(view, gap.family, answer, scenarios)


def gap_sentence(gap: Gap, currency: str) -> str:
    """Return what a family is short of demand and off its budget."""
    parts = [gap.family]
    if math.isfinite(gap.money.short_share) and gap.money.short_share > LEAST_SHARE:
        parts.append(_("short {money} ({share} of demand)").format(money=compact_money(gap.money.short, currency), share=percent(gap.money.short_share)))  # fmt: skip
    if math.isfinite(gap.money.budget_share):
        off = compact_money(gap.money.supply_less_budget, currency, signed=True)
        parts.append(_("{money} against the budget ({share})").format(money=off, share=percent(gap.money.budget_share, signed=True)))  # fmt: skip
    return " · ".join(parts)


def answer_words(view: View, answer: GapAnswer, currency: str) -> str:
    """Return how a gap is answered: by what at which price, by whom until when, or why it is accepted."""
    if answer.kind is AnswerKind.LEVER:
        said = _("by scenario {name}").format(name=named(answer.scenario_name))
        if answer.price_money is not None:
            price = compact_money(answer.price_money, currency, signed=True)
            said += ", " + _("{money} on the margin").format(money=price)
    elif answer.kind is AnswerKind.OWNER:
        _ids, words = listed(view)
        said = _("{person} takes care of it until {day}").format(
            person=words.get(answer.owner_id, "-"), day=day_words(answer.due)
        )
    else:
        said = _("accepted")
    return f"{said}: {named(answer.reason)}" if answer.reason else said


def _draw_form(view: View, family: str, answer: GapAnswer | None, scenarios: Sequence[Scenario]) -> None:
    version = answer.version if answer else 0
    prefix = f"{keys.GAP_ANSWER}-{family}-{version}"
    with st.popover(_("Answer") if answer is None else _("Change"), key=f"{prefix}-form"):
        kind = st.segmented_control(
            _("How"), list(AnswerKind), format_func=lambda each: _(KINDS[each]), required=True, key=f"{prefix}-kind",
            default=answer.kind if answer else AnswerKind.LEVER,
        )  # fmt: skip
        if kind is AnswerKind.LEVER:
            names = {each.id: named(each.name) for each in scenarios if each.sharing is not Sharing.DRAFT}
            st.selectbox(_("Scenario"), list(names), index=None, placeholder=_("Choose a scenario"), format_func=names.__getitem__, key=f"{prefix}-scenario")  # fmt: skip
        elif kind is AnswerKind.OWNER:
            ids, words = listed(view)
            st.selectbox(_("Who"), ids, index=None, placeholder=_("Choose a person"), format_func=words.__getitem__, key=f"{prefix}-owner")  # fmt: skip
            today = view.workspace.now().date()
            st.date_input(_("Until"), today + timedelta(days=DUE_DAYS), min_value=today, key=f"{prefix}-due", format="DD.MM.YYYY")  # fmt: skip
        st.text_input(_("Why"), answer.reason if answer else "", key=f"{prefix}-reason", max_chars=LONGEST_LINE)
        token = f"{view.person.id}/{view.cycle.id if view.cycle else ''}/{family}/{version}"
        st.button(
            _("Store answer"), type="primary", key=f"{prefix}-store", on_click=gap_answered,
            args=(family, version, token),
        )  # fmt: skip
