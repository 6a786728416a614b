"""Stage 6: what came of the plan."""

from sop.domain.meeting import Stage
from sop.ui.components.empty import without_cycle
from sop.ui.components.execution import draw_execution
from sop.ui.frame import stage

with stage(Stage.EXECUTION) as view:
    if not without_cycle(view):
        draw_execution(view)
