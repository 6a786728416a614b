"""A large file is loaded as a job: stored once, however often it is done, and it ends with a sentence."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sop.domain.errors import NotAllowed, NotFound
from sop.services.jobs import Job, Jobs, JobState
from sop.services.kept_mappings import all_kept
from sop.services.load_jobs import LOAD, asked_by, file_of, is_large, load_work, submit_answered, submit_load
from sop.storage import blobs, jobs, loads
from sop.storage.engine import Store
from tests.services.small_company import FILES, OTHER, VIEWER, act

ITEMS = FILES["items"].encode()
HOURS = b"resource,hours\nPaint,12\n"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Jobs:
    working = Jobs(store, lambda: datetime(2027, 1, 11, tzinfo=UTC))
    working.register(LOAD, load_work(store, tmp_path))
    return working


@pytest.fixture
def done(store: Store, desk: Jobs) -> Callable[[Job], Job]:
    def done(job: Job) -> Job:
        desk.run_waiting()
        with store.read() as tx:
            return jobs.get(tx, job.id)

    return done


def test_the_file_is_kept_first_and_loaded_by_the_job(store: Store, desk: Jobs, done, tmp_path: Path):
    job = submit_load(desk, tmp_path, act("click"), "items", ITEMS, "C:\\out\\items.csv")
    assert blobs.names(tmp_path) == [job.arguments["sha256"]]
    ended = done(job)
    assert (ended.state, ended.progress) == (JobState.DONE, 1.0)
    assert ended.message == "items.csv is loaded: 3 rows, 0 units or hours, 0 months."
    with store.read() as tx:
        load = loads.current(tx)["items"]
    assert (load.loaded_by, load.sha256, load.file_name) == ("p-ana", job.arguments["sha256"], "items.csv")


def test_done_twice_it_is_one_load(store: Store, desk: Jobs, done, tmp_path: Path):
    done(submit_load(desk, tmp_path, act("click"), "items", ITEMS, "items.csv"))
    done(submit_load(desk, tmp_path, act("again"), "items", ITEMS, "items.csv"))
    with store.read() as tx:
        assert len(loads.all_loads(tx)) == 1


def test_a_second_click_is_the_same_job(desk: Jobs, tmp_path: Path):
    first = submit_load(desk, tmp_path, act("click"), "items", ITEMS, "items.csv")
    assert submit_load(desk, tmp_path, act("click"), "items", ITEMS, "items.csv") == first


def test_a_file_from_disk_is_kept_as_it_was(desk: Jobs, done, tmp_path: Path):
    (tmp_path / "items.csv").write_bytes(ITEMS)
    job = submit_load(desk, tmp_path, act("click"), "items", tmp_path / "items.csv", "items.csv")
    (tmp_path / "items.csv").write_bytes(b"gone")
    assert done(job).state is JobState.DONE
    assert blobs.read(tmp_path, job.arguments["sha256"]) == ITEMS


def test_a_wrong_file_is_refused_and_stores_nothing(store: Store, desk: Jobs, done, tmp_path: Path):
    ended = done(submit_load(desk, tmp_path, act("click"), "items", ITEMS + b"CH-1,Chair,Chairs,make\n", "items.csv"))
    assert ended.state is JobState.REFUSED
    assert ended.message.startswith("The file was not loaded and nothing was changed.")
    with store.read() as tx:
        assert loads.all_loads(tx) == ()


def test_a_question_is_told_and_an_answer_goes_along(store: Store, desk: Jobs, done, tmp_path: Path):
    asked = done(submit_load(desk, tmp_path, act("click"), "capacity", HOURS, "hours.csv"))
    assert asked.state is JobState.REFUSED
    assert "hours.csv was not stored: The file states hours without a period." in asked.message
    monthly = {"capacity_period": "per_month"}
    assert done(submit_load(desk, tmp_path, act("more"), "capacity", HOURS, "hours.csv", monthly)).message == (
        "hours.csv is loaded: 1 rows, 12 units or hours, 0 months."
    )


def test_what_a_job_asks_is_answered_with_the_file_that_it_kept(store: Store, desk: Jobs, done, tmp_path: Path):
    asked = done(submit_load(desk, tmp_path, act("click"), "capacity", HOURS, "hours.csv"))
    found = asked_by(store, tmp_path, asked, {})
    assert [question.code for question in found.questions] == ["capacity_period"]
    monthly = {"capacity_period": "per_month"}
    assert asked_by(store, tmp_path, asked, monthly).questions == ()
    assert done(submit_answered(desk, store, act("again"), asked.id, monthly)).state is JobState.DONE
    with pytest.raises(NotFound):
        submit_answered(desk, store, act("other", OTHER), asked.id, monthly)


def test_a_file_that_is_not_kept_any_more_is_not_asked_about(desk: Jobs, done, tmp_path: Path):
    asked = done(submit_load(desk, tmp_path, act("b"), "capacity", HOURS, "hours.csv"))
    place = file_of(tmp_path, asked)
    assert place is not None
    place.unlink()
    assert file_of(tmp_path, asked) is None


def test_the_job_keeps_how_the_file_was_read_under_its_name(store: Store, desk: Jobs, done, tmp_path: Path):
    monthly = {"capacity_period": "per_month"}
    job = submit_load(desk, tmp_path, act("click"), "capacity", HOURS, "hours.csv", monthly, keep_as=" Hours ")
    assert done(job).state is JobState.DONE
    assert [(kept.name, kept.answers) for kept in all_kept(store)] == [("Hours", monthly)]


def test_who_may_not_load_submits_nothing(desk: Jobs, tmp_path: Path):
    with pytest.raises(NotAllowed):
        submit_load(desk, tmp_path, act("click", VIEWER), "items", ITEMS, "items.csv")
    assert blobs.names(tmp_path) == []


def test_a_file_of_a_usual_month_is_loaded_at_once():
    assert not is_large(3 * 1024 * 1024)
    assert is_large(50 * 1024 * 1024)
