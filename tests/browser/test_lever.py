"""A lever stands where it was left, however quickly it is moved and whatever else the page is asked meanwhile."""

import json
import math
import os
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from sop.__main__ import main
from sop.domain.measures import Kpis
from sop.domain.people import Function
from sop.ui.components.tiles import tiles_of
from sop.ui.live import GRACE
from tests.browser.conftest import PATIENCE, wait_ready
from tests.serving import ROOT, serving

pytestmark = pytest.mark.browser


@pytest.fixture
def server(tmp_path_factory):  # one for each test: nobody holds the wheel yet
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


MOVES = 20


def test_after_each_of_twenty_drags_every_tile_agrees_with_a_cold_solve_on_the_command_line(joined, server):
    page = joined("Ioana Pop", Function.PLANNING, "/meeting", facilitator=True)
    page.get_by_text("C Sell less in spring").click()
    wait_ready(page)
    slider, box = page.locator("input[type=range]").first, page.get_by_role("spinbutton").first
    base, seen = solved_cold(server.home), set()
    for k in range(MOVES):
        share = (7 * k % MOVES + 1) / (MOVES + 1)  # to and fro over the whole slider
        drag(page, slider, share)
        wait_ready(page)
        expect(box).to_have_value(slider.input_value())
        seen.add(slider.input_value())
        shown = tiles_of(solved_cold(server.home, "C Sell less in spring"), base, "RON")
        tiles = page.get_by_test_id("stMetric")
        expect(tiles).to_have_count(len(shown))
        for place, tile in enumerate(shown):
            own = tiles.nth(place)
            expect(own.get_by_test_id("stMetricLabel")).to_have_text(tile.label, timeout=PATIENCE)
            expect(own.get_by_test_id("stMetricValue")).to_have_text(tile.value, timeout=PATIENCE)
            delta = own.get_by_test_id("stMetricDelta")
            if tile.difference is None:
                expect(delta).to_have_count(0)
            else:
                expect(delta).to_have_text(tile.difference, timeout=PATIENCE)
    assert len(seen) == MOVES


def drag(page, slider, share):
    """Take the slider's thumb and let it go at a share of its way."""
    thumb = slider.locator("xpath=../..")
    thumb.scroll_into_view_if_needed()
    track, held = slider.locator("xpath=../../..").bounding_box(), thumb.bounding_box()
    height = held["y"] + held["height"] / 2
    page.mouse.move(held["x"] + held["width"] / 2, height)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] * share, height, steps=5)
    page.mouse.up()


def solved_cold(home, scenario=None):
    """Return the figures of a scenario that `python -m sop plan` finds, with a model made from nothing."""
    named = [] if scenario is None else ["--scenario", scenario]
    environment = {"SOP_HOME": str(home), "SOP_DATABASE_URL": None}
    answer = CliRunner().invoke(main, ["plan", "--json", *named], env=environment)
    assert answer.exit_code == 0, answer.stderr
    figures = json.loads(answer.stdout)["kpis"]
    return Kpis(months=(), **{name: math.nan if value is None else value for name, value in figures.items()})


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
