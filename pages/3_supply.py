"""Stage 3: the supply plan, its grid per family, the load of every resource."""

from sop.domain.meeting import Stage
from sop.ui.components.empty import without_cycle
from sop.ui.components.supply import draw_supply
from sop.ui.frame import stage

with stage(Stage.SUPPLY) as view:
    if not without_cycle(view):
        draw_supply(view)
