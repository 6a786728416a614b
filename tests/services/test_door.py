"""The door: a PIN of digits, roles given by a facilitator, and never a meeting without one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sop.domain.errors import Invalid, NotAllowed, NotFound, Refused
from sop.domain.people import Act, Actor, Function, Role
from sop.services import door, joining

NOW = datetime(2027, 2, 3, 9, 30, tzinfo=UTC)


def act(person, token="click"):
    return Act(Actor(person.id, person.function, person.role), NOW, token)


@pytest.fixture
def chair(store):
    return joining.join(store, NOW, "Ana", Function.PLANNING, joining.new_facilitator_key(store, NOW))[0]


@pytest.fixture
def seller(store):
    return joining.join(store, NOW, "Dan", Function.SALES)[0]


def pin(store):
    with store.read() as tx:
        return door.pin(tx)


def test_nobody_is_asked_for_a_pin_before_one_is_set(store):
    with store.read() as tx:
        assert door.pin(tx) == ""
        assert door.opens(tx, "")


def test_a_pin_opens_and_another_does_not(store, chair):
    door.set_pin(store, act(chair), " 4711 ")
    with store.read() as tx:
        assert door.opens(tx, "4711 ")
        assert not door.opens(tx, "4712")
        assert not door.opens(tx, "")


def test_a_pin_taken_away_lets_everybody_in(store, chair):
    door.set_pin(store, act(chair), "4711")
    door.set_pin(store, act(chair), "")
    assert pin(store) == ""


@pytest.mark.parametrize("wished", ["123", "123456789", "12a4", "١٢٣٤"])
def test_a_pin_is_four_to_eight_digits(store, chair, wished):
    with pytest.raises(Invalid, match="4 to 8 digits"):
        door.set_pin(store, act(chair), wished)
    assert pin(store) == ""


def test_a_facilitator_makes_another_one_and_a_guest(store, chair, seller):
    assert door.set_role(store, act(chair), seller.id, Role.FACILITATOR).role is Role.FACILITATOR
    assert door.set_role(store, act(chair), seller.id, Role.VIEWER).role is Role.VIEWER


def test_the_last_facilitator_stays_one(store, chair, seller):
    with pytest.raises(Refused, match="Somebody has to run the meeting"):
        door.set_role(store, act(chair), chair.id, Role.PARTICIPANT)
    door.set_role(store, act(chair), seller.id, Role.FACILITATOR)
    assert door.set_role(store, act(chair), chair.id, Role.PARTICIPANT).role is Role.PARTICIPANT


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.VIEWER])
def test_only_a_facilitator_keeps_the_door(store, chair, seller, role):
    by = act(replace(seller, role=role))
    for refused in (
        lambda: door.set_pin(store, by, "4711"),
        lambda: door.set_role(store, by, seller.id, Role.FACILITATOR),
        lambda: door.facilitator_key(store, by),
    ):
        with pytest.raises(NotAllowed):
            refused()
    with store.read() as tx:
        assert joining.who(tx, "none") is None
    assert pin(store) == ""


def test_a_role_for_nobody(store, chair):
    with pytest.raises(NotFound):
        door.set_role(store, act(chair), "nobody", Role.VIEWER)


def test_the_address_for_one_more_facilitator_works_once(store, chair):
    key = door.facilitator_key(store, act(chair))
    assert joining.join(store, NOW, "Eva", Function.FINANCE, key)[0].role is Role.FACILITATOR
    with pytest.raises(Refused):
        joining.join(store, NOW, "Eve", Function.FINANCE, key)


def test_who_joins_as_a_guest_looks_on(store):
    assert joining.join(store, NOW, "Gigi", Function.SALES, guest=True)[0].role is Role.VIEWER
