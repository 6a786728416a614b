"""What somebody puts forward from their seat: a scenario as it stood then, and why."""

from dataclasses import dataclass
from datetime import datetime

from sop.domain.errors import Invalid
from sop.domain.people import Function

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Proposal:
    """A scenario put forward with a reason; the scenario is a copy that nobody moves any more."""

    id: str
    cycle_id: str
    meeting_id: str
    scenario_id: str
    proposed_by: str
    function: Function
    reason: str
    proposed_at: datetime
    withdrawn: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise Invalid("Write why you propose this: the room will ask.")
        if len(self.reason) > LONGEST_REASON:
            raise Invalid("A text has at most {longest} characters.", longest=LONGEST_REASON)
