"""The door of the meeting: a PIN that the room is told, who has which role, and a way in for one more facilitator."""

import secrets
from dataclasses import replace

from sop.domain.errors import Invalid, Refused
from sop.domain.people import Act, Person, Right, Role
from sop.services.joining import new_facilitator_key
from sop.storage import log, people, settings
from sop.storage.engine import Connection, Store

PIN = "join_pin"  # key of the setting; it stands as it is typed, because the room has to be shown it
SHORTEST_PIN, LONGEST_PIN = 4, 8


def pin(tx: Connection) -> str:
    """Return the PIN that whoever joins is asked for, empty where none is."""
    return str(settings.get(tx, PIN, ""))


def set_pin(store: Store, act: Act, wished: str) -> str:
    """Ask for a PIN of four to eight digits from now on, or for none; who joined before stays in."""
    act.actor.require(Right.RUN)
    tidy = wished.strip()
    if tidy and not (tidy.isascii() and tidy.isdigit() and SHORTEST_PIN <= len(tidy) <= LONGEST_PIN):
        raise Invalid("A PIN has {shortest} to {longest} digits.", shortest=SHORTEST_PIN, longest=LONGEST_PIN)
    with store.write() as w:
        if pin(w.tx) != tidy:
            settings.put(w, PIN, tidy)
            log.append(w, act, "pin_set", "company", "", {"asked": bool(tidy)})
            w.announce("company")
    return tidy


def opens(tx: Connection, said: str) -> bool:
    """Return whether somebody who says this may come in."""
    asked = pin(tx)
    return not asked or secrets.compare_digest(asked.encode(), said.strip().encode())


def set_role(store: Store, act: Act, person_id: str, role: Role) -> Person:
    """Give somebody a role; the last facilitator who joined keeps theirs, so that somebody can run the meeting."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        person = people.get(w.tx, person_id)
        if person.role is role:
            return person
        others = [each for each in people.all_people(w.tx) if each.id != person_id and each.joined_at is not None]
        if person.role is Role.FACILITATOR and not any(each.role is Role.FACILITATOR for each in others):
            raise Refused("Somebody has to run the meeting. Make somebody else facilitator first.")
        changed = people.change(w, replace(person, role=role))
        log.append(w, act, "role_given", "person", person_id, {"role": role})
        w.announce("company")
    return changed


def facilitator_key(store: Store, act: Act) -> str:
    """Make a key by which one more facilitator joins, once: a second person, or one's own phone."""
    act.actor.require(Right.RUN)
    return new_facilitator_key(store, act.now)
