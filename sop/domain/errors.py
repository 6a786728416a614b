"""What can go wrong and be told to a planner in one sentence.

    SopError
    ├── Invalid          a value out of its bounds, or one that contradicts another
    ├── Refused          a rule of the process says no
    │   ├── NotAllowed   the person's role may not do this
    │   └── Conflict     somebody else changed the same thing first
    ├── NotFound         what was asked for is not there (any more)
    ├── Rejected         a file that cannot be read as it is; carries every fault
    │   ├── Undecided    a file that can be read in two ways; carries the question
    │   └── Unmapped     a file in which a column that is needed is not found; carries its header
    └── Unreadable       stored content that no longer reads as what it was

An error carries an English template and its values; it is translated at the edge (`sop.language.say`).
Bugs are never SopErrors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class SopError(Exception):
    """Something a person can act on: an English template with named values."""

    def __init__(self, message: str, /, **values: Any) -> None:
        super().__init__(message)
        self.message = message
        self.values: Mapping[str, Any] = values

    def __str__(self) -> str:
        return self.message.format(**self.values)


class Invalid(SopError):
    """A value is out of its bounds."""


class Refused(SopError):
    """A rule of the process says no."""


class NotAllowed(Refused):
    """The role of this person does not include it."""


class Conflict(Refused):
    """Somebody else changed the same thing first."""


class NotFound(SopError):
    """What was asked for is not there."""


class Unreadable(SopError):
    """Stored content no longer reads as what it was."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file: where it is, what stands there, what to do.

    Message and remedy are English templates; both are filled with the same values at the edge.
    """

    code: str
    row: int | None
    column: str
    value: str
    message: str
    remedy: str
    sheet: str = ""  # of a workbook
    values: Mapping[str, Any] = field(default_factory=dict)


class Rejected(SopError):
    """A file cannot be loaded as it is; every fault is listed once."""

    def __init__(self, message: str, /, faults: Sequence[Fault] = (), **values: Any) -> None:
        super().__init__(message, **values)
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Question:
    """A file can be read in more than one way: what is asked, and the answers that are understood.

    `message` is an English template with `values`. `gives`: choice -> (quantity, value) that the file then comes to, for
    the choices of which that is known.
    """

    code: str
    message: str
    choices: tuple[str, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    gives: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.values)


class Undecided(Rejected):
    """A file can be read in more than one way; nothing is stored before somebody says which."""

    def __init__(self, message: str, /, question: Question, **values: Any) -> None:
        super().__init__(message, (), **values)
        self.question = question


class Unmapped(Rejected):
    """A column that is needed is not found; `header` are those that the file has, `guesses` what was found of ours."""

    def __init__(
        self, message: str, /, faults: Sequence[Fault], header: tuple[str, ...], guesses: tuple[Any, ...], **values: Any
    ) -> None:
        super().__init__(message, faults, **values)
        self.header = header
        self.guesses = guesses
