"""What was put forward: a card for each proposal, what the facilitator puts side by side, and how far they lie apart."""

import pandas as pd
import streamlit as st

from sop.domain.ids import new_id
from sop.domain.meeting import Cycle, Meeting, ProjectorView
from sop.domain.people import Right
from sop.domain.proposals import LONGEST_REASON
from sop.domain.scenario import Scenario, Sharing
from sop.language import _, ngettext
from sop.services import proposing
from sop.services.proposing import MOST_PUT_UP, SPREAD, Card, LeverSpread, Proposed
from sop.services.sentences import LEVER_NAMES, lever_sentence, scope_words, value_words
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.compare import difference_words, figure_words
from sop.ui.components.decide import Ticket
from sop.ui.components.projector import projected_view
from sop.ui.components.scenario_bar import looked_at
from sop.ui.components.side_by_side import draw_side_by_side
from sop.ui.drawing import escaped, named, plain
from sop.ui.frame import live_part
from sop.ui.view import View
from sop.ui.words import function_word

CARD_PX = 300


@action
def proposed(view: View, ticket: Ticket) -> None:
    """Put the draft forward with the reason that the dialog holds."""
    if view.meeting is None:
        return
    reason = st.session_state[keys.PROPOSAL_REASON]
    proposing.propose(view.workspace.store, view.act(ticket.token), view.meeting.id, ticket.scenario_id, reason)
    st.session_state[keys.STORED] = ticket.token
    notices.tell(_("It is put forward. Your draft stays yours."))


@action
def withdrawn(view: View, proposal_id: str) -> None:
    """Take a proposal back."""
    proposing.withdraw(view.workspace.store, view.act(), proposal_id)


@action
def compared(view: View) -> None:
    """Put the chosen scenarios side by side before the room."""
    if view.meeting is not None:
        proposing.put_up(view.workspace.store, view.act(), view.meeting.id, st.session_state[keys.SIDE_BY_SIDE])


def draw_propose(view: View, scenario: Scenario) -> None:
    """Draw the button that puts one's own draft forward."""
    if scenario.sharing is not Sharing.DRAFT or view.meeting is None:
        return
    if st.button(_("Put forward"), icon=":material/campaign:", type="primary", key="propose-open", shortcut="P"):
        st.dialog(_("Put this draft forward"), icon=":material/campaign:")(_form)(
            scenario, Ticket(new_id(), scenario.id)
        )


def _form(scenario: Scenario, ticket: Ticket) -> None:
    notices.in_dialog(ticket.token)
    plain(levers_words(scenario))
    st.text_area(_("Why"), key=keys.PROPOSAL_REASON, max_chars=LONGEST_REASON, height=100)
    st.button(
        _("Put forward"), type="primary", icon=":material/campaign:", key="propose", on_click=proposed, args=(ticket,)
    )


def _topics(view: View) -> list[str]:
    return [*view.topics(cycle=True, meeting=True), *([proposing.topic(view.meeting.id)] if view.meeting else [])]


@live_part("proposals", topics=_topics)
def draw_proposals(view: View) -> None:
    """Draw every proposal of the meeting as a card; nothing before the first, and nothing on the projector."""
    if view.cycle is None or view.meeting is None:
        return
    if projected_view(view) in {ProjectorView.ALL, ProjectorView.OPTIONS}:
        draw_side_by_side(view, view.cycle, view.meeting)
    if view.projector:
        return
    found = proposing.read_proposed(view.workspace, view.cycle, view.meeting.id)
    if view.actor.may(Right.RUN):
        _draw_choice(view.meeting, found)
    if not found.cards:
        return
    count = len(found.cards)
    st.subheader(ngettext("{count} proposal", "{count} proposals", count).format(count=count), anchor=False)
    with st.grid(4, min_column_width=CARD_PX, gap="small", key="proposal-cards"):
        for card in found.cards:
            with st.container(border=True, height="stretch", gap="small", key=f"proposal-{card.proposal.id}"):
                _draw_card(view, view.cycle, found, card)
    _draw_spread(found, view.cycle.currency)


def _draw_choice(meeting: Meeting, found: Proposed) -> None:
    """Draw the facilitator's choice of what stands side by side, proposals by who put them forward."""
    by_scenario = {card.proposal.scenario_id: _title(card) for card in found.cards}
    names = {each.id: named(each.name) for each in found.room} | by_scenario
    state = st.session_state
    if state.get(keys.SIDE_BY_SIDE_TOLD) != meeting.compared:  # else what is being chosen stays as it is
        state[keys.SIDE_BY_SIDE_TOLD] = meeting.compared
        state[keys.SIDE_BY_SIDE] = [each for each in meeting.compared if each in names]
    with st.container(horizontal=True, vertical_alignment="bottom", key="side-by-side-choice"):
        st.multiselect(
            _("Side by side before the room, up to {most}").format(most=MOST_PUT_UP), list(names),
            format_func=names.__getitem__, key=keys.SIDE_BY_SIDE, max_selections=MOST_PUT_UP,
            placeholder=_("Choose scenarios"),
        )  # fmt: skip
        st.button(_("Show side by side"), key="side-by-side-show", icon=":material/view_column:", on_click=compared)


def _title(card: Card) -> str:
    function = function_word(card.proposal.function)
    return f"{card.name} · {function}" if card.name else function


def _draw_card(view: View, cycle: Cycle, found: Proposed, card: Card) -> None:
    st.markdown(f"**{escaped(_title(card))}**")
    plain(card.proposal.reason)
    st.caption(escaped(levers_words(card.column.scenario)))
    _draw_differences(found, card, cycle.currency)
    with st.container(horizontal=True, key=f"proposal-clicks-{card.proposal.id}"):
        st.button(
            _("Look at it"), icon=":material/visibility:", key=f"see-{card.proposal.id}", on_click=looked_at,
            args=(card.proposal.scenario_id,), help=_("For the whole room when the facilitator clicks."),
        )  # fmt: skip
        if view.actor.may(Right.RUN) or card.proposal.proposed_by == view.person.id:
            st.button(
                _("Take back"), icon=":material/undo:", key=f"withdraw-{card.proposal.id}", type="tertiary",
                on_click=withdrawn, args=(card.proposal.id,),
            )  # fmt: skip


def levers_words(scenario: Scenario) -> str:
    """Return every lever of a scenario in one line."""
    return "; ".join(lever_sentence(lever) for lever in scenario.levers) or _("no levers")


def _draw_differences(found: Proposed, card: Card, currency: str) -> None:
    """Say each figure that the proposal changes, with its difference to the base plan."""
    for figure in SPREAD:
        now, base = float(getattr(card.column.kpis, figure.field)), float(getattr(found.base, figure.field))
        said = difference_words(figure, now - base, currency)
        if said:
            plain(f"{_(figure.word)}: {figure_words(figure, now, currency)} · {said}")


def _draw_spread(found: Proposed, currency: str) -> None:
    """Say in a table from where to where the proposals go."""
    rows = [
        (
            _(each.figure.word),
            *(figure_words(each.figure, value, currency) for value in (each.lowest, each.middle, each.highest)),
        )
        for each in found.spreads
    ] + [_lever_row(each) for each in found.lever_spreads]
    if not rows:
        return
    heads = (_("Spread of the proposals"), _("lowest"), _("middle"), _("highest"))
    columns = {head: [escaped(row[k]) for row in rows] for k, head in enumerate(heads)}
    st.table(pd.DataFrame(columns).set_index(heads[0]), border="horizontal")


def _lever_row(each: LeverSpread) -> tuple[str, ...]:
    name = f"{_(LEVER_NAMES[each.kind])}, {scope_words(each.kind, each.scope)}"
    return (name, *(value_words(each.kind, value) for value in (each.values[0], each.middle, each.values[-1])))
