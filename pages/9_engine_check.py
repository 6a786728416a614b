"""The engine against published textbook cases."""

from sop.domain.meeting import Stage
from sop.language import _
from sop.ui.frame import stage
from sop.ui.placeholder import to_come
from sop.ui.ways import way_to

with stage(Stage.ENGINE_CHECK):
    to_come(
        Stage.ENGINE_CHECK,
        what=_(
            "Here the engine will show what it computes for published textbook cases, next to the published figures."
        ),
        first=_("Look at a plan of your own first: the supply page shows it with its limits."),
    )
    way_to(Stage.SUPPLY, _("Open supply"))
