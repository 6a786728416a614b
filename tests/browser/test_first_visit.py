"""A server just started, an address deep inside it, and the way in through the form."""

import urllib.request

import pytest
from playwright.sync_api import expect

from sop.services import joining
from sop.ui.identity import COOKIE
from sop.ui.words import SIGNS
from tests.browser.conftest import wait_listening, wait_ready
from tests.serving import serving, start

pytestmark = pytest.mark.browser


def test_the_first_visit_of_a_cold_server_goes_deep_and_finds_the_whole_frame(browser):
    with serving() as cold:
        page = browser.new_context(locale="en-US").new_page()
        page.goto(f"{cold.address}/supply")
        wait_ready(page)
        for sign in SIGNS.values():
            expect(page.get_by_role("link", name=sign.word, exact=True).first).to_be_visible()
        expect(page.get_by_text("Say who you are first: a name and a function are enough.")).to_be_visible()
        expect(page.get_by_role("heading", name="Supply", exact=True)).to_have_count(0)
        page.context.close()


def test_the_printed_address_makes_the_facilitator_once(server, contexts):
    page = contexts().new_page()
    page.goto(f"{server.address}/join?key={server.key}")
    page.get_by_label("Your name").fill("Ioana Pop")
    page.get_by_label("Your function").select_option("planning")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(f"{server.address}/")
    wait_ready(page)
    expect(page.get_by_text("Say who you are first")).to_have_count(0)
    cookie = next(each for each in page.context.cookies() if each["name"] == COOKIE)
    assert cookie["httpOnly"]
    with server.store() as store, store.read() as tx:
        person = joining.who(tx, cookie["value"])
    assert (person.name, person.role) == ("Ioana Pop", "facilitator")

    second = contexts().new_page()
    second.goto(f"{server.address}/join?key={server.key}")
    expect(second.get_by_role("alert")).to_contain_text("used already")


def test_a_visitor_finds_the_form_by_the_button_and_is_a_participant(server, contexts):
    page = contexts().new_page()
    page.goto(f"{server.address}/follow-up")
    wait_ready(page)
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Join", exact=True).click()
    form = popup.value
    form.get_by_label("Your name").fill("Dan")
    form.get_by_role("button", name="Join").click()
    form.wait_for_url(f"{server.address}/")
    wait_ready(form)
    expect(form.get_by_text("Say who you are first")).to_have_count(0)


def test_in_a_romanian_browser_everything_is_romanian_until_somebody_says_otherwise(joined, contexts, server):
    page = contexts(locale="ro-RO").new_page()
    page.goto(f"{server.address}/join")
    expect(page.locator("html")).to_have_attribute("lang", "ro")
    page.goto(f"{server.address}/supply")
    wait_ready(page)
    expect(page.get_by_role("link", name="Cerere", exact=True).first).to_be_visible()
    page.get_by_role("radio", name="EN").click()
    expect(page.get_by_role("link", name="Demand", exact=True).first).to_be_visible()


def test_the_chosen_language_stays_after_a_reload(joined):
    page = joined("Ana", path="/demand")
    page.get_by_role("radio", name="RO").click()
    expect(page.get_by_role("button", name="La agendă")).to_be_visible()
    page.reload()
    wait_ready(page)
    expect(page.get_by_role("button", name="La agendă")).to_be_visible()


def test_the_projector_hides_the_navigation_and_writes_larger(joined):
    page = joined("Ana", path="/demand?view=projector")
    expect(page.get_by_role("button", name="To the agenda")).to_be_visible()
    expect(page.get_by_role("link", name="Engine check", exact=True)).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"


def test_streamlit_s_own_page_carries_the_policy_and_its_script_runs(server, joined):
    with urllib.request.urlopen(f"{server.address}/supply") as answer:
        assert "script-src 'self' blob: 'sha256-" in answer.headers["Content-Security-Policy"]
    page = joined("Ana")
    refused: list[str] = []
    page.on(
        "console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None
    )
    page.reload()
    wait_ready(page)
    assert refused == []
    assert page.evaluate("window.prerenderReady !== undefined")


def test_a_stopped_server_ends_at_once_although_browsers_listen(browser, tmp_path):
    server = start(tmp_path / "home")
    try:
        _, token = server.join("Ana")
        context = browser.new_context()
        context.add_cookies([{"name": COOKIE, "value": token, "url": server.address}])
        page = context.new_page()
        page.goto(server.address)
        wait_listening(page)
        server.stop()
        context.close()
    finally:
        if server.process.poll() is None:
            server.kill()
