"""What can be read in two ways: each question once, its answers with what the file then comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from sop.domain.errors import Question
from sop.language import _, number, say
from sop.services.loading import Answers
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.column_words import COLUMN_WORDS, column_word
from sop.ui.components.data_words import CHOICES, CHOICES_OF, KIND_WORDS
from sop.ui.drawing import escaped
from sop.ui.view import View

NAMES_OF_THE_FILE = ("sheet", "column_twice")  # questions whose answers are names that stand in it


def answers_of(file_id: str) -> Answers:
    """Return what was answered about a file so far, by the code of the question."""
    given: Mapping[str, str] = st.session_state.get(f"{keys.UPLOAD_ANSWER}-{file_id}", {})
    return given


@action
def answered(view: View, file_id: str, code: str) -> None:  # noqa: ARG001 - every action is given its view
    """Keep the answer to a question: the widget goes with the question."""
    choice = st.session_state[_key(file_id, code)]
    if choice is not None:
        st.session_state[f"{keys.UPLOAD_ANSWER}-{file_id}"] = {**answers_of(file_id), code: choice}


@action
def asked_again(view: View, file_id: str) -> None:  # noqa: ARG001 - every action is given its view
    """Forget the answers about a file, so that it is asked anew."""
    st.session_state.pop(f"{keys.UPLOAD_ANSWER}-{file_id}", None)


def _key(file_id: str, code: str) -> str:
    return f"{keys.UPLOAD_QUESTION}-{file_id}-{code}"


def draw_questions(questions: Sequence[Question], file_id: str) -> None:
    """Draw every open question with a button an answer, and what was answered already with a way back."""
    for question in questions:
        st.radio(
            escaped(_asked(question)), question.choices, index=None, key=_key(file_id, question.code),
            on_change=answered, args=(file_id, question.code), format_func=partial(_choice_words, question),
        )  # fmt: skip
    if answers_of(file_id):
        st.button(
            _("Ask me again"), icon=":material/restart_alt:", type="tertiary", on_click=asked_again, args=(file_id,),
            key=f"{keys.UPLOAD_ANSWER}-again-{file_id}",
        )  # fmt: skip


def _asked(question: Question) -> str:
    """Return the question in words; a column of ours in it by what the screen calls it."""
    ours = str(question.values.get("ours", ""))
    if ours in COLUMN_WORDS:
        question = replace(question, values={**question.values, "ours": column_word(ours)})
    return say(question)


def _choice_words(question: Question, choice: str) -> str:
    """Return an answer in words, with the units and the value that the file has then."""
    told = escaped(_word(question.code, choice))
    if choice not in question.gives:
        return told
    units, value = question.gives[choice]
    then = _("{units} units, value {value}") if units and value else _("value {value}") if value else _("{units} units")
    return f"{told}: {escaped(then.format(units=number(units, 2 if units % 1 else 0), value=number(value, 2)))}"


def _word(code: str, choice: str) -> str:
    if code.startswith(NAMES_OF_THE_FILE) and (code, choice) not in CHOICES_OF:
        return choice
    words: Mapping[str, str] = {**KIND_WORDS, **CHOICES}
    word = CHOICES_OF.get((code, choice)) or words.get(choice)
    return _(word) if word else choice
