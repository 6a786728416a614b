"""A large file is loaded while its person does something else: kept first, then read, looked at and stored as one job."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sop.domain.errors import Refused, Undecided
from sop.domain.people import Act
from sop.language import _, number, say
from sop.services.incoming import Answers, prepare
from sop.services.jobs import Job, Jobs, Progress, Work, act_of, rights_of
from sop.services.loading import load_delivery, require_right
from sop.storage import blobs
from sop.storage import jobs as stored_jobs
from sop.storage.engine import Store

LOAD = "load"
LARGE_BYTES = 8 * 1024 * 1024  # from here on a file is loaded as a job
READING, STORING = 0.05, 0.6  # share that is done when these begin


def is_large(size: int) -> bool:
    """Return whether a file of so many bytes is loaded as a job."""
    return size >= LARGE_BYTES


def submit_load(
    jobs: Jobs,
    home: Path,
    act: Act,
    kind_name: str,
    source: Path | bytes,
    file_name: str,
    answers: Answers | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    mapping_name: str = "",
) -> Job:
    """Keep a file and load it as a job; a second click returns the first one's job. NotAllowed as for any load."""
    require_right(act.actor, kind_name)
    arguments = {
        "kind": kind_name,
        "sha256": blobs.keep(home, source),
        "file_name": file_name,
        "answers": dict(answers or {}),
        "mapping": dict(mapping or {}),
        "mapping_name": mapping_name,
        **rights_of(act),
    }
    return jobs.submit(act, LOAD, arguments)


def newest_of(store: Store, person_id: str, most: int) -> tuple[Job, ...]:
    """Return the newest large files that a person has loaded or is loading."""
    with store.read() as tx:
        return stored_jobs.of_person(tx, person_id, LOAD, most)


def load_work(store: Store, home: Path) -> Work:
    """Return what is done for such a job; done twice it stores the file once."""

    def load(job: Job, progress: Progress) -> str:
        given: Mapping[str, Any] = job.arguments
        progress(READING, _("{name}: being read").format(name=given["file_name"]))
        try:
            delivery = prepare(
                store,
                given["kind"],
                blobs.place(home, given["sha256"]),
                given["file_name"],
                given["answers"],
                mapping=given["mapping"],
                mapping_name=given["mapping_name"],
            )
            progress(STORING, _("{name}: being stored").format(name=given["file_name"]))
            stored = load_delivery(store, home, act_of(job), delivery)
        except Undecided as open_one:
            raise Refused(
                "{name} was not stored: {question} Answer it on the data page and load the file again.",
                name=given["file_name"],
                question=say(open_one.question),
            ) from open_one
        told = _("{name} is loaded: {rows} rows, {units} units or hours, {months} months.")
        totals = delivery.totals
        return told.format(
            name=stored.file_name,
            rows=number(stored.rows),
            units=number(totals.quantity),
            months=number(totals.months),
        )

    return load
