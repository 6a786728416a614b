"""What plans trade for what: margin against fill rate, the stock as the size of the point, each with its name."""

import altair as alt
import pandas as pd

from sop.charts.theme import Look, Spec, drawn, finish, layer_on, need, number_axis, rows_of
from sop.language import _, compact_money, currency_name, percent, speaking

COLUMNS = ("name", "margin", "fill_rate", "stock")
HEIGHT_PX, LINE_PX = 260, 17
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
        words = [
            layer_on(f"name{k}")
            .mark_text(color=look.palette.text, align="left", dx=look.px(16), dy=look.px(LINE_PX * k))
            .encode(x=x, y=y, text=alt.Text("label:N"))
            for k in range(len(rows))  # one below the other, so that plans that are close can be read
        ]
        title = _("Margin ({currency}, across) against fill rate (%, upwards); the size is the stock value").format(
            currency=currency_name(currency)
        )
        tables = {"plans": rows, **{f"name{k}": [row] for k, row in enumerate(rows)}}
        return finish(drawn([[points, *words]]), look, tables, title, look.px(height))


def _axis(column: str, frame: pd.DataFrame, look: Look) -> alt.X | alt.Y:
    low, high = float(frame[column].min()), float(frame[column].max())
    least = 0.01 if column == "fill_rate" else 0.01 * max(abs(high), 1.0)
    room = max(_AROUND * (high - low), least)
    top = high + 0.3 * room if column == "fill_rate" else high + 2 * room  # names stand to the right
    scale = alt.Scale(domain=[low - room, top], nice=False)
    if column == "fill_rate":
        axis = alt.Axis(title=None, format=".1%", tickCount=5, domain=False, ticks=False)
        return alt.Y("fill_rate:Q", axis=axis, scale=scale)
    axis = number_axis(look)
    axis = alt.Axis(title=None, labelExpr=axis.labelExpr, tickCount=5, ticks=False, grid=True)
    return alt.X("margin:Q", axis=axis, scale=scale)
