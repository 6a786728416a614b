"""Jobs end in one sentence in the language of who asked, are announced on the way, and are safe to repeat."""

import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sop.domain.errors import Invalid, NotFound, Refused
from sop.domain.people import Act, Actor, Function, Role
from sop.language import current, speaking
from sop.services.jobs import WORKERS, Job, Jobs, JobState, Progress
from sop.storage import changes, jobs
from sop.storage.engine import Store

NOW = datetime(2027, 2, 3, 9, 30, tzinfo=UTC)
SECONDS = 10  # how long a test waits for a thread before it fails


def _act(token: str = "click") -> Act:
    return Act(Actor("ana", Function.PLANNING, Role.PARTICIPANT), NOW, token)


def _stored(store: Store, job: Job) -> Job:
    with store.read() as tx:
        return jobs.get(tx, job.id)


def _count(job: Job, progress: Progress) -> str:
    progress(0.5, "Counting")
    return f"Counted to {job.arguments['to']}"


@pytest.fixture
def office(store: Store) -> Jobs:
    office = Jobs(store, clock=lambda: NOW)
    office.register("count", _count)
    return office


@pytest.fixture
def working(office: Jobs) -> Iterator[Jobs]:
    office.start()
    yield office
    office.stop(SECONDS)


def test_a_job_ends_with_the_sentence_of_its_work(office: Jobs, store: Store) -> None:
    job = office.submit(_act(), "count", {"to": 3})
    assert _stored(store, job).state is JobState.WAITING
    assert office.run_waiting() == 1
    done = _stored(store, job)
    assert (done.state, done.progress, done.message) == (JobState.DONE, 1.0, "Counted to 3")


def test_a_second_click_is_the_same_job(office: Jobs) -> None:
    first = office.submit(_act(), "count", {"to": 3})
    assert office.submit(_act(), "count", {"to": 9}) == first
    assert office.run_waiting() == 1


def test_each_step_is_announced_to_the_person(office: Jobs, store: Store) -> None:
    office.submit(_act(), "count", {"to": 3})
    office.run_waiting()
    with store.read() as tx:
        told = [(change.topic, change.version) for change in changes.since(tx, 0)]
    assert told == [("person/ana", n) for n in (1, 2, 3, 4)]  # waiting, taken, counting, done


def test_progress_is_stored_while_the_work_goes_on_and_no_more_than_four_times_a_second(
    office: Jobs, store: Store
) -> None:
    seen: list[tuple[float, str]] = []

    def hurry(job: Job, progress: Progress) -> str:
        for step in range(100):
            progress(step / 100, f"Step {step}")
        seen.append((_stored(store, job).progress, _stored(store, job).message))
        return "Done"

    office.register("hurry", hurry)
    office.submit(_act(), "hurry", {})
    office.run_waiting()
    assert seen[0][1].startswith("Step")
    with store.read() as tx:
        assert changes.latest_id(tx) < 20


def test_a_refusal_is_what_the_job_says_in_the_language_of_who_asked(office: Jobs, store: Store) -> None:
    def refuse(_job: Job, _progress: Progress) -> str:
        raise Invalid("{count} rows in " + current(), count=1234)

    office.register("refuse", refuse)
    with speaking("ro"):
        job = office.submit(_act(), "refuse", {})
    with speaking("en"):
        office.run_waiting()
    ended = _stored(store, job)
    assert (ended.state, ended.message) == (JobState.REFUSED, "1234 rows in ro")


def test_a_bug_is_loud_in_the_log_and_one_calm_sentence_for_the_person(
    office: Jobs, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(_job: Job, _progress: Progress) -> str:
        return str(1 / 0)

    office.register("stumble", stumble)
    job = office.submit(_act(), "stumble", {})
    with caplog.at_level(logging.ERROR):
        office.run_waiting()
    ended = _stored(store, job)
    assert ended.state is JobState.FAILED
    assert "division" not in ended.message
    assert ended.message.endswith("try again.")
    assert "ZeroDivisionError" in caplog.text
    assert job.id in caplog.text


def test_work_that_nobody_knows_is_not_accepted(office: Jobs) -> None:
    with pytest.raises(NotFound, match="dance"):
        office.submit(_act(), "dance", {})


def test_two_workers_work_at_the_same_time_each_in_the_language_of_its_job(working: Jobs, store: Store) -> None:
    meet, both_ended = threading.Barrier(WORKERS, timeout=SECONDS), threading.Event()

    def wait_for_the_other(_job: Job, _progress: Progress) -> str:
        meet.wait()
        return current()

    def look(_: object) -> None:
        with store.read() as tx:
            if [job.state for job in jobs.recent(tx)] == [JobState.DONE] * 2:
                both_ended.set()

    working.register("meet", wait_for_the_other)
    store.listen(look)
    with speaking("ro"):
        romanian = working.submit(_act("1"), "meet", {})
    with speaking("en"):
        english = working.submit(_act("2"), "meet", {})
    assert both_ended.wait(SECONDS)
    assert _stored(store, romanian).message == "ro"
    assert _stored(store, english).message == "en"


def test_a_worker_goes_on_after_a_bug(working: Jobs, store: Store) -> None:
    def stumble(_job: Job, _progress: Progress) -> str:
        return str(1 / 0)

    ended = threading.Event()
    working.register("stumble", stumble)
    working.register("end", lambda _job, _progress: ended.set() or "Ended")
    for number in range(WORKERS + 1):
        working.submit(_act(f"stumble {number}"), "stumble", {})
    working.submit(_act("end"), "end", {})
    assert ended.wait(SECONDS)


def _left_running(office: Jobs, store: Store) -> Job:
    office.submit(_act("left"), "count", {"to": 3})
    with store.write() as w:
        return jobs.take(w, NOW.replace(year=2026))


def test_what_a_stopped_server_left_running_is_marked_at_the_next_start(office: Jobs, store: Store) -> None:
    left = _left_running(office, store)
    office.start()
    office.stop(SECONDS)
    assert _stored(store, left).state is JobState.INTERRUPTED


def test_an_interrupted_job_is_repeated_as_a_new_one(office: Jobs, store: Store) -> None:
    left = _left_running(office, store)
    with store.write() as w:
        jobs.interrupted(w, NOW)
    again = office.repeat(_act("again"), left.id)
    assert (again.kind, again.arguments, again.state) == (left.kind, left.arguments, JobState.WAITING)
    assert again.id != left.id
    office.run_waiting()
    assert _stored(store, again).state is JobState.DONE


def test_a_job_that_is_done_is_not_repeated(office: Jobs) -> None:
    job = office.submit(_act(), "count", {"to": 3})
    office.run_waiting()
    with pytest.raises(Refused):
        office.repeat(_act("again"), job.id)


def test_a_job_that_is_asked_to_stop_is_told_so_and_ends_with_what_it_has(store: Store) -> None:
    office = Jobs(store, clock=lambda: NOW)
    told: list[bool] = []

    def stopped_on_the_way(job: Job, progress: Progress) -> str:
        office.stop_job(_act("stop"), job.id)
        told.append(progress(0.5, "Half"))
        return "Half of it"

    office.register("count", stopped_on_the_way)
    job = office.submit(_act(), "count", {"to": 3})
    office.run_waiting()
    assert told == [False]
    assert (_stored(store, job).state, _stored(store, job).message) == (JobState.DONE, "Half of it")


def test_a_job_that_does_not_run_cannot_be_stopped(office: Jobs, store: Store) -> None:
    job = office.submit(_act(), "count", {"to": 3})
    office.stop_job(_act("stop"), job.id)
    assert _stored(store, job).state is JobState.WAITING
