"""Stage 6: what came of the plan."""

from sop.domain.meeting import Stage
from sop.language import _
from sop.ui.frame import stage
from sop.ui.placeholder import to_come
from sop.ui.ways import way_to

with stage(Stage.EXECUTION):
    to_come(
        Stage.EXECUTION,
        what=_(
            "Here actual sales, production and stock will be compared with the published plan, and each deviation gets a cause and an action."
        ),
        first=_("Decisions and actions of the meeting are listed on the follow-up page."),
    )
    way_to(Stage.FOLLOW_UP, _("Open follow-up"))
