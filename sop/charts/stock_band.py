"""Closing stock against its target band: the band between safety stock and maximum, and where stock leaves it."""

import altair as alt
import pandas as pd

from sop.charts import legend as symbols
from sop.charts.legend import LEGEND, Entry, legend_layer, legend_rows
from sop.charts.theme import Look, Row, Spec, between, drawn, finish, layer_on, month_axis, need, number_axis, rows_of
from sop.language import _, month, number, quantity, speaking

FIGURES = ("stock", "safety", "most", "below", "above")
DAYS = ("stock_days", "safety_days", "most_days")
COLUMNS = ("month", *FIGURES, *DAYS)
HEIGHT_PX = 240
_BAND = 0.3  # of the colour of stock
HEADROOM = 1.14  # room over the highest figure for a mark


def stock_band_chart(frame: pd.DataFrame, look: Look, unit: str, *, height: int = HEIGHT_PX) -> Spec:
    """Return closing stock and its band by month as a Vega-Lite dict.

    `frame`: a row a month in order; `month` ("YYYY-MM"); closing `stock`, `safety` stock and `most` that should lie there,
    `below` and `above` (what single SKUs lack or have too much) in `unit`, shown as given; the first three in days of
    coming demand (`*_days`). ▲ marks a month in which a SKU is below, ◆ one in which a SKU is above. Raises Invalid for a
    missing column.
    """
    need(frame, COLUMNS)
    with speaking(look.language):
        rows = [_row(row, unit) for row in rows_of(frame)]
        highest = max((max(row["stock"], row["most"]) for row in rows), default=0.0) or 1.0
        below, above = ([row for row in rows if row[name] > 0] for name in ("below", "above"))
        entries = _entries(look, below=bool(below), above=bool(above))
        x, scale = (
            month_axis([row["month"] for row in rows], look),
            alt.Scale(domain=[0, highest * HEADROOM], nice=False),
        )
        layers = [*_layers(x, scale, look), legend_layer(entries, look)]
        tables = {"months": rows, "below": below, "above": above, LEGEND: legend_rows(entries)}
        title = _("Closing stock and its target band, {unit}").format(unit=unit)
        return finish(drawn([layers]), look, tables, title, look.px(height))


def _row(row: Row, unit: str) -> Row:
    days = {
        f"{name}_text": _("{amount} · days of supply: {days}").format(
            amount=quantity(row[name], unit), days=number(row[f"{name}_days"])
        )
        for name in ("stock", "safety", "most")
    }
    misses = {f"{name}_text": quantity(row[name], unit) for name in ("below", "above")}
    return {
        **{name: row[name] for name in FIGURES}, **days, **misses,
        "month": str(row["month"]),
        "month_text": month(str(row["month"]), long=True),
        "top": max(row["stock"], row["safety"]),
    }  # fmt: skip


def _layers(x: alt.X, scale: alt.Scale, look: Look) -> list[alt.Chart]:
    palette, axis, base = look.palette, number_axis(look), layer_on("months")

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", axis=axis, scale=scale)

    band = base.mark_bar(color=between(palette.background, palette.stock, _BAND), width={"band": 1.0})
    safety = base.mark_tick(
        color=palette.text, thickness=look.px(1.5), width={"band": 1.0}, orient="horizontal", strokeDash=[6, 4]
    )
    point = alt.OverlayMarkDef(color=palette.text, size=look.px(6) ** 2, filled=True)
    stock = base.mark_line(color=palette.text, strokeWidth=look.px(2.5), point=point)

    def mark(rows: str, sign: str, colour: str, shift: float) -> alt.Chart:
        text = layer_on(rows).mark_text(
            text=sign, color=colour, fontSize=look.px(15), fontWeight=700, baseline="bottom", dy=-look.px(7), dx=look.px(shift)
        )  # fmt: skip
        return text.encode(x=x, y=y("top"))

    return [
        band.encode(x=x, y=y("safety"), y2=alt.Y2("most:Q")),
        safety.encode(x=x, y=y("safety")),
        stock.encode(x=x, y=y("stock")),
        mark("below", "▲", palette.short_text, -6),
        mark("above", "◆", palette.production_edge, 6),
        base.mark_rect(opacity=0).encode(x=x, tooltip=_tooltip()),
    ]


def _tooltip() -> list[alt.Tooltip]:
    titles = {
        "month_text": _("Month"),
        "stock_text": _("Closing stock"),
        "safety_text": _("Safety stock"),
        "most_text": _("Maximum"),
        "below_text": _("Below safety stock, SKU by SKU"),
        "above_text": _("Above maximum, SKU by SKU"),
    }
    return [alt.Tooltip(f"{column}:N", title=title) for column, title in titles.items()]


def _entries(look: Look, *, below: bool, above: bool) -> list[Entry]:
    palette = look.palette
    entries = [
        Entry(_("Closing stock"), palette.text, symbols.LINE_WITH_POINT),
        Entry(_("Target band"), between(palette.background, palette.stock, _BAND), symbols.BAND),
        Entry(_("Safety stock"), palette.text, symbols.DASHES),
    ]
    if below:
        entries.append(Entry(_("SKUs below"), palette.short, symbols.TRIANGLE))
    if above:
        entries.append(Entry(_("SKUs above"), palette.production_edge, symbols.DIAMOND))
    return entries
