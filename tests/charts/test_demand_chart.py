"""The layers of a demand plan, each of its own line."""

import math

import pandas as pd
import pytest

from sop.charts.demand_chart import demand_chart
from sop.charts.theme import LIGHT, Look
from sop.domain.errors import Invalid
from tests.charts.reading import assert_valid, layer_over, legend_names

HISTORY = pd.DataFrame({"month": ["2026-08", "2026-09", "2026-10"], "actual": [80.0, math.nan, 95.0]})
FORECAST = pd.DataFrame(
    {
        "month": ["2026-11", "2026-12"],
        "baseline": [100.0, 1100.0],
        "lower_80": [85.0, 900.0],
        "upper_80": [115.0, 1300.0],
        "consensus": [104.0, 1200.0],
        "last_year": [90.0, 1000.0],
        "budget": [110.0, math.nan],
    }
)
LOOKS = [Look(language, dark=dark, projector=near) for language in ("en", "ro") for dark in (0, 1) for near in (0, 1)]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_chart_is_valid_in_every_look(look: Look):
    assert_valid(demand_chart(HISTORY, FORECAST, look, "t"))


def test_history_baseline_and_consensus_are_demand_and_blue():
    spec = demand_chart(HISTORY, FORECAST, Look(), "t")
    marks = [layer_over(spec, column)["mark"] for column in ("actual", "baseline", "consensus")]
    assert {(mark["type"], mark["color"]) for mark in marks} == {("line", LIGHT.demand)}


def test_the_three_blue_lines_differ_in_more_than_colour():
    spec = demand_chart(HISTORY, FORECAST, Look(), "t")
    actual, baseline, consensus = (layer_over(spec, name)["mark"] for name in ("actual", "baseline", "consensus"))
    assert baseline["strokeWidth"] < consensus["strokeWidth"]
    assert "point" in consensus
    assert "point" not in actual


def test_the_interval_is_the_same_blue_at_15_per_cent():
    band = layer_over(demand_chart(HISTORY, FORECAST, Look(), "t"), "lower_80")
    assert (band["mark"]["type"], band["mark"]["color"], band["mark"]["opacity"]) == ("area", LIGHT.demand, 0.15)
    assert band["encoding"]["y2"]["field"] == "upper_80"


def test_last_year_is_dotted_and_the_budget_dashed_in_the_colour_of_text():
    spec = demand_chart(HISTORY, FORECAST, Look(), "t")
    assert layer_over(spec, "last_year")["mark"]["strokeDash"] == [1, 5]
    budget = layer_over(spec, "budget")["mark"]
    assert (budget["strokeDash"], budget["color"]) == ([6, 4], LIGHT.text)


def test_the_legend_names_only_what_is_there():
    spec = demand_chart(HISTORY, FORECAST.assign(budget=math.nan, last_year=math.nan), Look(), "t")
    assert legend_names(spec) == ["Actual demand", "Consensus", "Baseline", "80 % interval"]


def test_a_month_without_a_figure_is_a_gap_not_a_zero():
    assert [row["actual"] for row in demand_chart(HISTORY, FORECAST, Look(), "t")["datasets"]["past"]] == [80, None, 95]


def test_the_tooltip_is_written_in_the_language():
    coming = demand_chart(HISTORY, FORECAST, Look("ro"), "t")["datasets"]["coming"]
    assert (coming[1]["consensus_text"], coming[1]["budget_text"]) == ("1.200\u00a0t", "-")
    assert coming[1]["month_text"] == "decembrie 2026"


@pytest.mark.parametrize("column", ["consensus", "last_year"])
def test_a_missing_column_is_told(column: str):
    with pytest.raises(Invalid, match=column):
        demand_chart(HISTORY, FORECAST.drop(columns=column), Look(), "t")
