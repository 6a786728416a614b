"""Follow-up: what was decided, who does what until when, and the files to take home."""

from sop.domain.meeting import Stage
from sop.ui.components.empty import without_cycle
from sop.ui.components.follow_up import draw_follow_up
from sop.ui.frame import stage

with stage(Stage.FOLLOW_UP) as view:
    if not without_cycle(view):
        draw_follow_up(view)
