"""A bounded cache in which a value is made once, however many ask for it at the same moment."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(slots=True)
class _Slot(Generic[V]):
    lock: threading.Lock = field(default_factory=threading.Lock)
    users: int = 0  # who waits for it or makes it
    made: list[V] = field(default_factory=list)  # empty, or the one value


class OnceCache(Generic[K, V]):
    """Least recently used values go first; whoever comes while a value is made waits for it.

    A failure reaches the one who asked and is not kept: the next in line tries again.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._slots: OrderedDict[K, _Slot[V]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return the value of `key`, made by `make` unless it is there or under way."""
        slot = self._take(key)
        try:
            with slot.lock:
                if not slot.made:
                    slot.made.append(make())
                return slot.made[0]
        finally:
            self._give_back(slot)

    def known(self, key: K) -> V | None:
        """Return the value of `key` where it was made already, without waiting for anybody; else None."""
        with self._lock:
            slot = self._slots.get(key)
            return slot.made[0] if slot is not None and slot.made else None

    def _take(self, key: K) -> "_Slot[V]":
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            slot.users += 1
            return slot

    def _give_back(self, slot: "_Slot[V]") -> None:
        with self._lock:
            slot.users -= 1
            idle = [key for key, each in self._slots.items() if each.users == 0]
            failed = [key for key in idle if not self._slots[key].made]
            kept = [key for key in idle if self._slots[key].made]
            for key in (*failed, *kept[: max(len(kept) - self._most, 0)]):
                del self._slots[key]

    def clear(self) -> None:
        """Forget every value."""
        with self._lock:
            self._slots.clear()
