"""A snapshot that is frozen keeps every one of its loads."""

import pytest

from sop.domain.errors import Conflict, Refused
from sop.domain.ids import new_id
from sop.domain.loads import Snapshot
from sop.storage import loads, snapshots
from sop.storage.engine import Store, Writing
from tests.storage import examples


def _snapshot(w: Writing, number: int, *load_ids: str) -> Snapshot:
    taken = Snapshot(new_id(), number, tuple(("prices", load_id) for load_id in load_ids), examples.NOW)
    return snapshots.add(w, taken)


def test_a_snapshot_comes_back_with_the_same_digest(store: Store) -> None:
    with store.write() as w:
        first = _snapshot(w, 1, examples.stored_prices(w).id)
        second = _snapshot(w, 2)
    with store.read() as tx:
        assert snapshots.get(tx, first.id) == first
        assert snapshots.get(tx, first.id).digest == first.digest
        assert snapshots.latest(tx) == second


def test_a_number_belongs_to_one_snapshot(store: Store) -> None:
    with store.write() as w:
        _snapshot(w, 1)
    with pytest.raises(Conflict), store.write() as w:
        _snapshot(w, 1)


def test_a_frozen_snapshot_may_not_lose_a_load(store: Store) -> None:
    with store.write() as w:
        load = examples.stored_prices(w)
        taken = _snapshot(w, 1, load.id)
        assert snapshots.freeze(w, taken.id).frozen
    with pytest.raises(Refused), store.write() as w:
        loads.withdraw(w, load.id)
    with store.read() as tx:
        assert not loads.get(tx, load.id).withdrawn


def test_a_snapshot_that_is_not_frozen_may_lose_a_load_but_cannot_be_frozen_then(store: Store) -> None:
    with store.write() as w:
        load = examples.stored_prices(w)
        taken = _snapshot(w, 1, load.id)
        loads.withdraw(w, load.id)
    with pytest.raises(Refused), store.write() as w:
        snapshots.freeze(w, taken.id)
