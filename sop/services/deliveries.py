"""The readiness of a cycle: each delivery that is expected with its state, its quality and its control total."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sop.domain.control import DELIVERED_BY, Control, ControlTotal
from sop.domain.deliveries import LACKING, THERE, DeliveryState, Expectation, Progress, progress
from sop.domain.freezes import Freeze
from sop.domain.loads import Load, Snapshot
from sop.domain.meeting import Cycle
from sop.domain.people import Function, Person
from sop.domain.quality import Facts, LoadReport, Quality, quality
from sop.services import control_totals, cycle_loads, expectations
from sop.services.coverage import Kept, coverage
from sop.services.cycle_loads import CycleLoads, day_of
from sop.storage import freezes, load_reports, people, snapshots
from sop.storage.engine import Connection

CONTROL_OF = {kind: control for control, kind in DELIVERED_BY.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """One delivery of a cycle: what was expected, what came, how good it is.

    `load` is what the cycle plans with, be it last month's (`first` is None then); `later` came after the freeze.
    """

    expectation: Expectation
    due: date
    progress: Progress
    load: Load | None
    first: Load | None
    corrections: int
    later: Load | None
    report: LoadReport | None
    quality: Quality | None  # None where nothing came
    control: ControlTotal | None

    @property
    def kind(self) -> str:
        return self.expectation.kind

    @property
    def state(self) -> DeliveryState:
        return self.progress.state

    @property
    def is_old(self) -> bool:
        """Return whether last month's load is planned with, because a new one did not come."""
        return self.load is not None and self.first is None and self.expectation.each_cycle


@dataclass(frozen=True, slots=True, eq=False)
class Deliveries:
    """The board of a cycle: what is expected, department by department, and what came beside it."""

    cycle: Cycle
    lines: tuple[Expected, ...]
    unasked: tuple[Expected, ...]  # came, or stands, though nobody expects it
    expectations: tuple[Expectation, ...]  # of every kind, wanted or not
    controls: Mapping[Control, ControlTotal]
    snapshot: Snapshot | None
    is_frozen: bool
    freezes: tuple[Freeze, ...]
    replaced: Snapshot | None  # what was frozen before the last freeze
    people: Mapping[str, Person]
    today: date

    @property
    def departments(self) -> tuple[Function, ...]:
        """Return the departments of which something is expected or came, in the order of the table."""
        named = {each.expectation.function for each in (*self.lines, *self.unasked)}
        return tuple(function for function in Function if function in named)

    def of(self, function: Function) -> tuple[Expected, ...]:
        return tuple(each for each in self.lines if each.expectation.function is function)

    def in_state(self, *states: DeliveryState) -> tuple[Expected, ...]:
        return tuple(each for each in self.lines if each.state in states)

    @property
    def asked(self) -> tuple[Expected, ...]:
        """Return what counts: all that is expected and not excused."""
        return tuple(each for each in self.lines if each.state is not DeliveryState.EXCUSED)

    @property
    def there(self) -> tuple[Expected, ...]:
        return self.in_state(*THERE)

    @property
    def lacking(self) -> tuple[Expected, ...]:
        return self.in_state(*LACKING)

    @property
    def later(self) -> tuple[Expected, ...]:
        return tuple(each for each in (*self.lines, *self.unasked) if each.later is not None)

    def day(self, moment: datetime) -> date:
        """Return the day of a moment where the company is."""
        return day_of(self.cycle, moment)

    def owner(self, expectation: Expectation) -> Person | None:
        return self.people.get(expectation.owner_id)


def read_deliveries(tx: Connection, kept: Kept, cycle: Cycle, now: datetime) -> Deliveries:
    """Read the board of a cycle as it stands now; `kept` holds what never changes between reads."""
    return _board(tx, kept, cycle_loads.of_cycle(tx, cycle), now)


def _board(tx: Connection, kept: Kept, had: CycleLoads, now: datetime) -> Deliveries:
    cycle = had.cycle
    every = expectations.of_cycle(tx, cycle)
    controls = control_totals.read_controls(tx, kept, cycle, had.planned)
    frozen = freezes.of_cycle(tx, cycle.id)
    before = frozen[-1].replaced_id if frozen else None
    today = day_of(cycle, now)
    read = _reader(tx, kept, had, controls, today)
    return Deliveries(
        cycle=cycle,
        lines=tuple(read(each) for each in every if each.wanted),
        unasked=tuple(read(each) for each in every if not each.wanted and each.kind in {*had.planned, *had.later}),
        expectations=every,
        controls=controls,
        snapshot=had.snapshot,
        is_frozen=had.frozen,
        freezes=frozen,
        replaced=snapshots.get(tx, before) if before else None,
        people={person.id: person for person in people.all_people(tx)},
        today=today,
    )


def _reader(
    tx: Connection, kept: Kept, had: CycleLoads, controls: Mapping[Control, ControlTotal], today: date
) -> Callable[[Expectation], Expected]:
    """Return what makes a line of the board from an expectation."""
    reports = load_reports.of_loads(tx, [load.id for load in had.planned.values()])

    def read(expectation: Expectation) -> Expected:
        kind = expectation.kind
        due = expectation.due_in(had.cycle.current)
        how = progress(
            expectation, due, had.came(kind), today, has_older=had.is_older(kind), closed=had.closed
        )  # fmt: skip
        load = had.planned.get(kind)
        report = reports.get(load.id) if load else None
        control = controls.get(CONTROL_OF[kind]) if kind in CONTROL_OF else None
        return Expected(
            expectation=expectation,
            due=due,
            progress=how,
            load=load,
            first=had.first.get(kind),
            corrections=had.corrections.get(kind, 0),
            later=had.later.get(kind),
            report=report,
            quality=_quality(tx, kept, had, load, report, how, control) if load else None,
            control=control,
        )

    return read


def _quality(
    tx: Connection,
    kept: Kept,
    had: CycleLoads,
    load: Load,
    report: LoadReport | None,
    how: Progress,
    control: ControlTotal | None,
) -> Quality | None:
    if how.state not in THERE:
        return None
    late = None if how.state is DeliveryState.STANDS else how.days
    covered = coverage(tx, kept, had.cycle, had.planned, load.kind)
    return quality(Facts(load.rows, covered, report, late, control.state if control else None))
