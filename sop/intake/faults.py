"""Everything wrong with a file, collected while it is read and reported once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sop.domain.errors import Fault, Rejected

MOST_FAULTS = 5_000
LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a cell, wherever it stands."""

    code: str
    message: str
    remedy: str
    value: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Faults:
    """The faults of one file; beyond `MOST_FAULTS` only their number is kept, so that memory is bounded."""

    found: list[Fault] = field(default_factory=list)
    unlisted: int = 0
    sheet: str = ""  # the one that is being read

    def add(
        self,
        code: str,
        message: str,
        remedy: str,
        *,
        row: int | None = None,
        column: str = "",
        value: str = "",
        **values: Any,
    ) -> None:
        """Note one fault: message and remedy are whole sentences, filled with `values`; the cell is shown beside them."""
        self.note(Wrong(code, message, remedy, value, values), row, column)

    def note(self, wrong: Wrong, row: int | None, column: str) -> None:
        """Note what is wrong with a cell where it stands."""
        if not self.room:
            self.unlisted += 1
            return
        value = wrong.value
        shown = value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
        fault = Fault(wrong.code, row, column, shown, wrong.message, wrong.remedy, self.sheet, wrong.values)
        self.found.append(fault)

    @property
    def room(self) -> int:
        """Return how many more are listed."""
        return max(0, MOST_FAULTS - len(self.found))

    def in_order(self) -> None:
        """Bring the faults into the order of the rows."""
        self.found.sort(key=lambda fault: fault.row or 0)

    @property
    def count(self) -> int:
        return len(self.found) + self.unlisted

    def stop(self) -> None:
        """Raise Rejected if anything is wrong so far."""
        if not self.found:
            return
        if self.unlisted:
            raise Rejected(
                "The file was not loaded and nothing was changed. It has {count} faults; the first {listed} are listed.",
                self.found,
                count=self.count,
                listed=len(self.found),
            )
        raise Rejected(
            "The file was not loaded and nothing was changed. Faults: {count}.", self.found, count=len(self.found)
        )
