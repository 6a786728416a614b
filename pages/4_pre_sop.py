"""Stage 4: gaps between demand, supply and budget; the scenarios side by side."""

from sop.domain.meeting import Stage
from sop.ui.components.empty import without_cycle
from sop.ui.components.pre_sop import draw_pre_sop
from sop.ui.frame import stage

with stage(Stage.PRE_SOP) as view:
    if not without_cycle(view):
        draw_pre_sop(view)
