"""What is true around every page at this moment: who asks, which cycle, which meeting, who is here."""

from collections.abc import Iterable
from dataclasses import dataclass

from sop.domain.meeting import AgendaItem, Cycle, Meeting
from sop.domain.people import Function, Person
from sop.services import joining
from sop.storage import changes, cycles, meetings, people, settings
from sop.storage.engine import Store

COMPANY_NAME = "company_name"  # key of the setting


@dataclass(frozen=True, slots=True)
class Room:
    """One reading of the database; `seen` is the newest change that it includes."""

    person: Person | None
    cycle: Cycle | None
    meeting: Meeting | None
    items: tuple[AgendaItem, ...]
    people: tuple[Person, ...]
    present: tuple[str, ...]  # person ids
    company: str  # its name, as set
    seen: int

    @property
    def running(self) -> AgendaItem | None:
        """Return the agenda item whose clock runs."""
        if self.meeting is None or self.meeting.running_item is None:
            return None
        return next((item for item in self.items if item.id == self.meeting.running_item), None)

    @property
    def functions_here(self) -> frozenset[Function]:
        """Return the invited functions of which somebody is present."""
        if self.meeting is None:
            return frozenset()
        here = {person.function for person in self.people if person.id in self.present}
        return frozenset(here & set(self.meeting.invited))


def look_around(store: Store, token: str | None) -> Room:
    """Read the room as the holder of `token` finds it; `person` is None for somebody who did not join."""
    with store.read() as tx:
        cycle = cycles.latest(tx)
        meeting = meetings.latest(tx, cycle.id) if cycle else None
        return Room(
            person=joining.who(tx, token),
            cycle=cycle,
            meeting=meeting,
            items=tuple(meetings.items(tx, meeting.id)) if meeting else (),
            people=tuple(people.all_people(tx)) if meeting else (),
            present=tuple(meetings.present(tx, meeting.id)) if meeting else (),
            company=str(settings.get(tx, COMPANY_NAME, "")),
            seen=changes.latest_id(tx),
        )


def newest_changes(store: Store, topics: Iterable[str], seen: int) -> dict[str, int]:
    """Return topic -> its newest change where that came after the change `seen`, by whichever server."""
    with store.read() as tx:
        return {} if changes.latest_id(tx) == seen else changes.newest(tx, topics, seen)


def look_up(store: Store, token: str | None) -> Person | None:
    """Return the person whose browser holds this token, if any."""
    with store.read() as tx:
        return joining.who(tx, token)
