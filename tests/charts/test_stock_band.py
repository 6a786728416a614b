"""Stock against its band: the band is drawn from safety stock to maximum, and signs say where a SKU leaves it."""

import json

import pandas as pd
import pytest

from sop.charts.stock_band import stock_band_chart
from sop.charts.theme import Look
from sop.domain.errors import Invalid
from tests.charts.reading import assert_valid, layer_over, layers, legend_names

LOOKS = [Look(language, dark=dark, projector=near) for language in ("en", "ro") for dark in (0, 1) for near in (0, 1)]


def frame(**columns: object) -> pd.DataFrame:
    """Two months within the band, but for `columns`."""
    steady = {
        "stock": 20.0, "safety": 10.0, "most": 1234.0, "stock_days": 24.0, "safety_days": 12.0, "most_days": 42.0,
        "below": 0.0, "above": 0.0,
    }  # fmt: skip
    return pd.DataFrame({"month": ["2027-02", "2027-03"], **steady, **columns})


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_chart_is_valid_in_every_look(look: Look):
    assert_valid(stock_band_chart(frame(below=[1.0, 0.0], above=[0.0, 1.0]), look, "t"))


def test_the_band_reaches_from_safety_stock_to_the_maximum():
    (band,) = [layer for layer in layers(stock_band_chart(frame(), Look(), "t")) if "y2" in layer["encoding"]]
    assert (band["encoding"]["y"]["field"], band["encoding"]["y2"]["field"]) == ("safety", "most")


def test_signs_stand_where_a_sku_leaves_its_band_and_nowhere_else():
    spec = stock_band_chart(frame(below=[3.0, 0.0], above=[0.0, 4.0]), Look(), "t")
    assert [row["month"] for row in spec["datasets"]["below"]] == ["2027-02"]
    assert [row["month"] for row in spec["datasets"]["above"]] == ["2027-03"]
    assert legend_names(spec)[-2:] == ["SKUs below", "SKUs above"]
    assert legend_names(stock_band_chart(frame(), Look(), "t")) == ["Closing stock", "Target band", "Safety stock"]


def test_figures_are_told_with_their_days_in_the_readers_language():
    spec = stock_band_chart(frame(), Look("ro"), "lei")
    said = json.dumps(spec, ensure_ascii=False).replace("\u00a0", " ")
    assert "1.234 lei · zile de acoperire: 42" in said
    assert layer_over(spec, "stock")["mark"]["type"] == "line"


def test_a_missing_column_is_named():
    with pytest.raises(Invalid):
        stock_band_chart(frame().drop(columns="most_days"), Look(), "t")
