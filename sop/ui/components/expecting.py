"""What the facilitator expects: a delivery's standing rules, what holds for this cycle, and kinds to ask for."""

from dataclasses import replace
from datetime import date

import streamlit as st

from sop.domain.calendar import MOST_WORKING_DAYS
from sop.domain.decisions import LONGEST_TEXT
from sop.domain.deliveries import Expectation
from sop.domain.ids import new_id
from sop.domain.people import Function, Right
from sop.language import _, day
from sop.services import expectations
from sop.services.deliveries import Deliveries
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.data_words import KIND_WORDS
from sop.ui.components.decide import listed
from sop.ui.drawing import plain
from sop.ui.view import View
from sop.ui.words import function_word


def _key(field: str, token: str) -> str:
    return f"{keys.EXPECTATION}-{field}-{token}"


@action
def expectation_set(view: View, seen: Expectation, usual: date, token: str) -> None:
    """Store what the form holds."""
    held = {name: st.session_state[_key(name, token)] for name in ("function", "owner", "rhythm", "excused", "note")}
    due: date = st.session_state[_key("due", token)]
    working_day = int(st.session_state[_key("working_day", token)])
    moved = working_day != seen.working_day  # the day of this cycle follows the rule unless it was set apart
    wish = replace(
        seen, function=held["function"], owner_id=held["owner"], working_day=working_day,
        each_cycle=held["rhythm"], excused=held["excused"], note=held["note"].strip(),
        due=None if due == usual or (moved and due == (seen.due or usual)) else due,
    )  # fmt: skip
    _store(view, wish, token)


@action
def dropped(view: View, seen: Expectation, token: str) -> None:
    """Expect a kind no longer, from this cycle on."""
    _store(view, replace(seen, wanted=False), token)


@action
def asked_for(view: View, board: Deliveries, token: str) -> None:
    """Expect a kind from this cycle on."""
    chosen = st.session_state[_key("kind", token)]
    seen = next(each for each in board.expectations if each.kind == chosen)
    _store(view, replace(seen, wanted=True, function=st.session_state[_key("of", token)]), token)


def _store(view: View, wish: Expectation, token: str) -> None:
    stored = expectations.set_expectation(view.workspace.store, view.act(token), wish)
    st.session_state[keys.STORED] = token
    notices.tell(_("{kind}: what is expected is stored.").format(kind=_(KIND_WORDS[stored.kind])))


def draw_expectation(view: View, board: Deliveries, seen: Expectation, token: str) -> None:
    """Draw the form of one delivery, for the facilitator."""
    usual = replace(seen, due=None).due_in(board.cycle.current)
    with st.expander(_("What is expected"), icon=":material/edit_calendar:"):
        plain(_("From this cycle on"))
        _draw_rules(view, seen, token)
        plain(_("In this cycle only"))
        left, right = st.columns(2, vertical_alignment="bottom")
        left.date_input(
            _("Due"), seen.due or usual, key=_key("due", token), format="DD.MM.YYYY",
            help=_("By the rule: {day}. Holidays are not known; move the day where one is in the way.").format(day=day(usual)),
        )  # fmt: skip
        right.checkbox(_("Not expected in this cycle"), seen.excused, key=_key("excused", token))
        st.text_input(_("Why"), seen.note, key=_key("note", token), max_chars=LONGEST_TEXT)
        with st.container(horizontal=True):
            st.button(
                _("Store"), type="primary", icon=":material/check:", on_click=expectation_set, args=(seen, usual, token),
                key="expectation-store",
            )  # fmt: skip
            st.button(
                _("No longer expected"), type="tertiary", icon=":material/close:", on_click=dropped, args=(seen, token),
                key="expectation-drop",
            )  # fmt: skip


def _draw_rules(view: View, seen: Expectation, token: str) -> None:
    functions = list(Function)
    ids, words = listed(view)
    owners = ["", *ids]
    left, right = st.columns(2)
    left.selectbox(
        _("Department"), functions, index=functions.index(seen.function), format_func=function_word,
        key=_key("function", token),
    )  # fmt: skip
    right.selectbox(
        _("Owner"), owners, index=owners.index(seen.owner_id) if seen.owner_id in owners else 0,
        format_func=lambda each: words[each] if each else _("everybody of the department"), key=_key("owner", token),
    )  # fmt: skip
    left.number_input(
        _("Due on working day"), 1, MOST_WORKING_DAYS, seen.working_day, key=_key("working_day", token),
        help=_("Counted from Monday to Friday after the month has closed."),
    )  # fmt: skip
    right.selectbox(
        _("Comes"), [True, False], index=0 if seen.each_cycle else 1, key=_key("rhythm", token),
        format_func=lambda each: _("anew in each cycle") if each else _("when it changes"),
    )  # fmt: skip


def draw_asking(view: View, board: Deliveries) -> None:
    """Draw the button that asks for a kind that is not expected yet."""
    rest = [each for each in board.expectations if not each.wanted]
    if not view.actor.may(Right.RUN) or not rest:
        return
    if st.button(_("Expect more"), icon=":material/playlist_add:", type="tertiary", key="expect-more"):
        st.dialog(_("Expect more"), icon=":material/playlist_add:")(_asking_form)(board, tuple(rest), new_id())


def _asking_form(board: Deliveries, rest: tuple[Expectation, ...], token: str) -> None:
    notices.in_dialog(token)
    plain(_("It is expected from this cycle on, and in every later one."))
    by_kind = {each.kind: each for each in rest}
    chosen = st.selectbox(
        _("Kind"), list(by_kind), format_func=lambda each: _(KIND_WORDS[each]), key=_key("kind", token)
    )
    functions = list(Function)
    st.selectbox(
        _("Department"), functions, index=functions.index(by_kind[chosen].function), format_func=function_word,
        key=_key("of", token),
    )  # fmt: skip
    st.button(
        _("Expect it"), type="primary", icon=":material/check:", on_click=asked_for, args=(board, token),
        key="expect-more-store",
    )  # fmt: skip
