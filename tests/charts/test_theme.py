"""Colours that everybody can tell apart and read, near and far, on light and dark."""

import dataclasses

import altair as alt
import pandas as pd
import pytest

from sop.charts.theme import (
    DARK,
    LIGHT,
    PROJECTOR_SCALE,
    Look,
    Palette,
    between,
    contrast,
    finish,
    ink_on,
    layer_on,
    need,
)
from sop.domain.errors import Invalid

BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_that_of_the_accessibility_guidelines():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)  # (1 + .05) / (0 + .05)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(
        4.48, abs=0.005
    )  # the guidelines' own example of a near miss


@BOTH
@pytest.mark.parametrize("meaning", ["text", "muted_text", "short_text"])
def test_letters_stand_out_from_the_background_and_from_frozen_months(palette: Palette, meaning: str):
    assert contrast(getattr(palette, meaning), palette.background) >= 4.5
    assert contrast(getattr(palette, meaning), palette.shade) >= 4.5


@BOTH
@pytest.mark.parametrize("meaning", ["demand", "production_edge", "stock", "short", "shade_edge", "load_full"])
def test_marks_stand_out_from_the_background(palette: Palette, meaning: str):
    assert contrast(getattr(palette, meaning), palette.background) >= 3


def test_the_colours_of_the_meanings_are_those_agreed():
    assert (LIGHT.demand, LIGHT.production, LIGHT.short) == ("#0072B2", "#E69F00", "#D55E00")


@BOTH
@pytest.mark.parametrize("share", [k / 20 for k in range(21)])
def test_a_number_is_readable_on_every_shade_of_load(palette: Palette, share: float):
    ground = between(palette.load_low, palette.load_high, share)
    assert contrast(ink_on(ground), ground) >= 4.5


def test_a_colour_between_two_is_their_mean_at_half():
    assert between("#000000", "#FF8000", 0.5) == "#804000"


def test_a_share_beyond_the_ends_stays_at_the_end():
    assert between("#000000", "#FF8000", 7) == "#FF8000"


def test_letters_are_larger_by_half_on_a_projector():
    assert Look(projector=True).px(14) == 14 * PROJECTOR_SCALE == 21


def test_a_look_can_be_part_of_a_cache_key():
    assert hash(Look("ro", dark=True)) == hash(Look("ro", dark=True))
    with pytest.raises(dataclasses.FrozenInstanceError):
        Look().dark = True  # type: ignore[misc]


def test_missing_columns_are_all_named():
    with pytest.raises(Invalid) as refused:
        need(pd.DataFrame({"month": []}), ("month", "demand", "stock"))
    assert refused.value.values == {"columns": ["demand", "stock"]}


def _finished(look: Look) -> dict:
    return finish(
        [[layer_on("rows").mark_bar().encode(x=alt.X("a:Q"))]], look, {"rows": [{"a": float("nan")}]}, "T", 100
    )


def test_a_chart_lets_the_page_shine_through_and_is_as_wide_as_its_place():
    spec = _finished(Look())
    assert (spec["config"]["background"], spec["width"]) == ("transparent", "container")


@pytest.mark.parametrize(("language", "point"), [("en", "."), ("ro", ",")])
def test_numbers_of_a_chart_follow_the_language(language: str, point: str):
    assert _finished(Look(language))["config"]["locale"]["number"]["decimal"] == point


def test_the_font_is_that_of_the_app():
    assert _finished(Look())["config"]["font"] == '"Source Sans", sans-serif'


def test_an_unknown_figure_is_drawn_as_nothing():
    assert _finished(Look())["datasets"]["rows"] == [{"a": None}]
