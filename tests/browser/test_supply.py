"""The supply page in a real browser: a cell of the heat map leads to what loads it."""

import re

import pytest
from playwright.sync_api import expect

from sop.domain.people import Function
from tests.browser.conftest import PATIENCE
from tests.browser.steps import fill_demo, keyed
from tests.serving import serving

pytestmark = pytest.mark.browser
NAMES_PX = 128  # left of the first month


@pytest.fixture(scope="module")
def server():
    """A server with the demo company."""
    with serving() as running:
        fill_demo(running)
        yield running


def test_a_click_on_a_cell_of_the_heat_map_shows_what_loads_it(joined):
    page = joined("Ioana Pop", Function.PLANNING, "/supply")
    heat_map = keyed(page, "load-to-pick").locator("svg.marks, canvas").first
    expect(heat_map).to_be_visible(timeout=PATIENCE)
    box = heat_map.bounding_box()
    sixth_month = NAMES_PX + (box["width"] - NAMES_PX) * 5.5 / 18
    heat_map.click(position={"x": sixth_month, "y": box["height"] * 0.33})  # the third resource of nine
    expect(keyed(page, "load-section").get_by_text(re.compile(r"^Painting, May 27: "))).to_be_visible(timeout=PATIENCE)
    expect(keyed(page, "load-section").get_by_text("100.0").first).to_be_visible()
