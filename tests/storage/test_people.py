"""People are known by a session, join by a key that works once, and can be erased."""

import json
from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest

from sop.domain.errors import NotFound
from sop.domain.people import Person, Role
from sop.storage import actions, decisions, loads, log, people
from sop.storage.engine import Store, Writing
from tests.storage import examples


def _listed(w: Writing, name: str = "Ana Țîrlea") -> Person:
    return people.add(w, examples.person(name), name)[0]


def test_a_person_comes_back_as_listed(store: Store) -> None:
    person = examples.person()
    with store.write() as w:
        assert people.add(w, person, "click") == (person, True)
        assert people.add(w, examples.person("Other"), "click") == (person, False)
    with store.read() as tx:
        assert people.get(tx, person.id) == person
        assert people.all_people(tx) == (person,)


def test_a_change_is_kept_and_needs_somebody_to_change(store: Store) -> None:
    with store.write() as w:
        viewer = replace(_listed(w), role=Role.VIEWER, joined_at=None)
        assert people.change(w, viewer) == viewer
    with pytest.raises(NotFound), store.write() as w:
        people.change(w, examples.person())


def test_a_session_names_its_person_until_it_is_closed(store: Store) -> None:
    with store.write() as w:
        person = _listed(w)
        people.open_session(w, person.id, "hash", examples.NOW)
    with store.read() as tx:
        assert people.by_session(tx, "hash") == person
        assert people.by_session(tx, "other") is None
    with store.write() as w:
        people.close_session(w, "hash")
    with store.read() as tx:
        assert people.by_session(tx, "hash") is None


def test_a_key_gives_its_role_once(store: Store) -> None:
    with store.write() as w:
        people.add_key(w, "hash", Role.FACILITATOR, examples.NOW)
        assert people.key_role(w.tx, "hash") is Role.FACILITATOR
        assert people.use_key(w, "hash", examples.NOW + timedelta(hours=1)) is Role.FACILITATOR
        assert people.use_key(w, "hash", examples.NOW + timedelta(hours=2)) is None
        assert people.key_role(w.tx, "hash") is None
        assert people.use_key(w, "unknown", examples.NOW) is None


def test_the_export_of_a_person_holds_every_row_that_names_them(store: Store) -> None:
    with store.write() as w:
        person, other = _listed(w), _listed(w, "Dan Pop")
        people.open_session(w, person.id, "secret", examples.NOW)
        theirs = replace(examples.decision(w), owner_id=person.id)
        decisions.add(w, theirs, "1")
        decisions.add(w, replace(examples.decision(w), owner_id=other.id), "2")
        todo = actions.add(w, replace(examples.action(theirs.cycle_id), owner_id=person.id), "3")[0]
    with store.read() as tx:
        stored = json.loads(json.dumps(people.export_person(tx, person.id)))
    assert stored["person"]["email"] == "ana@example.org"
    assert [row["id"] for row in stored["decisions"]] == [theirs.id]
    assert [row["id"] for row in stored["actions"]] == [todo.id]
    assert [row["opened_at"] for row in stored["sessions"]] == [examples.NOW.isoformat()]
    assert "secret" not in str(stored)


def test_an_erased_person_keeps_an_id_and_nothing_that_names_them(store: Store) -> None:
    with store.write() as w:
        person, other = _listed(w), _listed(w, "Dan Pop")
        people.open_session(w, person.id, "hash", examples.NOW)
        columns = {"function": "sales", "role": "viewer", "language": "ro"}
        rows = pd.DataFrame(
            [{"name": name, "email": f"{name}@example.org", **columns} for name in (person.name, "Eva")]
        )
        load = loads.add(w, examples.load("people", len(rows)), rows)
        people.erase_person(w, person.id)
    with store.read() as tx:
        assert people.get(tx, person.id) == replace(person, name="—", email="")
        assert people.get(tx, other.id) == other
        assert people.by_session(tx, "hash") is None
        assert loads.rows(tx, "people", load.id)["name"].tolist() == ["—", "Eva"]
        assert log.tail(tx, 9) == ()


def test_nobody_is_erased_who_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound), store.write() as w:
        people.erase_person(w, "nobody")
