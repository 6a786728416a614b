"""What the meeting leaves behind: decisions and actions, and the files in which they go home."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sop.domain.decisions import Action, Decision
from sop.domain.errors import Invalid
from sop.domain.meeting import AgendaItem, Cycle, Meeting
from sop.domain.people import Person
from sop.domain.supply import SupplyPlan
from sop.exports import actions as rows
from sop.exports.calendar_file import Attendee, MeetingEntry, calendar_bytes, meeting_entry
from sop.exports.tables import csv_bytes
from sop.exports.workbook import workbook_bytes
from sop.language import _
from sop.storage import actions, decisions, meetings, people
from sop.storage.engine import Connection

MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Log:
    """Decisions, actions and the meeting of a cycle, and the names of everybody in them."""

    cycle: Cycle
    meeting: Meeting | None
    items: tuple[AgendaItem, ...]
    decisions: tuple[Decision, ...]
    actions: tuple[Action, ...]
    people: Mapping[str, Person]

    @property
    def names(self) -> dict[str, str]:
        return {person.id: person.name for person in self.people.values()}

    @property
    def emails(self) -> dict[str, str]:
        return {person.id: person.email for person in self.people.values() if person.email}


def read_log(tx: Connection, cycle: Cycle) -> Log:
    """Return everything that was captured in a cycle."""
    meeting = meetings.latest(tx, cycle.id)
    return Log(
        cycle=cycle,
        meeting=meeting,
        items=meetings.items(tx, meeting.id) if meeting else (),
        decisions=decisions.of_cycle(tx, cycle.id),
        actions=actions.of_cycle(tx, cycle.id),
        people={person.id: person for person in people.all_people(tx)},
    )


def actions_file(log: Log, form: str, stamp: datetime) -> bytes:
    """Return the actions (in a workbook the decisions too) as csv, xlsx, ics or json; Invalid for another form."""
    names, zone = log.names, log.cycle.time_zone
    if form == "csv":
        return csv_bytes(rows.actions_frame(log.actions, log.decisions, names, zone))
    if form == "xlsx":
        sheets = {
            _("Actions"): rows.actions_frame(log.actions, log.decisions, names, zone),
            _("Decisions"): rows.decisions_frame(log.decisions, names, zone),
        }
        return workbook_bytes(sheets, title=_("Actions and decisions"), stamp=stamp)
    if form == "ics":
        return calendar_bytes(rows.action_entries(log.actions, log.decisions, names, log.emails), stamp)
    if form == "json":
        return _json(
            {
                "actions": rows.jsonable(rows.action_rows(log.actions, log.decisions, names, zone)),
                "decisions": rows.jsonable(rows.decision_rows(log.decisions, names, zone)),
            }
        )
    raise _unknown(form, "csv, xlsx, ics, json")


def plan_file(plan: SupplyPlan, form: str, stamp: datetime) -> bytes:
    """Return a plan by SKU and month as csv, xlsx or json."""
    if form == "csv":
        return csv_bytes(rows.plan_frame(plan))
    if form == "xlsx":
        return workbook_bytes({_("Plan"): rows.plan_frame(plan)}, title=_("Plan"), stamp=stamp)
    if form == "json":
        return _json({"key": plan.key, "status": plan.status, "rows": rows.jsonable(rows.plan_rows(plan))})
    raise _unknown(form, "csv, xlsx, json")


def agenda_file(log: Log, form: str, stamp: datetime) -> bytes:
    """Return the meeting as a calendar entry with its agenda (ics), or the agenda as json."""
    if form == "ics":
        return calendar_bytes([_meeting_entry(log)], stamp)
    if form == "json":
        return _json({"items": [_item(log, item) for item in log.items]})
    raise _unknown(form, "ics, json")


def _meeting_entry(log: Log) -> MeetingEntry:
    if log.meeting is None:
        raise Invalid("This cycle has no meeting yet.")
    invited = [person for person in log.people.values() if person.function in log.meeting.invited]
    agenda = "\n".join(f"{number}. {_(item.title)} ({item.minutes} min)" for number, item in enumerate(log.items, 1))
    return meeting_entry(
        log.meeting.id,
        _("S&OP meeting {cycle}").format(cycle=log.cycle.name),
        agenda,
        log.meeting.starts_at,
        sum(item.minutes for item in log.items),
        [Attendee(person.name, person.email) for person in invited if person.email],
        version=log.meeting.version,
    )


def _item(log: Log, item: AgendaItem) -> dict[str, str | int | None]:
    owner = log.names.get(item.owner_id or "")
    return {"title": item.title, "stage": item.stage, "minutes": item.minutes, "owner": owner, "purpose": item.purpose}


def _json(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _unknown(form: str, known: str) -> Invalid:
    return Invalid("There is no {form} of this. Choose one of {known}.", form=form, known=known)
