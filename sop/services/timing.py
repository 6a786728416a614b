"""Where the milliseconds of one request went: a stopwatch that whoever works may report into."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Stopwatch:
    """Seconds by kind of work; time inside a nested block counts for the inner kind only."""

    started: float
    seconds: dict[str, float] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)
    _since: float = 0.0

    def enter(self, kind: str) -> None:
        self._credit()
        self._open.append(kind)

    def leave(self) -> None:
        self._credit()
        self._open.pop()

    @property
    def innermost(self) -> str | None:
        return self._open[-1] if self._open else None

    def _credit(self) -> None:
        """Give the time since the last change to the kind that was innermost."""
        now = time.perf_counter()
        if self._open:
            self.add(self._open[-1], now - self._since)
        self._since = now

    def add(self, kind: str, seconds: float) -> None:
        self.seconds[kind] = self.seconds.get(kind, 0.0) + seconds

    @property
    def total(self) -> float:
        """Return the seconds since the stopwatch was started."""
        return time.perf_counter() - self.started

    def line(self, rest: str) -> str:
        """Return "ms=12.3 database=1.2 solve=3.4 draw=7.7"; `rest` is the name of what nobody reported."""
        total = self.total
        parts = {"database": 0.0, "solve": 0.0, **self.seconds}
        parts[rest] = max(0.0, total - sum(self.seconds.values()))
        return " ".join(f"{kind}={1000 * seconds:.1f}" for kind, seconds in {"ms": total, **parts}.items())


_current: ContextVar[Stopwatch | None] = ContextVar("stopwatch", default=None)


@contextmanager
def measured() -> Iterator[Stopwatch]:
    """Start a stopwatch into which `spent` reports until the block ends; blocks nest."""
    stopwatch = Stopwatch(time.perf_counter())
    token = _current.set(stopwatch)
    try:
        yield stopwatch
    finally:
        _current.reset(token)


@contextmanager
def spent(kind: str) -> Iterator[None]:
    """Report the time of the block as `kind` ("database", "solve", ...); without a stopwatch it costs nothing."""
    entered(kind)
    try:
        yield
    finally:
        left(kind)


def entered(kind: str) -> None:
    """Begin work of a kind where a block cannot stand; `left` with the same kind ends it."""
    stopwatch = _current.get()
    if stopwatch is not None:
        stopwatch.enter(kind)


def left(kind: str) -> None:
    """End the innermost work if it is of this kind; what never began is not ended."""
    stopwatch = _current.get()
    if stopwatch is not None and stopwatch.innermost == kind:
        stopwatch.leave()
