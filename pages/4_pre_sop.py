"""Stage 4: gaps, scenarios and decisions are prepared."""

from sop.domain.meeting import Stage
from sop.language import _
from sop.ui.frame import stage
from sop.ui.placeholder import to_come
from sop.ui.ways import way_to

with stage(Stage.PRE_SOP):
    to_come(
        Stage.PRE_SOP,
        what=_(
            "Here the gaps between demand, supply and budget will be worked through and the decisions of the meeting prepared."
        ),
        first=_("Scenarios can be made and compared on the meeting page already."),
    )
    way_to(Stage.MEETING, _("Open the meeting"))
