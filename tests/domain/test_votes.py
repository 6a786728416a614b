"""A vote: one voice a person or a function, the most critical of a function's people; what speaks against has a reason."""

from datetime import UTC, datetime, timedelta

import pytest

from sop.domain.errors import Invalid
from sop.domain.people import Function
from sop.domain.votes import Ballot, Counting, Heard, Stance, Tally, Turn, Vote, tally, unheard

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


def test_who_spoke_passed_voted_or_was_consulted_is_heard_and_the_others_are_not():
    invited = (Function.SALES, Function.FINANCE, Function.MARKETING, Function.PLANNING, Function.LOGISTICS)
    heard = (Heard("v", Function.SALES, Turn.SPOKE, NOW), Heard("v", Function.FINANCE, Turn.PASSED, NOW))
    cast = (ballot("eva", Function.MARKETING, Stance.CONSENT),)
    assert unheard(invited, heard, cast, (Function.PLANNING,)) == (Function.LOGISTICS,)
    assert unheard(invited, (), ()) == invited


def test_a_second_tap_within_a_second_is_the_same_tap():
    heard = Heard("v", Function.SALES, Turn.SPOKE, NOW)
    assert heard.is_same_tap(NOW + timedelta(milliseconds=900))
    assert not heard.is_same_tap(NOW + timedelta(milliseconds=1000))
