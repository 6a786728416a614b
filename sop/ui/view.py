"""What a page knows about this request: the room, who looks, and how it is to be drawn."""

from dataclasses import dataclass

import streamlit as st

from sop.domain.ids import new_id
from sop.domain.meeting import Cycle, Meeting
from sop.domain.people import Act, Actor, Person
from sop.services import room
from sop.services.room import Room
from sop.services.workspace import Workspace
from sop.ui import speech
from sop.ui.cache import company
from sop.ui.identity import actor_of, visitor_token


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One request of one person who joined."""

    workspace: Workspace
    room: Room
    person: Person
    language: str
    projector: bool
    dark: bool

    @property
    def actor(self) -> Actor:
        return actor_of(self.person)

    @property
    def cycle(self) -> Cycle | None:
        return self.room.cycle

    @property
    def meeting(self) -> Meeting | None:
        return self.room.meeting

    def topics(self, *, cycle: bool = False, meeting: bool = False) -> list[str]:
        """Return what a part depends on: the company and, where asked for, the open cycle and its meeting."""
        of_cycle = [f"cycle/{self.cycle.id}"] if cycle and self.cycle else []
        of_meeting = [f"meeting/{self.meeting.id}"] if meeting and self.meeting else []
        return ["company", *of_cycle, *of_meeting]

    def act(self, token: str | None = None) -> Act:
        """Return the act of this person now; give the token made when a dialog opened, else it is fresh."""
        return Act(self.actor, self.workspace.now(), token or new_id())


def look_around() -> Room:
    """Read the room for this request and settle the language in which it is served."""
    found = room.look_around(company().store, visitor_token())
    speech.serve(found.person)
    return found


def view_of(found: Room) -> View | None:
    """Return the view of the person who asks, None for a visitor who did not join."""
    if found.person is None:
        return None
    return View(company(), found, found.person, speech.spoken(), projected(), st.context.theme.type == "dark")


def projected() -> bool:
    """Return whether this browser shows the projector's picture: larger type, no navigation."""
    return st.query_params.get("view") == "projector"
