"""Stage 0: the cycle, its agenda, who is invited; and the way to a first cycle."""

from sop.domain.meeting import Stage
from sop.ui.components.agenda import draw_agenda
from sop.ui.components.opening import draw_opening
from sop.ui.frame import stage

with stage(Stage.AGENDA) as view:
    if view.cycle is None:
        draw_opening(view)
    else:
        draw_agenda(view)
