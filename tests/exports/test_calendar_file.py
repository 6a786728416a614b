"""Due dates and meetings arrive in any calendar, once, on the right day."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from icalendar import Calendar, Component

from sop.domain.errors import Invalid
from sop.exports.calendar_file import Attendee, Entry, MeetingEntry, calendar_bytes, meeting_entry
from tests.exports.rows import AT

ANA = Attendee("Ana Bălănoiu", "ana@casaverde.ro")
DUE = Entry("a1", "Comandă tablă și țevi", "Din decizia: producem înainte", date(2026, 12, 4), ANA)
MEETING = meeting_entry("m1", "S&OP", "Agenda", AT, 90, [ANA, Attendee("Ion")], Attendee("Ștefan", "s@casaverde.ro"))


def event(entry: Entry | MeetingEntry, stamp: datetime = AT) -> Component:
    (found,) = Calendar.from_ical(calendar_bytes([entry], stamp)).walk("VEVENT")
    return found


def test_a_due_date_is_one_whole_day():
    assert (event(DUE).decoded("dtstart"), event(DUE).decoded("dtend")) == (date(2026, 12, 4), date(2026, 12, 5))


def test_a_due_date_does_not_block_the_day():
    assert event(DUE)["transp"] == "TRANSPARENT"


def test_the_alarm_of_a_due_date_rings_at_nine_the_day_before():
    (alarm,) = event(DUE).walk("VALARM")
    midnight = datetime(2026, 12, 4)  # noqa: DTZ001 - the reader's own midnight
    assert midnight + alarm.decoded("trigger") == datetime(2026, 12, 3, 9)  # noqa: DTZ001


def test_romanian_letters_come_back_right():
    assert str(event(DUE)["summary"]) == "Comandă tablă și țevi"
    assert "țevi".encode() in calendar_bytes([DUE], AT)


def test_the_same_thing_has_the_same_uid_in_every_file():
    assert str(event(DUE)["uid"]) == str(event(DUE, AT + timedelta(days=9))["uid"]) == "a1@sop-live"


def test_a_later_version_has_a_higher_sequence_so_that_calendars_update():
    moved = Entry("a1", DUE.summary, DUE.description, date(2026, 12, 11), ANA, version=3)
    assert (int(event(DUE)["sequence"]), int(event(moved)["sequence"])) == (0, 2)


def test_the_owner_is_named_with_the_address():
    attendee = event(DUE)["attendee"]
    assert (str(attendee), attendee.params["CN"]) == ("mailto:ana@casaverde.ro", "Ana Bălănoiu")


def test_who_has_no_address_is_no_attendee():
    assert "attendee" not in event(Entry("a1", "s", "d", date(2026, 12, 4), Attendee("Ana")))


def test_a_meeting_lasts_its_minutes_and_is_in_utc():
    start, end = event(MEETING).decoded("dtstart"), event(MEETING).decoded("dtend")
    assert (start, end - start) == (AT, timedelta(minutes=90))
    assert b"DTSTART:20261120T093000Z" in calendar_bytes([MEETING], AT)


def test_a_start_in_another_zone_is_the_same_moment():
    bucharest = timezone(timedelta(hours=2))
    there = MeetingEntry("m", "s", "d", AT.astimezone(bucharest), AT.astimezone(bucharest) + timedelta(hours=1))
    assert b"DTSTART:20261120T093000Z" in calendar_bytes([there], AT)


def test_the_organizer_invites():
    assert str(event(MEETING)["organizer"]) == "mailto:s@casaverde.ro"


def test_line_breaks_semicolons_and_commas_come_back():
    awkward = Entry("a", "one; two, three\\four", "a\nb", date(2026, 12, 4), ANA)
    assert (str(event(awkward)["summary"]), str(event(awkward)["description"])) == (
        awkward.summary,
        awkward.description,
    )


def test_a_text_cannot_smuggle_in_another_entry():
    sly = Entry("a", "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y", "d", date(2026, 12, 4), ANA)
    assert len(Calendar.from_ical(calendar_bytes([sly], AT)).walk("VEVENT")) == 1


def test_lines_are_folded_as_calendars_ask():
    long = Entry("a", "ș" * 200, "d", date(2026, 12, 4), ANA)
    assert max(len(line) for line in calendar_bytes([long], AT).split(b"\r\n")) <= 75  # bytes, RFC 5545 section 3.1


def test_a_file_without_entries_is_still_a_calendar():
    assert Calendar.from_ical(calendar_bytes([], AT)).walk("VEVENT") == []


def test_equal_input_gives_equal_bytes():
    assert calendar_bytes([DUE, MEETING], AT) == calendar_bytes([DUE, MEETING], AT)


@pytest.mark.parametrize(
    "make",
    [
        lambda: calendar_bytes([], AT.replace(tzinfo=None)),
        lambda: MeetingEntry("m", "s", "d", AT.replace(tzinfo=None), AT),
        lambda: MeetingEntry("m", "s", "d", AT, AT),
        lambda: Entry("a", "s", "d", datetime(2026, 12, 4, tzinfo=UTC), ANA),
    ],
    ids=["stamp without zone", "start without zone", "no length", "due with a time"],
)
def test_times_that_mean_nothing_are_refused(make):
    with pytest.raises(Invalid):
        make()
