"""A decision says what and why; an action is overdue when its day is over and it is still open."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sop.domain.decisions import LONGEST_TEXT, Action, ActionState, Decision
from sop.domain.errors import Invalid

NOW = datetime(2027, 1, 28, 8, 0, tzinfo=UTC)
DUE = date(2027, 2, 5)
DECISION = Decision("d", "c", "m", "Wait?", "Yes", "Cash", "p", "p", DUE, "s", "Base", "pl", "p", NOW)
ACTION = Action("a", "c", "m", None, "Call", "p", DUE, ActionState.OPEN, "p", NOW)


@pytest.mark.parametrize("field", ["question", "choice", "rationale"])
def test_a_decision_needs_question_choice_and_reason(field):
    for empty in ("", " \n "):
        with pytest.raises(Invalid, match="Write"):
            replace(DECISION, **{field: empty})


def test_a_text_has_an_end():
    assert replace(DECISION, rationale="x" * LONGEST_TEXT).rationale
    with pytest.raises(Invalid, match="at most 4000 characters"):
        replace(DECISION, rationale="x" * (LONGEST_TEXT + 1))


def test_an_action_says_what_is_to_be_done():
    with pytest.raises(Invalid, match="what is to be done"):
        replace(ACTION, text="")


@pytest.mark.parametrize(
    ("state", "today", "overdue"),
    [
        (ActionState.OPEN, date(2027, 2, 4), False),
        (ActionState.OPEN, DUE, False),
        (ActionState.OPEN, date(2027, 2, 6), True),
        (ActionState.DONE, date(2027, 2, 6), False),
        (ActionState.DROPPED, date(2027, 2, 6), False),
    ],
)
def test_an_open_action_is_overdue_from_the_day_after(state, today, overdue):
    assert replace(ACTION, state=state).overdue(today) is overdue
