"""What happened in Casa Verde's three earlier cycles: who expected what, what was decided and why, and what came of it.

An assumption that broke (two heaters listed at a chain), the decision that was reversed for it, an improvement that
worked (stock figures on time after a reminder), two actions that are overdue.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sop.domain.calendar import Month, MonthRange
from sop.domain.decisions import ActionState
from sop.domain.execution import Measure
from sop.domain.scenario import Dimension, Lever, LeverKind, Scope
from sop.language import N_, Term

HEATERS, GRILLS, FURNITURE = "Patio heaters", "Grills", "Garden furniture"
DIRECTOR, SALES, MARKETING, FINANCE = "managing.director", "sales", "marketing", "finance"
SIBIU, BACAU, PURCHASING, LOGISTICS = "production.sibiu", "production.bacau", "purchasing", "logistics"
DEMAND, SUPPLY = "demand.planner", "supply.planner"
EVERYBODY = (DIRECTOR, SALES, MARKETING, FINANCE, SIBIU, BACAU, PURCHASING, LOGISTICS, DEMAND, SUPPLY)


@dataclass(frozen=True, slots=True)
class Todo:
    """An action: what, by which seat, until when, and when it was closed if it was."""

    text: Term
    owner: str
    due: date
    closed: date | None = None
    state: ActionState = ActionState.DONE


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision, the scenario whose plan it keeps, and the actions that carry it out."""

    question: Term
    choice: Term
    rationale: Term
    owner: str
    due: date
    scenario: str
    todos: tuple[Todo, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a function expected of a family beyond the statistical forecast."""

    seat: str
    family: str
    months: MonthRange
    percent: float
    reason: Term


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a figure of the month that had closed lay off its plan."""

    place: tuple[str, Month, Measure]
    cause: Term
    todo: Todo


@dataclass(frozen=True, slots=True)
class Story:
    """One cycle: its dates, what was expected, tried, decided and adopted, and how its meeting went."""

    cycle: Month
    opened: datetime
    starts_at: datetime
    late_minutes: int
    minutes: tuple[int, ...]  # per item of the agenda
    present: tuple[str, ...]
    scenarios: tuple[tuple[str, tuple[Lever, ...]], ...]
    adopted: str
    why_adopted: Term
    decisions: tuple[Choice, ...]
    todos: tuple[Todo, ...] = ()
    changes: tuple[Change, ...] = ()
    causes: tuple[Cause, ...] = field(default=())

    @property
    def last_closed(self) -> Month:
        return self.cycle.plus(-1)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.late_minutes + sum(self.minutes[:5]))

    @property
    def every_todo(self) -> tuple[Todo, ...]:
        return (*self.todos, *(todo for choice in self.decisions for todo in choice.todos))


def _heaters(name: str, kind: LeverKind, value: float, first: str, last: str) -> Lever:
    return Lever(name, kind, value, Scope(Dimension.FAMILY, HEATERS), MonthRange(Month(first), Month(last)))


_AHEAD = N_("Heaters ahead of the listing")
_BACAU = N_("Overtime in Bacău")
_USUAL = N_("Heaters as usual")
_OVERTIME = N_("Overtime in Sibiu in December")
_SELL = N_("Sell heaters down")
_AUGUST = Story(
    cycle=Month("2026-08"),
    opened=datetime(2026, 8, 5, 7, 30, tzinfo=UTC),
    starts_at=datetime(2026, 8, 27, 7, 0, tzinfo=UTC),
    late_minutes=12,
    minutes=(9, 16, 24, 18, 37, 8, 3),
    present=tuple(seat for seat in EVERYBODY if seat not in {FINANCE, PURCHASING}),
    scenarios=(
        (str(_AHEAD), (_heaters("demo-08-1", LeverKind.SAFETY_STOCK, 24, "2026-10", "2026-11"),)),
        (
            str(_BACAU),
            (
                Lever(
                    "demo-08-2", LeverKind.OVERTIME, 15, Scope(Dimension.PLANT, "Bacău"),
                    MonthRange(Month("2026-10"), Month("2026-11")),
                ),
            ),
        ),
    ),
    adopted=str(_AHEAD),
    why_adopted=N_("Sales wants heaters on the shelf when the chain opens its winter range."),
    decisions=(
        Choice(
            N_("How many patio heaters do we build for the autumn?"),
            N_("As many as sales expects: two heaters are listed at Dedalus Bricolaj from September."),
            N_(
                "Assumption: the chain confirms the listing by 11 September. If it does not, about 1,500 heaters too many lie in stock."
            ),
            SIBIU,
            date(2026, 9, 30),
            str(_AHEAD),
            (
                Todo(N_("Have the listing confirmed in writing"), SALES, date(2026, 9, 11), date(2026, 9, 18)),
                Todo(N_("Order burners for 1,500 more heaters"), PURCHASING, date(2026, 9, 4), date(2026, 9, 3)),
            ),
        ),
        Choice(
            N_("Who makes the stacking chairs while painting is full of heaters?"),
            N_("Bacău, from painted parts, with overtime on two Saturdays."),
            N_("Painting in Sibiu stays free for the heaters; the Saturdays cost less than an outside painter."),
            BACAU,
            date(2026, 10, 16),
            str(_BACAU),
            (Todo(N_("Agree on the two Saturdays with the works council"), BACAU, date(2026, 9, 15), date(2026, 9, 14)),),
        ),
    ),
    todos=(
        Todo(N_("Measure the painting hours of every heater again"), SIBIU, date(2026, 10, 2)),
        Todo(
            N_("Send the stock figures by the third working day, with a reminder the day before"), LOGISTICS,
            date(2026, 9, 3), date(2026, 9, 3),
        ),
    ),
    changes=(
        Change(
            SALES, HEATERS, MonthRange(Month("2026-09"), Month("2026-12")), 16,
            N_("Dedalus Bricolaj lists two heaters from September."),
        ),
    ),
)  # fmt: skip
_SEPTEMBER = Story(
    cycle=Month("2026-09"),
    opened=datetime(2026, 9, 4, 7, 30, tzinfo=UTC),
    starts_at=datetime(2026, 9, 24, 7, 0, tzinfo=UTC),
    late_minutes=6,
    minutes=(6, 12, 19, 17, 34, 9, 4),
    present=tuple(seat for seat in EVERYBODY if seat != MARKETING),
    scenarios=((str(_USUAL), (_heaters("demo-09-1", LeverKind.SAFETY_STOCK, 10, "2026-11", "2026-12"),)),),
    adopted=str(_USUAL),
    why_adopted=N_("No more heaters ahead of a listing that nobody has signed."),
    decisions=(
        Choice(
            N_("The listing is not signed: do we go on building heaters ahead?"),
            N_("No. The decision of August is reversed from November on."),
            N_(
                "The assumption of August broke: the chain moved its decision to spring. What is ordered for October is made, nothing beyond it."
            ),
            SIBIU,
            date(2026, 10, 2),
            str(_USUAL),
            (
                Todo(N_("Take heaters off the orders from November on"), SUPPLY, date(2026, 10, 2), date(2026, 9, 29)),
                Todo(
                    N_("Ask the burner supplier to take 800 burners back"), PURCHASING, date(2026, 10, 9), date(2026, 10, 12),
                    ActionState.DROPPED,
                ),
            ),
        ),
        Choice(
            N_("Do sales overrides still need no reason?"),
            N_("Every override names its assumption and the day on which it is known."),
            N_("One override without a date cost us a month of heaters."),
            DEMAND,
            date(2026, 10, 15),
            str(_USUAL),
        ),
    ),
    todos=(
        Todo(N_("Compare last month's overrides with what was sold, every cycle"), DEMAND, date(2026, 10, 8), date(2026, 10, 7)),
        Todo(N_("Show which chain orders came later than promised"), SALES, date(2026, 10, 20)),
    ),
    changes=(
        Change(
            SALES, HEATERS, MonthRange(Month("2026-10"), Month("2026-10")), 12,
            N_("Part of the listing may still come in October."),
        ),
    ),
)  # fmt: skip
_OCTOBER = Story(
    cycle=Month("2026-10"),
    opened=datetime(2026, 10, 5, 7, 30, tzinfo=UTC),
    starts_at=datetime(2026, 10, 29, 8, 0, tzinfo=UTC),
    late_minutes=2,
    minutes=(5, 10, 16, 15, 31, 9, 4),
    present=EVERYBODY,
    scenarios=(
        (
            str(_SELL),
            (
                _heaters("demo-10-1", LeverKind.PRICE, -8, "2026-12", "2027-01"),
                _heaters("demo-10-2", LeverKind.DEMAND, 10, "2026-12", "2027-01"),
            ),
        ),
        (
            str(_OVERTIME),
            (
                Lever(
                    "demo-10-3",
                    LeverKind.OVERTIME,
                    15,
                    Scope(Dimension.PLANT, "Sibiu"),
                    MonthRange(Month("2026-12"), Month("2026-12")),
                ),
            ),
        ),
    ),
    adopted=str(_SELL),
    why_adopted=N_("Heaters must leave the warehouse before the grills come in."),
    decisions=(
        Choice(
            N_("How do we get rid of the heaters above target?"),
            N_("8 % off in December and January, no new heaters before February."),
            N_("What a heater in stock costs until next autumn is more than the 8 %."),
            SALES,
            date(2026, 11, 30),
            str(_SELL),
            (
                Todo(N_("Tell garden centres and web shop of the winter price"), MARKETING, date(2026, 11, 20)),
                Todo(N_("Book the price cut in the latest estimate"), FINANCE, date(2026, 11, 6), date(2026, 11, 5)),
            ),
        ),
        Choice(
            N_("Grills fell short in September: do we work them up?"),
            N_("Yes, in regular hours; overtime only if December's orders come in early."),
            N_("The painters are back, and nobody waits for a grill in winter."),
            SIBIU,
            date(2026, 12, 11),
            str(_OVERTIME),
            (Todo(N_("Work up the grills that were not painted in September"), SIBIU, date(2026, 12, 11)),),
        ),
    ),
    todos=(
        Todo(N_("Get an offer for a second sewing machine"), BACAU, date(2026, 12, 4)),
        Todo(N_("Have two more people trained in painting"), SIBIU, date(2026, 11, 30)),
    ),
    causes=(
        Cause(
            (GRILLS, Month("2026-09"), Measure.PRODUCTION),
            N_("Three painters were ill for two weeks; heaters were painted first."),
            Todo(N_("Train two people of assembly in painting"), SIBIU, date(2026, 12, 15)),
        ),
        Cause(
            (HEATERS, Month("2026-09"), Measure.STOCK),
            N_("The listing at Dedalus Bricolaj did not come; what was made ahead stayed in stock."),
            Todo(N_("Offer the heaters in stock to the web shop first"), SALES, date(2026, 12, 1)),
        ),
    ),
)
STORIES = (_AUGUST, _SEPTEMBER, _OCTOBER)
