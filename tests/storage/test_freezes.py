"""Freezes of a cycle follow each other, one a click."""

from dataclasses import replace

from sqlalchemy import text

from sop.domain.freezes import Freeze
from sop.domain.loads import Snapshot
from sop.storage import freezes, migrations, snapshots
from sop.storage.engine import Store, address, opened
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


def test_a_snapshot_holds_for_the_cycle_that_it_was_frozen_for(store: Store) -> None:
    with store.write() as w:
        snapshots.add(w, Snapshot("d-1", 1, (), examples.NOW))
        first, second = (replace(examples.stored_cycle(w), snapshot_id="d-1") for _ in range(2))
        freezes.add(w, Freeze("f-1", first.id, "d-1", None, "", "ana", examples.NOW), "click")
        assert (freezes.holds(w.tx, first), freezes.holds(w.tx, second)) == (True, False)


FILLED = (
    "INSERT INTO snapshots VALUES ('d-1', 1, '2027-02-03 09:30:00', TRUE), ('d-2', 2, '2027-02-03 09:30:00', FALSE)",
    *(
        f"INSERT INTO cycles VALUES ('c-{k}', 'x', 'monthly', '2027-01', '2027-04', 18, 1, 'calendar', 'RON', 'UTC', "
        f"'d-{k}', 1, 'token-{k}')"
        for k in (1, 2)
    ),
)


def test_data_that_was_frozen_before_stays_frozen(empty_url: str) -> None:
    with opened(address(empty_url), sop_writes=True) as tx:
        migrations.upgrade(tx, "0007")
        for statement in FILLED:
            tx.execute(text(statement))
        migrations.upgrade(tx)
        assert [freeze.snapshot_id for freeze in freezes.of_cycle(tx, "c-1")] == ["d-1"]
        assert freezes.of_cycle(tx, "c-2") == ()
