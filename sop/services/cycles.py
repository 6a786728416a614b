"""Stage 0: open a cycle, set its agenda, invite by function."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sop.domain.calendar import Month
from sop.domain.errors import NotFound
from sop.domain.ids import new_id
from sop.domain.meeting import AgendaItem, Cadence, Cycle, Meeting, MeetingKind, Purpose, Stage
from sop.domain.people import Act, Function, Right
from sop.domain.scenario import Scenario
from sop.language import N_
from sop.services.loading import take_snapshot
from sop.storage import cycles, loads, log, meetings, scenarios, snapshots
from sop.storage.engine import Connection, Store, Writing

BASE_NAME = N_("Base plan")
TEMPLATE: tuple[tuple[str, Stage, int, Purpose], ...] = (
    (N_("Actions of last time"), Stage.FOLLOW_UP, 5, Purpose.INFORM),
    (N_("Last month against plan"), Stage.EXECUTION, 10, Purpose.INFORM),
    (N_("Demand"), Stage.DEMAND, 15, Purpose.DISCUSS),
    (N_("Supply"), Stage.SUPPLY, 15, Purpose.DISCUSS),
    (N_("Decisions"), Stage.MEETING, 30, Purpose.DECIDE),
    (N_("Read-back of decisions and actions"), Stage.FOLLOW_UP, 10, Purpose.INFORM),
    (N_("How was this meeting?"), Stage.IMPROVE, 5, Purpose.DISCUSS),
)


@dataclass(frozen=True, slots=True)
class NewCycle:
    """What a facilitator fills in to open a cycle."""

    last_closed: Month
    first_decidable: Month
    horizon_months: int
    currency: str
    time_zone: str
    starts_at: datetime
    cadence: Cadence = Cadence.MONTHLY
    fiscal_year_start: int = 1
    fiscal_calendar: str = "calendar"
    invited: tuple[Function, ...] = tuple(Function)


def open_cycle(store: Store, act: Act, wish: NewCycle) -> tuple[Cycle, Meeting]:
    """Open a cycle with its base scenario, one meeting and the agenda of the template; a second click changes nothing."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        snapshot = take_snapshot(w, act) if loads.current(w.tx) else snapshots.latest(w.tx)
        cycle, is_new = cycles.add(w, _cycle(wish, snapshot.id if snapshot else None), act.token)
        if not is_new:
            return cycle, _latest_meeting(w.tx, cycle)
        scenarios.add(w, Scenario(new_id(), cycle.id, str(BASE_NAME), (), True, act.actor.person_id), act.token)
        meeting = Meeting(new_id(), cycle.id, MeetingKind.SOP, wish.starts_at, wish.invited)
        meetings.add(w, meeting, agenda_of_template(meeting.id), act.token)
        log.append(w, act, "cycle_opened", "cycle", cycle.id, {"last_closed": cycle.last_closed})
        w.announce("company")
    return cycle, meeting


def _cycle(wish: NewCycle, snapshot_id: str | None) -> Cycle:
    return Cycle(
        id=new_id(),
        name=wish.last_closed.plus(1),
        cadence=wish.cadence,
        last_closed=wish.last_closed,
        first_decidable=wish.first_decidable,
        horizon_months=wish.horizon_months,
        fiscal_year_start=wish.fiscal_year_start,
        fiscal_calendar=wish.fiscal_calendar,
        currency=wish.currency.upper(),
        time_zone=wish.time_zone,
        snapshot_id=snapshot_id,
    )


def agenda_of_template(meeting_id: str) -> tuple[AgendaItem, ...]:
    """Return the items of a first agenda; their titles are ours, and every reader sees them in their own language."""
    return tuple(
        AgendaItem(new_id(), meeting_id, position, str(title), stage, minutes, None, purpose)
        for position, (title, stage, minutes, purpose) in enumerate(TEMPLATE)
    )


def _latest_meeting(tx: Connection, cycle: Cycle) -> Meeting:
    meeting = meetings.latest(tx, cycle.id)
    if meeting is None:
        raise NotFound("This cycle has no meeting yet.")
    return meeting


def change_cycle(store: Store, act: Act, cycle: Cycle) -> Cycle:
    """Store a changed cycle; Conflict when somebody else changed it since."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        changed = cycles.change(w, cycle)
        log.append(w, act, "cycle_changed", "cycle", cycle.id, {"frame": cycle.frame})
        w.announce("company")
    return changed


def add_item(
    store: Store, act: Act, meeting_id: str, title: str, stage: Stage, minutes: int, purpose: Purpose
) -> AgendaItem:
    """Put an item at the end of the agenda."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        return add_item_in(w, act, meeting_id, title, stage, minutes, purpose)


def add_item_in(
    w: Writing, act: Act, meeting_id: str, title: str, stage: Stage, minutes: int, purpose: Purpose
) -> AgendaItem:
    """Put an item at the end of the agenda within a transaction of somebody else, whose rights were checked."""
    position = max((each.position for each in meetings.items(w.tx, meeting_id)), default=-1) + 1
    item = AgendaItem(new_id(), meeting_id, position, title, stage, minutes, act.actor.person_id, purpose)
    stored, is_new = meetings.add_item(w, item, act.token)
    if is_new:
        _note(w, act, "item_added", stored, {"title": title})
    return stored


def change_item(store: Store, act: Act, item: AgendaItem) -> AgendaItem:
    """Store a changed item; Conflict when somebody else changed it since."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        changed = meetings.change_item(w, item)
        _note(w, act, "item_changed", changed, {"title": changed.title, "minutes": changed.minutes})
    return changed


def remove_item(store: Store, act: Act, item: AgendaItem) -> None:
    """Take an item off the agenda; those behind it move up."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        meetings.remove_item(w, item.id, item.version)
        meetings.reorder(w, item.meeting_id, [each.id for each in meetings.items(w.tx, item.meeting_id)])
        _note(w, act, "item_removed", item, {"title": item.title})


def order_items(store: Store, act: Act, meeting_id: str, item_ids: Sequence[str]) -> None:
    """Put the items of a meeting in this order."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        meetings.reorder(w, meeting_id, item_ids)
        log.append(w, act, "agenda_ordered", "meeting", meeting_id, {"items": list(item_ids)})
        w.announce(f"meeting/{meeting_id}")


def invite(store: Store, act: Act, meeting: Meeting, functions: tuple[Function, ...]) -> Meeting:
    """Set the functions that are invited."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        changed = meetings.change(w, replace(meeting, invited=functions))
        log.append(w, act, "invited", "meeting", meeting.id, {"functions": list(functions)})
        w.announce(f"meeting/{meeting.id}")
    return changed


def _note(w: Writing, act: Act, event: str, item: AgendaItem, said: dict[str, object]) -> None:
    log.append(w, act, event, "item", item.id, said)
    w.announce(f"meeting/{item.meeting_id}")
