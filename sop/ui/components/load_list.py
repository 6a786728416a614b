"""Every delivery that came: its state, what it changed, its original file, and the way back; large files on their way in."""

from collections.abc import Sequence

import streamlit as st

from sop.domain.loads import Load
from sop.domain.people import Right
from sop.language import _, date_time, number
from sop.services.differences import difference_of
from sop.services.inspection import Verdict
from sop.services.jobs import Job, JobState
from sop.services.load_jobs import asked_by, file_of, newest_of, submit_answered
from sop.services.loading import BY_HAND, original_of, undo_load
from sop.services.readiness import Readiness
from sop.ui import notices
from sop.ui.actions import action
from sop.ui.cache import inspected
from sop.ui.components.data_words import KIND_WORDS
from sop.ui.components.upload_difference import draw_difference
from sop.ui.components.upload_questions import answers_of, draw_questions
from sop.ui.drawing import escaped, plain
from sop.ui.view import View

USUAL_ZONE = "Europe/Bucharest"
LOADS_SHOWN = 30
JOBS_SHOWN = 3


@action
def taken_back(view: View, load_id: str) -> None:
    """Take a load back."""
    load = undo_load(view.workspace.store, view.act(), load_id)
    notices.tell(_("{name} was taken back.").format(name=file_words(load)))


@action
def repeated(view: View, job_id: str) -> None:
    """Load a large file once more that did not come in."""
    view.workspace.jobs.repeat(view.act(), job_id)


def zone_of(view: View) -> str:
    """Return the time zone of the company, that of its home country before there is a cycle."""
    return view.cycle.time_zone if view.cycle else USUAL_ZONE


def file_words(load: Load) -> str:
    """Return what a load is called: its file, or that it was entered by hand."""
    return _(load.file_name) if load.file_name == BY_HAND else load.file_name


@action
def answered_again(view: View, job_id: str) -> None:
    """Load a large file once more, with the answers to what was asked about it."""
    submit_answered(view.workspace.jobs, view.workspace.store, view.act(), job_id, answers_of(job_id))


def draw_load_jobs(view: View, standing: Sequence[str]) -> None:
    """Draw the large files that this person loads: how far each is, and how it ended. `standing`: the loads that stand."""
    newer: set[str] = set()
    for job in newest_of(view.workspace.store, view.person.id, JOBS_SHOWN):
        if job.arguments["sha256"] in newer:
            continue  # it was tried again since
        newer.add(job.arguments["sha256"])
        if job.state in {JobState.WAITING, JobState.RUNNING}:
            waiting = _("{name} waits to be loaded").format(name=job.arguments["file_name"])
            st.progress(job.progress, escaped(job.message or waiting))
        elif job.state is not JobState.DONE:
            _draw_failed(job)
            if job.state is JobState.REFUSED:
                _draw_asked(view, job, standing)


def _draw_asked(view: View, job: Job, standing: Sequence[str]) -> None:
    """Draw what a job had to ask, and once it is answered the button that loads its file, which is kept."""
    store, home, answers = view.workspace.store, view.workspace.settings.home, answers_of(job.id)
    name = f"{view.workspace.settings.database_url}/{job.id}/{sorted(answers.items())}/{sorted(standing)}"
    if file_of(home, job) is None:
        return
    with st.spinner(_("Reading {name} …").format(name=escaped(job.arguments["file_name"]))):
        found = inspected(name, lambda: asked_by(store, home, job, answers))
    draw_questions(found.questions, job.id)
    if found.verdict in {Verdict.OK, Verdict.WARNINGS}:
        st.button(
            _("Load again"), icon=":material/refresh:", on_click=answered_again, args=(job.id,),
            key=f"job-answered-{job.id}",
        )  # fmt: skip


def _draw_failed(job: Job) -> None:
    interrupted = _("{name}: the server stopped while it was loaded.").format(name=job.arguments["file_name"])
    with st.container(horizontal=True, vertical_alignment="center", key=f"job-{job.id}"):
        st.error(escaped(job.message or interrupted), icon=":material/block:")
        if job.state is not JobState.REFUSED:
            st.button(
                _("Load again"), icon=":material/refresh:", on_click=repeated, args=(job.id,), key=f"job-again-{job.id}"
            )


def draw_loads(view: View, ready: Readiness) -> None:
    """Draw the loads, the newest first."""
    if not ready.loads:
        return
    standing = {each.load.id for each in ready.kinds if each.load}
    with st.expander(_("Loads ({count})").format(count=len(ready.loads)), icon=":material/history:"):
        for load in ready.loads[:LOADS_SHOWN]:
            with st.container(horizontal=True, vertical_alignment="center", key=f"load-{load.id}"):
                plain(_loaded(view, ready, load, standing))
                _draw_buttons(view, load)


def _draw_buttons(view: View, load: Load) -> None:
    if st.button(_("What it changed"), icon=":material/difference:", type="tertiary", key=f"changed-{load.id}"):
        st.dialog(_("What the load changed"), width="large", icon=":material/difference:")(_draw_change)(view, load)
    if not view.actor.may(Right.CAPTURE):
        return
    store, home, actor = view.workspace.store, view.workspace.settings.home, view.actor
    if load.file_name != BY_HAND:
        st.download_button(
            _("Original file"), lambda: original_of(store, home, actor, load.id)[1], load.file_name,
            icon=":material/download:", type="tertiary", on_click="ignore", key=f"original-{load.id}",
        )  # fmt: skip
    if not load.withdrawn and not load.is_demo:
        st.button(
            _("Take back"), icon=":material/undo:", type="tertiary", on_click=taken_back, args=(load.id,),
            key=f"undo-{load.id}",
        )  # fmt: skip


def _draw_change(view: View, load: Load) -> None:
    plain(f"{_(KIND_WORDS[load.kind])}: {file_words(load)}")
    with view.workspace.store.read() as tx:
        difference = difference_of(tx, load.id)
    if difference is None:
        plain(_("It is the first of its kind: there is nothing before it to compare with."))
    else:
        draw_difference(difference, zone_of(view), load.id)


def _loaded(view: View, ready: Readiness, load: Load, standing: set[str]) -> str:
    state = _("taken back") if load.withdrawn else _("stands") if load.id in standing else _("replaced")
    person = ready.people.get(load.loaded_by)
    told = _("{kind}: {file}, {rows} rows, {moment} by {person}, {state}")
    return told.format(
        kind=_(KIND_WORDS[load.kind]), file=file_words(load), rows=number(load.rows),
        moment=date_time(load.loaded_at, zone_of(view)), person=person.name if person else _("command line"),
        state=state,
    )  # fmt: skip
