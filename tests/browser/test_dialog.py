"""The dialog of a decision: one row for a double click, and nothing lost or doubled when something comes between."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from sop.domain.decisions import Decision
from sop.domain.people import Act, Function
from sop.services import running
from sop.storage import cycles, decisions, meetings, scenarios
from sop.ui.identity import actor_of
from tests.browser.steps import (
    A_SECOND,
    box,
    dialog,
    fill_decision,
    fill_demo,
    keyed,
    press,
    reload,
    slider,
    take_the_wheel,
    tile,
)
from tests.serving import Server, serving

pytestmark = pytest.mark.browser

LEVER = "demo-a1"
REASON = "Because the paint shop is full"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with the demo company."""
    with serving() as started:
        fill_demo(started)
        yield started


@pytest.fixture
def chair(joined) -> Page:
    return joined("Ioana Pop", Function.PLANNING, "/meeting", facilitator=True)


@pytest.fixture
def guest(joined) -> Page:
    return joined("Andrei Stan", Function.SALES, "/meeting")


def recorded(server: Server, question: str) -> list[Decision]:
    with server.store() as store, store.read() as tx:
        return [each for each in decisions.of_cycle(tx, cycles.latest(tx).id) if each.question == question]


def record(page: Page):
    return keyed(page, "decision-record").get_by_role("button")


def test_a_double_click_is_one_row(server, chair):
    fill_decision(chair, "Twice?", "Once", REASON)
    record(chair).dblclick()
    expect(dialog(chair)).to_have_count(0)
    assert len(recorded(server, "Twice?")) == 1


def test_the_next_dialog_holds_nothing_of_the_last(chair):
    fill_decision(chair, "First?", "Yes", REASON)
    record(chair).click()
    expect(dialog(chair)).to_have_count(0)
    press(chair, "decide-open")
    for key, typed in (("question", "First?"), ("choice", "Yes"), ("reason", REASON)):
        expect(keyed(chair, f"decision-{key}").locator("input, textarea").first).not_to_have_value(typed)


def test_what_is_missing_is_said_in_the_dialog_and_what_was_typed_stays(server, chair):
    fill_decision(chair, "Why not?", "", REASON)
    record(chair).click()
    expect(dialog(chair).get_by_text("Write what was chosen.")).to_be_visible()
    expect(keyed(chair, "decision-question").locator("input")).to_have_value("Why not?")
    assert recorded(server, "Why not?") == []


def test_a_reload_inside_the_dialog_records_nothing_and_leaves_the_page_whole(server, chair):
    fill_decision(chair, "Reloaded?", "Yes", REASON)
    reload(chair)
    expect(dialog(chair)).to_have_count(0)
    expect(tile(chair, "Revenue")).to_contain_text(re.compile(r"\d"))
    assert recorded(server, "Reloaded?") == []


def test_a_plan_that_moves_under_an_open_dialog_is_told_and_the_text_stays(server, chair, guest):
    fill_decision(guest, "Still so?", "Yes", REASON)
    slider(chair, LEVER).press("ArrowRight")
    expect(box(guest, LEVER)).to_have_value("26", timeout=2 * A_SECOND)
    expect(dialog(guest)).to_be_visible()
    record(guest).click()
    expect(dialog(guest).get_by_text("The plan changed while you wrote.")).to_be_visible()
    expect(keyed(guest, "decision-question").locator("input")).to_have_value("Still so?")
    assert recorded(server, "Still so?") == []


def test_two_who_decide_at_once_are_two_rows(server, chair, guest):
    for page in (chair, guest):
        fill_decision(page, "At once?", "Both", REASON)
    for page in (chair, guest):
        record(page).click(no_wait_after=True)
    for page in (chair, guest):
        expect(dialog(page)).to_have_count(0)
    assert len(recorded(server, "At once?")) == 2


def test_arrow_keys_pressed_faster_than_plans_are_made_all_count(server, chair, guest):
    take_the_wheel(chair)
    start = int(box(chair, LEVER).input_value())
    for _ in range(7):
        slider(chair, LEVER).press("ArrowRight")
    expect(box(chair, LEVER)).to_have_value(str(start + 7))
    expect(box(guest, LEVER)).to_have_value(str(start + 7))
    expect(slider(chair, LEVER)).to_have_value(str(start + 7))


def test_a_number_past_the_end_is_refused_in_the_box(server, chair):
    take_the_wheel(chair)
    before = box(chair, LEVER).input_value()
    box(chair, LEVER).fill("500")
    box(chair, LEVER).press("Enter")
    with server.store() as store, store.read() as tx:
        levers = [lever for each in scenarios.of_cycle(tx, cycles.latest(tx).id) for lever in each.levers]
    assert next(lever.value for lever in levers if lever.id == LEVER) == float(before)


def test_what_people_type_reaches_nobody_as_a_picture(server, chair, guest):
    evil = "![x](http://tracker.example/x.png) <b>fat</b>"
    chair.locator("[class*='st-key-save-as-']").get_by_role("button").click()
    chair.locator(".st-key-scenario-name input").fill(evil)
    chair.locator(".st-key-scenario-name input").press("Tab")
    press(chair, "save-scenario")
    expect(guest.get_by_role("radio", name=evil)).to_be_visible()
    assert guest.locator("img[src*=tracker]").count() == 0
    with server.store() as store:
        with store.read() as tx:
            meeting = meetings.latest(tx)
            first = next(each for each in scenarios.of_cycle(tx, meeting.cycle_id) if each.name.startswith("A "))
        person, _ = server.join("Back", facilitator=True)
        running.project(store, Act(actor_of(person), datetime.now(UTC), "back"), meeting.id, first.id)
