"""One legend for layers of different marks: each entry shows the shape of its mark, so that colour never stands alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from sop.charts.theme import FONT_PX, Look, Row, layer_on

# Symbols are paths in the square from -1 to 1, filled.
LINE = "M-1,-.15h2v.3h-2z"
THIN_LINE = "M-1,-.07h2v.14h-2z"
LINE_WITH_POINT = "M-1,-.13h.5a.5,.5,0,0,1,1,0h.5v.26h-.5a.5,.5,0,0,1,-1,0h-.5z"
DASHES = "M-1,-.15h.8v.3h-.8zM.2,-.15h.8v.3h-.8z"
DOTS = "M-1,-.2h.4v.4h-.4zM-.2,-.2h.4v.4h-.4zM.6,-.2h.4v.4h-.4z"
BAR = "M-.6,-1h1.2v2h-1.2z"
OUTLINED_BAR = "M-.6,-1h1.2v2h-1.2zM-.35,-.75v1.5h.7v-1.5z"
FRAME = "M-1,-1h2v2h-2zM-.85,-.85v1.7h1.7v-1.7z"
BAND = "M-1,-.6h2v1.2h-2z"
HATCHED_BAR = "M-1,-.4L-.4,-1h-.6zM-1,.6L.6,-1h-.6L-1,0zM-.6,1L1,-.6v.6L0,1zM.4,1L1,.4v.6z"
TRIANGLE = "M0,-1L1,.8h-2z"
DIAMOND = "M0,-1L.8,0L0,1L-.8,0z"
LEGEND = "legend"  # name of the rows behind the legend
LETTER_EM, SYMBOL_EM = 0.5, 2.2  # widths of a mean letter, and of a symbol with its gaps, in heights of the letters


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend: its name as read, colour, and the path of its symbol."""

    name: str
    colour: str
    symbol: str


def legend_layer(entries: Sequence[Entry], look: Look) -> alt.Chart:
    """Return an unseen layer that carries the legend, in fewer columns where the chart is narrow."""
    names = [entry.name for entry in entries]
    legend = alt.Legend(title=None, symbolOpacity=1, symbolStrokeWidth=0, columns=_columns(names, look))
    colours = alt.Scale(domain=names, range=[entry.colour for entry in entries])
    shapes = alt.Scale(domain=names, range=[entry.symbol for entry in entries])
    return (
        layer_on(LEGEND)
        .mark_point(filled=True, opacity=0, tooltip=None)
        .encode(
            color=alt.Color("series:N", scale=colours, legend=legend),
            shape=alt.Shape("series:N", scale=shapes, legend=legend),
        )
    )


def _columns(names: Sequence[str], look: Look) -> alt.ExprRef:
    """Return the columns that fit into the width of the plot: one row if it can be, else by the longest name."""
    widths = [(len(name) * LETTER_EM + SYMBOL_EM) * look.px(FONT_PX) for name in names]
    return alt.ExprRef(f"width >= {sum(widths):.0f} ? {len(names)} : max(1, floor(width / {max(widths):.0f}))")


def legend_rows(entries: Sequence[Entry]) -> list[Row]:
    """Return the rows that `finish` gives to the legend's layer."""
    return [{"series": entry.name} for entry in entries]
