"""Stage 5: the meeting. What is on, the what-if board, decide."""

from sop.domain.meeting import Stage
from sop.ui.components.board import draw_board
from sop.ui.components.empty import without_cycle
from sop.ui.components.proposals import draw_proposals
from sop.ui.components.votes import draw_vote
from sop.ui.frame import stage

with stage(Stage.MEETING) as view:
    if not without_cycle(view):
        draw_vote(view)
        draw_board(view)
        draw_proposals(view)
