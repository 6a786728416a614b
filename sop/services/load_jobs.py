"""A large file is loaded while its person does something else: kept first, then read, looked at and stored as one job."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sop.domain.errors import NotFound, Refused, Undecided
from sop.domain.people import Act
from sop.language import _, number, say
from sop.services.incoming import Answers, prepare
from sop.services.inspection import Inspection, inspect
from sop.services.jobs import Job, Jobs, Progress, Work, act_of, rights_of
from sop.services.kept_mappings import keep_mapping
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
    keep_as: str = "",
) -> Job:
    """Keep a file and load it as a job; a second click returns the first one's job. NotAllowed as for any load.

    `keep_as`: the name under which the job keeps how the file was read, "" where that is not wanted.
    """
    require_right(act.actor, kind_name)
    arguments = {
        "kind": kind_name,
        "sha256": blobs.keep(home, source),
        "file_name": file_name,
        "answers": dict(answers or {}),
        "mapping": dict(mapping or {}),
        "mapping_name": mapping_name,
        "keep_as": keep_as.strip(),
        **rights_of(act),
    }
    return jobs.submit(act, LOAD, arguments)


def file_of(home: Path, job: Job) -> Path | None:
    """Return where the file of a job lies, None where it is not kept any more."""
    place = blobs.place(home, job.arguments["sha256"])
    return place if place.is_file() else None


def asked_by(store: Store, home: Path, job: Job, answers: Answers) -> Inspection:
    """Return the file of a job as it is understood now, with what was answered since; NotFound where it is not kept."""
    given: Mapping[str, Any] = job.arguments
    place = blobs.place(home, given["sha256"])
    answered = {**given["answers"], **answers}
    mapping, mapping_name = given["mapping"], given["mapping_name"]
    return inspect(
        store, given["kind"], place, given["file_name"], answered, mapping=mapping, mapping_name=mapping_name
    )


def submit_answered(jobs: Jobs, store: Store, act: Act, job_id: str, answers: Answers) -> Job:
    """Load the file of a job that had a question once more, with the answers; NotFound where the job is another's."""
    with store.read() as tx:
        old = stored_jobs.get(tx, job_id)
    if old.kind != LOAD or old.actor_id != act.actor.person_id:
        raise NotFound("The file is not here any more. Drop it again.")
    require_right(act.actor, old.arguments["kind"])
    given = {**old.arguments["answers"], **answers}
    return jobs.submit(act, LOAD, {**old.arguments, "answers": given, **rights_of(act)})


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
            if given.get("keep_as"):
                keep_mapping(store, act_of(job), given["keep_as"], delivery.reading, delivery.answers)
        except Undecided as open_one:
            raise Refused(
                "{name} was not stored: {question} Answer it on the data page; the file itself is kept.",
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
