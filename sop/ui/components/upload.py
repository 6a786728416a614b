"""Files dropped on the data page: each as it was understood, its questions, its problems, and the button that loads it."""

import hashlib
from collections.abc import Mapping

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from sop.domain.errors import NotFound
from sop.language import _, number, say, sentence
from sop.services.inspection import Inspection, Verdict, inspect
from sop.services.loading import Answers, load_file
from sop.services.readiness import Readiness
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.cache import inspected
from sop.ui.components.data_words import CHOICES, KIND_WORDS
from sop.ui.drawing import escaped, plain
from sop.ui.view import View

FIRST_ROWS = 5
PROBLEMS_SHOWN = 100


@action
def loaded(view: View, file_id: str, kind: str) -> None:
    """Load a dropped file."""
    file = next((each for each in _dropped() if each.file_id == file_id), None)
    if file is None:
        raise NotFound("The file is not here any more. Drop it again.")
    store, home = view.workspace.store, view.workspace.settings.home
    load, totals = load_file(store, home, view.act(), kind, file.getvalue(), file.name, _answers(file_id))
    told = _("{name} is loaded: {rows} rows, {units} units or hours, {months} months.")
    notices.tell(
        told.format(name=file.name, rows=number(load.rows), units=number(totals.quantity), months=number(totals.months))
    )


@action
def answered(view: View, file_id: str, code: str) -> None:  # noqa: ARG001 - every action is given its view
    """Keep the answer to a question: the widget goes with the question."""
    st.session_state[f"{keys.UPLOAD_ANSWER}-{file_id}-{code}"] = st.session_state[f"{keys.UPLOAD_QUESTION}-{file_id}"]


def _dropped() -> list[UploadedFile]:
    return st.session_state.get(keys.UPLOAD) or []


def _answers(file_id: str) -> Answers:
    start = f"{keys.UPLOAD_ANSWER}-{file_id}-"
    given = {str(key): value for key, value in st.session_state.items()}
    return {key.removeprefix(start): value for key, value in given.items() if key.startswith(start) and value}


def draw_upload(view: View, ready: Readiness) -> None:
    """Draw the drop zone and what was dropped."""
    st.file_uploader(
        _("Drop the files of your system here: CSV or Excel, named as you like"), accept_multiple_files=True,
        key=keys.UPLOAD, help=_("Nothing is stored before you press Load."),
    )  # fmt: skip
    for file in _dropped():
        with st.container(border=True, key=f"file-{file.file_id}"):
            _draw_file(view, ready, file)


def _draw_file(view: View, ready: Readiness, file: UploadedFile) -> None:
    content = file.getvalue()
    sha256 = hashlib.sha256(content).hexdigest()
    chosen: str | None = st.session_state.get(f"{keys.UPLOAD_KIND}-{file.file_id}")
    answers = _answers(file.file_id)
    standing = sorted(each.load.id for each in ready.kinds if each.load)
    name = f"{view.workspace.settings.database_url}/{sha256}/{file.name}/{chosen}/{sorted(answers.items())}/{standing}"
    found = inspected(name, lambda: inspect(view.workspace.store, chosen, content, file.name, answers))
    head, place = st.columns([3, 1], vertical_alignment="bottom")
    with head:
        plain(file.name)
        _draw_verdict(found)
    st.session_state[f"{keys.UPLOAD_KIND}-{file.file_id}"] = found.kind or chosen
    place.selectbox(
        _("Holds"), list(KIND_WORDS), index=None, format_func=lambda each: _(KIND_WORDS[each]),
        key=f"{keys.UPLOAD_KIND}-{file.file_id}", placeholder=_("Choose what it holds"),
    )  # fmt: skip
    _draw_question(found, file.file_id)
    _draw_reading(found)
    _draw_problems(found)
    if sha256 in {each.load.sha256 for each in ready.kinds if each.load}:
        st.caption(_("This file is loaded."))
    elif found.verdict in {Verdict.OK, Verdict.WARNINGS}:
        st.button(
            _("Load"), type="primary", icon=":material/upload:", on_click=loaded, args=(file.file_id, found.kind),
            key=f"load-file-{file.file_id}",
        )  # fmt: skip


def _draw_verdict(found: Inspection) -> None:
    if found.verdict is Verdict.REJECTED and found.refusal is not None:
        st.error(escaped(say(found.refusal)), icon=":material/block:")
    elif found.verdict is Verdict.QUESTION:
        st.warning(_("One question is open before this can be loaded."), icon=":material/help:")
    else:
        totals = found.totals
        told = _("{rows} rows · {units} units or hours · {value} value · {skus} SKUs · {months} months")
        rows = len(found.delivery.rows) if found.delivery else 0
        plain(
            told.format(
                rows=number(rows), units=number(totals.quantity), value=number(totals.value, 2),
                skus=number(totals.skus), months=number(totals.months),
            )
        )  # fmt: skip


def _draw_question(found: Inspection, file_id: str) -> None:
    if found.question is None:
        return
    words: Mapping[str, str] = {**KIND_WORDS, **CHOICES}
    st.segmented_control(
        escaped(say(found.question)), found.question.choices, key=f"{keys.UPLOAD_QUESTION}-{file_id}",
        on_change=answered, args=(file_id, found.question.code),
        format_func=lambda choice: _(words[choice]) if choice in words else escaped(choice), wrap=True,
    )  # fmt: skip


def _draw_reading(found: Inspection) -> None:
    """Show the first rows as understood, and from which column of the file each of ours comes."""
    if found.delivery is None:
        return
    reading = found.delivery.reading
    first = reading.rows.head(FIRST_ROWS)
    shown = first[[name for name in first.columns if name in reading.mapping]]
    renamed = shown.rename(
        columns={ours: f"{ours} < {theirs}" for ours, theirs in reading.mapping.items() if ours != theirs}
    )
    st.dataframe(renamed, height="content")
    if reading.unused:
        st.caption(escaped(_("Columns not used: {names}").format(names=", ".join(reading.unused))))


def _draw_problems(found: Inspection) -> None:
    if not found.problems:
        return
    rows = [
        {
            _("Sheet"): each.sheet,
            _("Row"): "" if each.row is None else str(each.row),
            _("Column"): each.column,
            _("Value"): each.value,
            _("What it is"): say(each),
            _("What to do"): sentence(each.remedy, each.values),
        }
        for each in found.problems[:PROBLEMS_SHOWN]
    ]
    table = pd.DataFrame(rows)
    st.dataframe(table.loc[:, (table != "").any()], hide_index=True, height="content")
