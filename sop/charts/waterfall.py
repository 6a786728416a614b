"""A bridge as a waterfall: totals, and between them steps from where the last one ended, each with sign and figure."""

import altair as alt
import pandas as pd

from sop.charts.theme import FONT_PX, Look, Row, Spec, drawn, finish, layer_on, need, number_axis, rows_of
from sop.language import _, compact, speaking

COLUMNS = ("name", "is_total", "money")
ROW_PX = 30
NAMES_PX = 190
ROOM = 0.28  # of what is drawn, right of it for the figures
UP, DOWN = "▲", "▼"


def waterfall_chart(frame: pd.DataFrame, look: Look, unit: str) -> Spec:
    """Return a waterfall as a Vega-Lite dict, one row a bar from top to bottom.

    `frame`: a row per bar in its order, with `name` (each once), `is_total`, and `money`: the total, or the signed step.
    `unit`: of the money, as read. The axis begins at 0 only where the steps can be seen then. Raises Invalid for a
    missing column.
    """
    need(frame, COLUMNS)
    with speaking(look.language):
        low, high = _ends(frame)
        rows = _rows(frame, low)
        title = _("Bridge of the margin, {unit}").format(unit=unit)
        if low > 0:
            title = _("{title}; the axis begins at {low}").format(title=title, low=compact(low))
        return finish(drawn([_layers(rows, low, high, look)]), look, {"bars": rows}, title, look.px(ROW_PX * len(rows)))


def _ends(frame: pd.DataFrame) -> tuple[float, float]:
    """Return where the axis begins and ends: at 0, unless the totals dwarf the steps between them."""
    places = [place for start, end, _total in _spans(frame) for place in (start, end)]
    standing = [place for start, end, total in _spans(frame) for place in ((end,) if total else (start, end))]
    low, high = min(standing, default=0.0), max(standing, default=1.0)
    spread = high - low or abs(high) or 1.0
    first = low - spread / 2 if low > 2 * spread else min(0.0, *places)
    return first, max(high, 0.0) + (max(high, 0.0) - first) * ROOM


def _spans(frame: pd.DataFrame) -> list[tuple[float, float, bool]]:
    at, found = 0.0, []
    for row in rows_of(frame):
        money, is_total = float(row["money"]), bool(row["is_total"])
        start = 0.0 if is_total else at
        at = start + money
        found.append((start, at, is_total))
    return found


def _rows(frame: pd.DataFrame, low: float) -> list[Row]:
    rows = []
    for row, (start, end, is_total) in zip(rows_of(frame), _spans(frame), strict=True):
        kind = "total" if is_total else "up" if end >= start else "down"
        money = end - start if not is_total else end
        text = compact(money) if is_total else f"{UP if kind == 'up' else DOWN} {compact(money, signed=True)}"
        rows.append({
            "name": row["name"], "kind": kind, "start": max(start, low), "end": max(end, low),
            "right": max(start, end, low), "text": text,
        })  # fmt: skip
    return rows


def _layers(rows: list[Row], low: float, high: float, look: Look) -> list[alt.Chart]:
    palette = look.palette
    names = alt.Axis(
        title=None, ticks=False, domain=False, grid=False, labelLimit=look.px(NAMES_PX), labelFontSize=look.px(FONT_PX)
    )
    y = alt.Y("name:N", sort=[row["name"] for row in rows], axis=names, scale=alt.Scale(paddingInner=0.35))
    axis = number_axis(look, ticks=4, below=True)
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    x = alt.X("start:Q", axis=axis, scale=scale)
    colours = alt.Scale(domain=["total", "up", "down"], range=[palette.stock, palette.better, palette.short])
    tooltip = [alt.Tooltip("name:N", title=_("Step")), alt.Tooltip("text:N", title=_("Margin"))]
    bars = (
        layer_on("bars")
        .mark_bar()
        .encode(x=x, x2=alt.X2("end:Q"), y=y, color=alt.Color("kind:N", scale=colours, legend=None), tooltip=tooltip)
    )
    figures = (
        layer_on("bars")
        .mark_text(align="left", dx=look.px(6), fontSize=look.px(FONT_PX), color=palette.text)
        .encode(x=alt.X("right:Q", axis=axis, scale=scale), y=y, text=alt.Text("text:N"))
    )
    return [bars, figures]
