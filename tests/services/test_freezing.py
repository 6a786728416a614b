"""Frozen data loses no load; what came later waits for the next cycle, unless the freeze is repeated for a reason."""

import pytest

from sop.domain.errors import Invalid, NotAllowed, Refused
from sop.domain.freezes import kinds_changed
from sop.services.freezing import freeze_again, freeze_data
from sop.services.loading import load_file, undo_load
from sop.services.lookup import cycle_named
from sop.storage import freezes, log, snapshots
from tests.services.small_company import FILES, PARTICIPANT, act, events

STOCK = FILES["inventory"].replace("100", "90").encode()


def deliver_stock(workspace, content=STOCK):
    return load_file(workspace.store, workspace.settings.home, act("stock"), "inventory", content, "inventory.csv")[0]


def planned_with(workspace):
    with workspace.store.read() as tx:
        return snapshots.get(tx, cycle_named(workspace.store, None).snapshot_id)


def test_frozen_data_loses_no_load_and_is_frozen_once(workspace, cycle):
    first = freeze_data(workspace.store, act("1"))
    assert freeze_data(workspace.store, act("2")) == first
    assert first.frozen
    with pytest.raises(Refused, match="frozen snapshot"):
        undo_load(workspace.store, act("3"), first.load_of("items"))
    with workspace.store.read() as tx:
        [freeze] = freezes.of_cycle(tx, cycle.id)
    assert (freeze.snapshot_id, freeze.replaced_id, freeze.frozen_by) == (first.id, None, "p-ana")


def test_what_comes_after_the_freeze_is_not_planned_with(workspace):
    frozen = freeze_data(workspace.store, act("1"))
    deliver_stock(workspace)
    assert planned_with(workspace) == frozen
    with pytest.raises(Refused, match="next one"):
        freeze_data(workspace.store, act("2"))


def test_a_freeze_again_takes_the_later_loads_in_for_a_reason(workspace, cycle):
    before = freeze_data(workspace.store, act("1"))
    load = deliver_stock(workspace)
    with pytest.raises(Invalid, match="why"):
        freeze_again(workspace.store, act("2"), " ")
    after = freeze_again(workspace.store, act("2"), "Stock was counted again")
    assert freeze_again(workspace.store, act("2"), "Stock was counted again") == after  # a second click
    assert planned_with(workspace) == after
    assert after.load_of("inventory") == load.id
    assert kinds_changed(before, after) == ("inventory",)
    with workspace.store.read() as tx:
        assert snapshots.get(tx, before.id).frozen  # plans that name it stand
        [_first, again] = freezes.of_cycle(tx, cycle.id)
        [line] = log.tail(tx, 10, "snapshot_refrozen")
    assert (again.replaced_id, again.reason) == (before.id, "Stock was counted again")
    assert line.data == {"number": after.number, "replaced": before.number, "kinds": ["inventory"]}


def test_there_is_nothing_to_freeze_again_before_the_first_freeze_or_without_a_newer_load(workspace):
    with pytest.raises(Refused, match="not frozen yet"):
        freeze_again(workspace.store, act("1"), "Why not")
    frozen = freeze_data(workspace.store, act("2"))
    assert freeze_again(workspace.store, act("3"), "Why not") == frozen
    assert events(workspace, "snapshot_refrozen") == 0


def test_only_the_facilitator_freezes(workspace):
    with pytest.raises(NotAllowed):
        freeze_data(workspace.store, act("1", PARTICIPANT))
    with pytest.raises(NotAllowed):
        freeze_again(workspace.store, act("1", PARTICIPANT), "Why not")
