"""A vote: one voice a person or a function, the most critical of a function's people; what speaks against has a reason."""

from datetime import UTC, datetime

import pytest

from sop.domain.errors import Invalid
from sop.domain.people import Function
from sop.domain.votes import Ballot, Counting, Stance, Tally, Vote, tally

NOW = datetime(2027, 2, 3, 9, 30, tzinfo=UTC)


def ballot(person: str, function: Function, stance: Stance, reason: str = "because") -> Ballot:
    return Ballot(f"b-{person}", "v", person, function, stance, reason, NOW)


CAST = (
    ballot("ana", Function.SALES, Stance.CONSENT),
    ballot("dan", Function.SALES, Stance.CONCERN),
    ballot("eva", Function.SALES, Stance.CONSENT),
    ballot("ion", Function.FINANCE, Stance.OBJECTION),
    ballot("gigi", Function.PRODUCTION, Stance.CONSENT),
)


def test_of_persons_everybody_has_a_voice():
    assert tally(Counting.PERSON, CAST) == Tally(consent=3, concern=1, objection=1)


def test_of_functions_the_most_critical_of_its_people_is_its_voice():
    assert tally(Counting.FUNCTION, CAST) == Tally(consent=1, concern=1, objection=1)
    assert tally(Counting.FUNCTION, CAST).voices == 3


def test_nobody_is_no_voice():
    assert tally(Counting.FUNCTION, ()).voices == 0


@pytest.mark.parametrize("stance", [Stance.CONCERN, Stance.OBJECTION])
def test_what_speaks_against_has_a_reason(stance):
    with pytest.raises(Invalid, match="Write the reason"):
        ballot("ana", Function.SALES, stance, "  ")
    assert ballot("ana", Function.SALES, Stance.CONSENT, "").reason == ""


@pytest.mark.parametrize("question", ["", "  ", "x" * 501])
def test_a_vote_has_a_question(question):
    with pytest.raises(Invalid):
        Vote("v", "c", "m", question, "", Counting.PERSON, "ana", NOW)
