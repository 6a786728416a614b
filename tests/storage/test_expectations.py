"""A cycle has one word about each kind."""

from dataclasses import replace
from datetime import date

import pytest

from sop.domain.deliveries import Expectation
from sop.domain.errors import Conflict
from sop.domain.people import Function
from sop.storage import expectations, loads
from sop.storage.engine import Store
from tests.storage import examples

STOCK = Expectation("inventory", Function.LOGISTICS, 3, each_cycle=True, due=date(2027, 2, 5), note="Stocktaking")


def test_what_a_cycle_says_comes_back_as_it_was(store: Store) -> None:
    with store.write() as w:
        own = replace(STOCK, cycle_id=examples.stored_cycle(w).id)
        assert expectations.add(w, own) == replace(own, version=1)
        assert expectations.of(w.tx, own.cycle_id, "inventory") == replace(own, version=1)
        assert expectations.of(w.tx, own.cycle_id, "budget") is None


def test_who_comes_second_is_told(store: Store) -> None:
    with store.write() as w:
        first = expectations.add(w, replace(STOCK, cycle_id=examples.stored_cycle(w).id))
        changed = expectations.change(w, replace(first, wanted=False, owner_id="ana"))
    assert changed == replace(first, wanted=False, owner_id="ana", version=2)
    with pytest.raises(Conflict), store.write() as w:
        expectations.add(w, first)
    with pytest.raises(Conflict), store.write() as w:
        expectations.change(w, first)


def test_expectations_leave_with_their_company(store: Store) -> None:
    with store.write() as w:
        expectations.add(w, replace(STOCK, cycle_id=examples.stored_cycle(w).id))
        loads.wipe_company(w)
        assert expectations.all_expectations(w.tx) == ()
