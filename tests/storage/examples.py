"""A cycle and what is made in it, as short as the rules of the nouns allow."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd

from sop.domain.calendar import Month, MonthRange
from sop.domain.decisions import Action, ActionState, Decision
from sop.domain.demand import Override
from sop.domain.ids import new_id
from sop.domain.loads import Load
from sop.domain.meeting import AgendaItem, Cadence, Cycle, Meeting, MeetingKind, Purpose, Stage
from sop.domain.people import Act, Actor, Function, Person, Role
from sop.domain.scenario import Dimension, Lever, LeverKind, Scenario, Scope
from sop.storage import cycles, decisions, loads, log, meetings, plans, scenarios
from sop.storage.engine import Store, Writing
from sop.storage.plans import StoredPlan

NOW = datetime(2027, 2, 3, 9, 30, 15, 250_000, tzinfo=UTC)
MARCH_TO_MAY = MonthRange(Month("2027-03"), Month("2027-05"))


def act(token: str = "click") -> Act:
    return Act(Actor("ana", Function.PLANNING, Role.FACILITATOR), NOW, token)


def cycle() -> Cycle:
    return Cycle(
        id=new_id(),
        name="February 2027",
        cadence=Cadence.MONTHLY,
        last_closed=Month("2027-01"),
        first_decidable=Month("2027-04"),
        horizon_months=18,
        fiscal_year_start=1,
        fiscal_calendar="calendar",
        currency="RON",
        time_zone="Europe/Bucharest",
    )


def person(name: str = "Ana Țîrlea") -> Person:
    return Person(new_id(), name, Function.SALES, Role.PARTICIPANT, "ro", "ana@example.org", NOW)


def lever(value: float = 12.5, kind: LeverKind = LeverKind.DEMAND) -> Lever:
    return Lever(new_id(), kind, value, Scope(Dimension.FAMILY, "Cabinets"), MARCH_TO_MAY)


def scenario(cycle_id: str, *levers: Lever, is_base: bool = False) -> Scenario:
    return Scenario(new_id(), cycle_id, "Promotion in May", levers, is_base=is_base, created_by="ana")


def override(cycle_id: str) -> Override:
    return Override(
        id=new_id(),
        cycle_id=cycle_id,
        family="Cabinets",
        sku="",
        region="North",
        months=MARCH_TO_MAY,
        change=-7.25,
        in_percent=True,
        reason="A listing ends",
        author_id="ana",
        recorded_at=NOW,
    )


def meeting(cycle_id: str, starts_at: datetime = NOW) -> Meeting:
    return Meeting(new_id(), cycle_id, MeetingKind.SOP, starts_at, (Function.SALES, Function.FINANCE))


def item(meeting_id: str, position: int, title: str) -> AgendaItem:
    return AgendaItem(new_id(), meeting_id, position, title, Stage.DEMAND, 15, "ana", Purpose.DECIDE)


def plan(cycle_id: str) -> StoredPlan:
    return StoredPlan(
        id=new_id(),
        cycle_id=cycle_id,
        number=0,
        key_digest="0123456789abcdef01234567",
        kpis={"revenue": 0.1 + 0.2, "fill_rate": None},
        recipe={"levers": [["demand", 12.5]]},
        payload=bytes(range(256)),
        engine="1",
        solver="HiGHS 1.15",
        made_at=NOW,
        made_by="ana",
    )


def load(kind: str, rows: int, **changes: object) -> Load:
    first = Load(new_id(), kind, f"{kind}.csv", "0" * 64, rows, "ana", NOW, is_demo=False)
    return replace(first, **changes)


def stored_cycle(w: Writing) -> Cycle:
    return cycles.add(w, cycle(), new_id())[0]


def stored_scenario(w: Writing, *levers: Lever) -> Scenario:
    return scenarios.add(w, scenario(stored_cycle(w).id, *levers), new_id())[0]


def stored_meeting(w: Writing, *titles: str) -> Meeting:
    held = meeting(stored_cycle(w).id)
    agenda = [item(held.id, position, title) for position, title in enumerate(titles, start=1)]
    return meetings.add(w, held, agenda, new_id())[0]


def stored_prices(w: Writing, **changes: object) -> Load:
    rows = pd.DataFrame({"sku": ["C-1", "C-2"], "region": ["", "North"], "price": [0.1, 2e9]})
    return loads.add(w, load("prices", len(rows), **changes), rows)


def decision(w: Writing) -> Decision:
    held = stored_meeting(w)
    kept = plans.add(w, plan(held.cycle_id))
    tried = scenarios.add(w, scenario(held.cycle_id), new_id())[0]
    return Decision(
        id=new_id(),
        cycle_id=held.cycle_id,
        meeting_id=held.id,
        question="Do we run the May promotion?",
        choice="Yes, with overtime in Cluj",
        rationale="Margin grows by 2 %",
        decider_id="ana",
        owner_id="dan",
        due=date(2027, 3, 1),
        scenario_id=tried.id,
        scenario_name=tried.name,
        plan_id=kept.id,
        recorded_by="ana",
        recorded_at=NOW,
    )


def action(cycle_id: str, due: date = date(2027, 3, 1)) -> Action:
    return Action(
        id=new_id(),
        cycle_id=cycle_id,
        meeting_id="",
        decision_id=None,
        text="Ask the supplier for 400 more",
        owner_id="dan",
        due=due,
        state=ActionState.OPEN,
        recorded_by="ana",
        recorded_at=NOW,
    )


def filled(store: Store) -> Scenario:
    """Store a decision with its plan, a load, a line of the log, and the scenario with two levers that is returned."""
    with store.write() as w:
        decided = decision(w)
        decisions.add(w, decided, "decided")
        stored_prices(w)
        log.append(w, act(), "decided", "decision", decided.id, {})
        tried = scenario(decided.cycle_id, lever(1.0), lever(2.0))
        return scenarios.add(w, tried, "tried")[0]
