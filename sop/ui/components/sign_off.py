"""The line that says who signed the supply plan, and the button that signs it."""

import streamlit as st

from sop.language import _, date_time
from sop.services import sign_off
from sop.services.board import Board
from sop.services.sign_off import SignOff
from sop.ui import notices
from sop.ui.actions import action
from sop.ui.drawing import escaped, named
from sop.ui.later import waits_words
from sop.ui.view import View


@action
def signed(view: View, board: Board, token: str) -> None:
    """Sign the plan on screen."""
    if view.cycle is None:
        return
    sign_off.sign(view.workspace.store, view.act(token), view.cycle.id, board, board.outcome.seen)
    notices.tell(_("The supply plan is signed."))


def draw_sign_off(view: View, board: Board) -> None:
    """Draw whether operations signed this very plan, an older one, or none; with the button for who may sign."""
    if view.cycle is None:
        return
    with view.workspace.store.read() as tx:
        standing = sign_off.signed(tx, view.cycle.id)
    digest = board.outcome.key.digest
    is_current = standing is not None and standing.is_of(digest)
    with st.container(horizontal=True, vertical_alignment="center", key="sign-off"):
        icon = ":material/verified:" if is_current else ":material/edit_note:"
        st.markdown(f"{icon} {escaped(sign_off_words(standing, digest, view.cycle.time_zone))}")
        if not is_current and sign_off.may_sign(view.actor):
            st.button(
                _("Sign this plan"), icon=":material/draw:", key="sign-off-sign", on_click=signed,
                args=(board, f"{view.person.id}/{digest}"),
                disabled=not board.outcome.is_full, help=None if board.outcome.is_full else waits_words(),
            )  # fmt: skip


def sign_off_words(standing: SignOff | None, digest: str, zone: str) -> str:
    """Return who signed what and when; that it is an older plan where it is."""
    if standing is None:
        return _("Operations have not signed a supply plan yet.")
    said = _("Signed by {name} on {when}, scenario {scenario}, plan {plan}.").format(
        name=standing.name or _("somebody who is not listed any more"),
        when=date_time(standing.at, zone),
        scenario=named(standing.scenario_name),
        plan=standing.digest[:6],
    )
    return said if standing.is_of(digest) else f"{_('Signed for an older plan, or another scenario.')} {said}"
