"""Which loads count for a cycle: what it plans with, when each first came, what is last month's, what came too late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sop.domain.loads import Load, Snapshot
from sop.domain.meeting import Cycle
from sop.services.expectations import in_order
from sop.storage import cycles, loads, snapshots
from sop.storage.engine import Connection


@dataclass(frozen=True, slots=True)
class CycleLoads:
    """The loads of one cycle by kind.

    `planned`: what it plans with, be it last month's. `first`: the load with which the delivery for this cycle came;
    none where what it plans with was planned with before. `later`: what came after its data was frozen.
    """

    cycle: Cycle
    snapshot: Snapshot | None
    planned: Mapping[str, Load]
    first: Mapping[str, Load]
    corrections: Mapping[str, int]  # loads of the kind that followed the first one
    later: Mapping[str, Load]
    closed: bool  # frozen, or a later cycle is open

    def came(self, kind: str) -> date | None:
        """Return the day on which a delivery came, in the company's time zone."""
        first = self.first.get(kind)
        return day_of(self.cycle, first.loaded_at) if first else None

    def is_older(self, kind: str) -> bool:
        """Return whether the cycle plans with what an earlier cycle planned with."""
        return kind in self.planned and kind not in self.first


def day_of(cycle: Cycle, moment: datetime) -> date:
    """Return the day of a moment in the time zone of a cycle."""
    return moment.astimezone(ZoneInfo(cycle.time_zone)).date()


def of_cycle(tx: Connection, cycle: Cycle) -> CycleLoads:
    """Return the loads of a cycle."""
    return of_cycles(tx, (cycle,))[0]


def of_cycles(tx: Connection, wanted: Sequence[Cycle]) -> tuple[CycleLoads, ...]:
    """Return the loads of each cycle, read at one go."""
    every = in_order(cycles.all_cycles(tx))
    used = {each.id: snapshots.get(tx, each.snapshot_id) if each.snapshot_id else None for each in every}
    known = {load.id: load for load in loads.all_loads(tx)}
    return tuple(_of_cycle(tx, cycle, every, used, known) for cycle in wanted)


def _of_cycle(
    tx: Connection,
    cycle: Cycle,
    every: Sequence[Cycle],
    used: Mapping[str, Snapshot | None],
    known: Mapping[str, Load],
) -> CycleLoads:
    snapshot = used[cycle.id]
    is_open = cycle.id == max(each.id for each in every)  # ids ascend: the cycle opened last
    is_frozen = snapshot is not None and snapshot.frozen
    standing = loads.current(tx) if is_open else {}
    planned = standing if is_open and not is_frozen else _loads_of(snapshot, known)
    before = _planned_before(cycle, every, used, known)
    first, corrections = {}, {}
    for kind, load in planned.items():
        if load.id not in before:
            came = _came(cycle, load, [each for each in known.values() if each.id not in before], is_first=not before)
            first[kind], corrections[kind] = came[0], len(came) - 1
    later = {kind: load for kind, load in standing.items() if is_frozen and planned.get(kind) != load}
    return CycleLoads(cycle, snapshot, planned, first, corrections, later, closed=is_frozen or not is_open)


def _loads_of(snapshot: Snapshot | None, known: Mapping[str, Load]) -> dict[str, Load]:
    return {kind: known[load_id] for kind, load_id in snapshot.loads} if snapshot else {}


def _planned_before(
    cycle: Cycle, every: Sequence[Cycle], used: Mapping[str, Snapshot | None], known: Mapping[str, Load]
) -> frozenset[str]:
    """Return the ids of loads that are last month's: an earlier cycle planned with them.

    Data of an earlier cycle that was never frozen went on following the loads; what came since the month closed is
    meant for the cycle that was about to be opened.
    """
    found: set[str] = set()
    for each in every:
        snapshot = used[each.id]
        if each.last_closed < cycle.last_closed and snapshot is not None:
            ids = {load_id for _kind, load_id in snapshot.loads}
            found |= ids if snapshot.frozen else {each for each in ids if not _since_close(cycle, known[each])}
    return frozenset(found)


def _since_close(cycle: Cycle, load: Load) -> bool:
    return f"{day_of(cycle, load.loaded_at):%Y-%m}" >= cycle.current


def _came(cycle: Cycle, load: Load, candidates: Sequence[Load], *, is_first: bool) -> list[Load]:
    """Return the loads with which a delivery came, in order, up to the one that stands; the first one sets its day.

    A company's first cycle has none before it: what was loaded for trial before the month closed does not count if
    something came after.
    """
    own = [
        each for each in candidates
        if each.kind == load.kind and (each.id == load.id or (not each.withdrawn and each.loaded_at <= load.loaded_at))
    ]  # fmt: skip
    own.sort(key=lambda each: (each.loaded_at, each.id))
    recent = [each for each in own if _since_close(cycle, each)]
    return recent if is_first and recent else own
