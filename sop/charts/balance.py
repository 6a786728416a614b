"""Demand, supply and stock by month: what is asked for, what is made and bought, what stays and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import pandas as pd

from sop.charts import legend as symbols
from sop.charts.legend import LEGEND, Entry, legend_layer, legend_rows
from sop.charts.theme import (
    KEPT,
    OPEN_FIGURES,
    Look,
    Row,
    Spec,
    filled,
    finish,
    hatch,
    kept,
    layer_on,
    month_axis,
    need,
    number_axis,
    rows_of,
)
from sop.language import _, compact, month, quantity, speaking

FIGURES = ("demand", "production", "purchased", "stock", "short", "budget")
COLUMNS = ("month", *FIGURES)
HEIGHT_PX = 320
HEADROOM = 1.16  # room over the highest figure for the label of a shortage
FLOWS_END, STOCK_BEGINS = 0.68, 0.80  # shares of the height: stock stands on a baseline of its own
NARROW_PX = 500  # of the months together: below it a shortage shows its figure without words
APART = 3  # shortages fewer months apart share one label
LABEL_REACH = 3  # months to each side that the label of a shortage may cover
SMALLEST_SHOWN = 0.5  # units: less is solver dust and rounds to nothing


def balance_chart(months_frame: pd.DataFrame, look: Look, unit: str, *, height: int = HEIGHT_PX) -> Spec:
    """Return the balance as a Vega-Lite dict.

    `months_frame`: one row a month in order; `month` ("YYYY-MM"); `demand`, `production`, `purchased`, `stock`
    (closing), `short` (newly late + lost) and `budget` (NaN where there is none), all in `unit`, which is shown as
    given; `frozen` (may be left out) marks months to be shaded. `height` in pixels before the projector enlarges it.
    Raises Invalid for a missing column.
    """
    need(months_frame, COLUMNS)
    with speaking(look.language):
        rows = [_row(row, unit) for row in rows_of(months_frame)]
        shape = _shape_of(rows, look, look.px(height))
        panels = filled(
            _panels(shape), _highest(rows) * HEADROOM, max((row["stock"] for row in rows), default=0.0) or 1.0
        )
        title = _("Demand and supply, {unit}").format(unit=unit)
        return finish(panels, look, _tables(rows, shape, unit), title, shape.height)


def _row(row: Row, unit: str) -> Row:
    shown = {f"{name}_text": quantity(row[name], unit) for name in FIGURES}
    short = row["short"] if row["short"] >= SMALLEST_SHOWN else 0.0
    return {
        **{name: row[name] for name in FIGURES},
        **shown,
        "month": str(row["month"]),
        "frozen": bool(row.get("frozen", False)),
        "month_text": month(str(row["month"]), long=True),
        "supply": row["production"] + row["purchased"],
        "short": short,
        "covered": max(0.0, row["demand"] - short),
    }


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a balance decides how it is drawn, apart from its figures."""

    look: Look
    months: tuple[str, ...]
    height: int
    frozen: bool
    short: bool
    bought: bool
    budgeted: bool


def _shape_of(rows: Sequence[Row], look: Look, height: int) -> _Shape:
    return _Shape(
        look=look,
        months=tuple(str(row["month"]) for row in rows),
        height=height,
        frozen=any(row["frozen"] for row in rows),
        short=any(row["short"] > 0 for row in rows),
        bought=any(row["purchased"] >= SMALLEST_SHOWN for row in rows),
        budgeted=any(not pd.isna(row["budget"]) for row in rows),
    )


@lru_cache(maxsize=KEPT)
def _panels(shape: _Shape) -> str:
    """Return what is the same from plan to plan, in the look's language."""
    picture = _Picture(shape)
    return kept([picture.flows(), picture.stock(), [picture.hover()]])


def _tables(rows: Sequence[Row], shape: _Shape, unit: str) -> dict[str, list[Row]]:
    """Return the rows behind the layers, by the names that the layers use."""
    short = [row for row in rows if row["short"] > 0]
    return {
        "months": list(rows),
        "frozen": [row for row in rows if row["frozen"]],
        "short": short,
        "notes": _notes(rows, short, shape.months, unit),
        "stock_note": [{"note": _("Closing stock")}],
        LEGEND: legend_rows(_entries(shape)),
    }


def _highest(rows: Sequence[Row]) -> float:
    figures = [row[name] for row in rows for name in ("demand", "supply", "budget")]
    return max((figure for figure in figures if not pd.isna(figure)), default=0.0) or 1.0


def _notes(rows: Sequence[Row], short: Sequence[Row], months: Sequence[str], unit: str) -> list[Row]:
    """Return one label a spell of shortage, at its worst month, kept inside the picture at both ends."""
    worst = [max(spell, key=lambda row: row["short"]) for spell in _spells(short, months)]
    sides = {months[0]: "left", months[-1]: "right"} if months else {}
    return [
        {
            "month": row["month"],
            "top": _highest_around(rows, months.index(row["month"])),
            "note": "▲ " + _("short {amount}").format(amount=compact(round(row["short"]), unit)),
            "brief": "▲ " + compact(round(row["short"])),
            "side": sides.get(row["month"], "center"),
        }
        for row in worst
    ]


def _highest_around(rows: Sequence[Row], here: int) -> float:
    """Return the highest figure of the months over which a label at this month may reach."""
    near = rows[max(0, here - LABEL_REACH) : here + LABEL_REACH + 1]
    figures = [row[column] for row in near for column in ("demand", "supply", "budget")]
    return float(max(figure for figure in figures if not pd.isna(figure)))


class _Picture:
    """The layers of one balance, over the same rows and axes."""

    def __init__(self, shape: _Shape) -> None:
        self.shape, self.look, self.palette = shape, shape.look, shape.look.palette
        self.x = month_axis(shape.months, shape.look)
        highest, self.highest_stock = OPEN_FIGURES
        self.flow_scale = alt.Scale(domain=[0, highest], range=[round(shape.height * FLOWS_END), 0], nice=False)
        self.flow_axis = number_axis(shape.look)

    def _y(self, column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", scale=self.flow_scale, axis=self.flow_axis)

    def flows(self) -> list[alt.Chart]:
        """Return frozen months, production, purchases, shortage, demand and budget, in the order of painting."""
        layers = [self._frozen()] if self.shape.frozen else []
        layers.append(self._made())
        if self.shape.bought:
            layers.append(self._bought())
        if self.shape.short:
            layers.append(self._short())
        if self.shape.budgeted:
            layers.append(self._budget())
        layers.append(self._demand())
        if self.shape.short:
            layers.append(self._short_notes())
        return [*layers, legend_layer(_entries(self.shape), self.look)]

    def _frozen(self) -> alt.Chart:
        return layer_on("frozen").mark_rect(color=self.palette.shade).encode(x=self.x)

    def _made(self) -> alt.Chart:
        bars = layer_on("months").mark_bar(
            color=self.palette.production, stroke=self.palette.production_edge, strokeWidth=1, width={"band": 0.56}
        )
        return bars.encode(x=self.x, y=self._y("production"))

    def _bought(self) -> alt.Chart:
        bars = layer_on("months").mark_bar(
            color=self.palette.purchased,
            stroke=self.palette.production_edge,
            strokeWidth=1,
            strokeDash=[3, 2],
            width={"band": 0.56},
        )
        return bars.encode(x=self.x, y=self._y("production"), y2=alt.Y2("supply:Q"))

    def _short(self) -> alt.Chart:
        bars = layer_on("short").mark_bar(
            fill=hatch(self.palette.short, self.palette.background),
            stroke=self.palette.short,
            strokeWidth=self.look.px(1.5),
            width={"band": 0.8},
        )
        return bars.encode(x=self.x, y=self._y("covered"), y2=alt.Y2("demand:Q"))

    def _demand(self) -> alt.Chart:
        point = alt.OverlayMarkDef(color=self.palette.demand, size=self.look.px(6) ** 2, filled=True)
        line = layer_on("months").mark_line(color=self.palette.demand, strokeWidth=self.look.px(2.5), point=point)
        return line.encode(x=self.x, y=self._y("demand"))

    def _budget(self) -> alt.Chart:
        line = layer_on("months").mark_line(
            color=self.palette.text, strokeWidth=self.look.px(1.5), strokeDash=[6, 4], opacity=0.9
        )
        return line.encode(x=self.x, y=self._y("budget"))

    def _short_notes(self) -> alt.Chart:
        notes = layer_on("notes").mark_text(
            text=alt.ExprRef(f"width < {NARROW_PX} ? datum.brief : datum.note"),
            align=alt.ExprRef("datum.side"),
            baseline="bottom",
            dy=-self.look.px(7),
            fontSize=self.look.px(15),
            fontWeight=700,
            color=self.palette.short_text,
        )
        return notes.encode(x=self.x, y=self._y("top"))

    def stock(self) -> list[alt.Chart]:
        """Return closing stock under the flows, on a baseline and a scale of its own."""
        begins = round(self.shape.height * STOCK_BEGINS)
        scale = alt.Scale(domain=[0, self.highest_stock], range=[self.shape.height, begins], nice=False)
        bars = layer_on("months").mark_bar(color=self.palette.stock, width={"band": 0.86})
        name = layer_on("stock_note").mark_text(
            align="left", baseline="bottom", fontSize=self.look.px(13), fontWeight=600, dx=self.look.px(4)
        )
        return [
            bars.encode(x=self.x, y=alt.Y("stock:Q", scale=scale, axis=number_axis(self.look, ticks=2))),
            name.encode(x=alt.XValue(0), y=alt.YValue(begins - self.look.px(4)), text=alt.Text("note:N")),
        ]

    def hover(self) -> alt.Chart:
        """Return an unseen band over each month: all its figures, wherever in the month the pointer or finger is."""
        titles = {
            "month_text": _("Month"),
            "demand_text": _("Demand"),
            "production_text": _("Production"),
            "purchased_text": _("Purchases"),
            "stock_text": _("Closing stock"),
            "short_text": _("Short: late or lost"),
            "budget_text": _("Budget"),
        }
        tooltip = [alt.Tooltip(f"{column}:N", title=title) for column, title in titles.items()]
        return layer_on("months").mark_rect(opacity=0).encode(x=self.x, tooltip=tooltip)


def _entries(shape: _Shape) -> list[Entry]:
    palette = shape.look.palette
    entries = [
        Entry(_("Demand"), palette.demand, symbols.LINE_WITH_POINT),
        Entry(_("Production"), palette.production, symbols.BAR),
    ]
    if shape.bought:
        entries.append(Entry(_("Purchases"), palette.production_edge, symbols.OUTLINED_BAR))
    if shape.short:
        entries.append(Entry("▲ " + _("Short"), palette.short, symbols.HATCHED_BAR))
    if shape.budgeted:
        entries.append(Entry(_("Budget"), palette.text, symbols.DASHES))
    if shape.frozen:
        entries.append(Entry(_("Frozen"), palette.shade_edge, symbols.FRAME))
    return entries


def _spells(short_rows: Sequence[Row], months: Sequence[str]) -> list[list[Row]]:
    """Return short months in groups that lie close enough to share a label."""
    spells: list[list[Row]] = []
    for row in short_rows:
        place = months.index(row["month"])
        if spells and place - months.index(spells[-1][-1]["month"]) < APART:
            spells[-1].append(row)
        else:
            spells.append([row])
    return spells
