"""Assumptions: the list on the Pre-S&OP page, the form of one, and the verdict in the room."""

from datetime import date, timedelta

import streamlit as st

from sop.domain.foresight import LONGEST_DETAIL, LONGEST_STATEMENT, Assumption, AssumptionState
from sop.domain.ids import new_id
from sop.domain.people import Function, Right
from sop.language import N_, _
from sop.language import date as day_words
from sop.services import foresight
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.clash import draw_clash
from sop.ui.components.incomplete import draw_lacks
from sop.ui.drawing import escaped, named, plain
from sop.ui.view import View
from sop.ui.words import function_word

STATES = {
    AssumptionState.OPEN: ("○", N_("open")),
    AssumptionState.CONFIRMED: ("✓", N_("confirmed")),
    AssumptionState.BROKEN: ("▲", N_("broken")),
}
VALID_DAYS = 60  # ahead, unless said otherwise


@action
def assumption_stored(view: View, standing: Assumption | None, version: int, token: str) -> None:
    """Store what the form holds, new or over the version that the form showed last."""
    wish = _held(view, standing, token, version)
    if standing is None:
        foresight.note_assumption(view.workspace.store, view.act(token), wish)
    else:
        foresight.change_assumption(view.workspace.store, view.act(token), wish)
    st.session_state[keys.STORED] = token
    notices.tell(_("The assumption is stored."))


@action
def assumption_judged(view: View, assumption_id: str, version: int, state: AssumptionState, key: str) -> None:
    """Store whether it holds, and what was seen."""
    foresight.judge_assumption(
        view.workspace.store, view.act(), assumption_id, version, state, st.session_state.get(key, "")
    )


@action
def theirs_kept(view: View, token: str) -> None:  # noqa: ARG001 - a callback is given the view
    """Leave what stands, and close the form."""
    st.session_state[keys.STORED] = token


def draw_assumptions(view: View) -> None:
    """Draw what the plan takes for granted, those to be confirmed first on top, and the button that adds one."""
    with view.workspace.store.read() as tx:
        found = foresight.assumptions(tx)
    today = view.workspace.now().date()
    counted = [sum(each.state is state for each in found) for state in AssumptionState]
    if found:
        marks = [f"{mark} **{n}** {_(word)}" for (mark, word), n in zip(STATES.values(), counted, strict=True)]
        st.markdown("&emsp;".join(marks))
    else:
        plain(_("No assumption yet: what the plan takes for granted, who answers for it, and until when it holds."))
    for each in sorted(found, key=lambda one: (one.state is not AssumptionState.OPEN, one.valid_until)):
        _draw_one(view, each, today)
    if view.actor.may(Right.CAPTURE) and st.button(_("Add assumption"), icon=":material/add:", key="assumption-open"):
        assumption_dialog(view, None)


def _draw_one(view: View, each: Assumption, today: date) -> None:
    mark, word = STATES[each.state]
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"assumption-{each.id}"):
        with st.container(gap=None):
            plain(f"{mark} {named(each.statement)}")
            st.caption(escaped(assumption_words(each, today)))
            draw_lacks(each.lacks)
        st.badge(_(word), color="gray")
        if foresight.may_change(view.actor, each.owner):
            _draw_verdict(each)
            if st.button(
                "", icon=":material/edit:", key=f"assumption-edit-{each.id}", help=_("Change this assumption")
            ):
                assumption_dialog(view, each)


def assumption_words(each: Assumption, today: date) -> str:
    """Return driver, value, owner, date and what was seen of an assumption in one line."""
    driver = ": ".join(named(part) for part in (each.driver, each.value) if part)
    until = _("valid until {day}").format(day=day_words(each.valid_until))
    if each.is_stale(today):
        until += _(", overdue: confirm it")
    signpost = _("signpost: {what}").format(what=named(each.signpost)) if each.signpost else ""
    source = _("source: {what}").format(what=named(each.source)) if each.source else ""
    seen = _("seen: {what}").format(what=named(each.seen)) if each.seen else ""
    return " · ".join(part for part in (driver, function_word(each.owner), until, source, signpost, seen) if part)


def _draw_verdict(each: Assumption) -> None:
    key = f"assumption-seen-{each.id}-{each.version}"
    with st.popover(_("Does it hold?"), icon=":material/fact_check:", key=f"assumption-verdict-{each.id}"):
        st.text_input(_("What was seen"), value=each.seen, key=key, max_chars=LONGEST_DETAIL)
        with st.container(horizontal=True):
            for state, label in ((AssumptionState.CONFIRMED, _("Confirm")), (AssumptionState.BROKEN, _("It broke"))):
                st.button(
                    label, key=f"assumption-{state}-{each.id}", on_click=assumption_judged,
                    args=(each.id, each.version, state, key), disabled=each.state is state,
                )  # fmt: skip


# The form ------------------------------------------------------------------------------------------------------------


def assumption_dialog(view: View, standing: Assumption | None) -> None:
    """Open the form of an assumption, empty or filled with the one that stands."""
    title = _("Add assumption") if standing is None else _("Change assumption")
    st.dialog(title, width="large", icon=":material/fact_check:")(draw_assumption_form)(view, standing, new_id())


def draw_assumption_form(view: View, standing: Assumption | None, token: str) -> None:
    """Draw the form, and where somebody changed the entry since it was opened, what they stored beside it."""
    notices.in_dialog(token)
    prefix = f"{keys.ASSUMPTION}-{token}"
    blank = standing or _blank(view, token)
    said = standing.statement if standing else ""
    st.text_input(_("What is taken for granted"), said, key=f"{prefix}-statement", max_chars=LONGEST_STATEMENT)  # fmt: skip
    left, right = st.columns(2)
    left.text_input(_("Driver"), blank.driver, key=f"{prefix}-driver", max_chars=LONGEST_DETAIL)
    right.text_input(_("Value"), blank.value, key=f"{prefix}-value", max_chars=LONGEST_DETAIL)
    owners = list(Function)
    left.selectbox(_("Owner"), owners, index=owners.index(blank.owner), format_func=function_word, key=f"{prefix}-owner")  # fmt: skip
    right.date_input(_("Valid until"), blank.valid_until, key=f"{prefix}-until", format="DD.MM.YYYY")
    left.text_input(_("Source"), blank.source, key=f"{prefix}-source", max_chars=LONGEST_DETAIL)
    right.text_input(_("Signpost: what would be seen first"), blank.signpost, key=f"{prefix}-signpost", max_chars=LONGEST_DETAIL)  # fmt: skip
    version = _now(view, standing, token)
    st.button(
        _("Store assumption") if standing is None or version == standing.version else _("Write mine over it"),
        type="primary", on_click=assumption_stored, args=(standing, version, token), key="assumption-store",
    )  # fmt: skip


def _now(view: View, standing: Assumption | None, token: str) -> int:
    """Return the version that stands now; where it is not the one that the form was opened on, draw both."""
    if standing is None:
        return 1
    with view.workspace.store.read() as tx:
        now = foresight.one_assumption(tx, standing.id)
    if now.version != standing.version:
        draw_clash(_fields(now), _fields(_held(view, standing, token, now.version)))
        st.button(_("Keep theirs"), on_click=theirs_kept, args=(token,), key="assumption-keep")
    return now.version


def _fields(each: Assumption) -> dict[str, str]:
    return {
        _("What is taken for granted"): each.statement, _("Driver"): each.driver, _("Value"): each.value,
        _("Owner"): function_word(each.owner), _("Valid until"): day_words(each.valid_until),
        _("Source"): each.source, _("Signpost: what would be seen first"): each.signpost,
        _("State"): _(STATES[each.state][1]),
    }  # fmt: skip


def _blank(view: View, token: str) -> Assumption:
    now = view.workspace.now()
    return Assumption(
        token, "-", "", "", view.actor.function, "", now.date() + timedelta(days=VALID_DAYS), "",
        view.actor.person_id, now,
    )  # fmt: skip


def _held(view: View, standing: Assumption | None, token: str, version: int) -> Assumption:
    """Return the assumption that the form holds."""
    state, prefix = st.session_state, f"{keys.ASSUMPTION}-{token}"
    before = standing or _blank(view, token)
    return Assumption(
        id=before.id, statement=state[f"{prefix}-statement"].strip(), driver=state[f"{prefix}-driver"].strip(),
        value=state[f"{prefix}-value"].strip(), owner=state[f"{prefix}-owner"],
        source=state[f"{prefix}-source"].strip(), valid_until=state[f"{prefix}-until"],
        signpost=state[f"{prefix}-signpost"].strip(), recorded_by=before.recorded_by, recorded_at=before.recorded_at,
        state=before.state, seen=before.seen, version=version,
    )  # fmt: skip
