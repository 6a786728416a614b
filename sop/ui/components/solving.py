"""Which plan is on screen in a large company: a preview and how far it may be from the best, or the full plan."""

import streamlit as st

from sop.language import _, percent
from sop.services.board import Board
from sop.services.finalising import gap_percent
from sop.services.full_solves import topic
from sop.services.what_if import Outcome
from sop.ui import live
from sop.ui.frame import live_part
from sop.ui.view import View

_PART = "solving"


def draw_solving(view: View, board: Board) -> None:
    """Say what the figures are of, and while they are a preview how far the full solve is; nothing in a company that is small.

    The word stands in the part that draws the figures, so that one is never seen beside those of the other.
    """
    if not board.is_large:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="solving"):
        st.markdown(status_words(board.outcome), width="content")
        if board.outcome.is_full:
            live.forget(_PART)
            return
        followed = live_part(_PART, topics=lambda _view: [topic(board.scenario.id)])
        followed(_draw_progress)(view, board)


def status_words(outcome: Outcome) -> str:
    """Return whether a plan is a preview, and then how far it may be from the best."""
    if outcome.is_full:
        return f":green-badge[:material/verified: {_('Full plan, exact')}]"
    return f":orange-badge[:material/hourglass_top: {_('Preview')}] {gap_words(outcome.plan.gap_share)}"


def _draw_progress(view: View, board: Board) -> None:
    share = view.workspace.full_solves.share(board.scenario.id, board.outcome.key.digest)
    if share is not None:
        st.markdown(_("full plan being solved: {share} done").format(share=percent(share, 0)), width="content")


def gap_words(share: float) -> str:
    """Return how far a preview may be from the best plan; never less than it may be."""
    return _("its cost at most {share} above the best").format(share=gap_percent(max(share, 1e-4)))
