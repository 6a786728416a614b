"""Scores by cycle: a strip a question, the figure at each dot, nothing where nobody answered."""

import json

import pandas as pd
import pytest

from sop.charts.theme import LIGHT, Look
from sop.charts.trend import trend_chart
from sop.domain.errors import Invalid

FRAME = pd.DataFrame(
    {
        "cycle": ["2026-10", "2026-11", "2026-10", "2026-11"],
        "question": ["Decisions", "Decisions", "Figures", "Figures"],
        "score": [4.25, 3.0, float("nan"), 5.0],
    }
)


def test_every_score_is_printed_in_the_readers_language():
    text = json.dumps(trend_chart(FRAME, Look("ro")), ensure_ascii=False)
    assert '"4,3"' in text
    assert '"5,0"' in text


def test_a_cycle_without_answers_has_no_dot():
    rows = trend_chart(FRAME, Look())["datasets"]["q1"]
    assert [(row["cycle"], row["score"]) for row in rows] == [("2026-11", 5.0)]


def test_lines_have_the_colour_of_the_theme():
    assert LIGHT.demand in json.dumps(trend_chart(FRAME, Look()))


def test_a_missing_column_is_named():
    with pytest.raises(Invalid):
        trend_chart(FRAME.drop(columns="score"), Look())
