"""Projects: what will change demand, price or capacity from some month on, and how far it is agreed."""

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from sop.domain.calendar import MonthRange
from sop.domain.errors import Invalid
from sop.domain.people import Function
from sop.domain.scenario import LeverKind, Scenario

LONGEST_PROJECT_NAME = 120
LARGEST_EFFECT = 1000.0  # per cent
_MARK = "project"  # how the id of a lever begins that a project set


class ProjectKind(StrEnum):
    LAUNCH = "launch"
    END_OF_LIFE = "end_of_life"
    PROMOTION = "promotion"
    LISTING = "listing"
    INVESTMENT = "investment"
    RELOCATION = "relocation"
    OUTAGE = "outage"
    SUPPLIER_DELAY = "supplier_delay"
    OTHER = "other"


class ProjectStatus(StrEnum):
    IDEA = "idea"
    PROPOSED = "proposed"
    AGREED = "agreed"
    DONE = "done"
    DROPPED = "dropped"


AHEAD = frozenset({ProjectStatus.IDEA, ProjectStatus.PROPOSED, ProjectStatus.AGREED})  # may still change a plan


@dataclass(frozen=True, slots=True)
class Project:
    """A project with its months, the part of the company that it touches, and its effect in per cent of that part.

    An empty family, SKU, region or resource means all of them. An effect of 0 is none, or none estimated yet.
    """

    id: str
    name: str
    kind: ProjectKind
    owner: Function
    months: MonthRange
    family: str = ""
    sku: str = ""
    region: str = ""
    resource: str = ""
    demand_percent: float = 0.0
    price_percent: float = 0.0
    capacity_percent: float = 0.0
    status: ProjectStatus = ProjectStatus.PROPOSED
    note: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        if not 1 <= len(self.name.strip()) <= LONGEST_PROJECT_NAME:
            raise Invalid("A project's name has 1 to {longest} characters.", longest=LONGEST_PROJECT_NAME)
        for value in (self.demand_percent, self.price_percent, self.capacity_percent):
            if not (isfinite(value) and -100 <= value <= LARGEST_EFFECT):
                raise Invalid("An effect goes from -100 % to +{largest} %.", largest=LARGEST_EFFECT)

    @property
    def has_effect(self) -> bool:
        return any((self.demand_percent, self.price_percent, self.capacity_percent))


def lever_id(project_id: str, kind: LeverKind) -> str:
    """Return the id of the lever that a project sets, the same in every scenario: set twice, it is one lever."""
    return f"{_MARK}-{project_id}-{kind}"


def is_of_project(lever: str) -> bool:
    """Return whether a lever's id says that some project set it."""
    return lever.startswith(f"{_MARK}-")


def levers_on(scenario: Scenario, project_id: str) -> tuple[str, ...]:
    """Return the ids of the levers by which a project is switched on in a scenario; none where it is off."""
    own = {lever_id(project_id, kind) for kind in LeverKind}
    return tuple(lever.id for lever in scenario.levers if lever.id in own)
