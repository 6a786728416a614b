"""A job is taken by one worker and ends in one state."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from sop.domain.errors import NotFound
from sop.domain.ids import new_id
from sop.storage import jobs
from sop.storage.engine import Store
from sop.storage.jobs import Job, JobState
from tests.storage import examples

LATER = examples.NOW + timedelta(minutes=1)


def _job() -> Job:
    now = examples.NOW
    return Job(new_id(), "load", JobState.WAITING, 0.0, "", {"file": "ș.csv"}, "ana", "ro", now, now)


def test_a_job_comes_back_as_it_was_stored(store: Store) -> None:
    job = _job()
    with store.write() as w:
        assert not jobs.any_waiting(w.tx)
        assert jobs.add(w, job, "click") == (job, True)
        assert jobs.add(w, _job(), "click") == (job, False)
        assert jobs.any_waiting(w.tx)
        assert jobs.get(w.tx, job.id) == job


def test_the_oldest_waiting_job_is_taken_first(store: Store) -> None:
    first, second = _job(), _job()
    with store.write() as w:
        jobs.add(w, second, "2")
        jobs.add(w, first, "1")
        assert jobs.take(w, LATER) == replace(first, state=JobState.RUNNING, heartbeat=LATER)
        assert jobs.take(w, LATER) == replace(second, state=JobState.RUNNING, heartbeat=LATER)
        assert jobs.take(w, LATER) is None
        assert [job.id for job in jobs.recent(w.tx)] == [second.id, first.id]


def test_no_two_workers_get_the_same_job(store: Store) -> None:
    with store.write() as w:
        for number in range(20):
            jobs.add(w, _job(), str(number))

    def work(_: int) -> list[str]:
        taken = []
        while True:
            with store.write() as w:
                job = jobs.take(w, LATER)
            if job is None:
                return taken
            taken.append(job.id)

    with ThreadPoolExecutor(4) as pool:
        taken = [job_id for found in pool.map(work, range(4)) for job_id in found]
    assert len(taken) == len(set(taken)) == 20


def test_a_job_tells_how_far_it_is_and_how_it_ended(store: Store) -> None:
    with store.write() as w:
        jobs.add(w, _job(), "click")
        taken = jobs.take(w, examples.NOW)
        beaten = jobs.beat(w, taken.id, 0.4, "Reading", LATER)
        assert beaten == replace(taken, progress=0.4, message="Reading", heartbeat=LATER)
        done = jobs.finish(w, taken.id, JobState.DONE, "Read", LATER)
        assert done == replace(beaten, state=JobState.DONE, progress=1.0, message="Read")


def test_running_jobs_are_marked_interrupted_and_no_others(store: Store) -> None:
    with store.write() as w:
        jobs.add(w, _job(), "1")
        taken = jobs.take(w, examples.NOW)
        waiting = jobs.add(w, _job(), "2")[0]
        assert jobs.interrupted(w, LATER, silent_since=examples.NOW) == ()
        assert [job.id for job in jobs.interrupted(w, LATER, silent_since=LATER)] == [taken.id]
        assert jobs.interrupted(w, LATER) == ()
        assert jobs.get(w.tx, taken.id).state is JobState.INTERRUPTED
        assert jobs.get(w.tx, waiting.id).state is JobState.WAITING


def test_a_job_that_is_not_there_is_not_found(store: Store) -> None:
    with store.read() as tx, pytest.raises(NotFound):
        jobs.get(tx, "nowhere")
