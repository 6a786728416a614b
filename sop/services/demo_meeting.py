"""The demo company's cycle of November 2026 after the three behind it: its meeting, and scenarios for the room."""

from datetime import UTC, datetime
from pathlib import Path

from sop.domain.calendar import Month, MonthRange
from sop.domain.meeting import Cycle
from sop.domain.objectives import Measure, Objective
from sop.domain.people import Act, Actor, Function
from sop.domain.scenario import Dimension, Lever, LeverKind, Scope
from sop.language import N_
from sop.services import demo, demo_deliveries, demo_history, demo_survey, objectives, projects, running, what_if
from sop.services.cycles import NewCycle, open_cycle
from sop.services.demo_foresight import fill_foresight
from sop.services.demo_prepared import fill_prepared
from sop.services.overrides import add_override
from sop.storage import cycles, loads, people, scenarios
from sop.storage.engine import Store

CYCLE = NewCycle(
    last_closed=Month("2026-10"),
    first_decidable=Month("2027-01"),
    horizon_months=18,
    currency="RON",
    time_zone="Europe/Bucharest",
    starts_at=datetime(2026, 11, 26, 8, 0, tzinfo=UTC),
)
BOOKS_COMPARED = datetime(2026, 11, 11, 9, 0, tzinfo=UTC)
_FURNITURE = Scope(Dimension.FAMILY, "Garden furniture")
_GRILLS = Scope(Dimension.FAMILY, "Grills")
_HEATERS = Scope(Dimension.FAMILY, "Patio heaters")
_BURNERS = MonthRange(Month("2027-03"), Month("2027-04"))
_SPRING = MonthRange(Month("2027-02"), Month("2027-04"))
_MAY = MonthRange(Month("2027-05"), Month("2027-05"))
_JUNE = MonthRange(Month("2027-06"), Month("2027-06"))
_WINTER = MonthRange(Month("2027-01"), Month("2027-04"))
SCENARIOS: tuple[tuple[str, tuple[Lever, ...]], ...] = (
    (N_("A Fuller stock for spring"), (Lever("demo-a1", LeverKind.SAFETY_STOCK, 25, Scope(), _WINTER),)),
    (
        N_("B Promotion in May"),
        (
            Lever("demo-b1", LeverKind.DEMAND, 14, _FURNITURE, _MAY),
            Lever("demo-b2", LeverKind.PRICE, -6, _FURNITURE, _MAY),
            Lever("demo-b3", LeverKind.DEMAND, -6, _FURNITURE, _JUNE),
        ),
    ),
    (N_("C Sell less in spring"), (Lever("demo-c1", LeverKind.DEMAND, -10, _GRILLS, _SPRING),)),
    (N_("D Heaters wait for burners"), (Lever("demo-d1", LeverKind.DEMAND, -20, _HEATERS, _BURNERS),)),
)
ENDING, RUN_OUT = "GR-120", MonthRange(Month("2026-11"), Month("2026-12"))
ENDING_REASON = N_("It ends in December and its successor sells already: the last months were half of a year ago")
OBJECTIVES = (
    Objective("demo-objective-1", 2027, Measure.FILL_RATE, 0.98, Function.SALES),
    Objective("demo-objective-2", 2027, Measure.STOCK_VALUE, 2_400_000, Function.FINANCE),
    Objective("demo-objective-3", 2027, Measure.MARGIN, 40_000_000, Function.MANAGEMENT),
)


def is_missing(store: Store) -> bool:
    """Return whether nothing of a company is there, or a demo that was cut off while it was filled in."""
    with store.read() as tx:
        standing = loads.current(tx)
        begun = {cycle.name for cycle in cycles.all_cycles(tx)} <= demo_history.NAMES
        return begun and all(load.is_demo for load in standing.values())


def _run_out(store: Store, act: Act, cycle: Cycle) -> None:
    """Lay what sales knows over the baseline: the season of past years will not come for the grill that ends."""
    with store.read() as tx:
        sales = next((person for person in people.all_people(tx) if person.function is Function.SALES), None)
    author = Actor(sales.id if sales else act.actor.person_id, Function.SALES, act.actor.role)
    add_override(
        store, Act(author, act.now, "demo-override"), cycle.id, family="", sku=ENDING, region="", months=RUN_OUT,
        change=-55, in_percent=True, reason=str(ENDING_REASON),
    )  # fmt: skip


def _is_open(store: Store) -> bool:
    with store.read() as tx:
        return any(cycle.name == CYCLE.last_closed.plus(1) for cycle in cycles.all_cycles(tx))


def fill_all(store: Store, home: Path, act: Act) -> Cycle:
    """Fill in the demo company, open its cycle and make its scenarios; a second call finishes what a first one began."""
    if not _is_open(store):
        demo_history.fill(store, home, act)
    demo.fill(store, home, act)
    cycle, meeting = open_cycle(store, Act(act.actor, act.now, "demo-cycle"), CYCLE)
    for number, (name, levers) in enumerate(SCENARIOS):
        token = Act(act.actor, act.now, f"demo-scenario-{number}")
        scenario = what_if.new_scenario(store, token, cycle.id, str(name))
        for lever in levers:
            if scenario.lever(lever.id) is None:
                what_if.move_lever(store, act, scenario.id, lever)
        if number == 0 and meeting.projected_scenario is None:
            running.project(store, act, meeting.id, scenario.id)
    _run_out(store, act, cycle)
    demo_survey.fill_survey(store, act)
    workspace = demo_history.desk(store, home)
    demo_deliveries.ask(workspace, act, cycle)
    demo_deliveries.compare_books(workspace, act, cycle, BOOKS_COMPARED)
    _agree(store, act)
    fill_foresight(store, act)
    with store.read() as tx:
        made = scenarios.of_cycle(tx, cycle.id)
    fill_prepared(store, act, cycle, {"0" if each.is_base else each.name[0]: each.id for each in made})
    return cycle


def _agree(store: Store, act: Act) -> None:
    """Take the delivered projects over and set the objectives, unless that was done before."""
    with store.read() as tx:
        offered, agreed = projects.offered(tx), objectives.listed(tx)
    projects.take_over(store, act, offered)
    for each in OBJECTIVES if not agreed else ():
        objectives.set_objective(store, act, each)
