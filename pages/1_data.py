"""Stage 1: what every department delivers."""

from sop.domain.meeting import Stage
from sop.language import _
from sop.ui.frame import stage
from sop.ui.placeholder import to_come
from sop.ui.ways import way_to

with stage(Stage.DATA):
    to_come(
        Stage.DATA,
        what=_(
            "Here each department will deliver its files: they are checked, compared with the last delivery, and can be taken back."
        ),
        first=_("Until then the demo company is loaded by the command line: python -m sop demo."),
    )
    way_to(Stage.AGENDA, _("Open the agenda"))
