"""Actions, decisions and the plan leave as rows with names, days and headings that people read."""

import json
from datetime import date, datetime

import pytest

from sop.domain.decisions import ActionState
from sop.exports.actions import (
    action_entries,
    action_rows,
    actions_frame,
    decision_rows,
    decisions_frame,
    jsonable,
    plan_frame,
    plan_rows,
)
from sop.exports.tables import csv_bytes
from sop.language import speaking
from tests.exports.rows import DECISION, PEOPLE, action, plan


def test_an_action_names_its_owner_and_the_decision_behind_it():
    (row,) = action_rows([action()], [DECISION], PEOPLE)
    assert (row["action"], row["owner"], row["due"]) == ("Comandă tablă și țevi", "Ana Bălănoiu", date(2026, 12, 4))
    assert row["decision"] == "Vârful de primăvară? Producem înainte"


def test_an_action_without_a_decision_says_none():
    (row,) = action_rows([action(decision_id=None)], [DECISION], PEOPLE)
    assert row["decision"] == ""


def test_somebody_who_was_erased_leaves_an_empty_cell():
    (row,) = action_rows([action(owner_id="gone")], [], PEOPLE)
    assert row["owner"] == ""


def test_times_are_those_of_the_company():
    (row,) = action_rows([action()], [], PEOPLE, "Europe/Bucharest")
    assert row["recorded_at"] == datetime(2026, 11, 20, 11, 30)  # noqa: DTZ001 - 09:30 UTC is 11:30 there in winter


def test_a_decision_says_what_why_who_and_until_when():
    (row,) = decision_rows([DECISION], PEOPLE)
    assert (row["choice"], row["rationale"]) == ("Producem înainte", "Vopsitoria e plină în februarie")
    assert (row["decider"], row["owner"], row["due"]) == ("Ștefan Îngeraș", "Ana Bălănoiu", date(2026, 12, 1))
    assert row["plan_id"] == "p12"


def test_the_plan_has_a_row_a_month_and_sku_and_a_column_a_plant():
    rows = plan_rows(plan())
    assert [(row["month"], row["sku"]) for row in rows] == [
        ("2027-01", "GR-1"),
        ("2027-01", "GR-2"),
        ("2027-02", "GR-1"),
        ("2027-02", "GR-2"),
    ]
    last = rows[-1]
    assert last["production_units Sibiu"] == 100 * 1 + 10 * 0 + 1
    assert last["production_units Bacău"] == 100 * 1 + 10 * 1 + 1
    figures = ("demand_units", "purchased_units", "stock_units", "backlog_units", "lost_units")
    assert [last[name] for name in figures] == [7, 1, 2, 3, 4]


def test_headings_are_in_the_language_spoken():
    with speaking("en"):
        assert list(actions_frame([action()], [], PEOPLE).columns[:4]) == ["Action", "Owner", "Due", "State"]
    with speaking("ro"):
        assert list(actions_frame([action()], [], PEOPLE).columns[:3]) == ["Acțiune", "Responsabil", "Termen"]


def test_the_state_is_a_word_of_the_language():
    with speaking("ro"):
        (row,) = action_rows([action(state=ActionState.DONE)], [], PEOPLE)
    assert row["state"] not in {"done", ""}


def test_a_plant_stands_in_the_heading_of_its_production():
    assert "Production Bacău, units" in plan_frame(plan()).columns


@pytest.mark.parametrize(
    "frame", [actions_frame([], [], {}), decisions_frame([], {})], ids=["no actions", "no decisions"]
)
def test_nothing_to_do_is_headings_without_rows(frame):
    assert len(frame) == 0
    assert len(frame.columns) > 5


def test_days_in_a_csv_are_iso_days():
    text = csv_bytes(actions_frame([action()], [DECISION], PEOPLE)).decode("utf-8-sig")
    assert ",2026-12-04,open," in text


def test_rows_go_into_json_with_english_names():
    told = json.loads(json.dumps(jsonable([*action_rows([action()], [DECISION], PEOPLE), *plan_rows(plan())])))
    assert (told[0]["due"], told[0]["recorded_at"]) == ("2026-12-04", "2026-11-20T09:30:00")
    assert told[1]["stock_units"] == 2.0


def test_only_open_actions_go_into_calendars():
    acts = [action(), action(id="a2", state=ActionState.DONE), action(id="a3", state=ActionState.DROPPED)]
    assert [entry.uid for entry in action_entries(acts, [], PEOPLE)] == ["a1"]


def test_a_calendar_entry_says_who_and_carries_the_version():
    (entry,) = action_entries([action(version=4)], [DECISION], PEOPLE, {"ana": "ana@casaverde.ro"})
    assert entry.summary == "Comandă tablă și țevi (Ana Bălănoiu)"
    assert (entry.due, entry.attendee.email, entry.version) == (date(2026, 12, 4), "ana@casaverde.ro", 4)
    assert "Producem înainte" in entry.description
