"""What plans trade for what: every plan a point with its name and stock, the first told apart."""

import json

import pandas as pd
import pytest

from sop.charts.theme import Look
from sop.charts.trade_off import trade_off_chart
from sop.domain.errors import Invalid

FRAME = pd.DataFrame({"name": ["Base", "More"], "margin": [1e6, 1.5e6], "fill_rate": [1.0, 0.95], "stock": [2e5, 3e5]})


def test_every_plan_is_a_point_with_its_name_and_stock():
    rows = trade_off_chart(FRAME, Look("ro"), "RON")["datasets"]["plans"]
    assert [row["first"] for row in rows] == [False, True]  # from the largest margin to the smallest
    assert rows[0]["label"].replace("\u00a0", " ") == "More · 300 mii lei"


def test_names_stand_one_below_the_other_under_all_points():
    spec = trade_off_chart(FRAME, Look(), "RON", height=280)
    texts = [layer["encoding"]["y"]["value"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    assert texts == [140 + 9, 140 + 27]  # half of the height, then 18 a line
    low, high = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert (0.95 - low) / (high - low) >= 0.5  # the lowest fill rate lies in the upper half


def test_plans_that_are_all_the_same_still_have_an_axis():
    same = FRAME.assign(margin=1e6, fill_rate=1.0)
    spec = trade_off_chart(same, Look(), "RON")
    domains = [spec["layer"][0]["encoding"][axis]["scale"]["domain"] for axis in "xy"]
    assert all(low < high for low, high in domains)


def test_a_missing_column_is_named():
    with pytest.raises(Invalid):
        trade_off_chart(FRAME.drop(columns="stock"), Look(), "RON")


def test_the_title_says_what_lies_where():
    assert "fill rate" in json.dumps(trade_off_chart(FRAME, Look(), "RON"))
