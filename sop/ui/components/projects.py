"""Projects: the list on the agenda page, the form that adds one, and the switches beside the levers."""

from dataclasses import dataclass

import streamlit as st

from sop.domain.calendar import MonthRange, month_row
from sop.domain.catalogue import Catalogue
from sop.domain.errors import SopError
from sop.domain.ids import new_id
from sop.domain.meeting import Cycle
from sop.domain.people import Function, Right
from sop.domain.projects import AHEAD, LONGEST_PROJECT_NAME, Project, ProjectKind, ProjectStatus, levers_on
from sop.language import N_, _, month, months, ngettext, say, signed
from sop.services import projects
from sop.services.board import Board
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.shown import is_echo, show
from sop.ui.drawing import escaped, plain
from sop.ui.folding import draw_folded
from sop.ui.view import View
from sop.ui.words import function_word

KINDS = {
    ProjectKind.LAUNCH: N_("launch"),
    ProjectKind.END_OF_LIFE: N_("end of life"),
    ProjectKind.PROMOTION: N_("promotion"),
    ProjectKind.LISTING: N_("listing"),
    ProjectKind.INVESTMENT: N_("investment"),
    ProjectKind.RELOCATION: N_("relocation"),
    ProjectKind.OUTAGE: N_("outage"),
    ProjectKind.SUPPLIER_DELAY: N_("supplier delay"),
    ProjectKind.OTHER: N_("other"),
}
STATUSES = {
    ProjectStatus.IDEA: N_("idea"),
    ProjectStatus.PROPOSED: N_("proposed"),
    ProjectStatus.AGREED: N_("agreed"),
    ProjectStatus.DONE: N_("done"),
    ProjectStatus.DROPPED: N_("dropped"),
}
EVERYTHING = ""
LATEST_MONTHS = 36  # ahead, that a project may be dated


@action
def taken_over(view: View, names: tuple[str, ...]) -> None:
    """Take the delivered projects over."""
    projects.take_over(view.workspace.store, view.act(), names)


@action
def status_changed(view: View, project_id: str, version: int, key: str) -> None:
    """Store how far a project is."""
    projects.change_status(view.workspace.store, view.act(), project_id, st.session_state[key], version)


@action
def project_added(view: View, token: str) -> None:
    """Store the project that the form describes."""
    state = st.session_state

    def held(name: str) -> object:
        return state[f"{keys.PROJECT}-{name}"]

    wish = Project(
        new_id(), str(held("name")), state[f"{keys.PROJECT}-kind"], state[f"{keys.PROJECT}-owner"],
        MonthRange(state[f"{keys.PROJECT}-first"], state[f"{keys.PROJECT}-last"]), str(held("family")), str(held("sku")), str(held("region")), str(held("resource")),
        state[f"{keys.PROJECT}-demand"], state[f"{keys.PROJECT}-price"], state[f"{keys.PROJECT}-capacity"],
        ProjectStatus.IDEA, str(held("note")).strip(),
    )  # fmt: skip
    projects.add(view.workspace.store, view.act(token), wish)
    state[keys.STORED] = token
    notices.tell(_("The project is stored."))


@action
def switched(view: View, scenario_id: str, project_id: str, key: str) -> None:
    """Switch a project on or off in a scenario."""
    if is_echo(key):
        return
    if st.session_state[key]:
        projects.switch_on(view.workspace, view.act(), scenario_id, project_id)
    else:
        projects.switch_off(view.workspace.store, view.act(), scenario_id, project_id)


# On the agenda page --------------------------------------------------------------------------------------------------


def draw_projects(view: View) -> None:
    """Draw the list of projects, what was delivered and not taken over yet, and the button that adds one."""
    if view.cycle is None:
        return
    with view.workspace.store.read() as tx:
        found, offered = projects.listed(tx), projects.offered(tx)
    st.subheader(_("Projects"), anchor=False)
    for project in found:
        _draw_project(view, project)
    if not found and not offered:
        plain(_("No project yet: what will change demand, price or capacity, with its months and its effect."))
    with st.container(horizontal=True, vertical_alignment="center"):
        if offered and view.actor.may(Right.RUN):
            words = ngettext(
                "Take over {count} delivered project", "Take over {count} delivered projects", len(offered)
            )
            st.button(words.format(count=len(offered)), icon=":material/input:", on_click=taken_over, args=(offered,), key="projects-take-over")  # fmt: skip
        if view.actor.may(Right.CAPTURE) and st.button(_("Add project"), icon=":material/add:", key="project-open"):
            project_dialog(view, view.cycle, new_id())


def _draw_project(view: View, project: Project) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"project-{project.id}"):
        with st.container(gap=None):
            plain(project.name)
            st.caption(escaped(project_words(project)), help=escaped(project.note) or None)
        may = view.actor.may(Right.RUN) or (view.actor.may(Right.CAPTURE) and view.actor.function is project.owner)
        if not may:
            st.badge(_(STATUSES[project.status]), color="gray")
            return
        key = f"project-status-{project.id}-{project.version}"
        st.selectbox(
            _("Status of {name}").format(name=project.name), list(ProjectStatus),
            index=list(ProjectStatus).index(project.status), format_func=lambda each: _(STATUSES[each]), key=key,
            on_change=status_changed, args=(project.id, project.version, key), label_visibility="collapsed", width=140,
        )  # fmt: skip


def project_words(project: Project) -> str:
    """Return kind, owner, months, part and effect of a project in one line."""
    when = months(project.months.first, project.months.last)
    part = [each for each in (project.sku or project.family, project.region, project.resource) if each]
    return " · ".join([_(KINDS[project.kind]), function_word(project.owner), when, *part, _effect(project)])


def _effect(project: Project) -> str:
    said = (
        (_("demand {change} %"), project.demand_percent),
        (_("price {change} %"), project.price_percent),
        (_("capacity {change} %"), project.capacity_percent),
    )
    found = [words.format(change=signed(value, 0 if value == int(value) else 1)) for words, value in said if value]
    return ", ".join(found) or _("effect not estimated yet")


def project_dialog(view: View, cycle: Cycle, token: str) -> None:
    """Open the form that adds a project; it closes once the project is stored."""
    with view.workspace.store.read() as tx:
        catalogue = view.workspace.inputs.of_cycle(tx, cycle).company.catalogue
    st.dialog(_("Add project"), width="large", icon=":material/rocket_launch:")(_draw_form)(cycle, catalogue, token)


def _draw_form(cycle: Cycle, catalogue: Catalogue, token: str) -> None:
    notices.in_dialog(token)
    prefix = keys.PROJECT
    st.text_input(_("Name"), key=f"{prefix}-name", max_chars=LONGEST_PROJECT_NAME)
    what, who, first, last = st.columns(4)
    what.selectbox(_("Kind"), list(ProjectKind), format_func=lambda each: _(KINDS[each]), key=f"{prefix}-kind")
    who.selectbox(_("Owner"), list(Function), format_func=function_word, key=f"{prefix}-owner")
    choices = month_row(cycle.current, LATEST_MONTHS)
    ahead = choices.index(cycle.first_decidable)
    first.selectbox(_("From"), choices, index=ahead, format_func=month, key=f"{prefix}-first")
    last.selectbox(_("To"), choices, index=ahead, format_func=month, key=f"{prefix}-last")
    _draw_part(catalogue)
    demand, price, capacity = st.columns(3)
    demand.number_input(_("Demand, %"), -100.0, 1000.0, 0.0, 1.0, "%g", key=f"{prefix}-demand")
    price.number_input(_("Price, %"), -100.0, 1000.0, 0.0, 1.0, "%g", key=f"{prefix}-price")
    capacity.number_input(_("Capacity, %"), -100.0, 1000.0, 0.0, 1.0, "%g", key=f"{prefix}-capacity")
    st.text_input(_("Note"), key=f"{prefix}-note", max_chars=300)
    st.button(_("Store project"), type="primary", on_click=project_added, args=(token,), key=f"{prefix}-store")


def _draw_part(catalogue: Catalogue) -> None:
    parts: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
        ("family", _("Family"), _("All families"), catalogue.families),
        ("sku", _("SKU"), _("All SKUs"), catalogue.skus),
        ("region", _("Region"), _("All regions"), tuple(each for each in catalogue.regions if each)),
        ("resource", _("Resource"), _("Every resource"), catalogue.resources),
    )
    for place, (name, word, everything, names) in zip(st.columns(len(parts)), parts, strict=True):
        labels = {EVERYTHING: everything, **{each: each for each in names}}
        place.selectbox(word, list(labels), format_func=labels.__getitem__, key=f"{keys.PROJECT}-{name}")


# On the meeting page -------------------------------------------------------------------------------------------------


def draw_switches(view: View, board: Board) -> None:
    """Draw a switch for each project that lies ahead, or is on still; each says what it moves, or why it cannot."""
    with view.workspace.store.read() as tx:
        found = projects.listed(tx)
    offered = [each for each in found if each.status in AHEAD or levers_on(board.scenario, each.id)]
    on = sum(bool(levers_on(board.scenario, each.id)) for each in offered)
    words = _("Projects") if not on else _("Projects, {count} on").format(count=on)

    def draw() -> None:
        _draw_offered(view, board, offered)

    draw_folded(words, draw, key=keys.PROJECTS_FOLD, icon=":material/rocket_launch:")


def _draw_offered(view: View, board: Board, offered: list[Project]) -> None:
    if not offered:
        plain(_("No project yet. Add one on the agenda page."))
    said = {project.id: _said(view, board, project) for project in offered}
    for project in offered:
        if said[project.id].able:
            _draw_switch(board, project, said[project.id])
    for project in offered:
        if not said[project.id].able:
            st.caption(escaped(said[project.id].words))


@dataclass(frozen=True, slots=True)
class Said:
    """What a project would move, in words, or why it cannot be switched on; one that is on can always be switched off."""

    words: str
    able: bool


def _said(view: View, board: Board, project: Project) -> Said:
    try:
        effect = projects.effect_of(view.workspace.inputs.problem(board.inputs), project)
    except SopError as error:
        return Said(say(error), able=bool(levers_on(board.scenario, project.id)))
    return Said(" · ".join((_(STATUSES[project.status]), *projects.effect_words(effect))), able=True)


def _draw_switch(board: Board, project: Project, said: Said) -> None:
    key = f"project-on-{project.id}"
    show(key, bool(levers_on(board.scenario, project.id)))
    st.toggle(escaped(project.name), key=key, on_change=switched, args=(board.scenario.id, project.id, key))
    st.caption(escaped(said.words))
