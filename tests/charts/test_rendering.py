"""Charts draw outside a browser, without a warning of Vega's, when vl-convert is installed."""

import json

import pandas as pd
import pytest

from sop.charts.balance import balance_chart
from sop.charts.demand_chart import demand_chart
from sop.charts.heat_map import load_heat_map
from sop.charts.theme import Look
from tests.charts import test_balance, test_demand_chart, test_heat_map

vl_convert = pytest.importorskip(
    "vl_convert", reason="vl-convert-python draws charts without a browser; it is not installed"
)


def svg(spec: dict) -> str:
    return str(vl_convert.vegalite_to_svg(json.dumps(spec | {"width": 900})))


@pytest.fixture(scope="module")
def balance() -> str:
    months: pd.DataFrame = test_balance.short_in(m3=140).assign(budget=90.0, purchased=12.0, frozen=False)
    return svg(balance_chart(months, Look("ro"), "bucăți"))


def test_the_words_of_a_shortage_are_drawn(balance: str):
    assert "▲ lipsă 140\u00a0bucăți" in balance


def test_months_are_drawn_in_romanian(balance: str):
    assert "feb. 27" in balance


def test_the_hatch_is_drawn_as_stripes(balance: str):
    assert balance.count("<stop ") > 10


def test_numbers_of_the_load_are_drawn():
    drawn = svg(load_heat_map(test_heat_map.load(0.934, 1.12), Look()))
    assert ">93<" in drawn
    assert ">▲112<" in drawn


def test_long_names_of_resources_are_drawn_in_full_on_two_lines():
    drawn = svg(load_heat_map(test_heat_map.load(0.5, resource="Staff Sibiu metal works"), Look()))
    assert ">Staff Sibiu metal<" in drawn
    assert ">works<" in drawn


def test_the_legend_of_demand_is_drawn():
    drawn = svg(demand_chart(test_demand_chart.HISTORY, test_demand_chart.FORECAST, Look(), "t"))
    assert all(f">{name}<" in drawn for name in ("Consensus", "Baseline", "80 % interval", "Last year", "Budget"))
