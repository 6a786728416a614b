"""Stage 2: the demand plan."""

from sop.domain.meeting import Stage
from sop.language import _
from sop.ui.frame import stage
from sop.ui.placeholder import to_come
from sop.ui.ways import way_to

with stage(Stage.DEMAND):
    to_come(
        Stage.DEMAND,
        what=_(
            "Here the demand plan will be made: baseline with its interval, overrides with author and reason, consensus round."
        ),
        first=_("The demand behind the plan is shown on the supply page already."),
    )
    way_to(Stage.SUPPLY, _("Open supply"))
