"""Scores from cycle to cycle: one row a question, one dot a cycle, the figure printed at each dot."""

import altair as alt
import pandas as pd

from sop.charts.theme import Look, Spec, drawn, finish, layer_on, need, rows_of
from sop.language import _, number, speaking

COLUMNS = ("cycle", "question", "score")
ROW_PX = 84
LOWEST, HIGHEST = 1, 5


def trend_chart(frame: pd.DataFrame, look: Look) -> Spec:
    """Return the mean scores as a Vega-Lite dict.

    `frame`: a row per `cycle` (name, in order) and `question` (as shown), `score` 1 to 5, NaN where nobody answered.
    Raises Invalid for a missing column.
    """
    need(frame, COLUMNS)
    with speaking(look.language):
        rows = [{**row, "text": number(row["score"], 1)} for row in rows_of(frame) if not pd.isna(row["score"])]
        cycles = list(dict.fromkeys(frame["cycle"]))
        questions = list(dict.fromkeys(frame["question"]))
        panels = [_panel(f"q{k}", name, cycles, look, k) for k, name in enumerate(questions)]
        tables = {f"q{k}": [row for row in rows if row["question"] == name] for k, name in enumerate(questions)}
        return finish(
            drawn(panels), look, tables, _("Scores by cycle, 1 poor to 5 good"), look.px(ROW_PX * len(questions))
        )


def _panel(rows: str, question: str, cycles: list[str], look: Look, place: int) -> list[alt.Chart]:
    """Return one question's line, dots and figures, on a strip of its own."""
    top = look.px(ROW_PX * place)
    strip = alt.Scale(domain=[LOWEST, HIGHEST], range=[top + look.px(ROW_PX - 18), top + look.px(30)], nice=False)
    axis = alt.Axis(labelAngle=0, title=None, ticks=False, domain=False)
    x = alt.X("cycle:O", axis=axis, scale=alt.Scale(type="band", domain=cycles))
    y = alt.Y("score:Q", scale=strip, axis=None)
    tooltip = [
        alt.Tooltip("cycle:N", title=_("Cycle")),
        alt.Tooltip("question:N", title=_("Question")),
        alt.Tooltip("text:N", title=_("Score")),
    ]
    base = layer_on(rows)
    line = base.mark_line(
        color=look.palette.demand,
        strokeWidth=look.px(2),
        point=alt.OverlayMarkDef(color=look.palette.demand, size=look.px(8) ** 2),
    ).encode(x=x, y=y, tooltip=tooltip)
    figures = base.mark_text(dy=-look.px(13), fontSize=look.px(14), fontWeight=600, color=look.palette.text).encode(
        x=x, y=y, text=alt.Text("text:N")
    )
    name = (
        layer_on(rows)
        .mark_text(align="left", baseline="top", fontSize=look.px(14), color=look.palette.text, text=question)
        .encode(x=alt.XValue(0), y=alt.YValue(top))
    )
    return [line, figures, name]
