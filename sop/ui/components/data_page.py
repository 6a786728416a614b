"""The data page: what was delivered and what lacks, files dropped and understood, loads taken back, the snapshot."""

import streamlit as st

from sop.domain.loads import Load
from sop.domain.people import Right
from sop.language import _, date_time, ngettext, number
from sop.services import loading, readiness
from sop.services.loading import BY_HAND
from sop.services.readiness import Readiness
from sop.services.supply import bought_freely
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.data_words import KIND_WORDS, WITHOUT
from sop.ui.components.opening import draw_emptying
from sop.ui.components.readiness_board import draw_books, draw_readiness
from sop.ui.components.upload import draw_upload
from sop.ui.drawing import escaped, plain
from sop.ui.frame import live_part
from sop.ui.view import View

USUAL_ZONE = "Europe/Bucharest"
MOST_HOURS = 100_000.0
LOADS_SHOWN = 30


@action
def taken_back(view: View, load_id: str) -> None:
    """Take a load back."""
    load = loading.undo_load(view.workspace.store, view.act(), load_id)
    notices.tell(_("{name} was taken back.").format(name=_file_words(load)))


@action
def hours_entered(view: View) -> None:
    """Store the hours a month of the work centres."""
    with view.workspace.store.read() as tx:
        centres = readiness.work_centres(tx)
    hours = {where: float(st.session_state.get(f"{keys.HOURS}-{where[1]}") or 0.0) for where, _hours in centres}
    loading.enter_hours(view.workspace.store, view.workspace.settings.home, view.act(), hours)
    notices.tell(_("The hours are stored and hold for every month."))


@live_part("data", topics=lambda _view: ["company"])
def draw_data(view: View) -> None:
    """Draw the board of deliveries and what can be done with them."""
    with view.workspace.store.read() as tx:
        ready = readiness.read_readiness(tx)
    board = draw_readiness(view, ready)
    if ready.is_demo:
        st.info(
            _("This is the demo company. Empty it to load files of your own; a backup is made first."),
            icon=":material/deployed_code:",
        )
        draw_emptying(view)
    elif view.actor.may(Right.CAPTURE):
        draw_upload(view, ready)
        _draw_hours(view, ready)
    _draw_without(view, ready)
    draw_books(view, board)
    _draw_templates()
    _draw_loads(view, ready)


def _zone(view: View) -> str:
    return view.cycle.time_zone if view.cycle else USUAL_ZONE


def _file_words(load: Load) -> str:
    return _(load.file_name) if load.file_name == BY_HAND else load.file_name


def _who(ready: Readiness, load: Load) -> str:
    person = ready.people.get(load.loaded_by)
    return person.name if person else _("command line")


def _draw_without(view: View, ready: Readiness) -> None:
    """Say what is planned in a simpler way, because nobody delivered what it takes."""
    if not ready.loads:
        return
    lines = [_(WITHOUT[name]) for name in ready.missing]
    if view.cycle is not None and not ready.lacks("sales_history"):
        with view.workspace.store.read() as tx:
            free = len(bought_freely(view.workspace.inputs.of_cycle(tx, view.cycle).company))
        if free:
            sentence = ngettext(
                "{count} SKU has neither a routing nor a purchase limit: it is planned as bought, without limit.",
                "{count} SKUs have neither a routing nor a purchase limit: they are planned as bought, without limit.",
                free,
            )
            lines.append(sentence.format(count=number(free)))
    if lines:
        with st.expander(_("Planned without ({count})").format(count=len(lines)), expanded=not ready.is_demo):
            for line in lines:
                plain(line)


def _draw_hours(view: View, ready: Readiness) -> None:
    """Offer to enter hours a month for the work centres that routings name, where no file says them."""
    from_file = any(each.kind == "capacity" and each.load and each.load.file_name != BY_HAND for each in ready.kinds)
    with view.workspace.store.read() as tx:
        centres = readiness.work_centres(tx)
    if from_file or not centres:
        return
    with st.form("hours"):
        plain(_("Hours a month that each work centre can work; they hold for every month until a file says otherwise."))
        for column, ((_plant, name), hours) in zip(_columns(len(centres)), centres, strict=True):
            column.number_input(
                escaped(name), 0.0, MOST_HOURS, hours or 0.0, step=10.0, format="%.0f", key=f"{keys.HOURS}-{name}"
            )
        st.form_submit_button(_("Store the hours"), icon=":material/schedule:", on_click=hours_entered)


def _columns(count: int, width: int = 4) -> list[st.delta_generator.DeltaGenerator]:
    return [column for start in range(0, count, width) for column in st.columns(width)[: min(width, count - start)]]


def _draw_templates() -> None:
    with st.popover(_("Templates"), icon=":material/description:", type="tertiary"):
        plain(_("One empty CSV file a kind; columns may also be called as in the files of your own system."))
        for name, word in KIND_WORDS.items():
            st.download_button(
                _(word),
                readiness.template_of(name),
                f"{name}.csv",
                "text/csv",
                on_click="ignore",
                key=f"template-{name}",
            )


def _draw_loads(view: View, ready: Readiness) -> None:
    if not ready.loads:
        return
    standing = {each.load.id for each in ready.kinds if each.load}
    with st.expander(_("Loads ({count})").format(count=len(ready.loads))):
        for load in ready.loads[:LOADS_SHOWN]:
            with st.container(horizontal=True, vertical_alignment="center", key=f"load-{load.id}"):
                plain(_loaded(view, ready, load, standing))
                if not load.withdrawn and not load.is_demo and view.actor.may(Right.CAPTURE):
                    st.button(
                        _("Take back"), icon=":material/undo:", type="tertiary", on_click=taken_back, args=(load.id,),
                        key=f"undo-{load.id}",
                    )  # fmt: skip


def _loaded(view: View, ready: Readiness, load: Load, standing: set[str]) -> str:
    state = _("taken back") if load.withdrawn else _("stands") if load.id in standing else _("replaced")
    told = _("{kind}: {file}, {rows} rows, {moment} by {person}, {state}")
    return told.format(
        kind=_(KIND_WORDS[load.kind]), file=_file_words(load), rows=number(load.rows),
        moment=date_time(load.loaded_at, _zone(view)), person=_who(ready, load), state=state,
    )  # fmt: skip
