"""Who may do what."""

from datetime import UTC, datetime

import pytest

from sop.domain.errors import Invalid, NotAllowed
from sop.domain.people import LONGEST_NAME, Act, Actor, Function, Person, Right, Role

ALLOWED = {
    Role.FACILITATOR: {Right.LOOK, Right.TRY, Right.CAPTURE, Right.RUN},
    Role.PARTICIPANT: {Right.LOOK, Right.TRY, Right.CAPTURE},
    Role.VIEWER: {Right.LOOK},
}


def actor(role):
    return Actor("p", Function.SALES, role)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("right", Right)
def test_each_role_has_its_rights_and_no_other(role, right):
    assert actor(role).may(right) is (right in ALLOWED[role])
    if right in ALLOWED[role]:
        actor(role).require(right)
    else:
        with pytest.raises(NotAllowed):
            actor(role).require(right)


def test_the_sentence_says_whom_to_ask():
    with pytest.raises(NotAllowed, match="Only the facilitator can do this"):
        actor(Role.PARTICIPANT).require(Right.RUN)
    with pytest.raises(NotAllowed, match="Ask the facilitator to make you a participant"):
        actor(Role.VIEWER).require(Right.CAPTURE)


@pytest.mark.parametrize("name", ["", "   ", "x" * (LONGEST_NAME + 1)])
def test_a_name_is_there_and_not_too_long(name):
    with pytest.raises(Invalid, match="1 to 80 characters"):
        Person("p", name, Function.SALES, Role.VIEWER)


def test_a_name_may_be_in_any_letters():
    assert Person("p", "Ștefan Țurcanu", Function.FINANCE, Role.VIEWER).name == "Ștefan Țurcanu"


def test_an_act_knows_its_zone():
    with pytest.raises(Invalid, match="carries its zone"):
        Act(actor(Role.VIEWER), datetime(2027, 1, 1), "t")  # noqa: DTZ001 - the naive time is the point
    assert Act(actor(Role.VIEWER), datetime(2027, 1, 1, tzinfo=UTC), "t").token == "t"
