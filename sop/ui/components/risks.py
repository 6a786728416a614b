"""Risks and opportunities: the list and the form on the Pre-S&OP page, the switches beside the levers."""

import math
from collections.abc import Callable
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sop.domain.calendar import MonthRange
from sop.domain.catalogue import Catalogue
from sop.domain.foresight import (
    LONGEST_DETAIL,
    LONGEST_STATEMENT,
    Risk,
    RiskKind,
    RiskLever,
    RiskState,
    is_on,
)
from sop.domain.ids import new_id
from sop.domain.meeting import Cycle
from sop.domain.people import Function, Right
from sop.domain.scenario import BOUNDS, LeverKind
from sop.language import N_, _, compact_money, currency_name, month, months, number, percent
from sop.services import foresight
from sop.services.board import Board
from sop.services.sentences import LEVER_NAMES, lever_sentence, scope_words
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.assumptions import theirs_kept
from sop.ui.components.clash import draw_clash
from sop.ui.components.incomplete import draw_lacks
from sop.ui.components.levers import scopes_of
from sop.ui.components.shown import is_echo, show
from sop.ui.drawing import escaped, named, plain
from sop.ui.folding import draw_folded
from sop.ui.view import View
from sop.ui.words import function_word

KINDS = {RiskKind.RISK: ("▼", N_("risk")), RiskKind.OPPORTUNITY: ("▲", N_("opportunity"))}
STATES = {RiskState.OPEN: N_("open"), RiskState.OCCURRED: N_("occurred"), RiskState.CLOSED: N_("closed")}
T = TypeVar("T")
NO_LEVER = ""
WHOLE = ""


@action
def risk_stored(view: View, standing: Risk | None, version: int, token: str) -> None:
    """Store what the form holds, new or over the version that the form showed last."""
    wish = _held(view, standing, token, version)
    if standing is None:
        foresight.note_risk(view.workspace.store, view.act(token), wish)
    else:
        foresight.change_risk(view.workspace.store, view.act(token), wish)
    st.session_state[keys.STORED] = token
    notices.tell(_("The entry is stored."))


@action
def risk_switched(view: View, scenario_id: str, risk_id: str, key: str) -> None:
    """Switch a risk on or off in a scenario."""
    if is_echo(key):
        return
    if st.session_state[key]:
        foresight.switch_on(view.workspace, view.act(), scenario_id, risk_id)
    else:
        foresight.switch_off(view.workspace.store, view.act(), scenario_id, risk_id)


# On the Pre-S&OP page ------------------------------------------------------------------------------------------------


def draw_risks(view: View, cycle: Cycle, catalogue: Catalogue, found: tuple[Risk, ...]) -> None:
    """Draw risks and opportunities by expected money, what they add up to, and the button that adds one."""
    open_ones = [risk for risk in found if risk.state is RiskState.OPEN]
    if found:
        total = sum(risk.expected_money for risk in open_ones)
        plain(
            _("{count} open, expected to bring {money} on the margin by their probabilities.").format(
                count=len(open_ones), money=compact_money(total, cycle.currency, signed=True)
            )
        )
    else:
        plain(_("No risk and no opportunity yet: what may come otherwise, how likely, and for how much."))
    for risk in sorted(found, key=lambda each: each.state is not RiskState.OPEN):
        _draw_one(view, cycle, catalogue, risk)
    if view.actor.may(Right.CAPTURE) and st.button(
        _("Add risk or opportunity"), icon=":material/add:", key="risk-open"
    ):
        risk_dialog(view, cycle, catalogue, None)


def _draw_one(view: View, cycle: Cycle, catalogue: Catalogue, risk: Risk) -> None:
    mark, word = KINDS[risk.kind]
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"risk-{risk.id}"):
        with st.container(gap=None):
            plain(f"{mark} {named(risk.statement)}")
            st.caption(escaped(risk_words(risk, cycle.currency)))
            draw_lacks(risk.lacks)
        st.badge(f"{_(word)}, {_(STATES[risk.state])}", color="gray")
        if foresight.may_change(view.actor, risk.owner) and st.button(
            "", icon=":material/edit:", key=f"risk-edit-{risk.id}", help=_("Change this entry")
        ):
            risk_dialog(view, cycle, catalogue, risk)


def risk_words(risk: Risk, currency: str) -> str:
    """Return probability, impact, expected money and what is done about a risk in one line."""
    impact = compact_money(risk.sign * risk.impact_money, currency, signed=True)
    likely, expected = (
        percent(risk.probability_percent / 100, 0),
        compact_money(risk.expected_money, currency, signed=True),
    )
    parts = [
        f"{likely} × {impact} = {expected}",
        _("{units} units").format(units=number(risk.impact_units)) if risk.impact_units else "",
        risk.family,
        months(risk.months.first, risk.months.last),
        function_word(risk.owner),
        _("trigger: {what}").format(what=named(risk.trigger)) if risk.trigger else "",
        _("mitigation: {what}").format(what=named(risk.mitigation)) if risk.mitigation else "",
        _("left after it: {money}").format(money=compact_money(risk.residual_money, currency, signed=True))
        if math.isfinite(risk.residual_money)
        else "",
        _("as a lever: {lever}").format(lever=lever_sentence(risk.as_lever())) if risk.lever else "",
    ]
    return " · ".join(part for part in parts if part)


# The form ------------------------------------------------------------------------------------------------------------


def risk_dialog(view: View, cycle: Cycle, catalogue: Catalogue, standing: Risk | None) -> None:
    """Open the form of a risk, empty or filled with the one that stands."""
    title = _("Add risk or opportunity") if standing is None else _("Change this entry")
    st.dialog(title, width="large", icon=":material/warning:")(draw_risk_form)(
        view, cycle, catalogue, standing, new_id()
    )


def draw_risk_form(view: View, cycle: Cycle, catalogue: Catalogue, standing: Risk | None, token: str) -> None:
    """Draw the form, and where somebody changed the entry since it was opened, what they stored beside it."""
    notices.in_dialog(token)
    prefix, blank = f"{keys.RISK}-{token}", standing or _blank(view, cycle, token)
    said = standing.statement if standing else ""
    st.text_input(_("What may come otherwise"), said, key=f"{prefix}-statement", max_chars=LONGEST_STATEMENT)
    kind, owner, family = st.columns(3)
    _choice(kind, _("Kind"), list(RiskKind), blank.kind, lambda each: _(KINDS[each][1]), f"{prefix}-kind")
    _choice(owner, _("Owner"), list(Function), blank.owner, function_word, f"{prefix}-owner")
    families = [WHOLE, *catalogue.families]
    _choice(family, _("Family"), families, blank.family, lambda each: each or _("All families"), f"{prefix}-family")
    first, last, state = st.columns(3)
    spans = sorted({*cycle.horizon.months, blank.months.first, blank.months.last})
    _choice(first, _("From"), spans, blank.months.first, month, f"{prefix}-first")
    _choice(last, _("To"), spans, blank.months.last, month, f"{prefix}-last")
    _choice(state, _("State"), list(RiskState), blank.state, lambda each: _(STATES[each]), f"{prefix}-state")
    _draw_size(blank, prefix, cycle.currency)
    left, right = st.columns(2)
    left.text_input(_("Trigger: how it will be noticed"), blank.trigger, key=f"{prefix}-trigger", max_chars=LONGEST_DETAIL)  # fmt: skip
    right.text_input(_("Mitigation"), blank.mitigation, key=f"{prefix}-mitigation", max_chars=LONGEST_DETAIL)
    _draw_lever(blank, catalogue, prefix)
    version = _now(view, cycle, standing, token)
    st.button(
        _("Store entry") if standing is None or version == standing.version else _("Write mine over it"),
        type="primary", on_click=risk_stored, args=(standing, version, token), key="risk-store",
    )  # fmt: skip


def _choice(
    place: DeltaGenerator, label: str, options: list[T], chosen: T, words: Callable[[T], str], key: str
) -> None:
    place.selectbox(label, options, index=options.index(chosen), format_func=words, key=key)


def _draw_size(blank: Risk, prefix: str, currency: str) -> None:
    likely, money, units, residual = st.columns(4)
    likely.number_input(_("Probability, %"), 0.0, 100.0, float(blank.probability_percent), 5.0, "%g", key=f"{prefix}-probability")  # fmt: skip
    money.number_input(
        _("Impact on the margin, {currency}").format(currency=currency_name(currency)), 0.0, None,
        float(blank.impact_money), 10000.0, "%g", key=f"{prefix}-money",
        help=_("Its size if it comes; whether it is a risk or an opportunity says the sign."),
    )  # fmt: skip
    units.number_input(_("Impact, units"), 0.0, None, float(blank.impact_units), 100.0, "%g", key=f"{prefix}-units")
    residual.number_input(
        _("Probability after mitigation, %"), 0.0, 100.0, blank.residual_percent, 5.0, "%g", key=f"{prefix}-residual"
    )


def _draw_lever(blank: Risk, catalogue: Catalogue, prefix: str) -> None:
    what, where, value = st.columns(3)
    kinds: list[LeverKind | str] = [NO_LEVER, *(each for each in LeverKind if scopes_of(each, catalogue))]
    kind = what.selectbox(
        _("As a lever"), kinds, index=kinds.index(blank.lever.kind if blank.lever and blank.lever.kind in kinds else NO_LEVER),
        format_func=lambda each: _(LEVER_NAMES[each]) if isinstance(each, LeverKind) else _("none"),
        key=f"{prefix}-lever", help=_("What it would move in the plan, so that the room can see it."),
    )  # fmt: skip
    if not isinstance(kind, LeverKind):
        return
    scopes, bounds = list(scopes_of(kind, catalogue)), BOUNDS[kind]
    held = blank.lever if blank.lever and blank.lever.kind is kind else None
    at = scopes.index(held.scope) if held and held.scope in scopes else 0
    where.selectbox(_("For"), scopes, index=at, format_func=lambda scope: scope_words(kind, scope), key=f"{prefix}-scope-{kind}")  # fmt: skip
    value.number_input(
        f"{_('Value')}, {_(bounds.unit)}", float(bounds.low), float(bounds.high),
        float(held.value if held else bounds.neutral or bounds.low), float(bounds.step), "%g", key=f"{prefix}-value-{kind}",
    )  # fmt: skip


def _now(view: View, cycle: Cycle, standing: Risk | None, token: str) -> int:
    """Return the version that stands now; where it is not the one that the form was opened on, draw both."""
    if standing is None:
        return 1
    with view.workspace.store.read() as tx:
        now = foresight.one_risk(tx, standing.id)
    if now.version != standing.version:
        mine = _held(view, standing, token, now.version)
        draw_clash(_fields(now, cycle.currency), _fields(mine, cycle.currency))
        st.button(_("Keep theirs"), on_click=theirs_kept, args=(token,), key="risk-keep")
    return now.version


def _fields(risk: Risk, currency: str) -> dict[str, str]:
    return {
        _("What may come otherwise"): risk.statement, _("Kind"): _(KINDS[risk.kind][1]),
        _("State"): _(STATES[risk.state]), _("Everything else"): risk_words(risk, currency),
    }  # fmt: skip


def _blank(view: View, cycle: Cycle, token: str) -> Risk:
    months = MonthRange(cycle.first_decidable, cycle.first_decidable)
    return Risk(
        token, RiskKind.RISK, "-", view.actor.function, months, 50.0, 0.0, view.actor.person_id, view.workspace.now()
    )


def _held(view: View, standing: Risk | None, token: str, version: int) -> Risk:
    """Return the risk that the form holds."""
    state, prefix = st.session_state, f"{keys.RISK}-{token}"
    kind = state[f"{prefix}-lever"]
    lever = None
    if isinstance(kind, LeverKind):
        lever = RiskLever(kind, float(state[f"{prefix}-value-{kind}"]), state[f"{prefix}-scope-{kind}"])
    return Risk(
        id=standing.id if standing else token, kind=state[f"{prefix}-kind"], statement=state[f"{prefix}-statement"].strip(),
        owner=state[f"{prefix}-owner"], months=MonthRange(state[f"{prefix}-first"], state[f"{prefix}-last"]),
        probability_percent=state[f"{prefix}-probability"], impact_money=state[f"{prefix}-money"],
        recorded_by=standing.recorded_by if standing else view.actor.person_id,
        recorded_at=standing.recorded_at if standing else view.workspace.now(), family=state[f"{prefix}-family"],
        impact_units=state[f"{prefix}-units"], trigger=state[f"{prefix}-trigger"].strip(),
        mitigation=state[f"{prefix}-mitigation"].strip(), residual_percent=state[f"{prefix}-residual"], lever=lever,
        state=state[f"{prefix}-state"], version=version,
    )  # fmt: skip


# On the meeting page -------------------------------------------------------------------------------------------------


def draw_risk_switches(view: View, board: Board) -> None:
    """Draw a switch for each risk and opportunity that has a lever: on, the plan is drawn as if it came."""
    with view.workspace.store.read() as tx:
        found = foresight.risks(tx)
    offered = [risk for risk in found if risk.lever and (risk.state is not RiskState.CLOSED or is_on(board.scenario, risk.id))]  # fmt: skip
    if not offered:
        return
    on = sum(is_on(board.scenario, risk.id) for risk in offered)
    words = _("Risks") if not on else _("Risks, {count} on").format(count=on)

    def draw() -> None:
        for risk in offered:
            _draw_switch(board, risk)

    draw_folded(words, draw, key=keys.RISKS_FOLD, icon=":material/warning:")


def _draw_switch(board: Board, risk: Risk) -> None:
    key = f"risk-on-{risk.id}"
    show(key, is_on(board.scenario, risk.id))
    mark, _word = KINDS[risk.kind]
    st.toggle(
        escaped(f"{mark} {named(risk.statement)}"), key=key, on_change=risk_switched,
        args=(board.scenario.id, risk.id, key),
    )  # fmt: skip
    st.caption(escaped(lever_sentence(risk.as_lever())))
