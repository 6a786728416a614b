"""A company small enough to be planned by hand: three SKUs, two regions, two plants, one line with its crew.

Sales are the same every closed month, January 2025 to December 2026, so every forecast is that month again.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd

from sop.domain.calendar import Month, MonthRange, month_row
from sop.domain.demand import Override
from sop.domain.kinds import KINDS, Holds
from sop.domain.loads import Snapshot
from sop.domain.meeting import Cadence, Cycle
from sop.domain.people import Act, Actor, Function, Person, Role
from sop.domain.scenario import Dimension, Lever, LeverKind, Scope
from sop.intake.template import read_template
from sop.services.company import Company, catalogue_of
from sop.services.cycles import NewCycle
from sop.services.workspace import Workspace
from sop.storage import log, people

NOW = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)
LAST_CLOSED, CURRENT, FIRST = Month("2026-12"), Month("2027-01"), Month("2027-02")
CLOSED = month_row(Month("2025-01"), 24)
SOLD = {
    ("CH-1", "North"): 60,
    ("CH-1", "South"): 40,
    ("CH-2", "North"): 30,
    ("CH-2", "South"): 10,
    ("TB-1", "South"): 10,
}
CHAIRS, STEEL_CHAIRS, TABLES = 0, 1, 2  # rows of the SKUs
NORTH, SOUTH = 0, 1
CHAIR_FAMILY = Scope(Dimension.FAMILY, "Chairs")
TYPES = {Holds.TEXT: "str", Holds.MONTH: "str", Holds.NUMBER: "float64", Holds.FLAG: "int64"}

_PARTIAL = f"{CURRENT},CH-1,North,9999\n"  # the month that runs is no history
_MONTHS = month_row(CURRENT, 13)
FILES: dict[str, str] = {
    "items": "sku,name,family,make_or_buy,mode,safety_stock_days,promised_months,unit\n"
    "CH-1,Oak chair,Chairs,make,stock,15.2,0,pcs\n"
    "CH-2,Steel chair,Chairs,both,stock,0,0,pcs\n"
    "TB-1,Table,Tables,make,order,0,2,m\n",
    "sales_history": "month,sku,region,quantity\n"
    + "".join(f"{month},{sku},{region},{units}\n" for month in CLOSED for (sku, region), units in SOLD.items())
    + _PARTIAL,
    "inventory": "sku,location,quantity\nCH-1,Sibiu,100\nCH-1,Arad,50\n",
    "capacity": "plant,resource,resource_kind,staff_group,month,hours,overtime_hours,overtime_cost_per_hour\n"
    + "".join(
        f"Sibiu,Saw,line,Crew,{month},200,0,0\nSibiu,Crew,labour,,{month},160,16,50\nArad,Bench,line,,{month},40,0,0\n"
        for month in _MONTHS
    ),
    "routings": "sku,plant,resource,hours_per_unit\n"
    "CH-1,Sibiu,Saw,1\nCH-1,Sibiu,Crew,0.5\nCH-1,Arad,Bench,2\nCH-2,Sibiu,Saw,0.5\nTB-1,Sibiu,Crew,3\n",
    "costs": "sku,plant,unit_cost,holding_percent_per_month,monthly_limit\n"
    "CH-1,Sibiu,50,2,\nCH-1,Arad,60,2,\nCH-2,Sibiu,40,1,\nCH-2,,45,1,30\nTB-1,Sibiu,500,1,\n",
    "prices": "sku,region,price\nCH-1,North,100\nCH-1,South,120\nCH-2,North,80\n",
    "budget": f"month,family,quantity,revenue,margin\n{FIRST},Chairs,130,13000,4000\n",
    "production_orders": f"month,sku,plant,quantity\n{CURRENT},CH-1,Sibiu,20\n{FIRST},CH-1,Sibiu,30\n",
    "open_purchases": f"month,sku,quantity\n{CURRENT},CH-1,5\n{FIRST},CH-2,12\n2027-03,CH-2,99\n",
    "open_orders": f"month,sku,region,quantity\n{LAST_CLOSED},CH-1,North,7\n2026-11,TB-1,South,4\n{FIRST},CH-1,North,50\n",
}

FACILITATOR = Person("p-ana", "Ana", Function.PLANNING, Role.FACILITATOR, email="ana@example.com")
PARTICIPANT = Person("p-ion", "Ion", Function.SALES, Role.PARTICIPANT)
OTHER = Person("p-eva", "Eva", Function.FINANCE, Role.PARTICIPANT)
VIEWER = Person("p-vio", "Vio", Function.LOGISTICS, Role.VIEWER)
PEOPLE = (FACILITATOR, PARTICIPANT, OTHER, VIEWER)


def act(token: str, person: Person = FACILITATOR, now: datetime = NOW) -> Act:
    return Act(Actor(person.id, person.function, person.role), now, token)


def rows(changed: dict[str, str | None] | None = None) -> dict[str, pd.DataFrame]:
    """Every kind as a company with these files delivers it; None or a missing file is an empty kind."""
    files = {**FILES, **(changed or {})}
    empty = {
        kind: pd.DataFrame({column.name: pd.Series([], dtype=TYPES[column.holds]) for column in KINDS[kind].columns})
        for kind in KINDS
    }
    return {**empty, **{kind: read_template(KINDS[kind], text.encode()) for kind, text in files.items() if text}}


def company(changed: dict[str, str | None] | None = None) -> Company:
    """The company as its rows describe it, without a database."""
    delivered = rows(changed)
    return Company(Snapshot("s-1", 1, (("items", "l-1"),), NOW), catalogue_of(delivered), delivered)


def cycle(horizon_months: int = 6, first_decidable: str = "2027-03") -> Cycle:
    """The cycle of January 2027: February is frozen, March is the first month to decide."""
    return Cycle(
        id="c-1",
        name="2027-01",
        cadence=Cadence.MONTHLY,
        last_closed=LAST_CLOSED,
        first_decidable=Month(first_decidable),
        horizon_months=horizon_months,
        fiscal_year_start=1,
        fiscal_calendar="calendar",
        currency="RON",
        time_zone="Europe/Bucharest",
    )


WISH = NewCycle(LAST_CLOSED, Month("2027-03"), 6, "RON", "Europe/Bucharest", datetime(2027, 1, 28, 8, 0, tzinfo=UTC))


def override(change: float, *, in_percent: bool = True, **where: object) -> Override:
    """A change of all chairs in February and March 2027, unless said otherwise."""
    values = {"family": "Chairs", "sku": "", "region": "", "months": MonthRange(FIRST, Month("2027-03"))}
    standing = Override(
        "o-1", "c-1", **values, change=change, in_percent=in_percent, reason="Fair", author_id="p-ana", recorded_at=NOW
    )
    return replace(standing, **where)


def lever(
    value: float = 10,
    kind: LeverKind = LeverKind.DEMAND,
    scope: Scope = CHAIR_FAMILY,
    first: str = "2027-03",
    last: str = "2027-05",
    lever_id: str = "lever",
) -> Lever:
    return Lever(lever_id, kind, value, scope, MonthRange(Month(first), Month(last)))


def list_people(workspace: Workspace) -> None:
    with workspace.store.write() as w:
        for person in PEOPLE:
            people.add(w, person, person.id)


def events(workspace: Workspace, event: str) -> int:
    """How often something stands in the log."""
    with workspace.store.read() as tx:
        return len(log.tail(tx, 1000, event))
