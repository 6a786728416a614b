"""Files dropped on the data page: each as it was understood, its questions, its problems, and the button that loads it."""

import hashlib

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from sop.domain.errors import NotFound, Unmapped
from sop.domain.kinds import kind as kind_named
from sop.language import _, ngettext, number, say
from sop.services.incoming import Delivery, prepare
from sop.services.inspection import Inspection, Verdict, inspect
from sop.services.kept_mappings import all_kept, keep_mapping
from sop.services.load_jobs import is_large, submit_load
from sop.services.loading import load_delivery
from sop.services.problems import problems_csv
from sop.services.readiness import Readiness
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.cache import inspected
from sop.ui.components.column_words import column_word
from sop.ui.components.data_words import KIND_WORDS, STATUS_WORDS
from sop.ui.components.load_list import zone_of
from sop.ui.components.upload_difference import draw_difference
from sop.ui.components.upload_mapping import chosen_mapping, draw_mapping, file_column
from sop.ui.components.upload_problems import draw_problems
from sop.ui.components.upload_questions import answers_of, draw_questions
from sop.ui.drawing import escaped, plain
from sop.ui.view import View

FIRST_ROWS = 5


@action
def loaded(view: View, file_id: str, kind: str) -> None:
    """Load a dropped file; keep how it was read where a name for that is given."""
    file = next((each for each in _dropped() if each.file_id == file_id), None)
    if file is None:
        raise NotFound("The file is not here any more. Drop it again.")
    store, home, act = view.workspace.store, view.workspace.settings.home, view.act()
    answers, mapping = answers_of(file_id), chosen_mapping(file_id)
    name = str(st.session_state.get(f"{keys.UPLOAD_KEEP}-{file_id}") or "").strip()
    if is_large(file.size):
        submit_load(
            view.workspace.jobs, home, act, kind, file.getvalue(), file.name, answers, mapping=mapping, keep_as=name
        )
        notices.tell(_("{name} is being loaded; you may go on meanwhile.").format(name=file.name))
        return
    delivery = prepare(store, kind, file.getvalue(), file.name, answers, mapping=mapping)
    load = load_delivery(store, home, act, delivery)
    if name:
        keep_mapping(store, act, name, delivery.reading, delivery.answers)
    told = _("{name} is loaded: {rows} rows, {units} units or hours, {months} months.")
    totals = delivery.totals
    notices.tell(
        told.format(name=file.name, rows=number(load.rows), units=number(totals.quantity), months=number(totals.months))
    )


def _dropped() -> list[UploadedFile]:
    return st.session_state.get(keys.UPLOAD) or []


def draw_upload(view: View, ready: Readiness) -> None:
    """Draw the drop zone and what was dropped."""
    st.file_uploader(
        _("Drop the files of your system here, as it wrote them and named as you like"), accept_multiple_files=True,
        key=keys.UPLOAD, help=_("Nothing is stored before you press Load."),
    )  # fmt: skip
    st.caption(_("CSV and text, Excel (xlsx, xls, xlsb), OpenDocument, dBase, web tables, Parquet."))
    for file in _dropped():
        with st.container(border=True, key=f"file-{file.file_id}"):
            _draw_file(view, ready, file)


def _sha256(file: UploadedFile) -> str:
    """Return the hash of a dropped file, computed once a session."""
    key = f"{keys.UPLOAD_HASH}-{file.file_id}"
    if key not in st.session_state:
        st.session_state[key] = hashlib.sha256(file.getvalue()).hexdigest()
    digest: str = st.session_state[key]
    return digest


def _inspected(view: View, ready: Readiness, file: UploadedFile, sha256: str) -> Inspection:
    chosen: str | None = st.session_state.get(f"{keys.UPLOAD_KIND}-{file.file_id}")
    answers, mapping = answers_of(file.file_id), chosen_mapping(file.file_id)
    standing = sorted(each.load.id for each in ready.kinds if each.load)
    kept = [(each.id, each.version) for each in all_kept(view.workspace.store)]
    settled = [sha256, file.name, chosen, sorted(answers.items()), sorted(mapping.items()), standing, kept]
    name = f"{view.workspace.settings.database_url}/{settled}"
    with st.spinner(_("Reading {name} …").format(name=escaped(file.name))):
        return inspected(
            name, lambda: inspect(view.workspace.store, chosen, file.getvalue(), file.name, answers, mapping=mapping)
        )


def _draw_file(view: View, ready: Readiness, file: UploadedFile) -> None:
    file_id, sha256 = file.file_id, _sha256(file)
    found = _inspected(view, ready, file, sha256)
    head, place = st.columns([3, 1], vertical_alignment="bottom")
    with head:
        plain(file.name)
        _draw_verdict(found)
    key = f"{keys.UPLOAD_KIND}-{file_id}"
    st.session_state[key] = found.kind or st.session_state.get(key)
    place.selectbox(
        _("Holds"), list(KIND_WORDS), index=None, format_func=lambda each: _(KIND_WORDS[each]), key=key,
        placeholder=_("Choose what it holds"),
    )  # fmt: skip
    draw_questions(found.questions, file_id)
    _draw_understood(view, found, file_id)
    draw_problems(
        found.problems, file_id, problems_csv(found), f"{file.name}-problems.csv",
        refused=found.verdict is Verdict.REJECTED,
    )  # fmt: skip
    if sha256 in {each.load.sha256 for each in ready.kinds if each.load}:
        st.caption(_("This file is loaded."))
    elif found.verdict in {Verdict.OK, Verdict.WARNINGS}:
        if ready.is_demo:
            st.caption(_("The demo company takes no other files. Empty it first to load this one."))
        else:
            _draw_load(found, file_id)


def _draw_understood(view: View, found: Inspection, file_id: str) -> None:
    """Draw the first rows, where each column comes from, and what the file would change."""
    if found.delivery is not None:
        reading = found.delivery.reading
        _draw_first_rows(found.delivery)
        draw_mapping(reading.kind, reading.guesses, reading.header, file_id)
    elif isinstance(found.refusal, Unmapped):
        draw_mapping(kind_named(found.kind), found.refusal.guesses, found.refusal.header, file_id)
    if found.difference is not None and not found.questions:
        draw_difference(found.difference, zone_of(view), file_id)


def _draw_load(found: Inspection, file_id: str) -> None:
    kept = found.delivery.applied.mapping if found.delivery else None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            _("Load"), type="primary", icon=":material/upload:", on_click=loaded, args=(file_id, found.kind),
            key=f"load-file-{file_id}",
        )  # fmt: skip
        st.text_input(
            _("Remember how such files are read, under the name"), kept.name if kept else "",
            key=f"{keys.UPLOAD_KEEP}-{file_id}", placeholder=_("such as: ERP sales report"), width=420,
            help=_("Next month a file with the same columns is read the same way without asking."),
        )  # fmt: skip


def _draw_verdict(found: Inspection) -> None:
    if found.verdict is Verdict.REJECTED and found.refusal is not None:
        st.error(escaped(say(found.refusal)), icon=":material/block:")
        return
    if found.questions:
        count = len(found.questions)
        told = ngettext(
            "{count} question is open before this can be loaded.", "{count} questions are open before this can be loaded.",
            count,
        )  # fmt: skip
        st.warning(told.format(count=number(count)), icon=":material/help:")
    if found.delivery is not None:
        plain(_totals(found.delivery))


def _totals(delivery: Delivery) -> str:
    """Return how much a file holds, without what it does not have."""
    totals, rows = delivery.totals, len(delivery.rows)
    parts = [ngettext("{count} row", "{count} rows", rows).format(count=number(rows))]
    if totals.quantity:
        parts.append(_("{units} units or hours").format(units=number(totals.quantity)))
    if len(delivery.by_status) > 1:
        parts += [f"{_(STATUS_WORDS[status])} {number(units)}" for status, units in delivery.by_status.items()]
    if totals.value:
        parts.append(_("value {value}").format(value=number(totals.value, 2)))
    if totals.skus:
        parts.append(ngettext("{count} SKU", "{count} SKUs", totals.skus).format(count=number(totals.skus)))
    if totals.months:
        parts.append(ngettext("{count} month", "{count} months", totals.months).format(count=number(totals.months)))
    return " · ".join(parts)


def _draw_first_rows(delivery: Delivery) -> None:
    """Show the first rows as understood, and say which columns of the file nobody reads."""
    reading = delivery.reading
    first = delivery.rows.head(FIRST_ROWS)
    shown = first[[name for name in first.columns if name in reading.mapping]]
    renamed = shown.rename(columns=lambda ours: _origin(ours, reading.mapping[ours])).rename_axis(index=_("Row"))
    st.caption(_("The first rows as they are understood: our column < that of the file"))
    st.dataframe(renamed, height="content")
    if reading.unused:
        st.caption(escaped(_("Columns not used: {names}").format(names=", ".join(reading.unused))))


def _origin(ours: str, theirs: str) -> str:
    word = column_word(ours)
    return word if word == theirs else f"{word} < {file_column(theirs)}"
