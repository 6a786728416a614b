"""The improve page: three questions in a minute, and what past cycles scored."""

import math

import pandas as pd
import streamlit as st

from sop.charts.theme import Look
from sop.charts.trend import trend_chart
from sop.domain.improve import LONGEST_NOTE, Question
from sop.domain.people import Right
from sop.language import N_, _, ngettext, number, percent
from sop.services import improving
from sop.services.improving import Score
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.drawing import named, plain, vega
from sop.ui.frame import live_part
from sop.ui.identity import visitor_token
from sop.ui.view import View

QUESTIONS = {
    Question.DECISIONS: N_("Did we decide what had to be decided?"),
    Question.DATA: N_("Were the figures right and there in time?"),
    Question.TIME: N_("Was the meeting worth its time?"),
}
SHORT = {
    Question.DECISIONS: N_("Decisions"),
    Question.DATA: N_("Figures"),
    Question.TIME: N_("Worth the time"),
}


@action
def answered(view: View) -> None:
    """Store what the form holds, without the name."""
    if view.meeting is None:
        return
    state = st.session_state
    stars = [state[f"survey-{question}"] for question in Question]
    scores = tuple(0 if star is None else star + 1 for star in stars)  # a star that was not given is no score
    improving.answer(
        view.workspace.store, view.act(), view.meeting, scores, state[keys.SURVEY_KEEP], state[keys.SURVEY_CHANGE],
        visitor_token() or "",
    )  # fmt: skip
    notices.tell(_("Thank you. Nobody sees whose answer this is."))


@action
def put_on_agenda(view: View, wish: str) -> None:
    """Make an agenda item of a wish."""
    if view.meeting is not None:
        improving.put_on_agenda(view.workspace.store, view.act(), view.meeting.id, wish)
        notices.tell(_("It stands on the agenda now."))


@live_part("improve", topics=lambda view: view.topics(meeting=True))
def draw_improve(view: View) -> None:
    """Draw the survey and the scorecard."""
    with view.workspace.store.read() as tx:
        scores = improving.scorecard(tx, view.workspace.now().date())
        done = view.meeting is not None and improving.answered(tx, visitor_token() or "", view.meeting.id)
    left, right = st.columns([2, 3], gap="large")
    with left:
        _draw_survey(view, done=done)
    with right:
        _draw_scores(view, scores)


def _draw_survey(view: View, *, done: bool) -> None:
    st.subheader(_("How was this meeting?"), anchor=False)
    if done:
        st.success(_("You have answered. Nobody sees whose answer is whose."), icon=":material/check_circle:")
        return
    if not view.actor.may(Right.CAPTURE):
        st.caption(_("Participants answer here at the end of the meeting."))
        return
    st.caption(_("One minute, no names. One star is poor, five are good."))
    for question in Question:
        plain(_(QUESTIONS[question]))
        st.feedback("stars", key=f"survey-{question}", on_change="ignore")
    st.text_input(_("What should we keep?"), key=keys.SURVEY_KEEP, max_chars=LONGEST_NOTE)
    st.text_input(_("What should we change?"), key=keys.SURVEY_CHANGE, max_chars=LONGEST_NOTE)
    st.button(_("Send answer"), type="primary", icon=":material/how_to_vote:", on_click=answered, key="survey-send")


def _draw_scores(view: View, scores: tuple[Score, ...]) -> None:
    st.subheader(_("Past cycles"), anchor=False)
    if any(score.answers for score in scores):
        vega(trend_chart(_frame(scores), Look(view.language, view.dark, view.projector)), "trend")
    else:
        st.caption(_("No answers yet. Their scores are shown here, cycle by cycle."))
    st.dataframe(_table(scores), hide_index=True, key="scorecard")
    for score in reversed(scores):
        _draw_notes(view, score)


def _frame(scores: tuple[Score, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"cycle": score.cycle.name, "question": _(SHORT[question]), "score": score.means[k]}
            for k, question in enumerate(Question)
            for score in scores
        ]
    )


def _table(scores: tuple[Score, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                _("Cycle"): score.cycle.name,
                _("Answers"): number(score.answers),
                **{_(SHORT[question]): number(score.means[k], 1) for k, question in enumerate(Question)},
                _("Decisions made"): number(score.decisions),
                _("Actions agreed"): number(score.actions),
                _("Due actions done"): percent(score.done_share, 0),
                _("Minutes planned"): number(score.minutes_planned),
                _("Minutes used"): "-" if math.isnan(score.minutes_used) else number(score.minutes_used),
            }
            for score in reversed(scores)
        ]
    )


def _draw_notes(view: View, score: Score) -> None:
    if not score.keep and not score.change:
        return
    count = len(score.keep) + len(score.change)
    label = ngettext("{cycle}: {count} note", "{cycle}: {count} notes", count).format(
        cycle=score.cycle.name, count=count
    )
    with st.expander(label):
        for text in score.keep:
            plain(_("Keep: {text}").format(text=named(text)))
        for place, text in enumerate(score.change):
            with st.container(horizontal=True, vertical_alignment="center"):
                plain(_("Change: {text}").format(text=named(text)))
                if view.actor.may(Right.RUN):
                    st.button(
                        _("Put on the agenda"), key=f"wish-{score.cycle.id}-{place}", type="tertiary",
                        icon=":material/playlist_add:", on_click=put_on_agenda, args=(text,),
                    )  # fmt: skip
