"""Loads and snapshots: deliveries are immutable, a snapshot is a list of them with a hash."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Load:
    """One delivery of one kind; withdrawn, never deleted."""

    id: str
    kind: str
    file_name: str
    sha256: str
    rows: int
    loaded_by: str
    loaded_at: datetime
    is_demo: bool
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The loads of a cycle, by kind; frozen ones may not lose a load."""

    id: str
    number: int
    loads: tuple[tuple[str, str], ...]  # (kind, load id), sorted
    made_at: datetime
    frozen: bool = False

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(self.loads).encode()).hexdigest()[:24]

    def load_of(self, kind: str) -> str | None:
        return dict(self.loads).get(kind)
