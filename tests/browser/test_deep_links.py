"""Every page by its address: whole on a server that was just started, and fitting a phone and a projector."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from sop.domain.meeting import Stage
from sop.domain.people import Function
from sop.ui.identity import COOKIE
from sop.ui.words import SIGNS
from tests.browser.conftest import wait_ready
from tests.browser.steps import fill_demo, keyed, restart
from tests.serving import Server, serving

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
HAS_CONTENT = """() => {
  const text = element => element?.innerText.length ?? 0
  const line = document.querySelector(".st-key-status-line")
  return text(document.querySelector("[data-testid=stMain]")) > text(line) + 40
}"""  # the page says more than its status line


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with the demo company."""
    with serving() as running:
        fill_demo(running)
        yield running


def address(stage: Stage) -> str:
    return "/" if stage is Stage.AGENDA else f"/{stage}"


def expect_whole(page: Page) -> None:
    """Expect status line, navigation and the page itself."""
    expect(keyed(page, "status-line").get_by_text("Cycle 2026-11")).to_be_visible()
    for sign in SIGNS.values():
        expect(page.get_by_role("link", name=sign.word, exact=True).first).to_be_visible()
    page.wait_for_function(HAS_CONTENT)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("Something went wrong on our side")).to_have_count(0)


@pytest.mark.parametrize("stage", [Stage.SUPPLY, Stage.MEETING])
def test_the_first_visit_of_a_cold_server_may_be_any_page(server, joined, stage):
    server.kill()
    restart(server)
    expect_whole(joined("Ana", path=address(stage)))


def test_every_page_opens_by_its_address(server, joined):
    page = joined("Ana")
    for stage in Stage:
        page.goto(server.address + address(stage))
        wait_ready(page)
        expect_whole(page)


def test_no_page_is_wider_than_a_phone(server, contexts):
    _, token = server.join("Ana", Function.PLANNING, facilitator=True)
    page = contexts(token, viewport=PHONE, has_touch=True, is_mobile=True).new_page()
    wide = []
    for stage in Stage:
        page.goto(server.address + address(stage))
        wait_ready(page)
        expect(keyed(page, "status-line")).to_be_visible()
        spill = page.evaluate(
            "Math.max(document.scrollingElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
            " - innerWidth"
        )
        if spill > 0:
            wide.append(f"{stage}: {spill} px")
    assert wide == []


def test_the_projector_hides_the_navigation_and_enlarges_the_type(server, joined):
    page = joined("Ana", Function.SALES, "/meeting?view=projector", viewport={"width": 1920, "height": 1080})
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    assert page.get_by_test_id("stTopNavLink").count() == 0
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    for value in page.get_by_test_id("stMetricValue").all():
        clipped = value.evaluate("e => [...e.querySelectorAll('*'), e].some(x => x.scrollWidth > x.clientWidth + 1 "
                                 "&& getComputedStyle(x).overflow !== 'visible')")  # fmt: skip
        assert not clipped, value.inner_text()


@pytest.mark.parametrize("path", ["/supply", "/meeting"])
def test_somebody_whose_cookie_is_worthless_finds_the_way_in(server, contexts, path):
    context = contexts("nobody-has-this-token")
    page = context.new_page()
    page.goto(server.address + path)
    wait_ready(page)
    expect(page.get_by_role("link", name="Join", exact=True)).to_be_visible()
    assert any(each["name"] == COOKIE for each in context.cookies())
