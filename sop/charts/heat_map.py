"""Load by resource and month: where the works are full, in numbers that are read and not guessed from a colour."""

import math
from functools import lru_cache

import altair as alt
import pandas as pd

from sop.charts.theme import (
    FONT_PX,
    FULL,
    GUTTER_PX,
    KEPT,
    Look,
    Row,
    Spec,
    between,
    filled,
    finish,
    ink_on,
    kept,
    layer_on,
    month_axis,
    need,
    rows_of,
)
from sop.language import ABSENT, _, hours, month, number, percent, speaking

COLUMNS = ("resource", "month", "utilisation", "load_h", "capacity_h", "overtime_h")
PICKED = "cell"
ROW_PX = 30
NARROWEST_PX = 24  # of a month whose number can be read
KEPT_WORDS = 4096  # figures as written: most stay from plan to plan
SMALLEST_PX = 9  # letters
LINE_LETTERS = 17  # of a resource's name that fit beside the months in one line


def load_heat_map(frame: pd.DataFrame, look: Look, *, month_labels: bool = True, row_height: int = ROW_PX) -> Spec:
    """Return load by resource and month as a Vega-Lite dict.

    `frame`: a row per `resource` (name as shown) and `month` ("YYYY-MM"), in the order of display; `utilisation` =
    load / regular capacity (0.93; NaN where there is no capacity), `load_h`, `capacity_h`, `overtime_h` in hours.
    Each cell prints its per cent; a full one (100 % as printed) stands out, is bold and carries ▲.
    Months too narrow for a number (a phone with the whole horizon) keep the ▲; the rest is in the tooltip.
    `row_height` in pixels before the projector enlarges it. Months align with the balance chart. Raises Invalid for a missing column.
    """
    need(frame, COLUMNS)
    with speaking(look.language):
        rows = [_row(row, look) for row in rows_of(frame)]
        months = sorted({row["month"] for row in rows})
        resources = list(dict.fromkeys(frame["resource"]))
        panels = filled(_panels(look, tuple(months), tuple(resources), month_labels=month_labels))
        title = _("Load, % of regular hours; ▲ full")
        return finish(panels, look, {"cells": rows}, title, look.px(row_height) * len(resources))


def with_picking(spec: Spec) -> Spec:
    """Return a heat map of which a cell can be picked: the param `PICKED` then holds its `resource` and `month`."""
    cells, *others = spec["layer"]
    select = {"type": "point", "fields": ["resource", "month"], "toggle": False}
    picked = {"name": PICKED, "select": select}
    return {**spec, "layer": [{**cells, "params": [picked]}, *others]}


@lru_cache(maxsize=KEPT)
def _panels(look: Look, months: tuple[str, ...], resources: tuple[str, ...], *, month_labels: bool) -> str:
    """Return what is the same from plan to plan, in the look's language."""
    x = month_axis(months, look, labels=month_labels)
    y = alt.Y("resource:N", sort=list(resources), axis=_resource_axis(look), scale=alt.Scale(padding=0))
    cells = (
        layer_on("cells")
        .mark_rect(stroke=look.palette.background, strokeWidth=1)
        .encode(x=x, y=y, color=alt.Color("fill:N", scale=None, legend=None), tooltip=_tooltip())
    )
    return kept([[cells, _figures(x, y, len(months), look)]])


def _row(row: Row, look: Look) -> Row:
    full = is_full(row["utilisation"], row["load_h"])
    fill = _fill(row["utilisation"], look, full=full)
    figure = ABSENT if math.isnan(row["utilisation"]) else _whole(_near(row["utilisation"] * 100), look.language)
    return {
        "resource": row["resource"],
        "month": str(row["month"]),
        "full": full,
        "fill": fill,
        "ink": ink_on(fill),
        "figure": f"▲{figure}" if full else figure,
        "month_text": month(str(row["month"]), long=True),
        "utilisation_text": _share(round(row["utilisation"], 3), look.language),
        "load_text": _hours(_near(row["load_h"]), look.language),
        "capacity_text": _hours(_near(row["capacity_h"]), look.language),
        "overtime_text": _hours(_near(row["overtime_h"]), look.language),
    }


def _near(value: float) -> int:
    """Return the whole number that a figure prints as, halves away from zero."""
    return math.floor(value + 0.5)


@lru_cache(maxsize=KEPT_WORDS)
def _hours(value: int, language: str) -> str:  # noqa: ARG001 - spoken by whoever calls; part of the cache's key
    return hours(value)


@lru_cache(maxsize=KEPT_WORDS)
def _share(value: float, language: str) -> str:  # noqa: ARG001 - likewise
    return percent(value)


@lru_cache(maxsize=KEPT_WORDS)
def _whole(value: int, language: str) -> str:  # noqa: ARG001 - likewise
    return number(value)


def is_full(utilisation: float, load_h: float) -> bool:
    """Return whether a resource is full: at 100 % as printed, or loaded without any capacity."""
    return load_h > 0 if math.isnan(utilisation) else utilisation >= FULL


def _fill(utilisation: float, look: Look, *, full: bool) -> str:
    palette = look.palette
    if full:
        return palette.load_full
    return between(palette.load_low, palette.load_high, 0.0 if math.isnan(utilisation) else utilisation)


def _resource_axis(look: Look) -> alt.Axis:
    """Return the axis with every name in full: long ones break into two lines at a space."""
    breaks = f"lastindexof(slice(datum.label, 0, {LINE_LETTERS + 1}), ' ')"
    too_long = f"length(datum.label) > {LINE_LETTERS} && {breaks} > 0"
    label = f"{too_long} ? [slice(datum.label, 0, {breaks}), slice(datum.label, {breaks} + 1)] : datum.label"
    line = look.px(13)
    return alt.Axis(
        title=None,
        orient="left",
        labelExpr=label,
        labelOverlap=False,
        labelLimit=look.px(GUTTER_PX),
        labelLineHeight=line,
        labelOffset=alt.ExprRef(f"{too_long} ? {-line / 2} : 0"),
        minExtent=look.px(GUTTER_PX),
        maxExtent=look.px(GUTTER_PX),
        domain=False,
        ticks=False,
        grid=False,
    )


def _figures(x: alt.X, y: alt.Y, months: int, look: Look) -> alt.Chart:
    """Return the printed numbers, bold where full, smaller where months are narrow; on a phone ▲ only, no dust."""
    month_px = f"width / {months}"
    return (
        layer_on("cells")
        .mark_text(
            text=alt.ExprRef(f"{month_px} >= {NARROWEST_PX} ? datum.figure : datum.full ? '▲' : ''"),
            fontSize=alt.ExprRef(f"min({look.px(FONT_PX)}, max({SMALLEST_PX}, {month_px} / 2.6))"),
            fontWeight=alt.ExprRef("datum.full ? 700 : 400"),
            tooltip=None,
        )
        .encode(x=x, y=y, color=alt.Color("ink:N", scale=None, legend=None))
    )


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("resource:N", title=_("Resource")),
        alt.Tooltip("month_text:N", title=_("Month")),
        alt.Tooltip("utilisation_text:N", title=_("Utilisation")),
        alt.Tooltip("load_text:N", title=_("Load")),
        alt.Tooltip("capacity_text:N", title=_("Regular capacity")),
        alt.Tooltip("overtime_text:N", title=_("Overtime")),
    ]
