"""What may become of a plan: stock as a fan of quantiles by month, the chance of a shortage, and how a figure spreads."""

import altair as alt
import pandas as pd

from sop.charts import legend as symbols
from sop.charts.legend import LEGEND, Entry, legend_layer, legend_rows
from sop.charts.theme import (
    Look,
    Row,
    Spec,
    between,
    drawn,
    finish,
    layer_on,
    month_axis,
    need,
    number_axis,
    rows_of,
)  # fmt: skip
from sop.domain.measures import SHORT_FROM
from sop.language import _, month, percent, quantity, speaking

FAN_COLUMNS = ("month", "low", "lower", "middle", "upper", "high", "planned", "target")
RISK_COLUMNS = ("month", "probability", "share")
SPREAD_COLUMNS = ("value", "paths")
HEIGHT_PX, RISK_PX, SPREAD_PX = 240, 90, 130
_OUTER, _INNER = 0.25, 0.55  # of the colour of stock


def fan_chart(frame: pd.DataFrame, look: Look, unit: str, *, height: int = HEIGHT_PX) -> Spec:
    """Return the stock that may be left at each month's close as a Vega-Lite dict.

    `frame`: `month` ("YYYY-MM"), the quantiles 5 % `low`, 25 % `lower`, 50 % `middle`, 75 % `upper`, 95 % `high`, the
    `planned` stock and its `target`, all in `unit`. Raises Invalid for a missing column.
    """
    need(frame, FAN_COLUMNS)
    with speaking(look.language):
        rows = [_fan_row(row, unit) for row in rows_of(frame)]
        x, axis, palette = month_axis([row["month"] for row in rows], look), number_axis(look), look.palette
        outer, inner = (between(palette.background, palette.stock, share) for share in (_OUTER, _INNER))
        base = layer_on("stock")

        def band(colour: str, low: str, high: str) -> alt.Chart:
            return base.mark_area(color=colour).encode(x=x, y=alt.Y(f"{low}:Q", axis=axis), y2=alt.Y2(f"{high}:Q"))

        def line(column: str, **looks: object) -> alt.Chart:
            return base.mark_line(**looks).encode(x=x, y=alt.Y(f"{column}:Q", axis=axis))

        entries = [
            Entry(_("9 in 10 paths"), outer, symbols.BAND),
            Entry(_("every second path"), inner, symbols.BAND),
            Entry(_("Planned"), palette.text, symbols.LINE),
            Entry(_("Safety stock"), palette.text, symbols.DASHES),
        ]
        layers = [
            band(outer, "low", "high"),
            band(inner, "lower", "upper"),
            line("target", color=palette.text, strokeDash=[6, 4], strokeWidth=look.px(1.5)),
            line("planned", color=palette.text, strokeWidth=look.px(2.5)),
            base.mark_rect(opacity=0).encode(x=x, tooltip=_fan_tooltip()),
            legend_layer(entries, look),
        ]
        title = _("Closing stock as it may come, {unit}").format(unit=unit)
        return finish(drawn([layers]), look, {"stock": rows, LEGEND: legend_rows(entries)}, title, look.px(height))


def _fan_row(row: Row, unit: str) -> Row:
    return {
        **{name: row[name] for name in FAN_COLUMNS},
        **{f"{name}_text": quantity(row[name], unit) for name in FAN_COLUMNS[1:]},
        "month": str(row["month"]),
        "month_text": month(str(row["month"]), long=True),
    }


def _fan_tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("month_text:N", title=_("Month")),
        alt.Tooltip("planned_text:N", title=_("Planned")),
        alt.Tooltip("target_text:N", title=_("Safety stock")),
        alt.Tooltip("middle_text:N", title=_("Every second path has at least")),
        alt.Tooltip("low_text:N", title=_("9 in 10 paths from")),
        alt.Tooltip("high_text:N", title=_("9 in 10 paths to")),
    ]


def risk_chart(frame: pd.DataFrame, look: Look, *, height: int = RISK_PX) -> Spec:
    """Return the chance of a shortage by month as bars with their figure.

    `frame`: `month`, `probability` (0 to 1) of a shortage worth the name, `share` of demand that is not met in time on average.
    """
    need(frame, RISK_COLUMNS)
    with speaking(look.language):
        rows = [
            {
                **row,
                "month": str(row["month"]),
                "month_text": month(str(row["month"]), long=True),
                "text": percent(row["probability"], 0),
                "share_text": percent(row["share"]),
            }
            for row in rows_of(frame)
        ]
        x, palette = month_axis([row["month"] for row in rows], look), look.palette
        scale = alt.Scale(domain=[0, 1.2])
        axis = alt.Axis(
            title=None, values=[0, 1], labels=False, ticks=False, domain=False, minExtent=128, maxExtent=128
        )
        y = alt.Y("probability:Q", axis=axis, scale=scale)
        title = _("Chance that more than {share} of demand is short").format(share=percent(SHORT_FROM, 0))
        tooltip = [
            alt.Tooltip("month_text:N", title=_("Month")),
            alt.Tooltip("text:N", title=title),
            alt.Tooltip("share_text:N", title=_("Demand not met in time, on average")),
        ]
        base = layer_on("risk")
        bars = base.mark_bar(color=palette.short, width=alt.RelativeBandSize(0.6)).encode(x=x, y=y, tooltip=tooltip)
        words = base.mark_text(color=palette.text, dy=-look.px(8)).encode(x=x, y=y, text=alt.Text("text:N"))
        return finish(drawn([[bars, words]]), look, {"risk": rows}, title, look.px(height))


def spread_chart(frame: pd.DataFrame, look: Look, title: str, *, height: int = SPREAD_PX) -> Spec:
    """Return how often a figure comes out where: bars over `value` (as written, in order) with their share of `paths`."""
    need(frame, SPREAD_COLUMNS)
    with speaking(look.language):
        rows = [{**row, "text": percent(row["paths"], 0)} for row in rows_of(frame)]
        axis = alt.Axis(title=None, labelAngle=0, labelOverlap="parity", ticks=False)
        x = alt.X("value:O", sort=None, axis=axis, scale=alt.Scale(paddingInner=0.1))
        none = alt.Axis(title=None, labels=False, ticks=False, domain=False, grid=False)
        y = alt.Y("paths:Q", axis=none)
        base = layer_on("spread")
        bars = base.mark_bar(color=look.palette.stock).encode(x=x, y=y)
        words = base.mark_text(color=look.palette.text, dy=-look.px(8)).encode(x=x, y=y, text=alt.Text("text:N"))
        return finish(drawn([[bars, words]]), look, {"spread": rows}, title, look.px(height))
