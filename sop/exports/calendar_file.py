"""Due dates and meetings as an iCalendar file (RFC 5545) that any calendar imports, and imports again to update."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from sop.domain.errors import Invalid

PRODUCT = "-//S&OP Live//EN"
DOMAIN = "sop-live"  # makes an id of ours unique among all calendars
REMIND_BEFORE = timedelta(hours=15)  # 09:00 on the day before an all-day entry, whatever the reader's zone
REMIND_MEETING_BEFORE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody an entry concerns; without an address the name stands in the description only."""

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something due on a day. `uid` never changes for the same thing; `version` grows with each change of it."""

    uid: str
    summary: str
    description: str
    due: date
    attendee: Attendee
    organizer: Attendee | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if isinstance(self.due, datetime):
            raise Invalid("A due date is a day without a time.")


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """A meeting from `start` to `end`, both with their zone, and who is invited."""

    uid: str
    summary: str
    description: str
    start: datetime
    end: datetime
    attendees: tuple[Attendee, ...] = ()
    organizer: Attendee | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if self.start.utcoffset() is None or self.end.utcoffset() is None:
            raise Invalid("The time of a meeting carries its zone.")
        if self.end <= self.start:
            raise Invalid("A meeting ends after it starts.")


def meeting_entry(
    meeting_id: str,
    title: str,
    description: str,
    starts_at: datetime,
    minutes: int,
    attendees: Sequence[Attendee] = (),
    organizer: Attendee | None = None,
    version: int = 1,
) -> MeetingEntry:
    """Return the calendar entry of a meeting that starts at a moment (with its zone) and takes so many minutes."""
    ends_at = starts_at + timedelta(minutes=minutes)
    return MeetingEntry(meeting_id, title, description, starts_at, ends_at, tuple(attendees), organizer, version)


def calendar_bytes(entries: Sequence[Entry | MeetingEntry], stamp: datetime) -> bytes:
    """Return the entries as one .ics file, UTF-8; `stamp` (with its zone) is when they were written.

    A due date becomes an all-day event that leaves the day free, with an alarm the day before, and not a VTODO: most
    calendars (Google, Outlook) pass over to-dos without a word. The uid is that of the thing in our database and the
    sequence its version: importing a newer file moves the entry instead of doubling it. Raises Invalid for a
    stamp without a zone.
    """
    if stamp.utcoffset() is None:
        raise Invalid("The time of a calendar file carries its zone.")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_due(entry, stamp) if isinstance(entry, Entry) else _meeting(entry, stamp))
    return bytes(calendar.to_ical())


def _due(entry: Entry, stamp: datetime) -> Event:
    event = _event(entry, stamp, (entry.attendee,), REMIND_BEFORE)
    event.add("dtstart", entry.due)
    event.add("dtend", entry.due + timedelta(days=1))  # the end of an all-day event is the day after
    event.add("transp", "TRANSPARENT")
    return event


def _meeting(entry: MeetingEntry, stamp: datetime) -> Event:
    event = _event(entry, stamp, entry.attendees, REMIND_MEETING_BEFORE)
    event.add("dtstart", _in_utc(entry.start))
    event.add("dtend", _in_utc(entry.end))
    return event


def _event(
    entry: Entry | MeetingEntry, stamp: datetime, attendees: Sequence[Attendee], remind_before: timedelta
) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{DOMAIN}")
    event.add("sequence", entry.version - 1)
    event.add("dtstamp", _in_utc(stamp))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    if entry.organizer is not None and entry.organizer.email:
        event.add("organizer", _address(entry.organizer), encode=0)
    for attendee in attendees:
        if attendee.email:
            event.add("attendee", _address(attendee), encode=0)
    event.add_component(_alarm(entry.summary, remind_before))
    return event


def _address(person: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["CN"] = vText(person.name)
    return address


def _alarm(summary: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -before)
    return alarm


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
