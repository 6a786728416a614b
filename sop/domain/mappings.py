"""How the files of one source are read: kept by name, so that next month nobody is asked again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sop.domain.errors import Invalid

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """What a person settled once for such files: which column is which, and the answers that belong to the layout.

    `header` is every column that those files had; `columns` our column -> the file's ("" for none). Invalid for a name
    that is empty or longer than `LONGEST_NAME`.
    """

    id: str
    name: str
    kind: str
    header: tuple[str, ...]
    columns: Mapping[str, str]
    answers: Mapping[str, str]
    author_id: str
    kept_at: datetime
    version: int = 1

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > LONGEST_NAME:
            raise Invalid("Give the mapping a name of at most {most} letters.", most=LONGEST_NAME)

    def likeness(self, header: Sequence[str]) -> float:
        """Return which share of all columns a file has in common with those that this was kept for; 1 for the same."""
        here, before = set(header), set(self.header)
        return len(here & before) / len(here | before) if here | before else 0.0

    def new_in(self, header: Sequence[str]) -> tuple[str, ...]:
        """Return the columns of a file that those before did not have."""
        return tuple(name for name in dict.fromkeys(header) if name not in self.header)

    def gone_from(self, header: Sequence[str]) -> tuple[str, ...]:
        """Return the columns that those before had and this file does not."""
        return tuple(name for name in self.header if name not in header)
