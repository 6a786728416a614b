"""A mapping is kept once for each kind and name; keeping it again is its next version."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sop.domain.errors import NotFound
from sop.domain.ids import new_id
from sop.domain.mappings import KeptMapping
from sop.storage import mappings, people
from sop.storage.engine import Store
from tests.storage import examples


def kept(name: str = "SAP", **changes: object) -> KeptMapping:
    first = KeptMapping(
        id=new_id(),
        name=name,
        kind="sales_history",
        header=("BUDAT", "MATNR", "MENGE", "ș"),
        columns={"month": "BUDAT", "sku": "MATNR", "quantity": "MENGE", "region": ""},
        answers={"date_order": "day_first"},
        author_id="ana",
        kept_at=examples.NOW,
    )
    return replace(first, **changes)


def test_a_mapping_comes_back_as_it_was_kept(store: Store) -> None:
    with store.write() as w:
        first = mappings.put(w, kept())
    with store.read() as tx:
        assert mappings.named(tx, "sales_history", "SAP") == first
        assert mappings.named(tx, "inventory", "SAP") is None


def test_keeping_it_again_is_its_next_version(store: Store) -> None:
    with store.write() as w:
        first = mappings.put(w, kept())
        second = mappings.put(w, kept(answers={}, author_id="dan"))
    with store.read() as tx:
        assert mappings.all_mappings(tx) == (second,)
    assert (second.id, second.version, second.author_id) == (first.id, 2, "dan")


def test_mappings_of_a_kind_come_newest_first(store: Store) -> None:
    with store.write() as w:
        old = mappings.put(w, kept("old"))
        new = mappings.put(w, kept("new", kept_at=examples.NOW + timedelta(minutes=1)))
        mappings.put(w, kept("stock", kind="inventory"))
    with store.read() as tx:
        assert mappings.of_kind(tx, "sales_history") == (new, old)


def test_a_mapping_is_forgotten_once(store: Store) -> None:
    with store.write() as w:
        first = mappings.put(w, kept())
        mappings.remove(w, first.id)
        assert mappings.all_mappings(w.tx) == ()
    with pytest.raises(NotFound), store.write() as w:
        mappings.remove(w, first.id)


def test_who_kept_it_is_known_by_id_alone_and_found_in_an_export(store: Store) -> None:
    with store.write() as w:
        here, _ = people.add(w, examples.person(), "1")
        mappings.put(w, kept(author_id=here.id))
    with store.read() as tx:
        assert "mappings" in str(people.export_person(tx, here.id))
