"""The demand of a SKU or family: what was, what the baseline expects, what people agreed, against budget and last year."""

import altair as alt
import pandas as pd

from sop.charts import legend as symbols
from sop.charts.legend import LEGEND, Entry, legend_layer, legend_rows
from sop.charts.theme import Look, Row, Spec, drawn, finish, layer_on, month_axis, need, number_axis, rows_of
from sop.language import _, month, quantity, speaking

HISTORY_COLUMNS = ("month", "actual")
FORECAST_COLUMNS = ("month", "baseline", "lower_80", "upper_80", "consensus", "last_year", "budget")
HEIGHT_PX = 320
BAND_OPACITY = 0.15


def demand_chart(
    history_frame: pd.DataFrame, forecast_frame: pd.DataFrame, look: Look, unit: str, *, height: int = HEIGHT_PX
) -> Spec:
    """Return demand over time as a Vega-Lite dict.

    `history_frame`: `month` ("YYYY-MM"), `actual`. `forecast_frame`: `month`, `baseline`, its 80 % interval
    `lower_80` to `upper_80`, `consensus`, `last_year` (the same month a year before) and `budget`; all in `unit`,
    NaN where a figure is unknown. Raises Invalid for a missing column.
    """
    need(history_frame, HISTORY_COLUMNS)
    need(forecast_frame, FORECAST_COLUMNS)
    with speaking(look.language):
        past = [_row(row, HISTORY_COLUMNS, unit) for row in rows_of(history_frame)]
        coming = [_row(row, FORECAST_COLUMNS, unit) for row in rows_of(forecast_frame)]
        x = month_axis([row["month"] for row in (*past, *coming)], look)
        y_axis = number_axis(look)
        entries = _entries(coming, look)
        layers = [
            *_forecast(coming, x, y_axis, look),
            _history(x, y_axis, look),
            *_hover(x),
            legend_layer(entries, look),
        ]
        rows = {"past": past, "coming": coming, LEGEND: legend_rows(entries)}
        return finish(drawn([layers]), look, rows, _("Demand, {unit}").format(unit=unit), look.px(height))


def _row(row: Row, columns: tuple[str, ...], unit: str) -> Row:
    return {
        **{name: row[name] for name in columns[1:]},
        **{f"{name}_text": quantity(row[name], unit) for name in columns[1:]},
        "month": str(row["month"]),
        "month_text": month(str(row["month"]), long=True),
    }


def _known(rows: list[Row], column: str) -> bool:
    return any(not pd.isna(row[column]) for row in rows)


def _y(column: str, axis: alt.Axis) -> alt.Y:
    return alt.Y(f"{column}:Q", axis=axis, scale=alt.Scale(zero=True))


def _history(x: alt.X, axis: alt.Axis, look: Look) -> alt.Chart:
    line = layer_on("past").mark_line(color=look.palette.demand, strokeWidth=look.px(2.5))
    return line.encode(x=x, y=_y("actual", axis))


def _forecast(coming: list[Row], x: alt.X, axis: alt.Axis, look: Look) -> list[alt.Chart]:
    palette = look.palette
    base = layer_on("coming")
    band = base.mark_area(color=palette.demand, opacity=BAND_OPACITY).encode(
        x=x, y=_y("lower_80", axis), y2=alt.Y2("upper_80:Q")
    )
    baseline = base.mark_line(color=palette.demand, strokeWidth=look.px(1.2)).encode(x=x, y=_y("baseline", axis))
    last_year = base.mark_line(
        color=palette.muted_text, strokeWidth=look.px(2), strokeDash=[1, 5], strokeCap="round"
    ).encode(x=x, y=_y("last_year", axis))
    budget = base.mark_line(color=palette.text, strokeWidth=look.px(1.5), strokeDash=[6, 4]).encode(
        x=x, y=_y("budget", axis)
    )
    point = alt.OverlayMarkDef(color=palette.demand, size=look.px(6) ** 2, filled=True)
    consensus = base.mark_line(color=palette.demand, strokeWidth=look.px(2.5), point=point).encode(
        x=x, y=_y("consensus", axis)
    )
    optional = [(last_year, "last_year"), (budget, "budget")]
    return [band, baseline, *(line for line, column in optional if _known(coming, column)), consensus]


def _hover(x: alt.X) -> list[alt.Chart]:
    when = alt.Tooltip("month_text:N", title=_("Month"))
    actual = [when, alt.Tooltip("actual_text:N", title=_("Actual demand"))]
    expected = [
        when,
        alt.Tooltip("consensus_text:N", title=_("Consensus")),
        alt.Tooltip("baseline_text:N", title=_("Baseline")),
        alt.Tooltip("lower_80_text:N", title=_("80 % interval from")),
        alt.Tooltip("upper_80_text:N", title=_("80 % interval to")),
        alt.Tooltip("last_year_text:N", title=_("Last year")),
        alt.Tooltip("budget_text:N", title=_("Budget")),
    ]
    return [
        layer_on(rows).mark_rect(opacity=0).encode(x=x, tooltip=tooltip)
        for rows, tooltip in (("past", actual), ("coming", expected))
    ]


def _entries(coming: list[Row], look: Look) -> list[Entry]:
    palette = look.palette
    entries = [
        Entry(_("Actual demand"), palette.demand, symbols.LINE),
        Entry(_("Consensus"), palette.demand, symbols.LINE_WITH_POINT),
        Entry(_("Baseline"), palette.demand, symbols.THIN_LINE),
        Entry(_("80 % interval"), palette.band, symbols.BAND),
    ]
    if _known(coming, "last_year"):
        entries.append(Entry(_("Last year"), palette.muted_text, symbols.DOTS))
    if _known(coming, "budget"):
        entries.append(Entry(_("Budget"), palette.text, symbols.DASHES))
    return entries
