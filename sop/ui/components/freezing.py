"""The snapshot that plans are made from: whether it is frozen, what came after, and freezing it again for a reason."""

import streamlit as st

from sop.domain.decisions import LONGEST_TEXT
from sop.domain.freezes import kinds_changed
from sop.domain.ids import new_id
from sop.domain.people import Right
from sop.language import _, date_time
from sop.services import freezing
from sop.services.deliveries import Deliveries
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.data_words import KIND_WORDS
from sop.ui.components.decide import Ticket
from sop.ui.components.readiness_words import who
from sop.ui.drawing import escaped, plain
from sop.ui.view import View


@action
def frozen(view: View) -> None:
    """Freeze the data of the cycle."""
    snapshot = freezing.freeze_data(view.workspace.store, view.act())
    notices.tell(_("Data s{number} is frozen: no load of it can be taken back.").format(number=snapshot.number))


@action
def frozen_again(view: View, ticket: Ticket) -> None:
    """Freeze what stands now, for the reason that the dialog holds."""
    reason = st.session_state[keys.FREEZE_REASON]
    snapshot = freezing.freeze_again(view.workspace.store, view.act(ticket.token), reason)
    st.session_state[keys.STORED] = ticket.token
    notices.tell(_("Data s{number} is frozen in place of what was frozen before.").format(number=snapshot.number))


def draw_freeze(view: View, board: Deliveries) -> None:
    """Draw how the data of the cycle stands, and the facilitator's button."""
    if board.snapshot is None:
        return
    st.caption(escaped(_snapshot_words(board)), help=escaped(_digest_words(board)))
    if not view.actor.may(Right.RUN):
        return
    if not board.is_frozen:
        st.button(_("Freeze snapshot"), icon=":material/ac_unit:", on_click=frozen, key="freeze")
    elif board.later and st.button(_("Freeze again"), icon=":material/ac_unit:", key="freeze-again"):
        st.dialog(_("Freeze again"), icon=":material/ac_unit:")(_form)(board, Ticket(new_id()))


def _digest_words(board: Deliveries) -> str:
    assert board.snapshot is not None, "there is one to tell of"
    return _("Digest {digest}. A plan names the data that it was made from.").format(digest=board.snapshot.digest)


def _snapshot_words(board: Deliveries) -> str:
    """Return such as "Data s4, frozen 9 Nov 2026, 10:05 by Ana Pop in place of s3: Budget was corrected"."""
    assert board.snapshot is not None, "there is one to tell of"
    number = board.snapshot.number
    if not board.is_frozen:
        return _("Data s{number} follows the loads").format(number=number)
    if not board.freezes:
        return _("Data s{number} is frozen").format(number=number)
    last = board.freezes[-1]
    told = _("Data s{number}, frozen {moment} by {person}").format(
        number=number, moment=date_time(last.frozen_at, board.cycle.time_zone),
        person=who(board, last.frozen_by),
    )  # fmt: skip
    if board.replaced is not None:
        changed = ", ".join(_(KIND_WORDS[kind]) for kind in kinds_changed(board.replaced, board.snapshot))
        told += ", " + _("in place of s{number}: {reason} (changed: {kinds})").format(
            number=board.replaced.number, reason=last.reason, kinds=changed
        )
    return told


def _form(board: Deliveries, ticket: Ticket) -> None:
    notices.in_dialog(ticket.token)
    names = ", ".join(_(KIND_WORDS[line.kind]) for line in board.later)
    plain(_("This takes in what came after the freeze: {kinds}.").format(kinds=names))
    plain(_("Plans and decisions that were made keep their data; the next plan is made from the new one."))
    st.text_area(_("Why"), key=keys.FREEZE_REASON, max_chars=LONGEST_TEXT, height=100)
    st.button(
        _("Freeze again"), type="primary", icon=":material/ac_unit:", on_click=frozen_again, args=(ticket,),
        key="freeze-again-now",
    )  # fmt: skip
