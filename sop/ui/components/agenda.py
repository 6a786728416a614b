"""The agenda: its items with minutes and owner, and who is invited."""

from dataclasses import replace

import streamlit as st

from sop.domain.errors import NotFound
from sop.domain.meeting import LONGEST_MINUTES, AgendaItem, Purpose, Stage
from sop.domain.people import Function, Right, Role
from sop.language import N_, _, date_time, month, ngettext
from sop.services import cycles
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.decide import person_words
from sop.ui.components.objectives import draw_objectives
from sop.ui.components.opening import draw_emptying
from sop.ui.components.parking import draw_parking, waiting
from sop.ui.components.projects import draw_projects
from sop.ui.components.run_sheet import draw_run_sheet, minutes_words, started
from sop.ui.components.way_in import draw_way_in
from sop.ui.drawing import escaped, named, plain
from sop.ui.frame import live_part
from sop.ui.view import View
from sop.ui.words import function_word, stage_word

PURPOSES = {Purpose.INFORM: N_("inform"), Purpose.DISCUSS: N_("discuss"), Purpose.DECIDE: N_("decide")}
ITEM_STAGES = tuple(stage for stage in Stage if stage not in {Stage.AGENDA, Stage.ENGINE_CHECK})
NOBODY = ""


def _item(view: View, item_id: str) -> AgendaItem:
    item = next((each for each in view.room.items if each.id == item_id), None)
    if item is None:
        raise NotFound("This item is no longer on the agenda.")
    return item


@action
def item_changed(view: View, item_id: str, version: int) -> None:
    """Store what the item's form holds; Conflict when it was changed since the form was drawn."""
    state, form = st.session_state, f"{item_id}-{version}"
    changed = replace(
        _item(view, item_id),
        title=state[f"title-{form}"],
        minutes=int(state[f"minutes-{form}"]),
        stage=state[f"stage-{form}"],
        purpose=state[f"purpose-{form}"],
        owner_id=state[f"owner-{form}"] or None,
        version=version,
    )
    cycles.change_item(view.workspace.store, view.act(), changed)


@action
def item_removed(view: View, item_id: str) -> None:
    """Take the item off the agenda."""
    cycles.remove_item(view.workspace.store, view.act(), _item(view, item_id))


@action
def item_moved(view: View, item_id: str, steps: int) -> None:
    """Move the item up or down; past an end it stays."""
    ids = [item.id for item in view.room.items]
    here = ids.index(_item(view, item_id).id)
    there = min(max(here + steps, 0), len(ids) - 1)
    ids.insert(there, ids.pop(here))
    cycles.order_items(view.workspace.store, view.act(), _item(view, item_id).meeting_id, ids)


@action
def item_added(view: View, token: str) -> None:
    """Put the item that the form describes at the end."""
    state = st.session_state
    if view.meeting is not None:
        cycles.add_item(
            view.workspace.store, view.act(token), view.meeting.id, state[keys.ITEM_TITLE], state[keys.ITEM_STAGE],
            int(state[keys.ITEM_MINUTES]), state[keys.ITEM_PURPOSE],
        )  # fmt: skip


@action
def invited(view: View) -> None:
    """Store which functions are invited."""
    if view.meeting is not None:
        chosen = set(st.session_state[keys.INVITED])
        cycles.invite(
            view.workspace.store, view.act(), view.meeting, tuple(each for each in Function if each in chosen)
        )


def draw_items(view: View) -> None:
    """Draw the items in their order; the facilitator can change each of them."""
    total = sum(item.minutes for item in view.room.items)
    st.subheader(_("Agenda · {minutes}").format(minutes=minutes_words(total)), anchor=False)
    for item in view.room.items:
        _draw_item(view, item)
    if view.actor.may(Right.RUN):
        _draw_new_item(view)


def _draw_item(view: View, item: AgendaItem) -> None:
    owner = next((person_words(person) for person in view.room.people if person.id == item.owner_id), _("no owner"))
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"item-{item.id}"):
        with st.container(gap=None):
            plain(f"{item.position + 1}. {named(item.title)}")
            st.caption(
                escaped(
                    _("{minutes} · {stage} · {purpose} · {owner}").format(
                        minutes=planned_words(item), stage=stage_word(item.stage),
                        purpose=_(PURPOSES[item.purpose]), owner=owner,
                    )
                )
            )  # fmt: skip
        if item is view.room.running:
            st.badge(_("on now"), icon=":material/play_arrow:", color="green")
        if view.actor.may(Right.RUN):
            _draw_buttons(view, item)


def planned_words(item: AgendaItem) -> str:
    """Return the planned minutes, and those that were taken once the item was held."""
    if item.minutes_taken is None:
        return minutes_words(item.minutes)
    return _("{minutes}, took {taken}").format(minutes=minutes_words(item.minutes), taken=item.minutes_taken)


def _draw_buttons(view: View, item: AgendaItem) -> None:
    st.button("", icon=":material/arrow_upward:", key=f"up-{item.id}", on_click=item_moved, args=(item.id, -1),
              disabled=item.position == 0, help=_("Earlier"), type="tertiary")  # fmt: skip
    st.button("", icon=":material/arrow_downward:", key=f"down-{item.id}", on_click=item_moved, args=(item.id, 1),
              disabled=item.position == len(view.room.items) - 1, help=_("Later"), type="tertiary")  # fmt: skip
    st.button("", icon=":material/play_arrow:", key=f"start-{item.id}", on_click=started,
              args=(item.meeting_id, item.id), disabled=item is view.room.running, help=_("Start this item"), type="tertiary")  # fmt: skip
    with st.popover(
        "", icon=":material/edit:", help=_("Change"), type="tertiary", key=f"edit-{item.id}-{item.version}"
    ):
        _draw_form(view, item)


def _draw_form(view: View, item: AgendaItem) -> None:
    form = f"{item.id}-{item.version}"  # what was typed over an older item is not typed over the newer one
    st.text_input(_("Title"), item.title, key=f"title-{form}", max_chars=200)
    st.number_input(_("Minutes"), 1, LONGEST_MINUTES, item.minutes, key=f"minutes-{form}")
    st.selectbox(
        _("Page"), ITEM_STAGES, index=ITEM_STAGES.index(item.stage), format_func=stage_word, key=f"stage-{form}"
    )
    purposes = list(Purpose)
    st.selectbox(_("Purpose"), purposes, index=purposes.index(item.purpose), key=f"purpose-{form}",
                 format_func=lambda each: _(PURPOSES[each]))  # fmt: skip
    owners = {NOBODY: _("Nobody"), **{person.id: person_words(person) for person in view.room.people}}
    st.selectbox(_("Owner"), list(owners), index=list(owners).index(item.owner_id or NOBODY), key=f"owner-{form}",
                 format_func=owners.__getitem__)  # fmt: skip
    st.button(
        _("Save item"), key=f"save-{item.id}", type="primary", on_click=item_changed, args=(item.id, item.version)
    )
    st.button(_("Remove item"), key=f"remove-{item.id}", on_click=item_removed, args=(item.id,))


def _draw_new_item(view: View) -> None:
    with st.popover(_("Add item"), icon=":material/add:", key=f"item-new-{len(view.room.items)}"):
        st.text_input(_("Title"), key=keys.ITEM_TITLE, max_chars=200)
        st.number_input(_("Minutes"), 1, LONGEST_MINUTES, 10, key=keys.ITEM_MINUTES)
        st.selectbox(_("Page"), ITEM_STAGES, format_func=stage_word, key=keys.ITEM_STAGE)
        st.selectbox(_("Purpose"), list(Purpose), format_func=lambda each: _(PURPOSES[each]), key=keys.ITEM_PURPOSE)
        token = f"item-{view.meeting.id if view.meeting else ''}-{view.room.seen}-{view.actor.person_id}"
        st.button(_("Add item"), key=keys.ITEM_ADD, type="primary", on_click=item_added, args=(token,))


def draw_invited(view: View) -> None:
    """Draw the functions that are invited and who of them joined."""
    if view.meeting is None:
        return
    st.subheader(_("Participants"), anchor=False)
    if view.actor.may(Right.RUN):
        st.session_state[keys.INVITED] = list(view.meeting.invited)
        st.pills(
            _("Invited functions"), list(Function), selection_mode="multi", format_func=function_word, key=keys.INVITED,
            on_change=invited, wrap=True,
        )  # fmt: skip
    here = [person for person in view.room.people if person.joined_at is not None]
    st.caption(ngettext("{count} person has joined", "{count} people have joined", len(here)).format(count=len(here)))
    for function in view.meeting.invited:
        names = [person.name for person in here if person.function is function and person.role is not Role.VIEWER]
        mark = ":material/check_circle:" if names else ":material/radio_button_unchecked:"
        with st.container(horizontal=True, gap="small", key=f"invited-{function}"):
            st.markdown(mark, width="content")
            plain(f"{function_word(function)}: {', '.join(names) or _('nobody yet')}")
    guests = [person.name for person in here if person.role is Role.VIEWER]
    if guests:
        plain(_("Guests, who look on: {names}").format(names=", ".join(guests)))


@live_part("agenda", topics=lambda view: view.topics(cycle=True, meeting=True))
def draw_agenda(view: View) -> None:
    """Draw the cycle's frame, its agenda and its participants."""
    if view.cycle is None or view.meeting is None:
        return
    cycle = view.cycle
    st.caption(
        _(
            "Closed to {closed} · frozen before {first} · horizon {start} to {end} · {currency} · meeting {moment}"
        ).format(
            closed=month(cycle.last_closed),
            first=month(cycle.first_decidable),
            start=month(cycle.horizon.first),
            end=month(cycle.horizon.last),
            currency=cycle.currency,
            moment=date_time(view.meeting.starts_at, cycle.time_zone),
        )
    )
    draw_run_sheet(view)
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw_items(view)
        draw_parking(view, waiting(view))
        draw_projects(view)
    with right:
        draw_way_in(view)
        draw_invited(view)
        draw_objectives(view)
        draw_emptying(view)
