"""Stage 2: the demand plan, its exceptions first, then what a family or SKU is made of."""

from sop.domain.meeting import Stage
from sop.ui.components.demand_review import draw_demand
from sop.ui.components.empty import without_cycle
from sop.ui.frame import stage

with stage(Stage.DEMAND) as view:
    if not without_cycle(view):
        draw_demand(view)
