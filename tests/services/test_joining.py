"""Joining: a key makes one facilitator, once; a token is known to its browser only."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from sop.domain.errors import Invalid, Refused
from sop.domain.ids import new_id
from sop.domain.people import Function, Person, Role
from sop.services import joining
from sop.storage import people

NOW = datetime(2027, 2, 3, 9, 30, tzinfo=UTC)


def who(store, token):
    with store.read() as tx:
        return joining.who(tx, token)


def test_without_a_key_one_joins_as_participant(store):
    person, token = joining.join(store, NOW, "  Ana   Pop ", Function.SALES)
    assert (person.name, person.function, person.role) == ("Ana Pop", Function.SALES, Role.PARTICIPANT)
    assert who(store, token) == person


def test_signs_that_cannot_be_seen_are_no_part_of_a_name(store):
    assert joining.join(store, NOW, "A\u202ena\0 \u200bשרה", Function.SALES)[0].name == "Ana שרה"
    with pytest.raises(Invalid):
        joining.join(store, NOW, "\u202e\0", Function.SALES)


def test_the_key_makes_the_first_who_uses_it_the_facilitator_and_nobody_after(store):
    key = joining.new_facilitator_key(store, NOW)
    assert joining.join(store, NOW, "Ana", Function.PLANNING, key)[0].role is Role.FACILITATOR
    with pytest.raises(Refused):
        joining.join(store, NOW, "Eve", Function.SALES, key)
    with store.read() as tx:
        assert not joining.key_opens(tx, key)
        assert [person.name for person in people.all_people(tx)] == ["Ana"]


def test_a_refused_name_uses_no_key_up(store):
    key = joining.new_facilitator_key(store, NOW)
    with pytest.raises(Invalid):
        joining.join(store, NOW, "   ", Function.PLANNING, key)
    with store.read() as tx:
        assert joining.key_opens(tx, key)


def test_who_is_known_stays_the_same_person_with_a_new_role(store):
    before, _ = joining.join(store, NOW, "Ana", Function.SALES)
    key = joining.new_facilitator_key(store, NOW)
    after, token = joining.join(store, NOW, "Ana Pop", Function.PLANNING, key, known=before)
    assert (after.id, after.role, after.name) == (before.id, Role.FACILITATOR, "Ana Pop")
    assert who(store, token).id == before.id


def test_who_is_known_and_joins_again_without_a_key_keeps_the_role(store):
    before, _ = joining.join(store, NOW, "Ana", Function.SALES, joining.new_facilitator_key(store, NOW))
    assert joining.join(store, NOW, "Ana", Function.SALES, known=before)[0].role is Role.FACILITATOR


def test_neither_token_nor_key_is_stored(sqlite_store):
    key = joining.new_facilitator_key(sqlite_store, NOW)
    _, token = joining.join(sqlite_store, NOW, "Ana", Function.SALES, key)
    with sqlite_store.read() as tx:
        tables = tx.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        stored = [str(row) for table in tables for row in tx.execute(text(f'SELECT * FROM "{table}"'))]
    assert not [row for row in stored if key in row or token in row]
    assert [row for row in stored if joining.digest(token) in row]


def test_a_token_is_worthless_after_leaving(store):
    _, token = joining.join(store, NOW, "Ana", Function.SALES)
    joining.leave(store, token)
    assert who(store, token) is None


@pytest.mark.parametrize("token", [None, "", "guessed"])
def test_no_token_or_a_wrong_one_is_nobody(store, token):
    joining.join(store, NOW, "Ana", Function.SALES)
    assert who(store, token) is None


def test_the_language_is_remembered(store):
    person, token = joining.join(store, NOW, "Ana", Function.SALES)
    joining.choose_language(store, person, "ro")
    assert who(store, token).language == "ro"


def test_of_many_attempts_in_a_minute_the_next_is_refused_until_the_minute_is_over():
    limit = joining.RateLimit(most=3)
    for second in (0, 10, 20):
        limit.admit("10.0.0.1", second)
    with pytest.raises(Refused):
        limit.admit("10.0.0.1", 59)
    limit.admit("10.0.0.2", 59)
    limit.admit("10.0.0.1", 61)
    with pytest.raises(Refused):
        limit.admit("10.0.0.1", 62)


def test_attending_twice_is_noted_once(store):
    from sop.domain.calendar import Month
    from sop.domain.people import Act
    from sop.services.cycles import NewCycle, open_cycle
    from sop.storage import changes, meetings
    from sop.ui.identity import actor_of

    person, _ = joining.join(store, NOW, "Ana", Function.PLANNING, joining.new_facilitator_key(store, NOW))
    wish = NewCycle(Month("2027-01"), Month("2027-03"), 12, "RON", "Europe/Bucharest", NOW + timedelta(days=1))
    _, meeting = open_cycle(store, Act(actor_of(person), NOW, "t1"), wish)
    joining.attend(store, Act(actor_of(person), NOW, "t2"), meeting.id)
    with store.read() as tx:
        once = changes.latest_id(tx)
    joining.attend(store, Act(actor_of(person), NOW, "t3"), meeting.id)
    with store.read() as tx:
        assert changes.latest_id(tx) == once
        assert tuple(meetings.present(tx, meeting.id)) == (person.id,)


def test_who_was_listed_and_comes_for_the_first_time_is_that_person(store):
    with store.write() as w:
        listed, _ = people.add(
            w, Person(new_id(), "Ana Pop", Function.SALES, Role.FACILITATOR, email="a@b.example"), "t"
        )
    person, _ = joining.join(store, NOW, "ana pop", Function.SALES)
    assert (person.id, person.email, person.joined_at) == (listed.id, "a@b.example", NOW)
    assert person.role is Role.PARTICIPANT  # a list of names makes nobody the facilitator


def test_who_came_already_is_not_taken_over_by_a_second_of_that_name(store):
    first, _ = joining.join(store, NOW, "Ana Pop", Function.SALES)
    second, _ = joining.join(store, NOW, "Ana Pop", Function.SALES)
    assert first.id != second.id
