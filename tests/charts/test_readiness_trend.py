"""Deliveries by cycle: figures printed in each cell, a mark where something was late, nothing said by colour alone."""

import math

import pandas as pd
import pytest

from sop.charts.readiness_trend import readiness_trend_chart
from sop.charts.theme import DARK, LIGHT, Look, contrast
from sop.domain.errors import Invalid

FRAME = pd.DataFrame(
    {
        "cycle": ["2026-10", "2026-10", "2026-11"],
        "department": ["Sales", "Finance", "Sales"],
        "on_time": [2, 0, 1],
        "due": [2, 0, 3],
        "quality": [97.6, math.nan, 40.0],
    }
)


def cells(look=None):
    return readiness_trend_chart(FRAME, look or Look())["datasets"]["cells"]


def test_each_cell_prints_what_came_on_time_of_what_was_due_and_the_quality():
    assert [(row["counted"], row["quality_text"]) for row in cells()] == [("2/2", "98"), ("-", "-"), ("▲ 1/3", "40")]


def test_cycles_are_written_in_the_readers_language():
    assert cells(Look("ro"))[0]["cycle_text"] == "oct. 26"


@pytest.mark.parametrize("look", [Look(), Look(dark=True)])
def test_figures_are_read_on_their_cell(look):
    assert all(contrast(row["ink"], row["fill"]) >= 4.5 for row in cells(look))
    assert {row["fill"] for row in cells(look)} & {LIGHT.shade, DARK.shade}


def test_a_missing_column_is_named():
    with pytest.raises(Invalid):
        readiness_trend_chart(FRAME.drop(columns="due"), Look())
