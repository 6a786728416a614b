"""The balance says demand, supply, stock and shortage so that nobody needs the colours."""

from itertools import pairwise

import pandas as pd
import pytest

from sop.charts.balance import balance_chart
from sop.charts.heat_map import load_heat_map
from sop.charts.theme import LIGHT, Look
from sop.domain.calendar import Month
from sop.domain.errors import Invalid
from tests.charts.reading import assert_valid, layer_over, layers, legend_names

MONTHS = ("2027-01", "2027-02", "2027-03", "2027-04", "2027-05", "2027-06")
LOOKS = [Look(language, dark=dark, projector=near) for language in ("en", "ro") for dark in (0, 1) for near in (0, 1)]


def frame(**columns: object) -> pd.DataFrame:
    """Six months of 100 asked for and made, nothing bought, held or missing, no budget, but for `columns`."""
    steady = {
        "demand": 100.0,
        "production": 100.0,
        "purchased": 0.0,
        "stock": 0.0,
        "short": 0.0,
        "budget": float("nan"),
    }
    return pd.DataFrame({"month": list(MONTHS), **steady, **columns})


def short_in(**months: float) -> pd.DataFrame:
    """The same with units missing in some months: `m1` is January."""
    return frame(short=[months.get(f"m{k}", 0.0) for k in range(1, 7)])


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_chart_is_valid_in_every_look(look: Look):
    full = frame(purchased=10.0, short=20.0, budget=90.0, stock=5.0, frozen=True)
    assert_valid(balance_chart(full, look, "t"))


def test_demand_is_a_blue_line_with_points():
    mark = layer_over(balance_chart(frame(), Look(), "t"), "demand")["mark"]
    assert (mark["type"], mark["color"], mark["point"]["color"]) == ("line", "#0072B2", "#0072B2")


def test_production_is_amber_bars():
    mark = layer_over(balance_chart(frame(), Look(), "t"), "production")["mark"]
    assert (mark["type"], mark["color"]) == ("bar", "#E69F00")


def test_purchases_stand_on_production_lighter_and_outlined():
    spec = balance_chart(frame(production=60.0, purchased=40.0), Look(), "t")
    (bought,) = [layer for layer in layers(spec) if layer["encoding"].get("y2", {}).get("field") == "supply"]
    assert bought["encoding"]["y"]["field"] == "production"
    assert bought["mark"]["strokeDash"]
    assert spec["datasets"]["months"][0]["supply"] == 60 + 40
    assert "Purchases" in legend_names(spec)


def test_stock_stands_under_the_flows_on_a_baseline_of_its_own():
    spec = balance_chart(frame(stock=30.0), Look(), "t", height=300)
    flows = layer_over(spec, "demand")["encoding"]["y"]["scale"]["range"]
    stock = layer_over(spec, "stock")["encoding"]["y"]["scale"]["range"]
    assert stock[0] == 300  # its baseline is the lower edge
    assert flows[0] < stock[1]  # pixels count downwards: the flows end before stock begins
    assert spec["resolve"]["scale"]["y"] == "independent"


def test_budget_is_dashed_in_the_colour_of_text():
    mark = layer_over(balance_chart(frame(budget=90.0), Look(), "t"), "budget")["mark"]
    assert (mark["color"], mark["strokeDash"]) == (LIGHT.text, [6, 4])


def test_without_a_budget_there_is_no_line_and_no_legend_for_it():
    spec = balance_chart(frame(), Look(), "t")
    assert "Budget" not in legend_names(spec)
    assert not [layer for layer in layers(spec) if layer["encoding"].get("y", {}).get("field") == "budget"]


def test_a_shortage_hangs_from_demand_hatched():
    spec = balance_chart(short_in(m2=30), Look(), "t")
    bar = layer_over(spec, "covered")
    assert bar["encoding"]["y2"]["field"] == "demand"
    assert spec["datasets"]["short"][0]["covered"] == 100 - 30
    colours = [stop["color"] for stop in bar["mark"]["fill"]["stops"]]
    assert set(colours) == {LIGHT.short, LIGHT.background}
    assert sum(one != other for one, other in pairwise(colours)) > 5  # many stripes, not a shade


def test_a_shortage_is_said_in_words_with_a_mark_and_not_only_in_a_colour():
    spec = balance_chart(short_in(m3=140), Look(), "units")
    assert [note["note"] for note in spec["datasets"]["notes"]] == ["▲ short 140\u00a0units"]
    assert "▲ Short" in legend_names(spec)


def test_months_of_one_shortage_share_a_label_at_the_worst():
    notes = balance_chart(short_in(m2=80, m3=140, m4=60), Look(), "t")["datasets"]["notes"]
    assert [(note["month"], note["brief"]) for note in notes] == [("2027-03", "▲ 140")]


def test_shortages_far_apart_have_a_label_each_that_stays_inside_the_chart():
    notes = balance_chart(short_in(m1=5, m6=7), Look(), "t")["datasets"]["notes"]
    assert [(note["month"], note["side"]) for note in notes] == [("2027-01", "left"), ("2027-06", "right")]


def test_dust_of_the_solver_is_no_shortage():
    spec = balance_chart(short_in(m2=1e-7), Look(), "t")
    assert spec["datasets"]["short"] == []
    assert legend_names(spec) == ["Demand", "Production"]


def test_more_missing_than_asked_for_in_the_month_hangs_to_the_ground_and_no_further():
    spec = balance_chart(short_in(m2=250), Look(), "t")
    assert spec["datasets"]["short"][0]["covered"] == 0


def test_frozen_months_are_shaded_and_named():
    spec = balance_chart(frame(frozen=[True, True, False, False, False, False]), Look(), "t")
    assert [row["month"] for row in spec["datasets"]["frozen"]] == ["2027-01", "2027-02"]
    assert "Frozen" in legend_names(spec)


def test_the_tooltip_writes_figures_with_separators_and_unit():
    rows = balance_chart(frame(demand=12345.0), Look("ro"), "buc.")["datasets"]["months"]
    assert rows[0]["demand_text"] == "12.345\u00a0buc."
    assert rows[0]["budget_text"] == "-"


def test_the_label_of_a_large_shortage_keeps_to_three_digits():
    frame_in_money = frame(demand=9e6, short=[0, 1_240_000.0, 0, 0, 0, 0])
    (note,) = balance_chart(frame_in_money, Look(), "lei")["datasets"]["notes"]
    assert note["note"] == "▲ short 1.24\u00a0M\u00a0lei"


@pytest.mark.parametrize(("language", "written"), [("en", "Feb 27"), ("ro", "feb. 27")])
def test_months_are_written_in_the_language(language: str, written: str):
    axis = layer_over(balance_chart(frame(), Look(language), "t"), "demand")["encoding"]["x"]["axis"]
    assert f'"2027-02": "{written}"' in axis["labelExpr"]


def test_the_title_is_in_the_language_of_the_look_and_carries_the_unit():
    assert balance_chart(frame(), Look("ro"), "buc.")["title"]["text"] == "Cerere și ofertă, buc."


def test_months_align_with_the_heat_map():
    load = pd.DataFrame({"resource": "Painting", "month": list(MONTHS), "utilisation": 0.5})
    hours = load.assign(load_h=50.0, capacity_h=100.0, overtime_h=0.0)
    above = layer_over(balance_chart(frame(), Look(), "t"), "demand")["encoding"]
    below = layers(load_heat_map(hours, Look()))[0]["encoding"]
    assert above["x"]["scale"] == below["x"]["scale"]
    edges = [(axis["minExtent"], axis["maxExtent"]) for axis in (above["y"]["axis"], below["y"]["axis"])]
    assert edges[0] == edges[1]


def test_months_of_the_domain_are_drawn_as_plain_text():
    rows = balance_chart(frame(month=[Month(name) for name in MONTHS]), Look(), "t")["datasets"]["months"]
    assert type(rows[0]["month"]) is str


def test_a_month_without_any_demand_is_drawn():
    assert_valid(balance_chart(frame(demand=0.0, production=0.0), Look(), "t"))


def test_a_missing_column_is_told():
    with pytest.raises(Invalid, match="budget"):
        balance_chart(frame().drop(columns="budget"), Look(), "t")


def test_the_frame_given_is_left_as_it_was():
    given = short_in(m2=30)
    balance_chart(given, Look(), "t")
    pd.testing.assert_frame_equal(given, short_in(m2=30))
