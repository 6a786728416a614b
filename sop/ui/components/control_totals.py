"""Control totals on the board: what the loads add up to beside the books, and who stands for it."""

from dataclasses import dataclass
from math import isfinite

import streamlit as st

from sop.domain.control import DELIVERED_BY, ControlState, ControlTotal, LedgerFigure
from sop.domain.decisions import LONGEST_TEXT
from sop.domain.deliveries import Expectation
from sop.domain.ids import new_id
from sop.domain.people import Right
from sop.language import _, currency_name, date_time, money, month, percent
from sop.services import control_totals
from sop.services.deliveries import Deliveries
from sop.services.reminders import CONTROL_WORDS
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.readiness_words import CONTROL_MARKS, CONTROL_STATES, who
from sop.ui.drawing import escaped, plain
from sop.ui.view import View
from sop.ui.words import function_word

PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What a dialog was opened on: its token, the control total as it stood, and whose delivery it is."""

    token: str
    total: ControlTotal
    owner: Expectation


@action
def figure_entered(view: View, seen: Seen) -> None:
    """Store the figure of the books that the dialog holds."""
    if view.cycle is None:
        return
    amount = float(st.session_state[f"{keys.LEDGER}-{seen.token}"])
    known = seen.total.ledger
    now = view.workspace.now()
    wish = LedgerFigure(
        known.id if known else new_id(), view.cycle.id, seen.total.control, amount, view.actor.person_id, now,
        known.version if known else 1,
    )  # fmt: skip
    control_totals.enter_figure(view.workspace.store, view.act(seen.token), wish)
    st.session_state[keys.STORED] = seen.token
    notices.tell(_("The figure of the books is stored."))


@action
def signed(view: View, seen: Seen) -> None:
    """Sign the control total that the dialog shows."""
    if view.cycle is None:
        return
    reason = st.session_state[f"{keys.CONTROL_REASON}-{seen.token}"]
    control_totals.sign(view.workspace, view.act(seen.token), view.cycle, seen.total, seen.owner, reason)
    st.session_state[keys.STORED] = seen.token
    notices.tell(_("The control total is signed."))


@action
def tolerance_set(view: View) -> None:
    """Store the tolerance."""
    control_totals.set_tolerance(view.workspace.store, view.act(), st.session_state[keys.CONTROL_TOLERANCE] / PERCENT)


def draw_controls(view: View, board: Deliveries) -> None:
    """Draw each control total with its figures, its state, and what this person can do about it."""
    tolerance = next(iter(board.controls.values())).tolerance
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(_("Control totals"), anchor=False)
        if view.actor.may(Right.RUN):
            with st.popover(
                _("Tolerance {share}").format(share=percent(tolerance)), icon=":material/tune:", type="tertiary",
                key=f"control-tolerance-{tolerance}",
            ):  # fmt: skip
                st.number_input(
                    _("A difference up to, %"), 0.0, 20.0, tolerance * PERCENT, 0.1, "%g", key=keys.CONTROL_TOLERANCE
                )
                st.button(_("Save tolerance"), type="primary", on_click=tolerance_set, key="control-tolerance-save")
    owners = {each.kind: each for each in board.expectations}
    for total in board.controls.values():
        _draw_total(view, board, total, owners[DELIVERED_BY[total.control]])


def _draw_total(view: View, board: Deliveries, total: ControlTotal, owner: Expectation) -> None:
    with st.container(border=True, gap="small", key=f"control-{total.control}"):
        mark = CONTROL_MARKS[total.state]
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{escaped(_(CONTROL_WORDS[total.control]))}**")
            st.badge(escaped(_(CONTROL_STATES[total.state])), icon=mark.icon, color=mark.colour)
        plain(_figures(board, total))
        if total.signature is not None:
            st.caption(escaped(_signature_words(board, total)))
        with st.container(horizontal=True):
            _draw_buttons(view, board, total, owner)


def _draw_buttons(view: View, board: Deliveries, total: ControlTotal, owner: Expectation) -> None:
    if control_totals.may_enter(view.actor):
        words = _("Enter the figure of the books") if total.ledger is None else _("Correct the figure")
        if st.button(words, icon=":material/edit:", type="tertiary", key=f"ledger-{total.control}"):
            st.dialog(_("Figure of the books"), icon=":material/account_balance:")(_figure_form)(
                board, Seen(new_id(), total, owner)
            )
    wanted = total.state in {ControlState.TO_SIGN, ControlState.SIGN_AGAIN}
    if wanted and control_totals.may_sign(view.actor, owner):
        words = _("Sign") if total.agrees else _("Explain and sign")
        if st.button(words, icon=":material/draw:", type="primary", key=f"sign-{total.control}"):
            st.dialog(_("Sign the control total"), icon=":material/draw:")(_sign_form)(
                board, Seen(new_id(), total, owner)
            )
    elif wanted:
        st.caption(escaped(_("{department} signs.").format(department=function_word(owner.function))))


def _figures(board: Deliveries, total: ControlTotal) -> str:
    """Return both figures and their difference, in money and per cent."""
    currency = board.cycle.currency
    if not isfinite(total.loaded):
        return _("The loads give no figure: deliver it first, with revenue or with costs.")
    loaded = _("Loads: {amount}").format(amount=money(total.loaded, currency))
    if total.ledger is None:
        return loaded
    books = _("Books: {amount}").format(amount=money(total.ledger.amount, currency))
    apart = _("Difference: {amount} ({share})").format(
        amount=money(total.difference, currency, signed=True), share=percent(total.share, 2, signed=True)
    )
    return f"{loaded} · {books} · {apart}"


def _signature_words(board: Deliveries, total: ControlTotal) -> str:
    signature = total.signature
    assert signature is not None, "it is told only where there is one"
    told = _("Signed by {person}, {moment}, for {amount}").format(
        person=who(board, signature.signed_by), amount=money(signature.loaded, board.cycle.currency),
        moment=date_time(signature.signed_at, board.cycle.time_zone),
    )  # fmt: skip
    if signature.reason:
        told += ": " + _(signature.reason)
    if total.state is ControlState.SIGN_AGAIN:
        told += ". " + _("A figure changed after it.")
    return told


def _figure_form(board: Deliveries, seen: Seen) -> None:
    notices.in_dialog(seen.token)
    plain(_("{what}, {month}").format(what=_(CONTROL_WORDS[seen.total.control]), month=month(board.cycle.last_closed)))
    if isfinite(seen.total.loaded):
        plain(_("Loads: {amount}").format(amount=money(seen.total.loaded, board.cycle.currency)))
    st.number_input(
        _("Figure of the books, {unit}").format(unit=currency_name(board.cycle.currency)),
        value=seen.total.ledger.amount if seen.total.ledger else 0.0, step=1000.0, format="%.2f",
        key=f"{keys.LEDGER}-{seen.token}",
    )  # fmt: skip
    st.button(
        _("Store the figure"), type="primary", icon=":material/check:", on_click=figure_entered, args=(seen,),
        key="ledger-store",
    )  # fmt: skip


def _sign_form(board: Deliveries, seen: Seen) -> None:
    notices.in_dialog(seen.token)
    plain(_figures(board, seen.total))
    if not seen.total.agrees:
        plain(_("The difference is above the tolerance of {share}.").format(share=percent(seen.total.tolerance)))
    label = _("Why they differ, if anything is to be said") if seen.total.agrees else _("Why they differ")
    st.text_area(label, key=f"{keys.CONTROL_REASON}-{seen.token}", max_chars=LONGEST_TEXT, height=100)
    st.button(_("Sign"), type="primary", icon=":material/draw:", on_click=signed, args=(seen,), key="control-sign")
