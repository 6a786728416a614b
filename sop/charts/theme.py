"""How every chart looks: colours with one meaning each, sizes, number and month formats. Nothing else picks a colour."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd
from altair.utils import schemapi

from sop.domain.errors import Invalid
from sop.language import _, month, vega_locale

# Altair checks each part of a chart against its schema as it is made, which doubles the time of a chart on the slider's
# path; tests check every chart whole instead.
schemapi.disable_debug_mode()

FONT = '"Source Sans", sans-serif'
FULL = 0.995  # utilisation that prints as 100 % and counts as full
PROJECTOR_SCALE = 1.5
FONT_PX = 14
GUTTER_PX = 128  # room for what stands left of the first month: the same in every chart, so that months align
STRIPES = 12  # of a hatched bar, every other one on the ground
Spec = dict[str, Any]
Layers = list[list[Spec]]
KEPT = 64  # shapes of a chart that are kept, of each kind
KEPT_INKS = 4096  # grounds whose ink is kept
OPEN_FIGURES = (1.25e300, 1.5e300)  # no figure of a company: marks where a kept chart is filled in
Row = dict[str, Any]
Panel = Sequence[alt.Chart]


@dataclass(frozen=True, slots=True)
class Palette:
    """One colour per meaning; `*_text` are the same meaning dark (or light) enough to be read as letters, 4.5:1."""

    background: str
    text: str
    muted_text: str
    grid: str
    shade: str  # frozen months
    shade_edge: str
    demand: str
    band: str  # demand at 15 % on the background
    production: str
    production_edge: str
    purchased: str
    stock: str
    short: str
    short_text: str
    better: str
    load_low: str
    load_high: str
    load_full: str


LIGHT = Palette(
    background="#FFFFFF",
    text="#1B1F24",
    muted_text="#5F6370",
    grid="#E4E5EA",
    shade="#EFEFF3",
    shade_edge="#7A7E89",
    demand="#0072B2",
    band="#B3D5E8",
    production="#E69F00",
    production_edge="#8F6200",
    purchased="#FBE3B3",
    stock="#8A8D96",
    short="#D55E00",
    short_text="#B04A00",
    better="#009E73",
    load_low="#FFF6E3",
    load_high="#E69F00",
    load_full="#6B3D00",
)
DARK = Palette(
    background="#14181D",
    text="#EEF1F4",
    muted_text="#B4B8C3",
    grid="#2A2E39",
    shade="#1C212B",
    shade_edge="#8A8F9C",
    demand="#56B4E9",
    band="#1F3D52",
    production="#E69F00",
    production_edge="#FFD27A",
    purchased="#5C4310",
    stock="#8A8D96",
    short="#FF7A1A",
    short_text="#FF9A52",
    better="#2FBF93",
    load_low="#2B2213",
    load_high="#8A5F00",
    load_full="#FFC94D",
)


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, and on what: language code, dark background or light, projected for the back row or near."""

    language: str = "en"
    dark: bool = False
    projector: bool = False

    @property
    def palette(self) -> Palette:
        return DARK if self.dark else LIGHT

    def px(self, size: float) -> int:
        """Return a size in pixels, larger by half on a projector."""
        return round(size * (PROJECTOR_SCALE if self.projector else 1))


def need(frame: pd.DataFrame, columns: Iterable[str]) -> None:
    """Raise Invalid naming every column that the chart needs and the frame lacks."""
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise Invalid("The chart lacks the columns {columns}.", columns=missing)


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a frame as dicts of plain Python values."""
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*(frame[name].tolist() for name in names), strict=True)]


def layer_on(rows: str) -> alt.Chart:
    """Return an empty layer over the rows that `finish` is given under this name.

    Layers name their rows instead of holding them because Altair copies what they hold each time they are combined.
    """
    return alt.Chart(alt.NamedData(name=rows))


def month_axis(months: Sequence[str], look: Look, *, labels: bool = True) -> alt.X:
    """Return the x channel over `month` ("YYYY-MM"), one band a month in order without gaps, written "Feb 27" / "feb. 27"."""
    names = json.dumps({name: month(name) for name in months}, ensure_ascii=False)
    axis = alt.Axis(
        title=None,
        labels=labels,
        labelExpr=f"{names}[datum.value]",
        labelAngle=0,
        labelOverlap="parity",
        labelSeparation=look.px(2),
        ticks=False,
        domain=labels,
        grid=False,
    )
    return alt.X("month:O", axis=axis, scale=alt.Scale(type="band", paddingInner=0, paddingOuter=0))


def number_axis(look: Look, *, ticks: int = 5, below: bool = False) -> alt.Axis:
    """Return the axis of a quantity, left of the plot or below: millions in words of the language, all else in full."""
    millions = _("{amount} M").replace("{amount}", "")
    label = (
        f"abs(datum.value) >= 1e6 ? format(datum.value / 1e6, ',~f') + {json.dumps(millions, ensure_ascii=False)}"
        " : format(datum.value, ',~f')"
    )
    return alt.Axis(
        title=None,
        orient="bottom" if below else "left",
        labelExpr=label,
        tickCount=ticks,
        minExtent=0 if below else look.px(GUTTER_PX),
        maxExtent=look.px(GUTTER_PX),
        domain=False,
        ticks=False,
        grid=True,
    )


def hatch(colour: str, ground: str) -> alt.Gradient:
    """Return a diagonal hatch for a bar: hard-edged stripes of a colour on a ground."""
    edges = [round(k / STRIPES, 4) for k in range(STRIPES + 1)]
    stops = [
        alt.GradientStop(offset=place, color=colour if k % 2 == 0 else ground)
        for k, ends in enumerate(pairwise(edges))
        for place in ends
    ]
    return alt.Gradient(gradient="linear", x1=0, y1=0, x2=1, y2=1, stops=stops)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours "#RRGGBB", 1 to 21, by WCAG 2.1."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in _parts(colour)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def between(low: str, high: str, share: float) -> str:
    """Return the colour that lies `share` of the way (0 to 1) from `low` to `high`."""
    share = min(1.0, max(0.0, share))
    mixed = (round(a + (b - a) * share) for a, b in zip(_parts(low), _parts(high), strict=True))
    return "#" + "".join(f"{part:02X}" for part in mixed)


@lru_cache(maxsize=KEPT_INKS)
def ink_on(ground: str) -> str:
    """Return black or white, whichever is read better on `ground`."""
    return max(("#000000", "#FFFFFF"), key=lambda ink: contrast(ink, ground))


def drawn(panels: Sequence[Panel]) -> Layers:
    """Return the layers of each panel as dicts."""
    return [[_layer(chart) for chart in panel] for panel in panels]


def kept(panels: Sequence[Panel]) -> str:
    """Return panels as a text to be kept: what changes from plan to plan stands in it as one of `OPEN_FIGURES`."""
    return json.dumps(drawn(panels))


def filled(text: str, *figures: float) -> Layers:
    """Return kept panels with their open figures filled in, in the order of `OPEN_FIGURES`."""
    for mark, figure in zip(OPEN_FIGURES, figures, strict=False):
        text = text.replace(json.dumps(mark), json.dumps(float(figure)))
    layers: Layers = json.loads(text)
    return layers


def finish(panels: Layers, look: Look, rows: Mapping[str, Sequence[Row]], title: str, height: int) -> Spec:
    """Return a chart as a Vega-Lite dict in the look's colours, sizes and number format, as wide as its container.

    `panels` lie over each other on the same months, each a row of layers with a y axis of its own. `rows`: what
    `layer_on` names; a NaN becomes nothing. `height` of the plot in pixels, without legend and axis.
    """
    layered = [{"layer": panel} for panel in panels]
    spec: Spec = {"layer": layered, "resolve": {"scale": {"y": "independent"}}} if len(panels) > 1 else layered[0]
    return spec | {
        "$schema": alt.SCHEMA_URL,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 0, "right": look.px(6), "top": look.px(4), "bottom": look.px(4)},
        "title": {"text": title},
        "description": title,
        "datasets": {name: [_drawable(row) for row in table] for name, table in rows.items()},
        "config": _config(look),
    }


def _layer(chart: alt.Chart) -> Spec:
    """Return one layer as a dict; layers are joined as dicts because Altair's own joining takes five times as long."""
    drawn = chart.to_dict(validate=False)
    return {part: drawn[part] for part in ("data", "mark", "encoding")}


def _drawable(row: Row) -> Row:
    return {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}


def _config(look: Look) -> Spec:
    palette, letters = look.palette, look.px(FONT_PX)
    return {
        "font": FONT,
        "background": "transparent",
        "locale": vega_locale(look.language),
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "fontSize": look.px(15),
            "fontWeight": 600,
            "color": palette.text,
            "offset": look.px(6),
        },
        "axis": {
            "labelFontSize": letters,
            "labelColor": palette.text,
            "gridColor": palette.grid,
            "domainColor": palette.muted_text,
        },
        "legend": {
            "orient": "top",
            "title": None,
            "labelFontSize": letters,
            "labelColor": palette.text,
            "labelLimit": 0,
            "symbolSize": look.px(11) ** 2,
            "columnPadding": look.px(14),
            "rowPadding": look.px(2),
            "offset": look.px(6),
        },
        "text": {"fontSize": letters, "color": palette.text},
    }
