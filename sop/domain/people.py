"""Who does something, in which role, and under which token."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sop.domain.errors import Invalid, NotAllowed

LONGEST_NAME = 80


class Role(StrEnum):
    """What a person may do: the facilitator runs the cycle, participants take part, viewers look on."""

    FACILITATOR = "facilitator"
    PARTICIPANT = "participant"
    VIEWER = "viewer"


class Function(StrEnum):
    """The departments that sit at the table."""

    MANAGEMENT = "management"
    SALES = "sales"
    MARKETING = "marketing"
    FINANCE = "finance"
    PRODUCTION = "production"
    PURCHASING = "purchasing"
    LOGISTICS = "logistics"
    PLANNING = "planning"


class Right(StrEnum):
    """What may be allowed or not: each role has a set of these."""

    LOOK = "look"
    TRY = "try"
    CAPTURE = "capture"
    RUN = "run"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.FACILITATOR: frozenset(Right),
    Role.PARTICIPANT: frozenset({Right.LOOK, Right.TRY, Right.CAPTURE}),
    Role.VIEWER: frozenset({Right.LOOK}),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the company, as listed; name and address can be blanked."""

    id: str
    name: str
    function: Function
    role: Role
    language: str = "en"
    email: str = ""
    joined_at: datetime | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.name.strip()) <= LONGEST_NAME:
            raise Invalid("A name has 1 to {longest} characters.", longest=LONGEST_NAME)


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request, as far as services need to know."""

    person_id: str
    function: Function
    role: Role

    def may(self, right: Right) -> bool:
        return right in RIGHTS[self.role]

    def require(self, right: Right) -> None:
        """Raise NotAllowed unless the role includes `right`."""
        if self.may(right):
            return
        if right is Right.RUN:
            raise NotAllowed("Only the facilitator can do this. Ask them, or open the facilitator's address.")
        raise NotAllowed("Viewers look on. Ask the facilitator to make you a participant.")


@dataclass(frozen=True, slots=True)
class Act:
    """One write: who, when (UTC), and a token that makes a double click one row."""

    actor: Actor
    now: datetime
    token: str

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise Invalid("The time of an act carries its zone.")
