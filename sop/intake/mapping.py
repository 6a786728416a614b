"""Which column of a file is which of ours, how sure that is and how it is known: what a person sees and may change."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guess:
    """One of our columns: where it comes from (`source` None: the file has none), how sure that is, and by what.

    `how`: name (that of the template), synonym, content, kept (a mapping stored for such files), chosen (by a person now).
    """

    column: str
    source: str | None
    sure: float  # 0 to 1
    how: str
