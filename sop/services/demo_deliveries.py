"""Who of Casa Verde delivered what and when, and how the books compared: late in August, on time since the reminder.

This month purchases came two days late, and sales' own forecast, asked for since this month, is not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sop.domain.calendar import Month
from sop.domain.control import DELIVERED_BY, Control, ControlState, ControlTotal, LedgerFigure
from sop.domain.ids import new_id
from sop.domain.meeting import Cycle
from sop.domain.people import Act, Actor, Person
from sop.language import N_
from sop.services import control_totals, cycle_loads, expectations
from sop.services.demo_story import DEMAND, FINANCE, LOGISTICS, MARKETING, PURCHASING, SALES, SIBIU
from sop.services.workspace import Workspace
from sop.storage import people
from sop.storage.engine import Connection

PRESENT = Month("2026-11")
SEATS = {
    "sales_history": SALES, "open_orders": SALES, "prices": SALES, "customers": SALES, "forecasts": SALES,
    "projects": MARKETING, "market_studies": MARKETING,
    "budget": FINANCE, "costs": FINANCE, "currency_rates": FINANCE,
    "production_history": SIBIU, "production_orders": SIBIU, "capacity": SIBIU, "routings": SIBIU, "bom": SIBIU,
    "open_purchases": PURCHASING, "materials_suppliers": PURCHASING,
    "inventory": LOGISTICS, "stock_history": LOGISTICS,
}  # fmt: skip
DAYS: Mapping[str, Mapping[str, int]] = {  # day of the month; two to four working days after its first are on time
    "2026-08": {
        "sales_history": 6, "open_orders": 4, "production_history": 5, "production_orders": 7, "open_purchases": 5,
        "inventory": 10, "stock_history": 10,
    },
    "2026-09": {
        "sales_history": 2, "open_orders": 2, "production_history": 3, "production_orders": 3, "open_purchases": 4,
        "inventory": 3, "stock_history": 3,
    },
    "2026-10": {
        "sales_history": 2, "open_orders": 2, "production_history": 2, "production_orders": 5, "open_purchases": 5,
        "inventory": 5, "stock_history": 5,
    },
    "2026-11": {
        "sales_history": 3, "open_orders": 3, "production_history": 3, "production_orders": 4, "open_purchases": 6,
        "inventory": 4, "stock_history": 4, "projects": 5,
    },
}  # fmt: skip
FIRST_DAYS = {"2026-08": 4, "2026-09": 2, "2026-10": 2, "2026-11": 3}  # of all that is not named above
HOUR, MINUTES_APART = 8, 7
ASKED = ("projects", "forecasts")  # expected since this month


@dataclass(frozen=True, slots=True)
class Books:
    """How far the loads lay off the books, as a share of them; signed with a reason, without one, or not yet."""

    share: float
    reason: str = ""
    is_signed: bool = True


BOOKS: Mapping[str, Mapping[Control, Books]] = {
    "2026-08": {
        Control.REVENUE: Books(0.0012),
        Control.STOCK_VALUE: Books(
            0.0185, N_("Goods at the painter outside are in the warehouse's figures and not in the balance sheet.")
        ),
    },
    "2026-09": {Control.REVENUE: Books(-0.0009), Control.STOCK_VALUE: Books(0.0031)},
    "2026-10": {Control.REVENUE: Books(0.0004), Control.STOCK_VALUE: Books(0.0016)},
    "2026-11": {
        Control.REVENUE: Books(0.0094, N_("Credit notes of Dedalus Bricolaj for October are booked in November.")),
        Control.STOCK_VALUE: Books(0.0022, is_signed=False),
    },
}


def seats(tx: Connection) -> dict[str, Person]:
    """Return the people of the demo company by their seat, which their address begins with."""
    return {person.email.split("@")[0]: person for person in people.all_people(tx) if person.email}


def act_of(tx: Connection, by: Act, cycle: str, kind: str) -> Act:
    """Return the act with which a file came: its department's, at its hour, but never after now."""
    day = DAYS[cycle].get(kind, FIRST_DAYS[cycle])
    apart = timedelta(minutes=MINUTES_APART * list(SEATS).index(kind)) if kind in SEATS else timedelta()
    month = Month(cycle)
    at = datetime(month.year, month.number, day, HOUR, tzinfo=UTC) + apart
    return Act(_actor(seats(tx), SEATS.get(kind, DEMAND), by), min(at, by.now), by.token)


def _actor(known: Mapping[str, Person], seat: str, by: Act) -> Actor:
    person = known.get(seat)
    return Actor(person.id, person.function, person.role) if person else by.actor


def ask(workspace: Workspace, by: Act, cycle: Cycle) -> None:
    """Expect from this cycle on what was not asked for before, unless somebody has decided on it since."""
    with workspace.store.read() as tx:
        known = {each.kind: each for each in expectations.of_cycle(tx, cycle)}
        owners = seats(tx)
    for kind in ASKED:
        if known[kind].version == 0:
            owner = owners.get(SEATS[kind])
            wish = replace(known[kind], wanted=True, owner_id=owner.id if owner else "")
            expectations.set_expectation(workspace.store, by, wish)


def compare_books(workspace: Workspace, by: Act, cycle: Cycle, day: datetime) -> None:
    """Enter the figures of the books and sign for them, a day later, unless that was done before."""
    with workspace.store.read() as tx:
        known = seats(tx)
        planned = cycle_loads.of_cycle(tx, cycle).planned
        before = control_totals.read_controls(tx, workspace.covered, cycle, planned)
        owners = {each.kind: each for each in expectations.of_cycle(tx, cycle)}
    for control, books in BOOKS[cycle.name].items():
        total, at = before[control], min(day, by.now)
        if total.ledger is None:
            wish = LedgerFigure(new_id(), cycle.id, control, round(total.loaded / (1 + books.share), -2), "", at)
            figure = control_totals.enter_figure(
                workspace.store, Act(_actor(known, FINANCE, by), at, f"demo-{cycle.name}-{control}"), wish
            )
            total = ControlTotal(control, total.loaded, figure, total.signature, total.tolerance)
        if books.is_signed and total.state is ControlState.TO_SIGN:
            kind = DELIVERED_BY[control]
            signer, later = _actor(known, SEATS[kind], by), min(day + timedelta(days=1), by.now)
            control_totals.sign(
                workspace, Act(signer, later, f"demo-{cycle.name}-sign-{control}"), cycle, total, owners[kind],
                str(books.reason),
            )  # fmt: skip
