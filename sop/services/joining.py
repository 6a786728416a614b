"""Coming in: a name and a function, a one-time key for the facilitator, and a token that only the browser knows."""

import hashlib
import secrets
import threading
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime

from sop.domain.errors import Refused
from sop.domain.ids import new_id
from sop.domain.people import Act, Actor, Function, Person, Role
from sop.storage import log, meetings, people
from sop.storage.engine import Connection, Store, Writing

JOINS_PER_MINUTE = 60  # a whole room comes in from one address of the company's network
WRONG_KEYS_PER_MINUTE = 5
WRONG_PINS_PER_MINUTE = 5


def digest(secret: str) -> str:
    """Return what is stored of a token or key; it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def new_facilitator_key(store: Store, now: datetime) -> str:
    """Make a key that turns the first who joins with it into the facilitator."""
    key = new_secret()
    with store.write() as w:
        people.add_key(w, digest(key), Role.FACILITATOR, now)
    return key


def key_opens(tx: Connection, key: str) -> bool:
    """Return whether nobody used this key yet."""
    return people.key_role(tx, digest(key)) is not None


def join(
    store: Store,
    now: datetime,
    name: str,
    function: Function,
    key: str | None = None,
    language: str = "en",
    known: Person | None = None,
    *,
    guest: bool = False,
) -> tuple[Person, str]:
    """Let somebody in; return the person and the token for the cookie.

    With an unused key the person is a facilitator, as a guest a viewer, else a participant. Who is `known` already stays
    the same person, under the name and function given now. Refused when the key was used before.
    """
    token = new_secret()
    with store.write() as w:
        role = _role(w, key, now, known, Role.VIEWER if guest else Role.PARTICIPANT)
        person = _person(w, now, name, function, role, language, known)
        people.open_session(w, person.id, digest(token), now)
        act = Act(Actor(person.id, person.function, person.role), now, digest(token))
        log.append(w, act, "joined", "person", person.id, {"function": function, "role": role})
        w.announce("company")
    return person, token


def _role(w: Writing, key: str | None, now: datetime, known: Person | None, usual: Role) -> Role:
    if key is None:
        return known.role if known else usual
    role = people.use_key(w, digest(key), now)
    if role is None:
        raise Refused("This address was used already. Join without it, or ask for a new one.")
    return role


def _person(
    w: Writing, now: datetime, name: str, function: Function, role: Role, language: str, known: Person | None
) -> Person:
    tidy = "".join(filter(str.isprintable, " ".join(name.split())))  # no sign that cannot be seen, or turns the line
    if known is not None:
        return people.change(w, replace(known, name=tidy, function=function, role=role, language=language))
    listed = _listed(w, tidy, function)
    if listed is not None:
        return people.change(w, replace(listed, role=role, language=language, joined_at=now))
    stored, _ = people.add(w, Person(new_id(), tidy, function, role, language, "", now), new_secret())
    return stored


def _listed(w: Writing, name: str, function: Function) -> Person | None:
    """Return who was listed under this name and function and never came; somebody who did is not taken over."""
    return next(
        (
            person
            for person in people.all_people(w.tx)
            if person.joined_at is None and person.function is function and person.name.casefold() == name.casefold()
        ),
        None,
    )


def who(tx: Connection, token: str | None) -> Person | None:
    """Return the person whose browser holds this token, if any."""
    return people.by_session(tx, digest(token)) if token else None


def leave(store: Store, token: str) -> None:
    """Make a token worthless."""
    with store.write() as w:
        people.close_session(w, digest(token))


def choose_language(store: Store, person: Person, language: str) -> Person:
    """Remember in which language somebody reads."""
    with store.write() as w:
        return people.change(w, replace(person, language=language))


def attend(store: Store, act: Act, meeting_id: str) -> None:
    """Note that somebody is at the meeting; a second note changes nothing."""
    with store.write() as w:
        if act.actor.person_id in meetings.present(w.tx, meeting_id):
            return
        meetings.attend(w, meeting_id, act.actor.person_id, act.now)
        log.append(w, act, "attended", "meeting", meeting_id, {})
        w.announce(f"meeting/{meeting_id}")


@dataclass(slots=True)
class RateLimit:
    """At most `most` attempts in any `seconds` from one origin; what was refused does not count again."""

    most: int
    seconds: float = 60.0
    _attempts: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, origin: str, now: float) -> None:
        """Count one attempt; Refused when there were too many. `now` is in seconds of a clock that never goes back."""
        with self._lock:
            self._check(origin, now)
            self._attempts.setdefault(origin, deque()).append(now)

    def check(self, origin: str, now: float) -> None:
        """Refuse an origin that has no attempt left, and count none."""
        with self._lock:
            self._check(origin, now)

    def _check(self, origin: str, now: float) -> None:
        self._forget(now)
        if len(self._attempts.get(origin, ())) >= self.most:
            raise Refused("Too many attempts from this address. Wait a minute and try again.")

    def _forget(self, now: float) -> None:
        for origin in list(self._attempts):
            attempts = self._attempts[origin]
            while attempts and attempts[0] <= now - self.seconds:
                attempts.popleft()
            if not attempts:
                del self._attempts[origin]
