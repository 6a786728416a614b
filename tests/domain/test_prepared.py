"""Prepared decisions and answers to gaps: what each must say."""

from dataclasses import replace

import pytest

from sop.domain.errors import Invalid
from sop.domain.prepared import AnswerKind, Option
from tests.storage.test_prepared import ACCEPTED, DECISION, LEVER


@pytest.mark.parametrize(
    "change",
    [
        {"question": " "},
        {"recommended": "Perhaps"},
        {"options": (Option("Yes", "s-1"), Option("Yes", "s-2"))},
        {"options": tuple(Option(name, "s-1") for name in "ABCDE")},
        {"levers": (LEVER,) * 6},
    ],
)
def test_a_decision_is_refused(change):
    with pytest.raises(Invalid):
        replace(DECISION, **change)


@pytest.mark.parametrize("change", [{"low": -101}, {"low": 10}, {"step": 0}, {"step": 31}, {"low": float("nan")}])
def test_the_range_of_a_lever_lies_within_that_of_its_kind(change):
    with pytest.raises(Invalid):
        replace(LEVER, **change)


@pytest.mark.parametrize(
    "change", [{"reason": " "}, {"kind": AnswerKind.OWNER}, {"kind": AnswerKind.LEVER}, {"reason": "x" * 401}]
)
def test_an_answer_is_refused(change):
    with pytest.raises(Invalid):
        replace(ACCEPTED, **change)


def test_an_option_has_a_name_and_a_scenario():
    with pytest.raises(Invalid):
        Option(" ", "s-1")
    with pytest.raises(Invalid):
        Option("Yes", "")


def test_the_option_of_a_scenario_is_found():
    assert DECISION.option("s-1").name == "Yes"
    assert DECISION.option("s-2") is None
