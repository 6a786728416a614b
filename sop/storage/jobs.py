"""Work that outlasts a click: waiting, running, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, exists, select, update

from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_jobs = tables.jobs


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"  # it runs, and was asked to end with what it has
    DONE = "done"
    REFUSED = "refused"  # a rule or the data said no; the message says why
    FAILED = "failed"  # a fault of ours; the server's log says which
    INTERRUPTED = "interrupted"  # the server stopped while it ran; it can be repeated


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: kind and arguments (JSON values), for whom, in which language, how far (0 to 1)."""

    id: str
    kind: str
    state: JobState
    progress: float
    message: str
    arguments: Mapping[str, Any]
    actor_id: str
    language: str
    made_at: datetime
    heartbeat: datetime


def add(w: Writing, job: Job, token: str) -> tuple[Job, bool]:
    """Store a job once per token; return what is stored under the token, and whether it is new."""
    row, is_new = statements.insert_once(w, _jobs, _values(job), token)
    return _job(row), is_new


def any_waiting(tx: Connection) -> bool:
    """Say whether a job waits to be taken."""
    return bool(tx.execute(select(exists().where(_jobs.c.state == JobState.WAITING.value))).scalar_one())


def of_person(tx: Connection, person_id: str, kind: str, most: int) -> tuple[Job, ...]:
    """Return the newest jobs of one kind that a person asked for."""
    wanted = select(_jobs).where(_jobs.c.actor_id == person_id, _jobs.c.kind == kind)
    return tuple(_job(row) for row in tx.execute(wanted.order_by(_jobs.c.id.desc()).limit(most)))


def take(w: Writing, now: datetime) -> Job | None:
    """Turn the oldest waiting job into a running one and return it; no two callers get the same."""
    waiting = select(_jobs.c.id).where(_jobs.c.state == JobState.WAITING.value).order_by(_jobs.c.id).limit(1)
    job_id = w.tx.execute(waiting.with_for_update(skip_locked=True)).scalar_one_or_none()
    return None if job_id is None else _set(w, job_id, state=JobState.RUNNING.value, heartbeat=now)


def ask_to_stop(w: Writing, job_id: str) -> Job | None:
    """Ask a running job to end with what it has; None where it does not run."""
    asked = update(_jobs).where(_jobs.c.id == job_id, _jobs.c.state == JobState.RUNNING.value)
    row = w.tx.execute(asked.values(state=JobState.STOPPING.value).returning(*_jobs.c)).one_or_none()
    return None if row is None else _job(row)


def beat(w: Writing, job_id: str, progress: float, message: str, now: datetime) -> Job:
    """Note how far a job is."""
    return _set(w, job_id, progress=progress, message=message, heartbeat=now)


def finish(w: Writing, job_id: str, state: JobState, message: str, now: datetime) -> Job:
    """Note how a job ended; one that is done is at 1."""
    whole = {"progress": 1.0} if state is JobState.DONE else {}
    return _set(w, job_id, state=state.value, message=message, heartbeat=now, **whole)


def interrupted(w: Writing, now: datetime, silent_since: datetime | None = None) -> tuple[Job, ...]:
    """Mark the running jobs interrupted, where a time is given only those not heard of since; return them."""
    lost = update(_jobs).where(_jobs.c.state.in_([JobState.RUNNING.value, JobState.STOPPING.value]))
    if silent_since is not None:
        lost = lost.where(_jobs.c.heartbeat < silent_since)
    marked = lost.values(state=JobState.INTERRUPTED.value, heartbeat=now).returning(*_jobs.c)
    return tuple(_job(row) for row in w.tx.execute(marked))


def get(tx: Connection, job_id: str) -> Job:
    """Return the job; NotFound where there is none."""
    return _job(statements.one(tx, _jobs, job_id))


def recent(tx: Connection, limit: int = 20) -> tuple[Job, ...]:
    """Return the last jobs, newest first."""
    return tuple(_job(row) for row in tx.execute(select(_jobs).order_by(_jobs.c.id.desc()).limit(limit)))


def _set(w: Writing, job_id: str, **values: Any) -> Job:
    row = w.tx.execute(update(_jobs).where(_jobs.c.id == job_id).values(**values).returning(*_jobs.c)).one()
    return _job(row)


def _values(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state.value,
        "progress": job.progress,
        "message": job.message,
        "arguments": dict(job.arguments),
        "actor_id": job.actor_id,
        "language": job.language,
        "made_at": job.made_at,
        "heartbeat": job.heartbeat,
    }


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        state=JobState(row.state),
        progress=row.progress,
        message=row.message,
        arguments=row.arguments,
        actor_id=row.actor_id,
        language=row.language,
        made_at=row.made_at,
        heartbeat=row.heartbeat,
    )
