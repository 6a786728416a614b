"""What a person typed reads as typed, and a chart's rows are packed once."""

import re

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from sop.ui.drawing import escaped, packed

SPEC = {"mark": "bar", "data": {"name": "rows"}, "datasets": {"rows": [{"month": "2027-02", "units": 5.0}]}}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("![x](http://tracker/p.png)", r"\!\[x\]\(http\://tracker/p\.png\)"),
        ("*Ana* & <b>Dan</b>", r"\*Ana\* \& \<b\>Dan\</b\>"),
        ("price $5 :red[x]", r"price \$5 \:red\[x\]"),
        ("Plan de cerere", "Plan de cerere"),
    ],
)
def test_marks_of_markdown_lose_their_meaning(typed, written):
    assert escaped(typed) == written


@given(st.text())
def test_escaping_adds_backslashes_and_loses_nothing(text):
    assert re.sub(r"\\(.)", r"\1", escaped(text), flags=re.DOTALL) == text


def test_rows_are_packed_as_arrow_and_the_given_specification_is_not_changed():
    made = packed(SPEC)
    table = pa.ipc.open_stream(made["datasets"]["rows"]).read_all()
    assert table.to_pylist() == SPEC["datasets"]["rows"]
    assert {**made, "datasets": None} == {**SPEC, "datasets": None}
    assert isinstance(SPEC["datasets"]["rows"], list)


def test_a_packed_chart_reaches_the_browser_with_its_rows():
    def script():
        from sop.ui.drawing import packed, vega

        rows = [{"month": "2027-02", "units": 5.0}]
        vega(packed({"mark": "bar", "data": {"name": "rows"}, "datasets": {"rows": rows}}), "chart")

    app = AppTest.from_function(script).run()
    chart = app.get("vega_lite_chart")[0].proto
    assert [dataset.name for dataset in chart.datasets] == ["rows"]
    assert pa.ipc.open_stream(chart.datasets[0].data.data).read_all().num_rows == 1
