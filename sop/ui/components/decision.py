"""The dialog that records a decision: what was asked, chosen and why, who was heard, what it is expected to change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from sop.domain.decisions import LONGEST_TEXT, Decision, DecisionStatus, Impact
from sop.domain.people import Function
from sop.domain.prepared import PreparedDecision
from sop.domain.scenario import Sharing
from sop.domain.votes import Turn, unheard
from sop.language import N_, _
from sop.services import decisions, voting
from sop.services.board import Board
from sop.services.decisions import ActionWish, DecisionWish
from sop.services.figures import Counted
from sop.services.impact import PROMISED, expected_impact
from sop.services.sentences import lever_sentence
from sop.services.voting import Poll
from sop.storage import decisions as recorded
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.compare import difference_words
from sop.ui.components.decide import Ticket, due_day, listed, ticket_of
from sop.ui.components.heard import functions_words
from sop.ui.components.votes import reason_lines, tally_words
from sop.ui.drawing import escaped, named, plain
from sop.ui.view import View
from sop.ui.words import function_word

STATUSES = {
    DecisionStatus.DECIDED: N_("decided"),
    DecisionStatus.PROPOSED: N_("proposed"),
    DecisionStatus.DEFERRED: N_("deferred"),
    DecisionStatus.SUPERSEDED: N_("superseded"),
    DecisionStatus.REVERSED: N_("reversed"),
}
OFFERED = (DecisionStatus.DECIDED, DecisionStatus.PROPOSED, DecisionStatus.DEFERRED)
REVIEW_DAYS = 60
MOST_ACTIONS = 5
NONE = ""
SCALES = {Counted.SHARE: 100.0, Counted.MONEY: 1.0, Counted.HOURS: 1.0}  # of what is stored to what is typed


@dataclass(frozen=True, slots=True)
class Seen:
    """What the dialog was opened on: its ticket, the vote that goes with it, what the plan says it changes."""

    ticket: Ticket
    vote_id: str
    impact: tuple[Impact, ...]


@action
def decision_recorded(view: View, seen: Seen) -> None:
    """Record what the dialog holds; it closes only once the decision is stored."""
    state = st.session_state
    if view.cycle is None or view.meeting is None:
        return
    wish = DecisionWish(
        question=state[keys.DECISION_QUESTION],
        choice=state[keys.DECISION_CHOICE],
        rationale=state[keys.DECISION_REASON],
        decider_id=state[keys.DECISION_DECIDER],
        owner_id=state[keys.DECISION_OWNER] or "",
        due=state[keys.DECISION_DUE],
        scenario_id=seen.ticket.scenario_id,
        meeting_id=view.meeting.id,
        seen=seen.ticket.seen,
        status=state[keys.DECISION_STATUS],
        options=tuple(state[keys.DECISION_OPTIONS]),
        consulted=tuple(each for each in Function if each in state[keys.DECISION_CONSULTED]),
        dissent=state[keys.DECISION_DISSENT],
        expected=_expected(seen.impact),
        impact_reason=state[keys.DECISION_IMPACT_REASON],
        review_on=state[keys.DECISION_REVIEW],
        vote_id=seen.vote_id,
        replaces_id=state[keys.DECISION_REPLACES],
        reverses=bool(state[keys.DECISION_REPLACES]) and state.get(keys.DECISION_REVERSES, False),
        actions=tuple(_actions()),
    )
    decided = decisions.record_decision(view.workspace, view.act(seen.ticket.token), view.cycle, wish)
    state[keys.STORED] = seen.ticket.token
    notices.tell(_recorded_words(decided))


def _recorded_words(decided: Decision) -> str:
    said = _("The decision is recorded, with its plan.")
    return f"{said} {unheard_words(decided.unheard)}" if decided.unheard else said


def unheard_words(functions: tuple[Function, ...]) -> str:
    """Return who was not heard when it was decided."""
    return _("Not heard before it: {functions}.").format(functions=functions_words(functions))


def _expected(impact: tuple[Impact, ...]) -> dict[str, float]:
    """Return the impacts that were typed over what the plan says; what was left as it stood is the plan's own."""
    typed = {}
    for each in impact:
        scale = _scale(each)
        value = float(st.session_state[f"{keys.DECISION_IMPACT}-{each.figure}"])
        if value != _shown(each):
            typed[each.figure] = value / scale
    return typed


def _actions() -> Iterator[ActionWish]:
    state = st.session_state
    for number in range(state.get(keys.DECISION_ACTIONS, 1)):
        text = state.get(f"{keys.DECISION_ACTIONS}-{number}-text", "")
        if text.strip():
            owner = state[f"{keys.DECISION_ACTIONS}-{number}-owner"] or ""
            yield ActionWish(text, owner, state[f"{keys.DECISION_ACTIONS}-{number}-due"])


def decision_dialog(view: View, board: Board, on: PreparedDecision | None = None, captured_id: str = "") -> None:
    """Open the dialog that records a decision on the plan now on screen, filled with the prepared one that is on.

    One that was captured in a word is completed: its question stands there, and the new entry takes its place.
    """
    st.session_state[keys.DECISION_ACTIONS] = 1
    with view.workspace.store.read() as tx:
        polls = voting.polls(tx, view.meeting) if view.meeting else ()
        standing = recorded.of_cycle(tx, view.cycle.id) if view.cycle else ()
    impact = expected_impact(board.outcome, board.inputs, {})
    form = st.dialog(_("Record decision"), width="large", icon=":material/gavel:")(_form)
    captured = next((each for each in standing if each.id == captured_id), None)
    on = None if captured else on
    form(
        view,
        board,
        ticket_of(board.outcome),
        _vote_on(polls, board.scenario.id, standing, on),
        standing,
        impact,
        on,
        captured,
    )


def _vote_on(
    polls: tuple[Poll, ...], scenario_id: str, standing: tuple[Decision, ...], on: PreparedDecision | None
) -> Poll | None:
    """Return the vote that goes with a decision and with no earlier one: the last for it, else on its scenario or none."""
    taken = {each.vote_id for each in standing}
    free = [each for each in polls if each.vote.id not in taken]
    of_it = [each for each in free if on and each.vote.prepared_id == on.id]
    others = [each for each in free if not each.vote.prepared_id and each.vote.scenario_id in {scenario_id, ""}]
    return next(reversed(of_it or others), None)


def _form(
    view: View, board: Board, ticket: Ticket, poll: Poll | None, standing: tuple[Decision, ...],
    impact: tuple[Impact, ...], on: PreparedDecision | None, captured: Decision | None,
) -> None:  # fmt: skip
    notices.in_dialog(ticket.token)
    said = "; ".join(lever_sentence(lever) for lever in board.scenario.levers) or _("no levers")
    st.text(_("Plan: {scenario} ({levers})").format(scenario=named(board.scenario.name), levers=said))
    _draw_question(board, on, captured.question if captured else "")
    _draw_people(view)
    _draw_heard(view, board, poll, on)
    _draw_impact(view, impact)
    _draw_actions(view)
    _draw_standing(standing, captured)
    seen = Seen(ticket, poll.vote.id if poll else "", impact)
    st.button(
        _("Record decision"), type="primary", icon=":material/gavel:", key="decision-record",
        on_click=decision_recorded, args=(seen,),
    )  # fmt: skip


def _draw_question(board: Board, on: PreparedDecision | None, asked: str) -> None:
    """Ask what was decided and why; what was prepared stands there already."""
    option = on.option(board.scenario.id) if on else None
    recommended = on is not None and option is not None and option.name == on.recommended
    question, choice = named(on.question) if on else asked, named(option.name) if option else ""
    why = named(on.because) if on and recommended else ""
    st.text_input(_("Question"), question, key=keys.DECISION_QUESTION, max_chars=LONGEST_TEXT)
    st.text_input(_("Choice"), choice, key=keys.DECISION_CHOICE, max_chars=LONGEST_TEXT)
    st.text_area(_("Why"), why, key=keys.DECISION_REASON, max_chars=LONGEST_TEXT, height=80)


def _draw_people(view: View) -> None:
    left, middle, right = st.columns(3)
    ids, words = listed(view)
    left.selectbox(
        _("Decided by"), ids, index=_first_of(view, Function.MANAGEMENT), format_func=words.__getitem__,
        key=keys.DECISION_DECIDER,
    )  # fmt: skip
    middle.selectbox(
        _("Carried out by"), ids, index=None, placeholder=_("Choose a person"), format_func=words.__getitem__,
        key=keys.DECISION_OWNER,
    )  # fmt: skip
    with right:
        due_day(view, keys.DECISION_DUE)
    how, when = st.columns([2, 1])
    how.segmented_control(
        _("How far it is"), OFFERED, default=DecisionStatus.DECIDED, required=True, key=keys.DECISION_STATUS,
        format_func=lambda each: _(STATUSES[each]),
    )  # fmt: skip
    today: date = view.workspace.now().date()
    when.date_input(
        _("Review on"), today + timedelta(days=REVIEW_DAYS), min_value=today, key=keys.DECISION_REVIEW,
        format="DD.MM.YYYY", help=_("When it is looked at whether it brought what it promised."),
    )  # fmt: skip


def _draw_heard(view: View, board: Board, poll: Poll | None, on: PreparedDecision | None) -> None:
    """Ask who was heard and what spoke against it; what was voted is there already."""
    names = [named(each.name) for each in board.scenarios if each.sharing is Sharing.ROOM]
    compared = set(view.meeting.compared) if view.meeting else set()
    before = [named(option.name) for option in on.options] if on else []
    before += [named(each.name) for each in board.scenarios if each.id in compared]
    st.multiselect(
        _("Options considered"), list(dict.fromkeys([*names, *before])), default=list(dict.fromkeys(before)),
        key=keys.DECISION_OPTIONS, accept_new_options=True, placeholder=_("Choose scenarios"),
    )  # fmt: skip
    _draw_consulted(view, poll)
    if poll is not None and poll.vote.is_called:
        plain(_("Vote: {tally}").format(tally=tally_words(poll)))
        if poll.vote.is_open:
            st.caption(_("The vote is still open. Recording the decision closes it."))
    st.text_area(
        _("Dissent"), "\n".join(reason_lines(poll)) if poll else "", key=keys.DECISION_DISSENT, height=68,
        max_chars=LONGEST_TEXT, help=_("Who sees it differently and why; it stays with the decision."),
    )  # fmt: skip


def _draw_consulted(view: View, poll: Poll | None) -> None:
    """Ask who was heard, those who were are there already; who is missing is said before it is decided."""
    spoke = {each.function for each in poll.heard if each.turn is Turn.SPOKE} if poll else set()
    voted = {ballot.function for ballot in poll.ballots} if poll else set()
    consulted = st.pills(
        _("Consulted"), list(Function), selection_mode="multi", format_func=function_word, wrap=True,
        default=[each for each in Function if each in voted | spoke], key=keys.DECISION_CONSULTED,
    )  # fmt: skip
    missing = unheard(
        view.meeting.invited if view.meeting else (),
        poll.heard if poll else (),
        poll.ballots if poll else (),
        consulted,
    )
    if missing and st.session_state[keys.DECISION_STATUS] is DecisionStatus.DECIDED:
        said = _("Not heard yet: {functions}. Who decides now decides without them; it is logged with the decision.")
        st.warning(escaped(said.format(functions=functions_words(missing))), icon=":material/hearing_disabled:")


def _scale(impact: Impact) -> float:
    return SCALES[next(each.counted for each in PROMISED if each.field == impact.figure)]


def _shown(impact: Impact) -> float:
    """Return what the plan says as the form shows it: shares in points, to one decimal; money and hours whole."""
    value = impact.by_plan * _scale(impact)
    return round(value, 1) if _scale(impact) > 1 else float(round(value))


def impact_line(figure: str, value: float, currency: str) -> str:
    """Return such as "Margin +40 k lei", "same" where it changes nothing."""
    of = next(each for each in PROMISED if each.field == figure)
    return f"{_(of.word)} {difference_words(of, value, currency) or _('same')}"


def _draw_impact(view: View, impact: tuple[Impact, ...]) -> None:
    currency = view.cycle.currency if view.cycle else ""
    said = " · ".join(impact_line(each.figure, each.by_plan, currency) for each in impact)
    plain(_("Expected impact by the plan: {impact}").format(impact=said or _("not known")))
    with st.expander(_("Expect something else")):
        places = st.columns(max(len(impact), 1))
        for place, each in zip(places, impact, strict=False):
            of = next(figure for figure in PROMISED if figure.field == each.figure)
            unit = {Counted.SHARE: _("pp"), Counted.HOURS: "h"}.get(of.counted, currency)
            place.number_input(
                f"{_(of.word)}, {unit}", value=_shown(each), key=f"{keys.DECISION_IMPACT}-{each.figure}", format="%g"
            )
        st.text_input(_("Why something else"), key=keys.DECISION_IMPACT_REASON, max_chars=LONGEST_TEXT)


def _draw_actions(view: View) -> None:
    ids, words = listed(view)
    with st.expander(_("Actions that carry it out")):
        for number in range(st.session_state.get(keys.DECISION_ACTIONS, 1)):
            name = f"{keys.DECISION_ACTIONS}-{number}"
            what, who, when = st.columns([3, 2, 1])
            what.text_input(_("What is to be done"), key=f"{name}-text", max_chars=LONGEST_TEXT)
            who.selectbox(
                _("Owner"), ids, index=None, placeholder=_("Choose a person"), format_func=words.__getitem__,
                key=f"{name}-owner",
            )  # fmt: skip
            with when:
                due_day(view, f"{name}-due")
        if st.session_state.get(keys.DECISION_ACTIONS, 1) < MOST_ACTIONS:
            st.button(_("One more action"), key="decision-one-more", icon=":material/add:", on_click=_one_more)


def _one_more() -> None:
    st.session_state[keys.DECISION_ACTIONS] = min(st.session_state.get(keys.DECISION_ACTIONS, 1) + 1, MOST_ACTIONS)


def _draw_standing(standing: tuple[Decision, ...], captured: Decision | None) -> None:
    """Ask whether an earlier decision is replaced; it stays on record as it was."""
    questions = {NONE: _("none"), **{each.id: f"{each.question} {each.choice}" for each in standing}}
    replaced, how = st.columns([3, 1], vertical_alignment="bottom")
    replaced.selectbox(
        _("Replaces an earlier decision"), list(questions), format_func=questions.__getitem__,
        index=list(questions).index(captured.id) if captured else 0, key=keys.DECISION_REPLACES,
    )  # fmt: skip
    how.toggle(_("takes it back"), key=keys.DECISION_REVERSES, disabled=not st.session_state[keys.DECISION_REPLACES])


def _first_of(view: View, function: Function) -> int:
    return next((k for k, person in enumerate(view.room.people) if person.function is function), 0)


def more_lines(decision: Decision, poll: Poll | None, currency: str) -> list[str]:
    """Return what the room said about a decision, a line each; what was not said is left out."""
    lines = []
    if decision.options:
        lines.append(_("Considered: {options}").format(options=", ".join(decision.options)))
    if decision.consulted:
        lines.append(_("Consulted: {functions}").format(functions=", ".join(map(function_word, decision.consulted))))
    if decision.unheard:
        lines.append(unheard_words(decision.unheard))
    if poll is not None and poll.vote.is_called:
        lines.append(_("Vote: {tally}").format(tally=tally_words(poll)))
    if decision.dissent:
        lines.append(_("Dissent: {dissent}").format(dissent=decision.dissent))
    if decision.impact:
        said = " · ".join(impact_line(each.figure, each.expected, currency) for each in decision.impact)
        lines.append(_("Expected: {impact}").format(impact=said))
    if decision.impact_reason:
        lines.append(_("Expected otherwise than the plan says: {reason}").format(reason=decision.impact_reason))
    return lines


def status_badge(status: DecisionStatus) -> None:
    """Draw how far a decision is, in a word."""
    signs = {DecisionStatus.DECIDED: ":material/check:", DecisionStatus.REVERSED: ":material/undo:"}
    st.badge(escaped(_(STATUSES[status])), icon=signs.get(status, ":material/schedule:"), color="gray")
