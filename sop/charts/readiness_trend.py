"""Deliveries from cycle to cycle: a row a department, a cell a cycle, what came on time and how clean printed in it."""

import math

import altair as alt
import pandas as pd

from sop.charts.theme import Look, Row, Spec, between, drawn, finish, ink_on, layer_on, need, rows_of
from sop.language import ABSENT, _, month, number, percent, speaking

COLUMNS = ("cycle", "department", "on_time", "due", "quality")
ROW_PX = 38
NAMES_PX = 96
STRONGEST = 0.55  # of the colour, where all came on time


def readiness_trend_chart(frame: pd.DataFrame, look: Look) -> Spec:
    """Return deliveries on time by department and cycle as a Vega-Lite dict.

    `frame`: a row per `cycle` ("YYYY-MM") and `department` (as shown), in the order of display; `on_time` of `due`
    deliveries, `quality` 0 to 100 (NaN where nothing came). ▲ marks a cell in which something was late or did not
    come. Raises Invalid for a missing column.
    """
    need(frame, COLUMNS)
    with speaking(look.language):
        rows = [_row(row, look) for row in rows_of(frame)]
        departments = list(dict.fromkeys(frame["department"]))
        title = _("On time of due · quality")
        panel = _panel([row["cycle_text"] for row in rows], departments, look)
        return finish(drawn([panel]), look, {"cells": rows}, title, look.px(ROW_PX) * len(departments))


def _row(row: Row, look: Look) -> Row:
    due, on_time = int(row["due"]), int(row["on_time"])
    share = on_time / due if due else math.nan
    fill = look.palette.shade if not due else between(look.palette.background, look.palette.demand, STRONGEST * share)
    mark = "▲ " if due and on_time < due else ""
    return {
        "cycle_text": month(str(row["cycle"])),
        "department": row["department"],
        "fill": fill,
        "ink": ink_on(fill),
        "late": bool(mark),
        "counted": f"{mark}{number(on_time)}/{number(due)}" if due else ABSENT,
        "quality_text": number(row["quality"]),
        "share_text": percent(share, 0),
    }


def _panel(cycles: list[str], departments: list[str], look: Look) -> list[alt.Chart]:
    x = alt.X(
        "cycle_text:O",
        sort=list(dict.fromkeys(cycles)),
        axis=alt.Axis(labelAngle=0, title=None, ticks=False, domain=False, orient="top"),
        scale=alt.Scale(type="band", padding=0),
    )
    names = alt.Axis(
        title=None, ticks=False, domain=False, minExtent=look.px(NAMES_PX), maxExtent=look.px(NAMES_PX),
        labelLimit=look.px(NAMES_PX),
    )  # fmt: skip
    y = alt.Y("department:N", sort=departments, axis=names, scale=alt.Scale(padding=0))
    tooltip = [
        alt.Tooltip("cycle_text:N", title=_("Cycle")),
        alt.Tooltip("department:N", title=_("Department")),
        alt.Tooltip("counted:N", title=_("On time")),
        alt.Tooltip("share_text:N", title=_("Share on time")),
        alt.Tooltip("quality_text:N", title=_("Quality")),
    ]
    cells = (
        layer_on("cells")
        .mark_rect(stroke=look.palette.background, strokeWidth=2)
        .encode(x=x, y=y, color=alt.Color("fill:N", scale=None, legend=None), tooltip=tooltip)
    )
    ink = alt.Color("ink:N", scale=None, legend=None)
    counted = (
        layer_on("cells")
        .mark_text(dy=-look.px(8), fontSize=look.px(14), fontWeight=600, tooltip=None)
        .encode(x=x, y=y, text=alt.Text("counted:N"), color=ink)
    )
    quality = (
        layer_on("cells")
        .mark_text(dy=look.px(9), fontSize=look.px(12), tooltip=None)
        .encode(x=x, y=y, text=alt.Text("quality_text:N"), color=ink)
    )
    return [cells, counted, quality]
