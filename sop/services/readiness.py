"""How ready the data is: what was delivered of each kind, by whom, and what is planned in a simpler way without it."""

from dataclasses import dataclass

from sop.domain.kinds import KINDS, kind
from sop.domain.loads import Load, Snapshot
from sop.domain.people import Person
from sop.services.company import NEEDED
from sop.services.loading import Totals
from sop.storage import cycles, loads, people, snapshots
from sop.storage.engine import Connection

Resource = tuple[str, str]  # plant, name


@dataclass(frozen=True, slots=True)
class Delivered:
    """What stands of a kind: its newest load with its control totals, None where nothing was delivered."""

    kind: str
    load: Load | None
    totals: Totals | None


@dataclass(frozen=True, slots=True, eq=False)
class Readiness:
    """The data as it stands: every kind, every load (newest first), and the snapshot that the open cycle plans from."""

    kinds: tuple[Delivered, ...]
    loads: tuple[Load, ...]
    people: dict[str, Person]
    snapshot: Snapshot | None
    is_current: bool  # the snapshot has every load that stands

    @property
    def is_demo(self) -> bool:
        return any(each.load is not None and each.load.is_demo for each in self.kinds)

    def lacks(self, kind_name: str) -> bool:
        return all(each.load is None for each in self.kinds if each.kind == kind_name)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the kinds that a plan would use and that nobody delivered."""
        return tuple(name for name in NEEDED if self.lacks(name))


def read_readiness(tx: Connection) -> Readiness:
    """Read what was delivered; needed kinds first, in the order in which they are asked for."""
    standing, cycle = loads.current(tx), cycles.latest(tx)
    used = snapshots.get(tx, cycle.snapshot_id) if cycle and cycle.snapshot_id else snapshots.latest(tx)
    order = (*NEEDED, *(name for name in KINDS if name not in NEEDED))
    now = tuple(sorted((name, load.id) for name, load in standing.items()))
    return Readiness(
        kinds=tuple(_delivered(tx, name, standing.get(name)) for name in order),
        loads=tuple(reversed(loads.all_loads(tx))),
        people={person.id: person for person in people.all_people(tx)},
        snapshot=used,
        is_current=used is not None and used.loads == now,
    )


def _delivered(tx: Connection, name: str, load: Load | None) -> Delivered:
    return Delivered(name, load, None if load is None else Totals(*loads.totals(tx, load)))


def work_centres(tx: Connection) -> tuple[tuple[Resource, float | None], ...]:
    """Return the work centres that routings name, with the hours a month that stand for every month (None: none)."""
    standing = loads.current(tx)
    if "routings" not in standing:
        return ()
    routings = loads.rows(tx, "routings", standing["routings"].id)
    hours: dict[str, float] = {}
    if "capacity" in standing:
        capacity = loads.rows(tx, "capacity", standing["capacity"].id)
        hours = dict(zip(capacity["resource"], capacity["hours"], strict=True))
    named = routings[["plant", "resource"]].drop_duplicates().itertuples(index=False, name=None)
    return tuple(((plant, resource), hours.get(resource)) for plant, resource in named)


def template_of(kind_name: str) -> bytes:
    """Return the empty CSV file of a kind."""
    return (",".join(column.name for column in kind(kind_name).columns) + "\n").encode()
