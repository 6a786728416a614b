"""The data of a cycle is frozen once; what comes later goes into the next cycle, unless it is frozen again for a reason."""

from dataclasses import replace

from sop.domain.errors import Refused
from sop.domain.freezes import Freeze, kinds_changed
from sop.domain.ids import new_id
from sop.domain.loads import Snapshot
from sop.domain.meeting import Cycle
from sop.domain.people import Act, Right
from sop.services.loading import give_to_cycle, take_snapshot
from sop.storage import cycles, freezes, log, snapshots
from sop.storage.engine import Connection, Store, Writing


def freeze_data(store: Store, act: Act) -> Snapshot:
    """Freeze the loads that stand now as the data of the open cycle: none of them can be taken back any more.

    Refused where the cycle's data is frozen already and newer loads have come.
    """
    act.actor.require(Right.RUN)
    with store.write() as w:
        cycle = cycles.latest(w.tx)
        before = frozen_of(w.tx, cycle)
        snapshot = take_snapshot(w, act)
        if before is not None and before.id != snapshot.id:
            raise Refused(
                "The data of this cycle is frozen. What came later goes into the next one, or freeze it again."
            )
        give_to_cycle(w, snapshot)
        return freeze_snapshot(w, act, snapshot, cycle)


def freeze_snapshot(w: Writing, act: Act, snapshot: Snapshot, cycle: Cycle | None) -> Snapshot:
    """Freeze a snapshot in a transaction that is open, for a cycle if there is one; what is frozen stays as it is."""
    frozen = snapshot if snapshot.frozen else snapshots.freeze(w, snapshot.id)
    if cycle is not None and not freezes.holds(w.tx, replace(cycle, snapshot_id=snapshot.id)):
        freezes.add(w, _freeze(act, cycle.id, frozen.id, None, ""), f"freeze-{act.token}")
    elif snapshot.frozen:
        return frozen
    log.append(w, act, "snapshot_frozen", "snapshot", snapshot.id, {"number": snapshot.number})
    w.announce("company")
    return frozen


def freeze_again(store: Store, act: Act, reason: str) -> Snapshot:
    """Freeze what stands now in place of what was frozen; the snapshot before stays, and plans name theirs.

    Refused where nothing was frozen yet; Invalid without a reason. A second click, or nothing newer, changes nothing.
    """
    act.actor.require(Right.RUN)
    with store.write() as w:
        cycle = cycles.latest(w.tx)
        before = frozen_of(w.tx, cycle)
        if cycle is None or before is None:
            raise Refused("The data of this cycle is not frozen yet.")
        snapshot = take_snapshot(w, act)
        if snapshot.id == before.id:
            return before
        freezes.add(w, _freeze(act, cycle.id, snapshot.id, before.id, reason), f"freeze-{act.token}")
        give_to_cycle(w, snapshot)
        changed = {"number": snapshot.number, "replaced": before.number, "kinds": kinds_changed(before, snapshot)}
        log.append(w, act, "snapshot_refrozen", "snapshot", snapshot.id, changed)
        w.announce("company")
        return snapshots.freeze(w, snapshot.id)


def frozen_of(tx: Connection, cycle: Cycle | None) -> Snapshot | None:
    """Return the frozen snapshot that a cycle plans with, None where it follows the loads."""
    if cycle is None or cycle.snapshot_id is None or not freezes.holds(tx, cycle):
        return None
    return snapshots.get(tx, cycle.snapshot_id)


def _freeze(act: Act, cycle_id: str, snapshot_id: str, replaced_id: str | None, reason: str) -> Freeze:
    return Freeze(new_id(), cycle_id, snapshot_id, replaced_id, reason.strip(), act.actor.person_id, act.now)
