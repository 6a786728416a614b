"""Which loads count for a cycle: what it plans with, when each first came, what is last month's, what came too late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sop.domain.loads import Load, Snapshot
from sop.domain.meeting import Cycle
from sop.storage import cycles, freezes, loads, snapshots
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
    frozen: bool
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
    used = {each.id: _used(tx, each) for each in cycles.all_cycles(tx)}
    known = {load.id: load for load in loads.all_loads(tx)}
    own = used[cycle.id]
    is_open = cycle.id == max(used)  # ids ascend: the cycle opened last
    standing = loads.current(tx) if is_open else {}
    planned = standing if is_open and not own.frozen else own.loads(known)
    last = _planned_before(cycle, used.values(), known)
    first, corrections = {}, {}
    for kind, load in planned.items():
        if load != last.get(kind):
            came = _came(cycle, load, last.get(kind), known.values())
            first[kind], corrections[kind] = came[0], len(came) - 1
    later = {kind: load for kind, load in standing.items() if own.frozen and planned.get(kind) != load}
    return CycleLoads(cycle, own.snapshot, planned, first, corrections, later, own.frozen, own.frozen or not is_open)


@dataclass(frozen=True, slots=True)
class _Used:
    """The data of a cycle: its snapshot, and whether it was frozen for it."""

    cycle: Cycle
    snapshot: Snapshot | None
    frozen: bool

    def loads(self, known: Mapping[str, Load]) -> dict[str, Load]:
        return {kind: known[load_id] for kind, load_id in self.snapshot.loads} if self.snapshot else {}


def _used(tx: Connection, cycle: Cycle) -> _Used:
    snapshot = snapshots.get(tx, cycle.snapshot_id) if cycle.snapshot_id else None
    return _Used(cycle, snapshot, freezes.holds(tx, cycle))


def _planned_before(cycle: Cycle, every: Iterable[_Used], known: Mapping[str, Load]) -> dict[str, Load]:
    """Return by kind the newest load that is last month's: an earlier cycle planned with it.

    Data of an earlier cycle that was never frozen went on following the loads; what came since the month closed is
    meant for the cycle that was about to be opened.
    """
    found: dict[str, Load] = {}
    for used in every:
        if used.cycle.last_closed < cycle.last_closed:
            for kind, load in used.loads(known).items():
                if (used.frozen or not _since_close(cycle, load)) and _order(load) > _order(found.get(kind)):
                    found[kind] = load
    return found


def _order(load: Load | None) -> tuple[str, str]:
    return (load.loaded_at.isoformat(), load.id) if load else ("", "")


def _since_close(cycle: Cycle, load: Load) -> bool:
    return f"{day_of(cycle, load.loaded_at):%Y-%m}" >= cycle.current


def _came(cycle: Cycle, load: Load, last: Load | None, known: Iterable[Load]) -> list[Load]:
    """Return the loads with which a delivery came, in order, up to the one that stands; the first one sets its day.

    Where no earlier cycle planned with the kind, what was loaded before the month closed counts only if nothing came
    since: it was for trial, or for a cycle whose data nobody froze.
    """
    between = [
        each for each in known
        if each.kind == load.kind and not each.withdrawn and _order(last) < _order(each) < _order(load)
    ]  # fmt: skip
    own = [*sorted(between, key=_order), load]
    recent = [each for each in own if _since_close(cycle, each)]
    return own if last else recent or own
