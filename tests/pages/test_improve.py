"""Improve: a minute's survey without names, and the scorecard."""

import pytest

from sop.domain.improve import Question
from sop.domain.meeting import Stage
from sop.services import improving
from sop.ui import keys
from tests.pages.conftest import errors


def click(app, key):
    return app.button(key=key).click().run()


def answer(app, score=4):
    for question in Question:
        app.session_state[f"survey-{question}"] = score - 1
    app.text_input(key=keys.SURVEY_CHANGE).input("Data <b>earlier</b>")
    return click(app, "survey-send")


def scores(office):
    with office.store.read() as tx:
        return improving.scorecard(tx, office.workspace.now().date())[-1]


def test_an_answer_is_counted_and_the_form_is_gone(office, participant):
    app = answer(office.visit(Stage.IMPROVE, participant[1]))
    assert errors(app) == []
    assert [button.key for button in app.button if button.key == "survey-send"] == []
    assert (scores(office).answers, scores(office).means) == (1, (4.0, 4.0, 4.0))


def test_a_question_left_out_is_a_sentence_and_nothing_is_stored(office, participant):
    app = click(office.visit(Stage.IMPROVE, participant[1]), "survey-send")
    assert errors(app) == ["Give every question a score from 1 to 5."]
    assert scores(office).answers == 0


@pytest.mark.parametrize("language", ["en", "ro"])
def test_a_wish_is_shown_as_typed_and_put_on_the_agenda_by_the_facilitator(office, facilitator, language):
    answer(office.visit(Stage.IMPROVE, facilitator[1], language))
    app = office.visit(Stage.IMPROVE, facilitator[1], language)
    assert any("Data <b>earlier</b>" in each.value for each in app.text)
    wish = next(button.key for button in app.button if button.key and button.key.startswith("wish-"))
    click(app, wish)
    app = office.visit(Stage.AGENDA, facilitator[1], language)
    assert any("Data <b>earlier</b>" in each.value for each in app.text)
