"""Improve: how the meeting was, and what past cycles scored."""

from sop.domain.meeting import Stage
from sop.ui.components.empty import without_cycle
from sop.ui.components.improve import draw_improve
from sop.ui.frame import stage

with stage(Stage.IMPROVE) as view:
    if not without_cycle(view):
        draw_improve(view)
