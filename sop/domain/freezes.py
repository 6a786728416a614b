"""When the data of a cycle was frozen, and when it was frozen anew: which snapshot took the place of which, and why."""

from dataclasses import dataclass
from datetime import datetime

from sop.domain.decisions import LONGEST_TEXT
from sop.domain.errors import Invalid
from sop.domain.loads import Snapshot


@dataclass(frozen=True, slots=True)
class Freeze:
    """One freeze; `replaced_id` is the snapshot that was frozen before, None at the first one."""

    id: str
    cycle_id: str
    snapshot_id: str
    replaced_id: str | None
    reason: str
    frozen_by: str
    frozen_at: datetime

    def __post_init__(self) -> None:
        if self.replaced_id is not None and not self.reason.strip():
            raise Invalid("Write why the data is frozen again: plans were made from the snapshot before.")
        if len(self.reason) > LONGEST_TEXT:
            raise Invalid("A text has at most {longest} characters.", longest=LONGEST_TEXT)


def kinds_changed(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """Return the kinds of which two snapshots hold different loads, in the order of their names."""
    return tuple(sorted({kind for kind, _load_id in set(before.loads) ^ set(after.loads)}))
