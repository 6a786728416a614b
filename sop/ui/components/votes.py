"""The vote of the moment: three ways to answer, how many voices each has, whose reasons wait for an answer."""

import streamlit as st

from sop.domain.ids import new_id
from sop.domain.meeting import Meeting
from sop.domain.people import Right
from sop.domain.votes import LONGEST_QUESTION, LONGEST_REASON, Ballot, Counting, Stance
from sop.language import N_, _, listing
from sop.services import voting
from sop.services.voting import Poll
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.decide import Ticket
from sop.ui.drawing import escaped, plain
from sop.ui.frame import live_part
from sop.ui.view import View
from sop.ui.words import function_word

STANCES = {Stance.CONSENT: N_("Consent"), Stance.CONCERN: N_("Concern"), Stance.OBJECTION: N_("Objection")}
SIGNS = {
    Stance.CONSENT: ":material/thumb_up:",
    Stance.CONCERN: ":material/sentiment_worried:",
    Stance.OBJECTION: ":material/block:",
}
COUNTED = {Counting.FUNCTION: N_("one voice a function"), Counting.PERSON: N_("one voice a person")}


@action
def vote_opened(view: View, ticket: Ticket) -> None:
    """Put the question that the dialog holds to the room."""
    if view.meeting is None:
        return
    state = st.session_state
    voting.open_vote(
        view.workspace.store, view.act(ticket.token), view.meeting, state[keys.VOTE_QUESTION], ticket.scenario_id,
        state[keys.VOTE_COUNTING],
    )  # fmt: skip
    state[keys.STORED] = ticket.token


@action
def said(view: View, vote_id: str, stance: Stance) -> None:
    """Cast a ballot; a concern and an objection with the reason that was typed."""
    reason = st.session_state.get(f"{keys.VOTE_REASON}-{stance}", "")
    voting.cast(view.workspace.store, view.act(), vote_id, stance, reason)


@action
def vote_closed(view: View, vote_id: str) -> None:
    """Close the vote."""
    voting.close(view.workspace.store, view.act(), vote_id)


def draw_open_vote(scenario_id: str) -> None:
    """Draw the facilitator's button that puts what is on screen to the vote."""
    if st.button(_("Vote"), icon=":material/how_to_vote:", shortcut="V", key="vote-open", help=_("Put to the vote")):
        st.dialog(_("Put to the vote"), icon=":material/how_to_vote:")(_form)(Ticket(new_id(), scenario_id))


def _form(ticket: Ticket) -> None:
    notices.in_dialog(ticket.token)
    st.text_input(_("What is voted on"), key=keys.VOTE_QUESTION, max_chars=LONGEST_QUESTION)
    st.segmented_control(
        _("Counted"), list(Counting), default=Counting.FUNCTION, required=True, key=keys.VOTE_COUNTING,
        format_func=lambda each: _(COUNTED[each]),
    )  # fmt: skip
    plain(_("A vote informs the decider; it does not decide. Take it before the decider speaks."))
    st.button(
        _("Open the vote"), type="primary", icon=":material/how_to_vote:", key="vote-open-confirm",
        on_click=vote_opened, args=(ticket,),
    )  # fmt: skip


def _topics(view: View) -> list[str]:
    return [*view.topics(), *([f"meeting/{view.meeting.id}", voting.topic(view.meeting.id)] if view.meeting else [])]


@live_part("vote", topics=_topics)
def draw_vote(view: View) -> None:
    """Draw the vote that is open, or how the last one ended; nothing before the first of the meeting."""
    if view.meeting is None:
        return
    with view.workspace.store.read() as tx:
        polls = voting.polls(tx, view.meeting)
    if not polls:
        return
    now = polls[-1]
    with st.container(border=True, gap="small", key="vote-card"):
        state = _("Vote") if now.vote.is_open else _("Vote, closed")
        st.markdown(f"**{escaped(state)}: {escaped(now.vote.question)}**")
        if now.vote.is_open and view.actor.may(Right.TRY) and not view.projector:
            _draw_ways(view, now)
        plain(tally_words(now))
        _draw_waiting(view.meeting, now)
        for line in reason_lines(now):
            plain(line)
        if now.vote.is_open and view.actor.may(Right.RUN) and not view.projector:
            st.button(
                _("Close the vote"), key="vote-close", icon=":material/lock:", on_click=vote_closed, args=(now.vote.id,)
            )


def _draw_ways(view: View, poll: Poll) -> None:
    own = poll.of(view.person.id)
    with st.container(horizontal=True, vertical_alignment="center", key="vote-ways"):
        for stance, word in STANCES.items():
            chosen = own is not None and own.stance is stance
            if stance is Stance.CONSENT:
                st.button(
                    _(word), icon=SIGNS[stance], key=f"vote-{stance}", type="primary" if chosen else "secondary",
                    on_click=said, args=(poll.vote.id, stance),
                )  # fmt: skip
            else:
                _draw_with_reason(poll, stance, own)
        if own is not None:
            plain(_("You said: {stance}").format(stance=_(STANCES[own.stance])))


def _draw_with_reason(poll: Poll, stance: Stance, own: Ballot | None) -> None:
    """Draw the way to an answer with its reason: open while others answer, closed once one's own was cast."""
    chosen = own is not None and own.stance is stance
    word = _(STANCES[stance])
    with st.popover(
        word,
        icon=SIGNS[stance],
        type="primary" if chosen else "secondary",
        key=f"ask-{stance}-{own.cast_at.timestamp() if own else 0}",
    ):
        st.text_area(_("Why"), key=f"{keys.VOTE_REASON}-{stance}", max_chars=LONGEST_REASON, height=80)
        st.button(_("Say it"), key=f"vote-{stance}", type="primary", on_click=said, args=(poll.vote.id, stance))


def tally_words(poll: Poll) -> str:
    """Return how many voices each stance has, and what a voice is."""
    now = poll.tally
    return _("{consent} consent · {concern} concern · {objection} objection ({counted})").format(
        consent=now.consent, concern=now.concern, objection=now.objection, counted=_(COUNTED[poll.vote.counting])
    )


def _draw_waiting(meeting: Meeting, poll: Poll) -> None:
    if poll.vote.is_open and poll.waiting and meeting.invited:
        st.caption(
            escaped(
                _("Not heard yet: {functions}").format(
                    functions=listing([function_word(each) for each in poll.waiting])
                )
            )
        )


def reason_lines(poll: Poll) -> list[str]:
    """Return each concern and objection as "Objection, Finance: the cash is not there"."""
    return [
        _("{stance}, {function}: {reason}").format(
            stance=_(STANCES[each.stance]), function=function_word(each.function), reason=each.reason
        )
        for each in poll.reasons
    ]
