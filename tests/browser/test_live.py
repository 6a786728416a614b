"""One event stream a tab, whatever is opened in it; a change elsewhere is seen without asking."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from sop.domain.calendar import Month
from sop.domain.people import Act, Function
from sop.services import cycles, running
from sop.storage import meetings
from sop.ui.identity import actor_of
from tests.browser.conftest import wait_listening, wait_ready

pytestmark = pytest.mark.browser

PAGES = {"Data": "data", "Demand": "demand", "Pre-S&OP": "pre-sop", "Execution": "execution", "Improve": "improve"}
WORDS = tuple(PAGES)


def go(page, word: str) -> None:
    page.get_by_role("link", name=word, exact=True).first.click()
    expect(page).to_have_url(re.compile(f"/{PAGES[word]}$"))
    wait_ready(page)
    expect(page.locator(".st-key-status-line")).to_be_visible()


def test_two_browsers_and_ten_page_switches_keep_one_event_stream_each(joined, streams, server):
    pages = []
    for name, function in (("Ana", Function.SALES), ("Dan", Function.FINANCE)):
        page = joined(name, function)
        pages.append((page, streams(page)))
        page.reload()
        wait_ready(page)
    for turn in range(10):
        for page, _ in pages:
            go(page, WORDS[turn % len(WORDS)])
    for page, live in pages:
        wait_listening(page)
        assert len(live) == 1
        assert page.evaluate("window.sopLive.marks.size") >= 1


def test_what_another_server_writes_is_drawn_here_without_asking(joined, server):
    page = joined("Andrei", path="/demand")
    expect(page.get_by_text("No cycle is open", exact=True)).to_be_visible()
    now = datetime.now(UTC)
    person, _ = server.join("Ioana", Function.PLANNING, facilitator=True)
    wish = cycles.NewCycle(Month("2026-10"), Month("2026-12"), 12, "RON", "Europe/Bucharest", now)
    with server.store() as store:
        _, meeting = cycles.open_cycle(store, Act(actor_of(person), now, "open"), wish)
        expect(page.get_by_text("Cycle 2026-11", exact=True)).to_be_visible()
        expect(page.get_by_text("0 of 8 functions here")).to_be_visible()
        with store.read() as tx:
            item = meetings.items(tx, meeting.id)[2]
        running.start_item(store, Act(actor_of(person), now, "start"), meeting.id, item.id)
    expect(page.get_by_text(f"Now: {item.title}")).to_be_visible()
    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"1[45]:\d\d left"))
    expect(page.get_by_text("1 of 8 functions here")).to_be_visible()  # who looks while an item runs is here


def test_the_clock_counts_down_in_the_browser_without_a_run_on_the_server(joined, server):
    page = joined("Andrei", path="/improve")
    timer = page.get_by_role("timer")
    expect(timer).to_contain_text("left")
    runs, before = len(server.logged), timer.inner_text()
    expect(timer).not_to_have_text(before)
    wait_listening(page)
    assert [line for line in server.logged[runs:] if "run=page" in line] == []
