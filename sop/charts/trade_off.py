"""What plans trade for what: margin against fill rate, the stock as the size of the point, each with its name."""

import altair as alt
import pandas as pd

from sop.charts.theme import Look, Spec, drawn, finish, layer_on, need, number_axis, rows_of
from sop.language import _, compact_money, currency_name, percent, speaking

COLUMNS = ("name", "margin", "fill_rate", "stock")
HEIGHT_PX, LINE_PX = 280, 18
_NAMES_FROM = 0.5  # of the height: above it lie the points, below it their names, a line each
_AREA = (60, 900)  # of the smallest and the largest stock, in square pixels
_AROUND = 0.15  # of the range of an axis, as room around the points


def trade_off_chart(frame: pd.DataFrame, look: Look, currency: str, *, height: int = HEIGHT_PX) -> Spec:
    """Return plans as points: `name`, `margin` [money], `fill_rate` [0 to 1], `stock` [money]; the first is filled in.

    Better lies to the right and above, with a smaller point. Raises Invalid for a missing column.
    """
    need(frame, COLUMNS)
    with speaking(look.language):
        rows = [
            {
                **row,
                "first": k == 0,
                "margin_text": compact_money(row["margin"], currency),
                "fill_text": percent(row["fill_rate"]),
                "stock_text": compact_money(row["stock"], currency),
                "label": f"{row['name']} · {compact_money(row['stock'], currency)}",
            }
            for k, row in enumerate(rows_of(frame))
        ]
        rows.sort(key=lambda row: -row["margin"])  # a name stands right of its line: none is crossed by another's
        x, y = _axis("margin", frame, look), _axis("fill_rate", frame, look)
        size = alt.Size("stock:Q", legend=None, scale=alt.Scale(range=[look.px(area) for area in _AREA], zero=True))
        colour = alt.condition("datum.first", alt.value(look.palette.text), alt.value(look.palette.stock))
        tooltip = [
            alt.Tooltip("name:N", title=_("Plan")),
            alt.Tooltip("margin_text:N", title=_("Margin")),
            alt.Tooltip("fill_text:N", title=_("Fill rate")),
            alt.Tooltip("stock_text:N", title=_("Stock value")),
        ]
        base = layer_on("plans")
        points = base.mark_point(filled=True, opacity=0.8).encode(x=x, y=y, size=size, color=colour, tooltip=tooltip)
        named = [mark for k in range(len(rows)) for mark in _name(k, x, y, look, height)]
        title = _("Margin ({currency}, across) against fill rate (%, upwards); the size is the stock value").format(
            currency=currency_name(currency)
        )
        tables = {"plans": rows, **{f"name{k}": [row] for k, row in enumerate(rows)}}
        return finish(drawn([[points, *named]]), look, tables, title, look.px(height))


def _name(k: int, x: alt.X, y: alt.Y, look: Look, height: int) -> list[alt.Chart]:
    """Return the name of the plan in row k and the line that leads to it from its point."""
    line = look.px(height * _NAMES_FROM + LINE_PX * (k + 0.5))
    base, at = layer_on(f"name{k}"), look.px(5)
    lead = base.mark_rule(color=look.palette.stock, strokeWidth=look.px(1)).encode(x=x, y=y, y2=alt.value(line))
    name = base.mark_text(color=look.palette.text, align="left", baseline="middle", dx=at)
    return [lead, name.encode(x=x, y=alt.value(line), text=alt.Text("label:N"))]


def _axis(column: str, frame: pd.DataFrame, look: Look) -> alt.X | alt.Y:
    low, high = float(frame[column].min()), float(frame[column].max())
    least = 0.01 if column == "fill_rate" else 0.01 * max(abs(high), 1.0)
    room = max(_AROUND * (high - low), least)
    if column == "fill_rate":
        span = high - low + 0.5 * room
        scale = alt.Scale(domain=[low - span / _NAMES_FROM, high + 0.3 * room], nice=False)
        within = f"datum.value < {low - room} || datum.value > 1 ? '' : format(datum.value, '.1%')"
        axis = alt.Axis(title=None, labelExpr=within, tickCount=8, domain=False, ticks=False)
        return alt.Y("fill_rate:Q", axis=axis, scale=scale)
    scale = alt.Scale(domain=[low - room, high + 2 * room], nice=False)  # names stand to the right
    axis = number_axis(look)
    axis = alt.Axis(title=None, labelExpr=axis.labelExpr, tickCount=5, ticks=False, grid=True)
    return alt.X("margin:Q", axis=axis, scale=scale)
