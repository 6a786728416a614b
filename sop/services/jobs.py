"""Work that takes longer than a click: stored, taken by two worker threads, announced step by step to who waits for it.

A job may run twice (a server that stops leaves it interrupted and somebody repeats it), so each kind of work must be
safe to repeat. A SopError is what the job has to say; any other error is ours: loud in the server's log, one calm
sentence for the person.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from time import monotonic
from types import TracebackType
from typing import Any, Self

from sop.domain.errors import NotAllowed, NotFound, Refused, SopError
from sop.domain.ids import new_id
from sop.domain.people import Act, Actor, Function, Role
from sop.language import N_, _, current, say, speaking
from sop.storage import jobs
from sop.storage.engine import Store, Unavailable
from sop.storage.jobs import Job, JobState

__all__ = ["Job", "JobState", "Jobs", "Progress", "Work", "topic"]

Progress = Callable[[float, str], bool]  # share done from 0 to 1, and what is being done; false: end with what you have
Work = Callable[[Job, Progress], str]  # returns the sentence with which the job ends

WORKERS = 2
LOOK_AGAIN_SECONDS = 1.0  # for jobs that another process stored
BEAT_SECONDS = 0.25  # no more than four announcements a second
SILENT = timedelta(minutes=10)  # a job of another server that was not heard of for so long is lost
OUR_FAULT = N_("Something went wrong on our side. It is in the server's log; try again.")

_logger = logging.getLogger(__name__)


def topic(job: Job) -> str:
    """Return the topic under which the progress of a job is told: its person's."""
    return f"person/{job.actor_id}"


def rights_of(act: Act) -> dict[str, str]:
    """Return the function and role of who asks, as arguments of a job."""
    return {"function": act.actor.function.value, "role": act.actor.role.value}


def act_of(job: Job) -> Act:
    """Return the act of who wants a job done, with the rights that they had then; it happens now."""
    actor = Actor(job.actor_id, Function(job.arguments["function"]), Role(job.arguments["role"]))
    return Act(actor, datetime.now(UTC), job.id)


def _now() -> datetime:
    return datetime.now(UTC)


class Jobs:
    """The kinds of work that this process can do, and the threads that do it."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = _now) -> None:
        self._store, self._clock = store, clock
        self._works: dict[str, Work] = {}
        self._woken = threading.Condition()
        self._called = 0  # how often workers were called and have not looked yet
        self._stopping = False
        self._threads: list[threading.Thread] = []

    def register(self, kind: str, work: Work) -> None:
        """Name what is done for jobs of this kind; it must be safe to repeat."""
        self._works[kind] = work

    def submit(self, act: Act, kind: str, arguments: Mapping[str, Any]) -> Job:
        """Store a job for the person, in the language spoken now; a second click returns the first one's job."""
        if kind not in self._works:
            raise NotFound("There is no work called {kind}.", kind=kind)
        job = Job(
            id=new_id(),
            kind=kind,
            state=JobState.WAITING,
            progress=0.0,
            message="",
            arguments=arguments,
            actor_id=act.actor.person_id,
            language=current(),
            made_at=act.now,
            heartbeat=act.now,
        )
        with self._store.write() as w:
            stored, is_new = jobs.add(w, job, act.token)
            if is_new:
                w.announce(topic(stored))
        self._wake()
        return stored

    def repeat(self, act: Act, job_id: str) -> Job:
        """Do a job that ended without success once more, as a new one; Refused while it runs or once it is done."""
        with self._store.read() as tx:
            old = jobs.get(tx, job_id)
        if old.state in {JobState.WAITING, JobState.RUNNING, JobState.STOPPING, JobState.DONE}:
            raise Refused("This is still under way, or it is done: there is nothing to repeat.")
        return self.submit(act, old.kind, old.arguments)

    def stop_job(self, act: Act, job_id: str) -> None:
        """Ask a job of one's own to end with what it has; NotAllowed for somebody else's, nothing where it does not run."""
        with self._store.write() as w:
            if jobs.get(w.tx, job_id).actor_id != act.actor.person_id:
                raise NotAllowed("This was started by somebody else, who can stop it.")
            asked = jobs.ask_to_stop(w, job_id)
            if asked is not None:
                w.announce(topic(asked))

    # Threads ---------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Mark what an earlier server left running, then begin to work."""
        self._mark_interrupted()
        self._stopping = False
        self._threads = [threading.Thread(target=self._work, name=f"job-{n}", daemon=True) for n in range(WORKERS)]
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Take no further job and wait so long for those that run; what is left is marked at the next start."""
        with self._woken:
            self._stopping = True
            self._woken.notify_all()
        for thread in self._threads:
            thread.join(seconds)

    def run_waiting(self) -> int:
        """Do every waiting job in the calling thread, for a process without workers; return how many there were."""
        done = 0
        while self._do_next():
            done += 1
        return done

    def _wake(self) -> None:
        with self._woken:
            self._called += 1
            self._woken.notify()

    def _work(self) -> None:
        while not self._stopping:
            try:
                found = self._do_next()
            except Unavailable:  # a database that restarts; the job in hand stays marked as running
                _logger.exception("the database did not answer")
                found = False
            if not found:
                self._rest()

    def _rest(self) -> None:
        """Wait until called, or for a second."""
        with self._woken:
            self._woken.wait_for(lambda: self._stopping or self._called, LOOK_AGAIN_SECONDS)
            self._called = max(0, self._called - 1)

    def _mark_interrupted(self) -> None:
        """Mark every running job on SQLite, whose only server starts just now; elsewhere those not heard of."""
        now = self._clock()
        silent_since = None if self._store.url.startswith("sqlite") else now - SILENT
        with self._store.write() as w:
            for job in jobs.interrupted(w, now, silent_since):
                _logger.warning("job %s (%s) was interrupted", job.id, job.kind)
                w.announce(topic(job))

    # One job ---------------------------------------------------------------------------------------------------------

    def _do_next(self) -> bool:
        with self._store.read() as tx:
            if not jobs.any_waiting(tx):
                return False
        with self._store.write() as w:
            job = jobs.take(w, self._clock())
            if job is not None:
                w.announce(topic(job))
        if job is not None:
            self._do(job)
        return job is not None

    def _do(self, job: Job) -> None:
        with speaking(job.language):
            with _Ending(job) as ending:
                ending.message = self._works[job.kind](job, self._progress_of(job))
            with self._store.write() as w:
                jobs.finish(w, job.id, ending.state, ending.message, self._clock())
                w.announce(topic(job))

    def _progress_of(self, job: Job) -> Progress:
        told, wanted = -BEAT_SECONDS, True

        def progress(share: float, message: str) -> bool:
            nonlocal told, wanted
            if monotonic() - told < BEAT_SECONDS:
                return wanted
            told = monotonic()
            with self._store.write() as w:
                noted = jobs.beat(w, job.id, min(max(share, 0.0), 1.0), message, self._clock())
                w.announce(topic(job))
            wanted = noted.state is not JobState.STOPPING
            return wanted

        return progress


class _Ending:
    """How a job ends, whatever leaves its block; only what stops the process goes on."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.state, self.message = JobState.DONE, ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, SopError):
            self.state, self.message = JobState.REFUSED, say(error)
        elif isinstance(error, Exception):
            _logger.error("job %s (%s) failed", self._job.id, self._job.kind, exc_info=error)
            self.state, self.message = JobState.FAILED, _(OUR_FAULT)
        return error is None or isinstance(error, Exception)
