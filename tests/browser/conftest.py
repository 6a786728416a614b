"""A real browser on a real server; any request to another host fails the test that made it."""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from sop.domain.people import Function
from sop.ui.identity import COOKIE
from tests.serving import Server, serving

ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
]
OPEN = 1  # EventSource.OPEN
PATIENCE = 45_000  # milliseconds: the machine may be busy


def wait_ready(page: Page) -> None:
    """Wait until the page was run to its end and nothing of it is still to come."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=PATIENCE)
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=PATIENCE)


def wait_listening(page: Page) -> None:
    """Wait until the page's event stream is open; the page's policy allows no scripts that would watch for it."""
    until = time.monotonic() + PATIENCE / 1000
    while page.evaluate("window.sopLive?.source?.readyState") != OPEN:
        assert time.monotonic() < until, "no event stream was opened"
        page.wait_for_timeout(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("SOP_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with an empty company, shared by the tests of one module."""
    with serving() as running:
        yield running


@pytest.fixture
def contexts(browser: Browser, server: Server) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts, `contexts(token=..., locale=...)`: each is one person's browser."""
    opened: list[BrowserContext] = []
    strangers: list[str] = []

    def check(request) -> None:
        host = urlsplit(request.url).netloc
        if host and host != server.host:
            strangers.append(request.url)

    def make(token: str | None = None, **options) -> BrowserContext:
        context = browser.new_context(**{"locale": "en-US", "viewport": {"width": 1440, "height": 900}, **options})
        context.set_default_timeout(PATIENCE)
        context.on("request", check)
        if token:
            context.add_cookies([{"name": COOKIE, "value": token, "url": server.address}])
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()
    assert not strangers, f"requests to other hosts: {strangers}"


@pytest.fixture
def joined(server: Server, contexts: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Open a page as somebody who joined: `joined("Ana", path="/supply", facilitator=True)`."""

    def open_page(
        name: str, function: Function = Function.SALES, path: str = "/", *, facilitator: bool = False, **options
    ) -> Page:
        _, token = server.join(name, function, facilitator=facilitator)
        page = contexts(token, **options).new_page()
        page.goto(server.address + path)
        wait_ready(page)
        return page

    return open_page


@pytest.fixture
def facilitator(joined: Callable[..., Page]) -> Page:
    return joined("Ioana Pop", Function.PLANNING, facilitator=True)


@pytest.fixture
def participant(joined: Callable[..., Page]) -> Page:
    return joined("Andrei Stan", Function.SALES)


@pytest.fixture
def streams() -> Callable[[Page], list[str]]:
    """Count a page's event streams: call it with the page before going on, then read the list of open ones."""

    def watch(page: Page) -> list[str]:
        live: list[str] = []
        is_stream = re.compile(r"/api/live/").search
        page.on("request", lambda request: live.append(request.url) if is_stream(request.url) else None)
        for ended in ("requestfinished", "requestfailed"):
            page.on(ended, lambda request: live.remove(request.url) if request.url in live else None)
        return live

    return watch
