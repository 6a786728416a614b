"""The fan of stock, the chance of a shortage, the spread of a figure: every figure printed in the reader's language."""

import json

import pandas as pd
import pytest

from sop.charts.fan import fan_chart, risk_chart, spread_chart
from sop.charts.theme import Look
from sop.domain.errors import Invalid

FAN = pd.DataFrame(
    {
        "month": ["2027-02", "2027-03"], "low": [1.0, 0.0], "lower": [2.0, 1.0], "middle": [3.0, 2.0],
        "upper": [4.0, 3.0], "high": [5.0, 1234.0], "planned": [3.0, 2.0], "target": [3.0, 3.0],
    }
)  # fmt: skip
RISK = pd.DataFrame({"month": ["2027-02", "2027-03"], "probability": [0.0, 0.25], "share": [0.0, 0.015]})
SPREAD = pd.DataFrame({"value": ["96,0 %", "97,0 %"], "paths": [0.25, 0.75]})


def words(spec):
    return json.dumps(spec, ensure_ascii=False)


def test_the_fan_has_two_bands_the_plan_and_its_target():
    spec = fan_chart(FAN, Look("ro"), "buc")
    marks = [layer["mark"]["type"] for layer in spec["layer"]]
    assert marks == ["area", "area", "line", "line", "rect", "point"]
    assert "1.234 buc" in words(spec).replace("\u00a0", " ")


def test_the_chance_of_a_shortage_stands_on_its_bar():
    rows = risk_chart(RISK, Look())["datasets"]["risk"]
    assert [row["text"].replace("\u00a0", " ") for row in rows] == ["0 %", "25 %"]


def test_a_spread_keeps_its_values_in_order():
    rows = spread_chart(SPREAD, Look("ro"), "Rata")["datasets"]["spread"]
    assert [row["value"] for row in rows] == ["96,0 %", "97,0 %"]


@pytest.mark.parametrize(
    ("draw", "frame"),
    [(lambda f: fan_chart(f, Look(), "t"), FAN), (lambda f: risk_chart(f, Look()), RISK),
     (lambda f: spread_chart(f, Look(), "t"), SPREAD)],
)  # fmt: skip
def test_a_missing_column_is_named(draw, frame):
    with pytest.raises(Invalid):
        draw(frame.drop(columns=frame.columns[-1]))
