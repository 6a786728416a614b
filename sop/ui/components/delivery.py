"""The details of one delivery: what came, how good it is part by part, and what the facilitator expects of it."""

import streamlit as st

from sop.domain.ids import new_id
from sop.domain.loads import Load
from sop.domain.people import Right
from sop.domain.quality import Quality
from sop.language import _, date_time, day, number, percent, say
from sop.services.deliveries import Deliveries, Expected
from sop.services.loading import BY_HAND, Totals
from sop.storage import loads
from sop.ui import notices
from sop.ui.components.data_words import KIND_WORDS, NEEDED_FOR
from sop.ui.components.expecting import draw_expectation
from sop.ui.components.readiness_words import ASPECTS, MARKS, came_words, state_words
from sop.ui.drawing import escaped, plain
from sop.ui.view import View
from sop.ui.words import function_word


def delivery_dialog(view: View, board: Deliveries, line: Expected) -> None:
    """Open the details of a delivery."""
    st.dialog(escaped(_(KIND_WORDS[line.kind])), width="large")(_draw)(view, board, line, new_id())


def _draw(view: View, board: Deliveries, line: Expected, token: str) -> None:
    notices.in_dialog(token)
    mark = MARKS[line.state]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(escaped(state_words(line)), icon=mark.icon, color=mark.colour)
        plain(_expected_words(board, line))
    plain(_("Needed for: {what}").format(what=_(NEEDED_FOR[line.kind])))
    if line.expectation.note:
        plain(_("In this cycle: {note}").format(note=line.expectation.note))
    if line.load is not None:
        _draw_load(view, board, line, line.load)
    if line.later is not None:
        told = _("{file} came {moment}, after the freeze: it goes into the next cycle unless the data is frozen again.")
        plain(told.format(file=_file(line.later), moment=date_time(line.later.loaded_at, board.cycle.time_zone)))
    if line.quality is not None:
        draw_quality(line.quality)
    if view.actor.may(Right.RUN):
        draw_expectation(view, board, line.expectation, token)


def _expected_words(board: Deliveries, line: Expected) -> str:
    owner = board.owner(line.expectation)
    due = _("due {day}").format(day=day(line.due))
    return " · ".join(filter(None, (function_word(line.expectation.function), owner.name if owner else "", due)))


def _draw_load(view: View, board: Deliveries, line: Expected, load: Load) -> None:
    plain(came_words(board, line))
    with view.workspace.store.read() as tx:
        totals = Totals(*loads.totals(tx, load))
    said = _("{file}, loaded {moment}: {rows} rows, {units} units or hours, {skus} SKUs, {months} months")
    plain(
        said.format(
            file=_file(load), moment=date_time(load.loaded_at, board.cycle.time_zone), rows=number(load.rows),
            units=number(totals.quantity), skus=number(totals.skus), months=number(totals.months),
        )
    )  # fmt: skip


def _file(load: Load) -> str:
    return _(load.file_name) if load.file_name == BY_HAND else load.file_name


def draw_quality(quality: Quality) -> None:
    """Draw the score and every part of it with its points, its weight and its sentence."""
    total = sum(part.weight for part in quality.parts)
    st.markdown(f"**{escaped(_('Quality {score} of 100').format(score=number(quality.score)))}**")
    for part in quality.parts:
        words = _("{points} points, weight {weight}").format(
            points=number(part.points), weight=percent(part.weight / total, 0)
        )
        with st.container(gap=None):
            st.markdown(f"**{escaped(_(ASPECTS[part.aspect]))}** · {escaped(words)}")
            st.caption(escaped(say(part)))
    st.caption(_("The score is the mean of the points, weighted; a part that says nothing of this kind is left out."))
