"""How the meetings themselves get better."""

from sop.domain.meeting import Stage
from sop.language import _
from sop.ui.frame import stage
from sop.ui.placeholder import to_come
from sop.ui.ways import way_to

with stage(Stage.IMPROVE):
    to_come(
        Stage.IMPROVE,
        what=_("Here the one-minute survey, the scorecard over the cycles and the improvement items will stand."),
        first=_("Until then put what should change on the agenda as an item of its own."),
    )
    way_to(Stage.AGENDA, _("Open the agenda"))
