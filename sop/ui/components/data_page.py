"""The data page: what was delivered and what lacks, files dropped and understood, loads taken back, the snapshot."""

import streamlit as st

from sop.domain.people import Right
from sop.language import _, ngettext, number
from sop.services import loading, readiness
from sop.services.loading import BY_HAND
from sop.services.readiness import Readiness
from sop.services.supply import bought_freely
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.data_words import KIND_WORDS, WITHOUT
from sop.ui.components.load_list import draw_load_jobs, draw_loads
from sop.ui.components.opening import draw_emptying
from sop.ui.components.readiness_board import draw_books, draw_readiness
from sop.ui.components.upload import draw_upload
from sop.ui.drawing import escaped, plain
from sop.ui.frame import live_part
from sop.ui.view import View

MOST_HOURS = 100_000.0


@action
def hours_entered(view: View) -> None:
    """Store the hours a month of the work centres."""
    with view.workspace.store.read() as tx:
        centres = readiness.work_centres(tx)
    hours = {where: float(st.session_state.get(f"{keys.HOURS}-{where[1]}") or 0.0) for where, _hours in centres}
    loading.enter_hours(view.workspace.store, view.workspace.settings.home, view.act(), hours)
    notices.tell(_("The hours are stored and hold for every month."))


def _topics(view: View) -> list[str]:
    """Return what the page follows: the company, and the files that this person has loaded as jobs."""
    return ["company", f"person/{view.person.id}"]


@live_part("data", topics=_topics)
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
    if view.actor.may(Right.CAPTURE):
        draw_upload(view, ready)
        draw_load_jobs(view, [each.load.id for each in ready.kinds if each.load])
        if not ready.is_demo:
            _draw_hours(view, ready)
    _draw_without(view, ready)
    draw_books(view, board)
    _draw_templates()
    draw_loads(view, ready)


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
