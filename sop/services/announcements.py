"""The hub: tells whoever shows a topic that something about it changed. Threads and asyncio alike may ask.

A topic is a text such as `scenario/<id>`; its version is the id of the last row of `changes` that names it, so that
it is the same on every server and only ever grows. The hub keeps versions and wakes subscribers; it knows no rows.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, Self

ANNOUNCEMENTS_PER_SECOND = 4
PAUSE = 1.0 / ANNOUNCEMENTS_PER_SECOND


class Announced(Protocol):
    """A row of `changes`, as far as the hub cares."""

    @property
    def id(self) -> int: ...

    @property
    def topic(self) -> str: ...


@dataclass(frozen=True, slots=True)
class News:
    """What may be told now, and how long to wait for what is held back (None when nothing is)."""

    versions: Mapping[str, int]
    pause: float | None


@dataclass(slots=True, eq=False)
class Subscription:
    """The interest of one listener; `wake` is called from whichever thread announces, and only wakes."""

    hub: "Hub"
    topics: frozenset[str]
    wake: Callable[[], None]
    _told: dict[str, int] = field(default_factory=dict)
    _told_at: dict[str, float] = field(default_factory=dict)

    def take(self, now: float) -> News:
        """Return the topics whose version moved on since they were told, each at most four times a second.

        `now` is in seconds of any clock that does not go back. The first call tells every topic.
        """
        versions: dict[str, int] = {}
        pauses: list[float] = []
        for topic, version in self.hub.versions(self.topics).items():
            if self._told.get(topic) == version:
                continue
            wait = self._told_at.get(topic, now - PAUSE) + PAUSE - now
            if wait > 0:
                pauses.append(wait)
                continue
            versions[topic] = version
            self._told[topic], self._told_at[topic] = version, now
        return News(versions, min(pauses, default=None))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hub.leave(self)


class Hub:
    """Versions by topic, and who wants to hear of them."""

    def __init__(self) -> None:
        self._lock = threading.RLock()  # a signal may close the hub while its own thread holds the lock
        self._versions: dict[str, int] = {}
        self._heard_at: dict[str, float] = {}
        self._listeners: set[Subscription] = set()
        self._closed = False

    def hear(self, changes: Iterable[Announced]) -> None:
        """Take note of rows of `changes`, in any order and as often as they come, and wake who listens."""
        moved: set[str] = set()
        with self._lock:
            for change in changes:
                if change.id > self._versions.get(change.topic, 0):
                    self._versions[change.topic] = change.id
                    self._heard_at[change.topic] = time.monotonic()
                    moved.add(change.topic)
            wakes = [each.wake for each in self._listeners if not moved.isdisjoint(each.topics)]
        for wake in wakes:
            wake()

    def subscribe(self, topics: Iterable[str], wake: Callable[[], None]) -> Subscription:
        """Listen to topics until the subscription, a context manager, is left."""
        subscription = Subscription(self, frozenset(topics), wake)
        with self._lock:
            self._listeners.add(subscription)
        return subscription

    def leave(self, subscription: Subscription) -> None:
        with self._lock:
            self._listeners.discard(subscription)

    def versions(self, topics: Iterable[str]) -> dict[str, int]:
        """Return topic -> version; 0 for a topic of which nothing was heard since the start."""
        with self._lock:
            return {topic: self._versions.get(topic, 0) for topic in topics}

    def quiet_for(self, topic: str) -> float:
        """Return the seconds since the topic was last heard of; infinite when never."""
        with self._lock:
            heard = self._heard_at.get(topic)
        return float("inf") if heard is None else time.monotonic() - heard

    @property
    def listeners(self) -> int:
        with self._lock:
            return len(self._listeners)

    @property
    def closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Wake everybody for the last time: streams end, so that a server can stop."""
        with self._lock:
            self._closed = True
            wakes = [each.wake for each in self._listeners]
        for wake in wakes:
            wake()
