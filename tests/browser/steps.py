"""What people do in the browser, said as steps."""

import re
from datetime import UTC, datetime

from playwright.sync_api import Locator, Page, expect

from sop.domain.people import Act
from sop.services import demo_meeting
from sop.ui.identity import actor_of
from tests.browser.conftest import PATIENCE, wait_ready
from tests.serving import Server, start

A_SECOND = 1000  # milliseconds: what others see later than this is not live


def keyed(page: Page, key: str) -> Locator:
    """Return the element of a widget or container by its key."""
    return page.locator(f".st-key-{key}")


def join_by_form(page: Page, name: str, function: str, button: str = "Join") -> None:
    """Fill in the form that stands open, and wait for the first page."""
    page.locator("input[name=name]").fill(name)
    page.locator("select[name=function]").select_option(function)
    page.get_by_role("button", name=button).click()
    wait_ready(page)


def go(page: Page, word: str, path: str) -> None:
    """Go to a page by the navigation."""
    page.get_by_role("link", name=word, exact=True).first.click()
    expect(page).to_have_url(re.compile(f"{path}$"))
    wait_ready(page)


def press(page: Page, key: str, **options) -> None:
    """Click the button of this key, once what stood there before is gone."""
    wait_ready(page)
    button = keyed(page, key).get_by_role("button")
    expect(button).to_have_count(1, timeout=PATIENCE)
    button.click(**options)


def choose(page: Page, key: str, option: str) -> None:
    """Choose in a select box."""
    keyed(page, key).locator("input").click()
    page.get_by_role("option", name=option).first.click()


def write(page: Page, key: str, text: str) -> None:
    """Type into a text field and leave it."""
    field = keyed(page, key).locator("input, textarea").first
    field.fill(text)
    field.press("Tab")


def slider(page: Page, lever: str) -> Locator:
    return keyed(page, f"lever-{lever}").locator("input[type=range]")


def box(page: Page, lever: str) -> Locator:
    return keyed(page, f"box-{lever}").locator("input")


def tile(page: Page, label: str) -> Locator:
    """Return the value of a tile."""
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")


def take_the_wheel(page: Page) -> None:
    """Take over the levers that the room looks at from whoever moved them last."""
    page.locator("[class*='st-key-wheel-']").get_by_role("button").first.click()
    press(page, "wheel-take")
    page.keyboard.press("Escape")
    expect(page.locator("[class*='st-key-box-'] input").first).to_be_enabled()
    wait_ready(page)


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def fill_decision(page: Page, question: str, choice: str, reason: str) -> None:
    """Open the dialog and fill in its texts."""
    press(page, "decide-open")
    expect(dialog(page)).to_be_visible()
    write(page, "decision-question", question)
    write(page, "decision-choice", choice)
    write(page, "decision-reason", reason)
    keyed(page, "decision-owner").locator("input").click()
    page.get_by_role("option").first.click()


def add_action(page: Page, text: str, owner: str) -> None:
    """Add an action by its dialog and wait until it is acknowledged."""
    press(page, "action-open")
    expect(keyed(page, "action-text").locator("input")).to_have_value("")
    write(page, "action-text", text)
    choose(page, "action-owner", owner)
    press(page, "action-add")
    expect(dialog(page)).to_have_count(0)


def fill_demo(server: Server) -> None:
    """Fill in the demo company beside the running server, as the command line would."""
    person, _ = server.join("Sistem", facilitator=True)
    with server.store() as store:
        demo_meeting.fill_all(store, server.home, Act(actor_of(person), datetime.now(UTC), "filled"))


def restart(server: Server) -> None:
    """Start the server anew where it was killed, under the same address."""
    fresh = start(server.home, server.port)
    server.process, server.said, server.logged = fresh.process, fresh.said, fresh.logged


def reload(page: Page) -> None:
    page.reload(timeout=PATIENCE)
    wait_ready(page)
