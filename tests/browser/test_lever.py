"""A lever stands where it was left, however quickly it is moved and whatever else the page is asked meanwhile."""

import os
import subprocess
import sys
import time

import pytest
from playwright.sync_api import expect

from sop.domain.people import Function
from sop.ui.live import GRACE
from tests.browser.conftest import PATIENCE, wait_ready
from tests.serving import ROOT, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home = tmp_path_factory.mktemp("lever") / "home"
    environ = {**os.environ, "SOP_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "sop", "demo"], check=True, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL)
    with serving(home) as running:
        yield running


def test_an_arrow_key_held_down_moves_on_and_never_back(joined):
    page = joined("Ioana Pop", Function.PLANNING, "/meeting", facilitator=True)
    page.get_by_text("C Sell less in spring").click()
    wait_ready(page)
    slider = page.locator("input[type=range]").first
    expect(slider).to_have_value("-10")
    for _ in range(12):
        slider.press("ArrowRight")
    wait_ready(page)
    box = page.get_by_role("spinbutton").first
    expect(box).to_have_value("2", timeout=PATIENCE)
    expect(slider).to_have_value("2")
    page.reload()
    wait_ready(page)
    expect(page.get_by_role("spinbutton").first).to_have_value("2")


CLICK_AS_THE_PAGE_ASKS = "radio => { window.sopLive.fire('version', 0); radio.click() }"


def test_a_click_that_arrives_with_the_page_s_own_question_is_not_lost(joined):
    page = joined("Ioana Pop", Function.PLANNING, "/supply", facilitator=True)
    demand = page.get_by_test_id("stDataFrame").first.locator("tbody tr").filter(has_text="Demand, pcs")
    until = time.monotonic() + 2 * GRACE  # what was drawn a moment ago is not drawn again on a question
    while time.monotonic() < until:
        for family, shown in (("Grills", 1), ("All families", 0)):
            wait_ready(page)
            page.get_by_role("radio", name=family, exact=True).evaluate(CLICK_AS_THE_PAGE_ASKS)
            expect(demand).to_have_count(shown)
