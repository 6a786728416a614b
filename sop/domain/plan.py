"""The name of a plan: everything that can change one of its figures has a revision here."""

import hashlib
import json
from dataclasses import dataclass

from sop.domain.scenario import Lever

ENGINE_VERSION = "2"


@dataclass(frozen=True, slots=True)
class PlanKey:
    """Snapshot hash, cycle frame, demand and policy revision, levers and engine version.

    The digest is the only cache key of a plan.
    """

    snapshot: str
    frame: str
    demand_revision: str
    policy_revision: str
    levers: tuple[Lever, ...]
    engine: str = ENGINE_VERSION

    @property
    def digest(self) -> str:
        """Return 24 hexadecimal digits that change whenever a figure of the plan could."""
        moved = [
            (
                lever.kind,
                float(lever.value),
                lever.scope.dimension,
                lever.scope.name,
                lever.months.first,
                lever.months.last,
            )
            for lever in self.levers
            if not lever.changes_nothing
        ]
        text = json.dumps([self.snapshot, self.frame, self.demand_revision, self.policy_revision, moved, self.engine])
        return hashlib.sha256(text.encode()).hexdigest()[:24]
