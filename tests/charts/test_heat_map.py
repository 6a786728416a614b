"""The load of the works is read as numbers; what is full is marked by more than a colour."""

import math

import pandas as pd
import pytest

from sop.charts.heat_map import PICKED, load_heat_map, with_picking
from sop.charts.theme import FULL, Look, contrast
from sop.domain.errors import Invalid
from tests.charts.reading import assert_valid, layers

LOOKS = [Look(language, dark=dark, projector=near) for language in ("en", "ro") for dark in (0, 1) for near in (0, 1)]


def load(*utilisations: float, resource: str = "Painting", capacity_h: float = 200.0) -> pd.DataFrame:
    """One resource, a month from 2027-01 on for each utilisation."""
    return pd.DataFrame(
        {
            "resource": resource,
            "month": [f"2027-{k:02d}" for k in range(1, len(utilisations) + 1)],
            "utilisation": list(utilisations),
            "load_h": [share * capacity_h for share in utilisations],
            "capacity_h": capacity_h,
            "overtime_h": 12.0,
        }
    )


def cells(frame: pd.DataFrame, look: Look | None = None) -> list[dict]:
    return load_heat_map(frame, look or Look())["datasets"]["cells"]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_chart_is_valid_in_every_look(look: Look):
    assert_valid(load_heat_map(load(0.5, 1.1), look))


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_cell_can_be_picked_by_resource_and_month(look: Look):
    spec = load_heat_map(load(0.5, 1.1), look)
    picking = with_picking(spec)
    assert_valid(picking)
    (picked,) = picking["layer"][0]["params"]
    assert (picked["name"], picked["select"]["fields"]) == (PICKED, ["resource", "month"])
    assert "params" not in spec["layer"][0]  # the chart that is kept stays as it is


def test_each_cell_prints_its_per_cent():
    assert [cell["figure"] for cell in cells(load(0.0, 0.934, 0.99))] == ["0", "93", "99"]


def test_full_begins_where_the_number_prints_as_100():
    assert FULL == 0.995
    assert [cell["figure"] for cell in cells(load(0.9949, 0.995, 1.12))] == ["99", "▲100", "▲112"]


def test_full_is_bold_and_marked_and_of_another_ground():
    spec = load_heat_map(load(0.99, 1.0), Look())
    text = layers(spec)[1]["mark"]
    assert text["fontWeight"] == {"expr": "datum.full ? 700 : 400"}
    below, full = spec["datasets"]["cells"]
    assert (below["full"], full["full"]) == (False, True)
    assert contrast(below["fill"], full["fill"]) >= 3


@pytest.mark.parametrize("dark", [False, True])
def test_every_number_is_readable_on_its_ground(dark: bool):
    shares = [k / 10 for k in range(12)]
    assert min(contrast(cell["ink"], cell["fill"]) for cell in cells(load(*shares), Look(dark=dark))) >= 4.5


def test_without_capacity_and_load_there_is_no_per_cent():
    idle = load(math.nan, capacity_h=0.0).assign(load_h=0.0)
    assert [(cell["figure"], cell["full"]) for cell in cells(idle)] == [("-", False)]


def test_load_without_capacity_is_full():
    asked = load(math.nan, capacity_h=0.0).assign(load_h=8.0)
    assert [(cell["figure"], cell["full"]) for cell in cells(asked)] == [("▲-", True)]


def test_every_resource_has_its_label_in_the_order_given():
    both = pd.concat([load(0.5, resource="Welding"), load(0.5, resource="Assembly")])
    y = layers(load_heat_map(both, Look()))[0]["encoding"]["y"]
    assert y["sort"] == ["Welding", "Assembly"]
    assert y["axis"]["labelOverlap"] is False


def test_there_is_no_legend_to_look_up():
    assert [layer["encoding"]["color"]["legend"] for layer in layers(load_heat_map(load(0.5), Look()))] == [None, None]


def test_a_row_more_is_a_row_higher():
    one, two = load(0.5), pd.concat([load(0.5), load(0.5, resource="Welding")])
    assert load_heat_map(two, Look())["height"] == 2 * load_heat_map(one, Look())["height"]


def test_rows_can_be_lower_where_there_are_many():
    assert load_heat_map(load(0.5), Look(projector=True), row_height=20)["height"] == 30  # larger by half


def test_the_tooltip_tells_hours():
    (cell,) = cells(load(0.93))
    told = [cell[name] for name in ("load_text", "capacity_text", "overtime_text", "utilisation_text")]
    assert told == ["186\u00a0h", "200\u00a0h", "12\u00a0h", "93.0\u00a0%"]  # 0.93 x 200 h


def test_months_need_not_be_written_twice_under_another_chart():
    x = layers(load_heat_map(load(0.5), Look(), month_labels=False))[0]["encoding"]["x"]
    assert x["axis"]["labels"] is False


def test_a_missing_column_is_told():
    with pytest.raises(Invalid, match="capacity_h"):
        load_heat_map(load(0.5).drop(columns="capacity_h"), Look())
