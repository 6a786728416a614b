"""Prepared decisions on the Pre-S&OP page: each with its options and their figures, and the form of one."""

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd
import streamlit as st

from sop.domain.calendar import MonthRange
from sop.domain.catalogue import Catalogue
from sop.domain.ids import new_id
from sop.domain.meeting import Cycle
from sop.domain.people import Right
from sop.domain.prepared import LONGEST_LINE, MOST_LEVERS, MOST_OPTIONS, Option, PreparedDecision, ScopedLever
from sop.domain.scenario import BOUNDS, LeverKind, Scenario, Sharing
from sop.language import _, compact_money, month, percent
from sop.language import date as day_words
from sop.services import preparing
from sop.services.comparison import Comparison
from sop.services.preparing import OptionFigures
from sop.services.sentences import LEVER_NAMES, scope_words, value_words
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.levers import scopes_of
from sop.ui.drawing import escaped, named, plain
from sop.ui.view import View

NONE = ""
DECIDE_DAYS = 14


@action
def decision_prepared(view: View, standing: PreparedDecision | None, token: str) -> None:
    """Store what the form holds, new or over the version that it was opened on."""
    wish = _held(view, standing, token)
    if standing is None:
        preparing.prepare(view.workspace.store, view.act(token), wish)
    else:
        preparing.change(view.workspace.store, view.act(token), wish)
    st.session_state[keys.STORED] = token
    notices.tell(_("The decision is prepared."))


def draw_preparing(view: View, cycle: Cycle, comparison: Comparison) -> None:
    """Draw the decisions that the meeting will be asked for, and the button that prepares one."""
    with view.workspace.store.read() as tx:
        found = preparing.listed(tx, cycle.id)
    every = (comparison.columns[0].scenario, *comparison.listed)
    if not found:
        plain(
            _("No decision is prepared yet: a question, up to four options with their scenarios, and a recommendation.")
        )
    for number, each in enumerate(found, start=1):
        _draw_one(view, cycle, comparison, every, each, number)
    if view.actor.may(Right.RUN) and st.button(_("Prepare a decision"), icon=":material/add:", key="prepare-open"):
        _dialog(view, cycle, comparison.inputs.company.catalogue, every, None)


def _draw_one(
    view: View, cycle: Cycle, comparison: Comparison, every: Sequence[Scenario], each: PreparedDecision, number: int
) -> None:
    with st.container(border=True, key=f"preparing-{each.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                plain(f"{number} · {named(each.question)}")
                until = _("decide by {day}").format(day=day_words(each.decide_by))
                st.caption(escaped(" · ".join(part for part in (named(each.why_now), until) if part)))
            if view.actor.may(Right.RUN) and st.button(
                "", icon=":material/edit:", key=f"preparing-edit-{each.id}", help=_("Change this decision")
            ):
                _dialog(view, cycle, comparison.inputs.company.catalogue, every, each)
        figures = preparing.figures(view.workspace, comparison.inputs, every, each)
        if figures:
            rows = [_row(one, cycle.currency) for one in figures]
            st.table(pd.DataFrame(rows).set_index(escaped(_("Option"))), border="horizontal")
        if each.recommended:
            why = f": {named(each.because)}" if each.because else ""
            plain(_("Recommended: {option}").format(option=named(each.recommended)) + why)
        at_hand = [_lever_words(lever) for lever in each.levers]
        if at_hand:
            st.caption(escaped(_("Levers at hand: {levers}").format(levers="; ".join(at_hand))))


def _row(one: OptionFigures, currency: str) -> dict[str, str]:
    said = {_("Option"): named(one.option.name) + (" ★" if one.is_recommended else "")}
    if one.kpis is None or one.base is None or one.scenario is None:
        figures = dict.fromkeys(
            (_("Scenario"), _("Margin"), _("Costs against base"), _("Fill rate"), _("Stock value")), "-"
        )
    else:
        cost = one.kpis.margin_money - one.base.margin_money
        figures = {
            _("Scenario"): named(one.scenario.name),
            _("Margin"): compact_money(one.kpis.margin_money, currency),
            _("Costs against base"): compact_money(cost, currency, signed=True),
            _("Fill rate"): percent(one.kpis.fill_rate),
            _("Stock value"): compact_money(one.kpis.stock_value_money, currency),
        }
    every = {**said, **figures, _("Gives up"): named(one.option.gives_up)}
    return {escaped(head): escaped(text) for head, text in every.items()}


def _lever_words(lever: ScopedLever) -> str:
    low, high = value_words(lever.kind, lever.low), value_words(lever.kind, lever.high)
    return f"{_(LEVER_NAMES[lever.kind])}, {scope_words(lever.kind, lever.scope)}: {low} … {high}"


# The form ------------------------------------------------------------------------------------------------------------


def _dialog(
    view: View, cycle: Cycle, catalogue: Catalogue, every: Sequence[Scenario], standing: PreparedDecision | None
) -> None:
    title = _("Prepare a decision") if standing is None else _("Change this decision")
    st.dialog(title, width="large", icon=":material/gavel:")(draw_preparing_form)(
        view, cycle, catalogue, every, standing, new_id()
    )


def draw_preparing_form(
    view: View, cycle: Cycle, catalogue: Catalogue, every: Sequence[Scenario], standing: PreparedDecision | None,
    token: str,
) -> None:  # fmt: skip
    """Draw the form of a prepared decision."""
    notices.in_dialog(token)
    prefix, today = f"{keys.PREPARING}-{token}", view.workspace.now().date()
    question, why = (standing.question, standing.why_now) if standing else ("", "")
    st.text_input(_("Question"), question, key=f"{prefix}-question", max_chars=LONGEST_LINE)
    left, right = st.columns([3, 1])
    left.text_input(_("Why now"), why, key=f"{prefix}-why", max_chars=LONGEST_LINE)
    by = standing.decide_by if standing else today + timedelta(days=DECIDE_DAYS)
    right.date_input(_("Decide by"), by, key=f"{prefix}-by", format="DD.MM.YYYY")
    names = _draw_options(every, standing, prefix)
    left, right = st.columns([1, 3])
    choices = [NONE, *names]
    at = choices.index(standing.recommended) if standing and standing.recommended in choices else 0
    left.selectbox(_("Recommended"), choices, index=at, format_func=lambda name: name or _("none"), key=f"{prefix}-recommended")  # fmt: skip
    right.text_input(
        _("Because"), standing.because if standing else "", key=f"{prefix}-because", max_chars=LONGEST_LINE
    )
    _draw_levers(cycle, catalogue, standing, prefix)
    if standing is not None:
        st.toggle(_("Take it off the meeting"), key=f"{prefix}-withdrawn")
    st.button(
        _("Store decision"), type="primary", icon=":material/gavel:", key="preparing-store", on_click=decision_prepared,
        args=(standing, token),
    )  # fmt: skip


def _draw_options(every: Sequence[Scenario], standing: PreparedDecision | None, prefix: str) -> list[str]:
    """Draw the fields of the options; return the names that they hold."""
    held = standing.options if standing else ()
    shared = [scenario for scenario in every if scenario.sharing is not Sharing.DRAFT]
    words = {NONE: _("none"), **{scenario.id: named(scenario.name) for scenario in shared}}
    names = []
    for number in range(MOST_OPTIONS):
        own = held[number] if number < len(held) else None
        name, scenario, gives_up = st.columns([2, 2, 3])
        label = _("Option {letter}").format(letter="ABCD"[number])
        names.append(name.text_input(label, own.name if own else "", key=f"{prefix}-name-{number}", max_chars=LONGEST_LINE))  # fmt: skip
        at = list(words).index(own.scenario_id) if own and own.scenario_id in words else 0
        scenario.selectbox(_("Scenario"), list(words), index=at, format_func=words.__getitem__, key=f"{prefix}-scenario-{number}")  # fmt: skip
        gives_up.text_input(_("Gives up"), own.gives_up if own else "", key=f"{prefix}-gives-{number}", max_chars=LONGEST_LINE)  # fmt: skip
    return [name.strip() for name in names if name.strip()]


def _draw_levers(cycle: Cycle, catalogue: Catalogue, standing: PreparedDecision | None, prefix: str) -> None:
    held = standing.levers if standing else ()
    with st.expander(_("Levers at hand"), expanded=bool(held)):
        for number in range(MOST_LEVERS):
            own = held[number] if number < len(held) else None
            if not _draw_lever(cycle, catalogue, own, f"{prefix}-lever-{number}"):
                return  # one empty line is enough


def _draw_lever(cycle: Cycle, catalogue: Catalogue, own: ScopedLever | None, prefix: str) -> bool:
    places = st.columns([2, 3, 2, 2, 2, 2, 2])
    kinds: list[LeverKind | str] = [NONE, *(each for each in LeverKind if scopes_of(each, catalogue))]
    kind = places[0].selectbox(
        _("What moves"), kinds, index=kinds.index(own.kind if own and own.kind in kinds else NONE), key=f"{prefix}-kind",
        format_func=lambda each: _(LEVER_NAMES[each]) if isinstance(each, LeverKind) else _("none"),
    )  # fmt: skip
    if not isinstance(kind, LeverKind):
        return False
    own = own if own and own.kind is kind else None
    scopes, months, bounds = list(scopes_of(kind, catalogue)), list(cycle.horizon.months), BOUNDS[kind]
    at = scopes.index(own.scope) if own and own.scope in scopes else 0
    places[1].selectbox(_("For"), scopes, index=at, format_func=lambda scope: scope_words(kind, scope), key=f"{prefix}-scope-{kind}")  # fmt: skip
    first = months.index(own.months.first) if own and own.months.first in months else cycle.frozen_months
    last = months.index(own.months.last) if own and own.months.last in months else first
    places[2].selectbox(_("From"), months, index=first, format_func=month, key=f"{prefix}-first")
    places[3].selectbox(_("To"), months, index=last, format_func=month, key=f"{prefix}-last")
    low, high, step = (own.low, own.high, own.step) if own else (bounds.low, bounds.high, bounds.step)
    for place, label, name, value in zip(
        places[4:], (_("Least"), _("Most"), _("Step")), ("low", "high", "step"), (low, high, step), strict=True
    ):
        place.number_input(
            label, value=float(value), step=float(bounds.step), format="%g", key=f"{prefix}-{name}-{kind}"
        )
    return True


def _held(view: View, standing: PreparedDecision | None, token: str) -> PreparedDecision:
    """Return the decision that the form holds."""
    state, prefix = st.session_state, f"{keys.PREPARING}-{token}"
    return PreparedDecision(
        id=standing.id if standing else token,
        cycle_id=view.cycle.id if view.cycle else "",
        position=standing.position if standing else 0,
        question=state[f"{prefix}-question"].strip(),
        why_now=state[f"{prefix}-why"].strip(),
        decide_by=state[f"{prefix}-by"],
        options=tuple(
            Option(name, state[f"{prefix}-scenario-{number}"], state[f"{prefix}-gives-{number}"].strip())
            for number in range(MOST_OPTIONS)
            if (name := state[f"{prefix}-name-{number}"].strip())
        ),
        recommended=state[f"{prefix}-recommended"],
        because=state[f"{prefix}-because"].strip(),
        levers=tuple(_held_levers(prefix)),
        prepared_by=standing.prepared_by if standing else view.actor.person_id,
        prepared_at=standing.prepared_at if standing else view.workspace.now(),
        withdrawn=bool(state.get(f"{prefix}-withdrawn")),
        version=standing.version if standing else 1,
    )


def _held_levers(prefix: str) -> list[ScopedLever]:
    state, found = st.session_state, []
    for number in range(MOST_LEVERS):
        place = f"{prefix}-lever-{number}"
        kind = state.get(f"{place}-kind")
        if isinstance(kind, LeverKind):
            low, high, step = (float(state[f"{place}-{name}-{kind}"]) for name in ("low", "high", "step"))
            months = MonthRange(state[f"{place}-first"], state[f"{place}-last"])
            found.append(ScopedLever(kind, state[f"{place}-scope-{kind}"], months, low, high, step))
    return found
