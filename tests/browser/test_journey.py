"""The meeting from an empty start to the files that go home, in two browsers, over a server that is killed on the way."""

import csv
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from sop.domain.decisions import Action, Decision
from sop.domain.meeting import Meeting
from sop.storage import actions, cycles, decisions, meetings, scenarios
from tests.browser.conftest import PATIENCE, wait_ready
from tests.browser.steps import (
    A_SECOND,
    add_action,
    box,
    choose,
    dialog,
    fill_decision,
    go,
    join_by_form,
    keyed,
    press,
    reload,
    restart,
    slider,
    tile,
)
from tests.serving import Server, serving

pytestmark = pytest.mark.browser

LEVER = "demo-a1"  # safety stock of everything, 25 days
OWNER = "Ștefan Țăranu"
QUESTION, CHOICE, REASON = "Câte zile de stoc în primăvară?", "Șaizeci de zile", "Vopsitoria este plină"
SHIFTS, SUPPLIER = "Planifică schimburile din ianuarie", "Sună furnizorul de oțel"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with an empty company of its own: this journey kills it."""
    with serving() as running:
        yield running


@pytest.fixture
def chair(server, contexts) -> Page:
    """The facilitator's browser, joined by the address that the server printed."""
    page = contexts().new_page()
    page.goto(f"{server.address}/join?key={server.key}")
    join_by_form(page, "Ioana Pop", "planning")
    return page


@pytest.fixture
def guest(server, contexts) -> Page:
    """A participant's browser, on a small laptop."""
    page = contexts(viewport={"width": 1366, "height": 768}).new_page()
    page.goto(f"{server.address}/join")
    join_by_form(page, OWNER, "production")
    return page


def stored(server: Server) -> tuple[Meeting, tuple[Decision, ...], tuple[Action, ...], float]:
    """Return what the database holds: the meeting, decisions, actions, and the value of the lever."""
    with server.store() as store, store.read() as tx:
        cycle = cycles.latest(tx)
        levers = {lever.id: lever for each in scenarios.of_cycle(tx, cycle.id) for lever in each.levers}
        held = meetings.latest(tx)
        return held, decisions.of_cycle(tx, cycle.id), actions.of_cycle(tx, cycle.id), levers[LEVER].value


def download(page: Page, form: str) -> bytes:
    with page.expect_download() as waiting:
        press(page, f"export-{form}")
    return Path(waiting.value.path()).read_bytes()


def test_from_an_empty_start_to_the_files_that_go_home(server, chair, guest):
    fill_in_the_demo_company(chair, guest)
    start_an_item(chair, guest)
    move_a_lever(chair, guest)
    decide(server, chair, guest)
    kill_and_go_on(server, chair, guest)
    take_the_files_home(guest)
    kill_between_click_and_answer(server, chair)


def fill_in_the_demo_company(chair: Page, guest: Page) -> None:
    expect(guest.get_by_text("No cycle is open yet. The facilitator opens one on this page.")).to_be_visible()
    press(chair, "demo-fill")
    expect(keyed(chair, "status-line").get_by_text("Cycle 2026-11")).to_be_visible(timeout=PATIENCE)
    expect(keyed(guest, "status-line").get_by_text("Cycle 2026-11")).to_be_visible()
    for page in (chair, guest):
        go(page, "Meeting", "/meeting")
        expect(tile(page, "Revenue")).to_contain_text(re.compile(r"\d"))


def start_an_item(chair: Page, guest: Page) -> None:
    press(chair, "item-next")
    expect(keyed(guest, "status-line").get_by_text("Now: Actions of last time")).to_be_visible(timeout=A_SECOND)
    expect(keyed(guest, "status-line").get_by_role("timer")).to_contain_text("left")
    press(chair, "item-next")
    expect(keyed(guest, "status-line").get_by_text("Now: Last month against plan")).to_be_visible(timeout=A_SECOND)


def move_a_lever(chair: Page, guest: Page) -> None:
    expect(box(guest, LEVER)).to_have_value("25")
    expect(box(guest, LEVER)).to_be_disabled()
    before = tile(guest, "Stock value").inner_text()
    for _ in range(5):
        slider(chair, LEVER).press("ArrowRight")
    expect(box(chair, LEVER)).to_have_value("30")
    expect(box(guest, LEVER)).to_have_value("30", timeout=A_SECOND)
    box(chair, LEVER).fill("60")
    box(chair, LEVER).press("Enter")
    expect(slider(chair, LEVER)).to_have_value("60")
    expect(slider(guest, LEVER)).to_have_value("60", timeout=A_SECOND)
    expect(tile(guest, "Stock value")).not_to_have_text(before)
    expect(tile(guest, "Stock value")).to_have_text(tile(chair, "Stock value").inner_text())


def decide(server: Server, chair: Page, guest: Page) -> None:
    go(guest, "Follow-up", "/follow-up")
    expect(guest.get_by_text("Nothing was captured yet")).to_be_visible()
    fill_decision(chair, QUESTION, CHOICE, REASON)
    choose(chair, "decision-owner", OWNER)
    keyed(chair, "decision-record").get_by_role("button").dblclick()
    expect(dialog(chair)).to_have_count(0)
    expect(guest.get_by_text(QUESTION)).to_be_visible(timeout=A_SECOND)
    _, decided, _, _ = stored(server)
    assert [(each.question, each.choice, each.rationale) for each in decided] == [(QUESTION, CHOICE, REASON)]
    add_action(chair, SHIFTS, OWNER)
    expect(guest.get_by_text(SHIFTS)).to_be_visible(timeout=A_SECOND)


def kill_and_go_on(server: Server, chair: Page, guest: Page) -> None:
    running = stored(server)[0].running_item
    server.kill()
    restart(server)
    for page in (chair, guest):
        reload(page)
    expect(keyed(chair, "status-line").get_by_text("Now: Last month against plan")).to_be_visible()
    expect(box(chair, LEVER)).to_have_value("60")
    held, decided, acted, value = stored(server)
    assert (held.running_item, value) == (running, 60)
    assert [each.question for each in decided] == [QUESTION]
    assert [each.text for each in acted] == [SHIFTS]
    add_action(chair, SUPPLIER, "Ioana Pop")
    expect(guest.get_by_text(SUPPLIER)).to_be_visible(timeout=A_SECOND)


def take_the_files_home(guest: Page) -> None:
    rows = list(csv.DictReader(StringIO(download(guest, "csv").decode("utf-8-sig"))))
    assert [(row["Action"], row["Owner"], row["State"]) for row in rows] == [
        (SHIFTS, OWNER, "open"),
        (SUPPLIER, "Ioana Pop", "open"),
    ]
    assert rows[0]["Decision"] == f"{QUESTION} {CHOICE}"

    book = load_workbook(BytesIO(download(guest, "xlsx")))
    sheet = list(book["Actions"].iter_rows(values_only=True))
    assert [row[:2] for row in sheet[-2:]] == [(SHIFTS, OWNER), (SUPPLIER, "Ioana Pop")]
    assert [row[:3] for row in book["Decisions"].iter_rows(values_only=True)][-1] == (QUESTION, CHOICE, REASON)

    calendar = Calendar.from_ical(download(guest, "ics"))
    entries = sorted(str(each["SUMMARY"]) for each in calendar.walk() if "SUMMARY" in each)
    assert entries == sorted([f"{SHIFTS} ({OWNER})", f"{SUPPLIER} (Ioana Pop)"])


def kill_between_click_and_answer(server: Server, chair: Page) -> None:
    """What was clicked and not acknowledged is there whole or not at all, and never twice."""
    fill_decision(chair, "Între clic și răspuns?", "Da", "Curentul a căzut")
    keyed(chair, "decision-record").get_by_role("button").click(no_wait_after=True)
    server.kill()
    restart(server)
    reload(chair)
    wait_ready(chair)
    _, decided, acted, _ = stored(server)
    assert sum(each.question == "Între clic și răspuns?" for each in decided) <= 1
    assert len(acted) == 2
    assert [each.question for each in decided].count(QUESTION) == 1
