"""What the meeting leaves behind can be read back from every file, and its figures are those of the plan."""

import csv
import json
from datetime import date, datetime
from io import BytesIO, StringIO

import openpyxl
import pytest
from icalendar import Calendar

from sop.domain.errors import Invalid
from sop.language import speaking
from sop.services.board import read_board
from sop.services.cycles import remove_item
from sop.services.decisions import DecisionWish, add_action, record_decision
from sop.services.follow_up import MIME, actions_file, agenda_file, plan_file, read_log
from sop.services.lookup import scenario_named
from sop.storage import people
from tests.services.small_company import FACILITATOR, NOW, PARTICIPANT, WISH, act

DUE = date(2027, 1, 20)


def read(workspace, cycle):
    with workspace.store.read() as tx:
        return read_log(tx, cycle)


@pytest.fixture
def plan(workspace, cycle):
    return read_board(workspace, cycle, None, None).outcome.plan


@pytest.fixture
def captured(workspace, cycle, meeting, plan):
    """The log with one decision and the action that carries it out."""
    base = scenario_named(workspace.store, cycle, None)
    wish = DecisionWish(
        "Wait?", "Yes", "Cash, first of all", FACILITATOR.id, PARTICIPANT.id, DUE, base.id, meeting.id, plan.key
    )
    decision = record_decision(workspace, act("d"), cycle, wish)
    add_action(workspace, act("a"), cycle, meeting.id, 'Ask "Meridian", twice', PARTICIPANT.id, DUE, decision.id)
    return read(workspace, cycle)


def parsed_csv(content: bytes):
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def test_the_log_names_everybody(captured):
    assert captured.names["p-ion"] == "Ion"
    assert captured.emails == {"p-ana": "ana@example.com"}
    assert (len(captured.decisions), len(captured.actions), len(captured.items)) == (1, 1, 7)


def test_actions_as_csv(captured):
    (row,) = parsed_csv(actions_file(captured, "csv", NOW))
    assert (row["Action"], row["Owner"], row["Due"]) == ('Ask "Meridian", twice', "Ion", "2027-01-20")
    assert (row["State"], row["Decision"]) == ("open", "Wait? Yes")


def test_actions_in_romanian(captured):
    with speaking("ro"):
        (row,) = parsed_csv(actions_file(captured, "csv", NOW))
    assert (row["Responsabil"], row["Stare"]) == ("Ion", "deschisă")


def test_actions_as_json(captured):
    content = json.loads(actions_file(captured, "json", NOW))
    (action,), (decision,) = content["actions"], content["decisions"]
    assert (action["action"], action["due"]) == ('Ask "Meridian", twice', "2027-01-20")
    assert (decision["rationale"], decision["plan_id"]) == ("Cash, first of all", captured.decisions[0].plan_id)


def test_actions_as_a_workbook_with_the_decisions(captured):
    book = openpyxl.load_workbook(BytesIO(actions_file(captured, "xlsx", NOW)))
    assert book.sheetnames == ["Actions", "Decisions"]
    assert book["Actions"]["A2"].value == 'Ask "Meridian", twice'
    assert book["Actions"]["C2"].value == datetime(2027, 1, 20)  # noqa: DTZ001 - Excel knows no zones
    book.close()


def test_actions_as_calendar_entries(captured):
    (event,) = Calendar.from_ical(actions_file(captured, "ics", NOW)).walk("VEVENT")
    assert event["DTSTART"].dt == DUE
    assert 'Ask "Meridian", twice' in event["SUMMARY"]


def test_without_any_action_the_files_are_empty_and_whole(workspace, cycle):
    log = read(workspace, cycle)
    assert parsed_csv(actions_file(log, "csv", NOW)) == []
    assert json.loads(actions_file(log, "json", NOW)) == {"actions": [], "decisions": []}
    assert Calendar.from_ical(actions_file(log, "ics", NOW)).walk("VEVENT") == []


def test_somebody_who_was_erased_is_no_name_in_a_file(workspace, cycle, captured):
    with workspace.store.write() as w:
        people.erase_person(w, PARTICIPANT.id)
    assert b"Ion" not in actions_file(read(workspace, cycle), "csv", NOW)


def test_the_agenda_as_json(workspace, cycle):
    items = json.loads(agenda_file(read(workspace, cycle), "json", NOW))["items"]
    assert items[0] == {
        "title": "Actions of last time",
        "stage": "follow-up",
        "minutes": 5,
        "owner": None,
        "purpose": "inform",
    }
    assert sum(item["minutes"] for item in items) == 90


def test_the_agenda_as_a_calendar_entry(workspace, cycle):
    (event,) = Calendar.from_ical(agenda_file(read(workspace, cycle), "ics", NOW)).walk("VEVENT")
    assert event["DTSTART"].dt == WISH.starts_at
    assert (event["DTEND"].dt - event["DTSTART"].dt).total_seconds() == 90 * 60
    assert str(event["ATTENDEE"]) == "mailto:ana@example.com"  # the others have no address


def test_the_agenda_of_a_calendar_entry_is_in_the_language_spoken(workspace, cycle):
    with speaking("ro"):
        (event,) = Calendar.from_ical(agenda_file(read(workspace, cycle), "ics", NOW)).walk("VEVENT")
    assert str(event["DESCRIPTION"]).startswith("1. Acțiunile de data trecută (5 min)")


def test_the_agenda_is_numbered_without_gaps(workspace, cycle):
    remove_item(workspace.store, act("r"), read(workspace, cycle).items[1])
    (event,) = Calendar.from_ical(agenda_file(read(workspace, cycle), "ics", NOW)).walk("VEVENT")
    numbers = [line.split(".")[0] for line in str(event["DESCRIPTION"]).splitlines()]
    assert numbers == ["1", "2", "3", "4", "5", "6"]


SUMS = {
    "Demand, units": "demand_units",
    "Purchases, units": "purchased_units",
    "Closing stock, units": "stock_units",
    "Backlog, units": "backlog_units",
    "Lost sales, units": "lost_units",
}


def test_the_sums_of_the_plans_file_are_those_of_the_plan(plan):
    rows = parsed_csv(plan_file(plan, "csv", NOW))
    assert len(rows) == len(plan.skus) * len(plan.months)
    for heading, name in SUMS.items():
        assert sum(float(row[heading]) for row in rows) == pytest.approx(getattr(plan, name).sum(), rel=1e-9)
    for p, plant in enumerate(plan.plants):
        made = sum(float(row[f"Production {plant}, units"]) for row in rows)
        assert made == pytest.approx(plan.production_units[:, p].sum(), rel=1e-9)


def test_the_plan_says_the_same_in_every_form(plan):
    rows = json.loads(plan_file(plan, "json", NOW))
    assert (rows["key"], rows["status"]) == (plan.key, plan.status)
    assert sum(row["stock_units"] for row in rows["rows"]) == pytest.approx(plan.stock_units.sum())
    book = openpyxl.load_workbook(BytesIO(plan_file(plan, "xlsx", NOW)))
    heading, *body = book["Plan"].values
    column = heading.index("Closing stock, units")
    assert sum(row[column] for row in body) == pytest.approx(plan.stock_units.sum())
    book.close()


def test_a_form_that_there_is_not(captured, plan):
    for write in (
        lambda: actions_file(captured, "doc", NOW),
        lambda: plan_file(plan, "ics", NOW),
        lambda: agenda_file(captured, "csv", NOW),
    ):
        with pytest.raises(Invalid, match="Choose one of"):
            write()


def test_every_form_has_a_media_type():
    assert set(MIME) == {"csv", "xlsx", "ics", "json"}
