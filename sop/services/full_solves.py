"""Full solves behind a preview: one at a time for each scenario, by a thread of its own; what is superseded stops.

What a solve is told about its progress is announced under `topic`; the end of it under the scenario's own topic, so that
whoever shows the preview draws the full plan instead. Plans stay in the pool of this process: another one solves itself.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

from sop.domain.supply import SupplyPlan
from sop.planning.planner import Told
from sop.storage.engine import Store, Unavailable

TELL_SECONDS = 1.0  # between two announcements of progress

_logger = logging.getLogger(__name__)

Solve = Callable[[Told], SupplyPlan]


class Superseded(Exception):
    """Stops a solve whose scenario has moved on."""


def topic(scenario_id: str) -> str:
    """Return the topic under which the progress of a scenario's full solve is told."""
    return f"solving/{scenario_id}"


@dataclass(slots=True, eq=False)
class _Solving:
    digest: str
    thread: threading.Thread | None = None
    share: float = 0.0
    stopped: bool = False
    told_at: float = field(default_factory=monotonic)


class FullSolves:
    """The full solves that run in this process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._running: dict[str, _Solving] = {}  # by scenario
        self._failed: set[str] = set()  # digests

    def want(self, scenario_id: str, digest: str, solve: Solve) -> None:
        """Begin to solve the plan of a scenario unless that is under way; stop the solve of what it was before."""
        with self._lock:
            before = self._running.get(scenario_id)
            if before is not None and before.digest == digest:
                return
            if before is not None:
                before.stopped = True
            now = self._running[scenario_id] = _Solving(digest)
        name = f"full-solve-{digest[:6]}"
        now.thread = threading.Thread(target=self._run, args=(scenario_id, now, solve), name=name, daemon=True)
        now.thread.start()

    def share(self, scenario_id: str, digest: str) -> float | None:
        """Return how far the full solve of a plan is, an estimate; None where it does not run."""
        with self._lock:
            found = self._running.get(scenario_id)
            return found.share if found is not None and found.digest == digest else None

    def failed(self, digest: str) -> bool:
        """Return whether the full solve of a plan broke off: whoever wants it now solves it, and sees why."""
        with self._lock:
            return digest in self._failed

    def wait(self, seconds: float = 60.0) -> None:
        """Wait until nothing runs, for so long at most."""
        with self._lock:
            threads = [each.thread for each in self._running.values() if each.thread is not None]
        for thread in threads:
            thread.join(seconds)

    def stop(self) -> None:
        """Stop what runs, at the end of the process."""
        with self._lock:
            for each in self._running.values():
                each.stopped = True

    def _run(self, scenario_id: str, own: _Solving, solve: Solve) -> None:
        is_through = False
        try:
            with suppress(Superseded):
                solve(self._told(scenario_id, own))
            is_through = True
        finally:
            self._end(scenario_id, own, failed=not is_through)

    def _told(self, scenario_id: str, own: _Solving) -> Told:
        def told(share: float) -> None:
            if own.stopped:
                raise Superseded
            own.share = share
            if monotonic() - own.told_at >= TELL_SECONDS:
                own.told_at = monotonic()
                self._announce(topic(scenario_id))

        return told

    def _end(self, scenario_id: str, own: _Solving, *, failed: bool) -> None:
        with self._lock:
            if failed:
                self._failed.add(own.digest)
        if not own.stopped:
            self._announce(f"scenario/{scenario_id}")
        with self._lock:
            if self._running.get(scenario_id) is own:
                del self._running[scenario_id]

    def _announce(self, what: str) -> None:
        try:
            with self._store.write() as w:
                w.announce(what)
        except Unavailable:  # browsers look for themselves every few seconds
            _logger.exception("a full solve could not be announced")
