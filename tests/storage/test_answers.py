"""Answers of the survey say what was thought, never by whom."""

from dataclasses import replace

from sop.domain.improve import Answer
from sop.storage import answers, tables
from sop.storage.engine import Store
from tests.storage import examples


def test_an_answer_comes_back_as_given_and_a_second_click_is_the_same(store: Store) -> None:
    with store.write() as w:
        meeting = examples.stored_meeting(w)
        answer = Answer("a", meeting.cycle_id, meeting.id, (5, 3, 1), "the clock", "the coffee", examples.NOW)
        assert answers.add(w, answer, "ballot") == (answer, True)
        assert answers.add(w, replace(answer, id="b", scores=(1, 1, 1)), "ballot") == (answer, False)
        assert answers.all_answers(w.tx) == (answer,)
        assert answers.is_known(w.tx, "ballot")
        assert not answers.is_known(w.tx, "another")


def test_no_column_of_an_answer_names_a_person() -> None:
    assert not [column.name for column in tables.answers.c if column.info.get("person") or "person" in column.name]
