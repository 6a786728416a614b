"""The question before the room: who was heard, what speaks against it, and once it is called how many voices each has."""

import streamlit as st

from sop.domain.ids import new_id
from sop.domain.meeting import Meeting
from sop.domain.people import Right
from sop.domain.votes import LONGEST_QUESTION, LONGEST_REASON, Ballot, Counting, Stance
from sop.language import N_, _
from sop.services import hearing, voting
from sop.services.voting import Poll
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.decide import Ticket
from sop.ui.components.heard import Subject, draw_heard, subject_of
from sop.ui.drawing import escaped, named, plain
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
def hearing_opened(view: View, ticket: Ticket) -> None:
    """Put the question that the dialog holds before the room, to hear everybody before it is voted on."""
    if view.meeting is None:
        return
    question = st.session_state[keys.VOTE_QUESTION]
    hearing.hear(view.workspace.store, view.act(ticket.token), view.meeting, question, ticket.scenario_id)
    st.session_state[keys.STORED] = ticket.token


@action
def said(view: View, vote_id: str, stance: Stance, subject: Subject | None = None) -> None:
    """Cast a ballot; a concern and an objection with the reason that was typed, on `subject` where no question stands."""
    reason = st.session_state.get(f"{keys.VOTE_REASON}-{stance}", "")
    if vote_id:
        voting.cast(view.workspace.store, view.act(), vote_id, stance, reason)
    elif subject is not None and view.meeting is not None:
        hearing.say_against(
            view.workspace.store, view.act(), view.meeting, subject.question, subject.prepared_id, stance, reason
        )


@action
def vote_closed(view: View, vote_id: str) -> None:
    """Close the vote."""
    voting.close(view.workspace.store, view.act(), vote_id)


def draw_open_vote(view: View, scenario_id: str) -> None:
    """Draw the facilitator's button that puts what is on screen to the vote."""
    if st.button(_("Vote"), icon=":material/how_to_vote:", shortcut="V", key="vote-open", help=_("Put to the vote")):
        form = st.dialog(_("Put to the vote"), icon=":material/how_to_vote:")(_form)
        form(Ticket(new_id(), scenario_id), _question(view))


def _question(view: View) -> str:
    """Return the question that is before the room, else that of the prepared decision that is on."""
    with view.workspace.store.read() as tx:
        standing = voting.opened(tx, view.meeting.id) if view.meeting else None
    subject = subject_of(view)
    return standing.question if standing else subject.question if subject and subject.prepared_id else ""


def _form(ticket: Ticket, question: str) -> None:
    notices.in_dialog(ticket.token)
    st.text_input(_("What is voted on"), named(question), key=keys.VOTE_QUESTION, max_chars=LONGEST_QUESTION)
    st.segmented_control(
        _("Counted"), list(Counting), default=Counting.FUNCTION, required=True, key=keys.VOTE_COUNTING,
        format_func=lambda each: _(COUNTED[each]),
    )  # fmt: skip
    plain(_("A vote informs the decider; it does not decide. Take it before the decider speaks."))
    with st.container(horizontal=True):
        st.button(
            _("Open the vote"), type="primary", icon=":material/how_to_vote:", key="vote-open-confirm",
            on_click=vote_opened, args=(ticket,),
        )  # fmt: skip
        st.button(
            _("Hear everybody first"), icon=":material/record_voice_over:", key="hearing-open",
            on_click=hearing_opened, args=(ticket,),
        )  # fmt: skip


def _topics(view: View) -> list[str]:
    return [*view.topics(), *([f"meeting/{view.meeting.id}", voting.topic(view.meeting.id)] if view.meeting else [])]


@live_part("vote", topics=_topics)
def draw_vote(view: View) -> None:
    """Draw the question before the room, or how the last vote ended; before the first, what is decided next."""
    if view.meeting is None:
        return
    with view.workspace.store.read() as tx:
        polls = voting.polls(tx, view.meeting)
    last = polls[-1] if polls else None
    now = next((each for each in reversed(polls) if each.vote.is_open), last if last and last.vote.is_called else None)
    if now is not None and (now.vote.is_open or view.projector):
        _draw_card(view, view.meeting, now)
        return
    subject = subject_of(view)
    if subject is not None and not view.projector and view.actor.may(Right.TRY):
        _draw_next(view, view.meeting, subject)
    if now is not None:
        _draw_card(view, view.meeting, now)


def _draw_next(view: View, meeting: Meeting, subject: Subject) -> None:
    """Draw the line of the question that nobody put before the room yet: the first tap or concern does."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="heard-next"):
        if view.actor.may(Right.RUN):
            st.markdown(f"**{escaped(_('Heard'))}**", width="content")
            draw_heard(view, meeting, None, subject)
        for stance in (Stance.CONCERN, Stance.OBJECTION):
            _draw_with_reason("", stance, None, subject)


def _draw_card(view: View, meeting: Meeting, now: Poll) -> None:
    takes_part = now.vote.is_open and not view.projector and view.actor.may(Right.TRY)
    with st.container(border=True, gap="small", key="vote-card"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="vote-head"):
            question = f"**{escaped(_state(now))}: {escaped(named(now.vote.question))}**"
            st.markdown(question, width="stretch" if takes_part else "content")
            if takes_part:
                _draw_ways(view, now)
            else:
                draw_heard(view, meeting, now, None)
        if takes_part:
            draw_heard(view, meeting, now, None)
        if now.vote.is_called:
            plain(tally_words(now))
        for line in reason_lines(now):
            plain(line)


def _state(poll: Poll) -> str:
    if not poll.vote.is_called:
        return _("Everybody is heard")
    return _("Vote") if poll.vote.is_open else _("Vote, closed")


def _draw_ways(view: View, poll: Poll) -> None:
    own = poll.of(view.person.id)
    if own is not None:
        plain(_("You said: {stance}").format(stance=_(STANCES[own.stance])))
    for stance, word in STANCES.items():
        chosen = own is not None and own.stance is stance
        if stance is not Stance.CONSENT:
            _draw_with_reason(poll.vote.id, stance, own)
        elif poll.vote.is_called:
            st.button(
                _(word), icon=SIGNS[stance], key=f"vote-{stance}", type="primary" if chosen else "secondary",
                on_click=said, args=(poll.vote.id, stance),
            )  # fmt: skip
    if view.actor.may(Right.RUN):
        st.button(
            _("Close the vote") if poll.vote.is_called else _("Put aside"), key="vote-close", type="tertiary",
            icon=":material/lock:", on_click=vote_closed, args=(poll.vote.id,),
        )  # fmt: skip


def _draw_with_reason(vote_id: str, stance: Stance, own: Ballot | None, subject: Subject | None = None) -> None:
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
        st.button(_("Say it"), key=f"vote-{stance}", type="primary", on_click=said, args=(vote_id, stance, subject))


def tally_words(poll: Poll) -> str:
    """Return how many voices each stance has, and what a voice is."""
    now = poll.tally
    return _("{consent} consent · {concern} concern · {objection} objection ({counted})").format(
        consent=now.consent, concern=now.concern, objection=now.objection, counted=_(COUNTED[poll.vote.counting])
    )


def reason_lines(poll: Poll) -> list[str]:
    """Return each concern and objection as "Objection, Finance: the cash is not there"."""
    return [
        _("{stance}, {function}: {reason}").format(
            stance=_(STANCES[each.stance]), function=function_word(each.function), reason=each.reason
        )
        for each in poll.reasons
    ]
