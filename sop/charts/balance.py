"""Demand, supply and stock by month: what is asked for, what is made and bought, what stays and what is missing."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from sop.charts import legend as symbols
from sop.charts.legend import Entry, legend_layer
from sop.charts.theme import Look, Row, Spec, finish, hatch, month_axis, need, number_axis, values
from sop.language import _, month, quantity, speaking

COLUMNS = ("month", "demand", "production", "purchased", "stock", "short", "budget")
HEIGHT_PX = 320
HEADROOM = 1.14  # room over the highest figure for the label of a shortage
FLOWS_END, STOCK_BEGINS = 0.70, 0.80  # shares of the height: stock stands on a baseline of its own
APART = 3  # shortages fewer months apart share one label
SMALLEST_SHOWN = 0.5  # units: less is solver dust and rounds to nothing


def balance_chart(
    months_frame: pd.DataFrame, look: Look, unit: str, *, frozen_months: int = 0, height: int = HEIGHT_PX
) -> Spec:
    """Return the balance as a Vega-Lite dict.

    `months_frame`: one row a month in order; `month` ("YYYY-MM"); `demand`, `production`, `purchased`, `stock`
    (closing), `short` (late + lost) and `budget` (NaN where there is none), all in `unit`, which is shown as given.
    The first `frozen_months` are shaded. `height` in pixels before the projector enlarges it.
    Raises Invalid for a missing column.
    """
    need(months_frame, COLUMNS)
    with speaking(look.language):
        rows = [_row(row, unit) for row in months_frame.to_dict("records")]
        picture = _Picture(rows, look, unit, look.px(height))
        layers = [picture.frozen(frozen_months), picture.flows(), picture.stock(), picture.hover(), picture.legend()]
        chart = alt.layer(*(layer for layer in layers if layer is not None)).resolve_scale(y="independent")
        title = _("Demand and supply, {unit}").format(unit=unit)
        return finish(chart.properties(height=picture.height, title=title), look)


def _row(row: Row, unit: str) -> Row:
    shown = {f"{name}_text": quantity(row[name], unit) for name in COLUMNS[1:]}
    short = row["short"] if row["short"] >= SMALLEST_SHOWN else 0.0
    return {
        **{name: row[name] for name in COLUMNS},
        **shown,
        "month_text": month(str(row["month"]), long=True),
        "supply": row["production"] + row["purchased"],
        "short": short,
        "covered": max(0.0, row["demand"] - short),
    }


class _Picture:
    """The layers of one balance, over the same rows and axes."""

    def __init__(self, rows: Sequence[Row], look: Look, unit: str, height: int) -> None:
        self.rows, self.look, self.unit, self.height = rows, look, unit, height
        self.months = [row["month"] for row in rows]
        self.chart = alt.Chart(values(rows))
        self.x = month_axis(self.months, look)
        self.bought = any(row["purchased"] >= SMALLEST_SHOWN for row in rows)
        self.budgeted = any(not pd.isna(row["budget"]) for row in rows)

    def _highest(self) -> float:
        figures = [row[name] for row in self.rows for name in ("demand", "supply", "budget")]
        return max((figure for figure in figures if not pd.isna(figure)), default=0.0) or 1.0

    def _y(self, column: str) -> alt.Y:
        scale = alt.Scale(domain=[0, self._highest() * HEADROOM], range=[self.height * FLOWS_END, 0], nice=False)
        return alt.Y(f"{column}:Q", scale=scale, axis=number_axis(self.look))

    def frozen(self, count: int) -> alt.LayerChart | None:
        if not count:
            return None
        palette, look = self.look.palette, self.look
        shade = alt.Chart(values(self.rows[:count])).mark_rect(color=palette.shade).encode(x=self.x)
        note = (
            alt.Chart(values(self.rows[:1]))
            .mark_text(align="left", baseline="top", fontSize=look.px(12), color=palette.muted_text, dx=look.px(4))
            .encode(x=alt.value(0), y=alt.value(look.px(2)), text=alt.value(_("frozen")))
        )
        return alt.layer(shade, note)

    def flows(self) -> alt.LayerChart:
        palette, look = self.look.palette, self.look
        wide = {"band": 0.56}
        made = self.chart.mark_bar(
            color=palette.production, stroke=palette.production_edge, strokeWidth=1, width=wide
        ).encode(x=self.x, y=self._y("production"))
        bought = self.chart.mark_bar(
            color=palette.purchased, stroke=palette.production_edge, strokeWidth=1, strokeDash=[3, 2], width=wide
        ).encode(x=self.x, y=self._y("production"), y2=alt.Y2("supply:Q"))
        demand = self.chart.mark_line(
            color=palette.demand,
            strokeWidth=look.px(2.5),
            point=alt.OverlayMarkDef(color=palette.demand, size=look.px(6) ** 2, filled=True),
        ).encode(x=self.x, y=self._y("demand"))
        budget = self.chart.mark_line(color=palette.text, strokeWidth=look.px(1.5), strokeDash=[6, 4]).encode(
            x=self.x, y=self._y("budget")
        )
        layers = [made, *([bought] if self.bought else []), *self._shortages(), demand]
        return alt.layer(*layers, *([budget] if self.budgeted else []), *self._shortage_labels())

    def _short_rows(self) -> list[Row]:
        return [row for row in self.rows if row["short"] > 0]

    def _shortages(self) -> list[alt.Chart]:
        palette = self.look.palette
        if not self._short_rows():
            return []
        bars = (
            alt.Chart(values(self._short_rows()))
            .mark_bar(
                fill=hatch(palette.short, palette.background),
                stroke=palette.short,
                strokeWidth=self.look.px(1.5),
                width={"band": 0.8},
            )
            .encode(x=self.x, y=self._y("covered"), y2=alt.Y2("demand:Q"))
        )
        return [bars]

    def _shortage_labels(self) -> list[alt.Chart]:
        """One label a spell, at its worst month, inside the picture even at the ends of the axis."""
        worst = [max(spell, key=lambda row: row["short"]) for spell in _spells(self._short_rows(), self.months)]
        return [
            alt.Chart(values([row for row in worst if self._side(row) == align]))
            .mark_text(
                align=align,
                baseline="bottom",
                dy=-self.look.px(8),
                fontSize=self.look.px(15),
                fontWeight=700,
                color=self.look.palette.short_text,
            )
            .encode(x=self.x, y=self._y("demand"), text=alt.Text("short_label:N"))
            .transform_calculate(short_label=f"'▲ ' + replace('{_('short {amount}')}', '{{amount}}', datum.short_text)")
            for align in ("left", "center", "right")
            if any(self._side(row) == align for row in worst)
        ]

    def _side(self, row: Row) -> str:
        place = self.months.index(row["month"])
        if place == 0:
            return "left"
        return "right" if place == len(self.months) - 1 else "center"

    def stock(self) -> alt.LayerChart:
        palette, look = self.look.palette, self.look
        highest = max((row["stock"] for row in self.rows), default=0.0) or 1.0
        scale = alt.Scale(domain=[0, highest], range=[self.height, self.height * STOCK_BEGINS], nice=False)
        bars = self.chart.mark_bar(color=palette.stock, width={"band": 0.86}).encode(
            x=self.x, y=alt.Y("stock:Q", scale=scale, axis=number_axis(look, ticks=2))
        )
        note = (
            alt.Chart(values([{}]))
            .mark_text(align="left", baseline="bottom", fontSize=look.px(13), fontWeight=600, dx=look.px(4))
            .encode(
                x=alt.value(0), y=alt.value(self.height * STOCK_BEGINS - look.px(4)), text=alt.value(_("Closing stock"))
            )
        )
        return alt.layer(bars, note)

    def hover(self) -> alt.Chart:
        """Return an unseen band over each month: all its figures, wherever in the month the pointer or finger is."""
        return self.chart.mark_rect(opacity=0).encode(
            x=self.x,
            tooltip=[
                alt.Tooltip("month_text:N", title=_("Month")),
                alt.Tooltip("demand_text:N", title=_("Demand")),
                alt.Tooltip("production_text:N", title=_("Production")),
                alt.Tooltip("purchased_text:N", title=_("Purchases")),
                alt.Tooltip("stock_text:N", title=_("Closing stock")),
                alt.Tooltip("short_text:N", title=_("Short: late or lost")),
                alt.Tooltip("budget_text:N", title=_("Budget")),
            ],
        )

    def legend(self) -> alt.Chart:
        palette = self.look.palette
        entries = [
            Entry(_("Demand"), palette.demand, symbols.LINE_WITH_POINT),
            Entry(_("Production"), palette.production, symbols.BAR),
        ]
        if self.bought:
            entries.append(Entry(_("Purchases"), palette.production_edge, symbols.OUTLINED_BAR))
        if self._short_rows():
            entries.append(Entry("▲ " + _("Short"), palette.short, symbols.HATCHED_BAR))
        if self.budgeted:
            entries.append(Entry(_("Budget"), palette.text, symbols.DASHES))
        return legend_layer(entries, self.look)


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
