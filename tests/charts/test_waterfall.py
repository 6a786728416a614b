"""The waterfall: a step begins where the last one ended, its sign is printed, and small steps can be seen."""

import pandas as pd
import pytest

from sop.charts.theme import LIGHT, Look
from sop.charts.waterfall import waterfall_chart
from sop.domain.errors import Invalid
from tests.charts.reading import assert_valid

FRAME = pd.DataFrame(
    {
        "name": ["Budget", "Volume", "Price", "Latest estimate"],
        "is_total": [True, False, False, True],
        "money": [100.0, 20.0, -50.0, 70.0],
    }
)


def rows(frame=FRAME, look=Look()):  # noqa: B008 - a value
    return waterfall_chart(frame, look, "lei")["datasets"]["bars"]


def test_a_step_begins_where_the_last_one_ended():
    assert [(row["start"], row["end"]) for row in rows()] == [(0, 100), (100, 120), (120, 70), (0, 70)]


def test_the_direction_is_said_by_mark_sign_and_colour():
    assert [row["text"] for row in rows()][1:3] == ["▲ +20", "▼ -50"]
    assert [row["kind"] for row in rows()] == ["total", "up", "down", "total"]
    assert LIGHT.better in str(waterfall_chart(FRAME, Look(), "lei"))


def test_figures_are_in_the_readers_language():
    found = rows(FRAME.assign(money=[100e3, 2.5e6, -50.0, 70.0]), Look("ro"))
    assert found[1]["text"] == "▲ +2,50\xa0mil."


def test_the_axis_leaves_zero_out_where_totals_dwarf_the_steps_and_says_so():
    near = FRAME.assign(money=[1000.0, 20.0, -50.0, 970.0])
    # what stands lies between 970 and 1,020: the axis begins half of that spread lower, at 945
    assert rows(near)[0]["start"] == 945
    assert "945" in waterfall_chart(near, Look(), "lei")["title"]["text"]


@pytest.mark.parametrize("look", [Look(), Look("ro", dark=True, projector=True)])
def test_it_is_a_chart(look):
    assert_valid(waterfall_chart(FRAME, look, "lei"))


def test_a_bridge_below_zero_is_drawn_whole():
    low = FRAME.assign(money=[-10.0, 20.0, -50.0, -40.0])
    assert [(row["start"], row["end"]) for row in rows(low)] == [(0, -10), (-10, 10), (10, -40), (0, -40)]


def test_a_missing_column_is_named():
    with pytest.raises(Invalid):
        waterfall_chart(FRAME.drop(columns="money"), Look(), "lei")
