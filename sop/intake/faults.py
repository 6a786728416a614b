"""Everything wrong with a file, collected while it is read and reported once."""

from dataclasses import dataclass, field
from typing import Any

from sop.domain.errors import Fault, Rejected

MOST_FAULTS = 500
LONGEST_VALUE = 80


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
        if len(self.found) >= MOST_FAULTS:
            self.unlisted += 1
            return
        shown = value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
        self.found.append(Fault(code, row, column, shown, message, remedy, self.sheet, values))

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
