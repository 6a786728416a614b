"""What the tests of a process reckon once: plans, inputs and answers stand under digests, whichever company asks for them."""

from dataclasses import replace

from sop.services.coverage import MOST_KEPT
from sop.services.inputs import InputsDesk
from sop.services.once import OnceCache
from sop.services.planners import Planners
from sop.services.settings import Settings
from sop.services.workspace import MOST_ANSWERS, Workspace, build

_KEPT = {
    "planners": Planners(),
    "inputs": InputsDesk(),
    "answers": OnceCache(MOST_ANSWERS),
    "covered": OnceCache(MOST_KEPT),
}


def build_warm(settings: Settings) -> Workspace:
    """Wire a workspace on what its neighbours in this process have reckoned; only a fresh one knows nothing."""
    return replace(build(settings), **_KEPT)
