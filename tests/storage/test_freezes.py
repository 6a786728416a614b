"""Freezes of a cycle follow each other, one a click."""

from dataclasses import replace

from sop.domain.freezes import Freeze
from sop.domain.loads import Snapshot
from sop.storage import freezes, snapshots
from sop.storage.engine import Store
from tests.storage import examples


def test_a_freeze_is_stored_once_per_click_and_names_what_it_replaced(store: Store) -> None:
    with store.write() as w:
        cycle = examples.stored_cycle(w)
        for number in (1, 2):
            snapshots.add(w, Snapshot(f"d-{number}", number, (), examples.NOW))
        first = Freeze("f-1", cycle.id, "d-1", None, "", "ana", examples.NOW)
        second = Freeze("f-2", cycle.id, "d-2", "d-1", "The ledger was corrected", "ana", examples.NOW)
        assert freezes.add(w, first, "click") == (first, True)
        assert freezes.add(w, replace(first, id="f-9"), "click") == (first, False)
        freezes.add(w, second, "again")
        assert freezes.of_cycle(w.tx, cycle.id) == (first, second)
        assert freezes.by_token(w.tx, "again") == second
        assert freezes.by_token(w.tx, "never") is None
