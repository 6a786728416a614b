"""The readiness board: one sentence for the room, a card a department with its deliveries, and what can be done."""

import streamlit as st

from sop.domain.control import ControlState
from sop.domain.deliveries import LACKING, DeliveryState, default_expectations
from sop.domain.meeting import Stage
from sop.domain.people import Function
from sop.language import _, ngettext, number
from sop.services.deliveries import Deliveries, Expected, read_deliveries
from sop.services.readiness import Readiness
from sop.services.readiness_trend import mean_score
from sop.ui.components.control_totals import draw_controls
from sop.ui.components.data_words import KIND_WORDS
from sop.ui.components.delivery import delivery_dialog
from sop.ui.components.expecting import draw_asking
from sop.ui.components.freezing import draw_freeze
from sop.ui.components.readiness_trend import draw_trend
from sop.ui.components.readiness_words import MARKS, Mark, came_words, state_words, summary
from sop.ui.components.reminding import draw_reminding
from sop.ui.drawing import escaped, plain
from sop.ui.view import View
from sop.ui.ways import way_to
from sop.ui.words import function_word

CARD_PX, CARD_PROJECTED_PX = 280, 440  # one on a phone, four on a laptop and when projected
HERE, NOT_HERE = Mark(":material/check_circle:", "green"), Mark(":material/radio_button_unchecked:", "gray")


def draw_readiness(view: View, ready: Readiness) -> Deliveries | None:
    """Draw the board of the open cycle and return it; without a cycle, what has come so far and the way to open one."""
    if view.cycle is None:
        _draw_before_cycle(ready)
        return None
    with view.workspace.store.read() as tx:
        board = read_deliveries(tx, view.workspace.covered, view.cycle, view.workspace.now())
    st.subheader(escaped(summary(board)), anchor=False)
    st.caption(escaped(_standing_words(board)))
    with st.container(horizontal=True, vertical_alignment="center", key="readiness-actions"):
        draw_freeze(view, board)
        draw_reminding(view, board)
        draw_asking(view, board)
    width = CARD_PROJECTED_PX if view.projector else CARD_PX
    with st.grid(min_column_width=width, gap="small", key="readiness"):
        for function in board.departments:
            _draw_department(view, board, function)
    return board


def draw_books(view: View, board: Deliveries | None) -> None:
    """Draw the control totals of the board, and how deliveries went from cycle to cycle."""
    if board is None:
        return
    left, right = st.columns(2, gap="large")
    with left:
        draw_controls(view, board)
    with right:
        draw_trend(view)


def _standing_words(board: Deliveries) -> str:
    """Return the second line: how good what came is, and what of the control totals is open."""
    score = mean_score(board.lines)
    said = [_("Quality of what came: {score} of 100").format(score=number(score))] if score == score else []  # noqa: PLR0124 - NaN
    settled = {ControlState.SIGNED, ControlState.EXPLAINED}
    open_totals = sum(each.state not in settled for each in board.controls.values())
    if open_totals:
        words = ngettext("{count} control total is open", "{count} control totals are open", open_totals)
        said.append(words.format(count=number(open_totals)))
    else:
        said.append(_("control totals are signed"))
    return " · ".join(said)


def _draw_department(view: View, board: Deliveries, function: Function) -> None:
    lines = board.of(function)
    with st.container(border=True, height="stretch", gap="small", key=f"department-{function}"):
        lacking = sum(line.state in LACKING for line in lines)
        there = sum(line in board.there for line in lines)
        head = f"**{escaped(function_word(function))}**"
        told = _("{there} of {asked}").format(there=number(there), asked=number(there + _not_there(board, lines)))
        st.markdown(f"{head} · {escaped(told)}" if lines else head)
        for line in sorted(lines, key=lambda line: line.state not in LACKING) if lacking else lines:
            _draw_line(view, board, line)
        unasked = [line for line in board.unasked if line.expectation.function is function]
        if unasked:
            names = ", ".join(_(KIND_WORDS[line.kind]) for line in unasked)
            st.caption(escaped(_("Also there: {names}").format(names=names)))


def _not_there(board: Deliveries, lines: tuple[Expected, ...]) -> int:
    return sum(line in board.asked and line not in board.there for line in lines)


def _draw_line(view: View, board: Deliveries, line: Expected) -> None:
    with st.container(gap=None, key=f"delivery-{line.kind}"):
        opened = _draw_head(_(KIND_WORDS[line.kind]), MARKS[line.state], state_words(line), f"open-{line.kind}")
        if line.state is not DeliveryState.STANDS:  # of what did not change its details are enough
            st.caption(escaped(came_words(board, line)))
        if line.later is not None:
            st.caption(f":material/ac_unit: {escaped(_('came after the freeze: goes into the next cycle'))}")
    if opened:
        delivery_dialog(view, board, line)


def _draw_head(name: str, mark: Mark, words: str, key: str) -> bool:
    """Draw the name of a delivery, which opens its details, and its state."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xxsmall"):
        opened = st.button(escaped(name), type="tertiary", key=key, help=_("Details"))
        st.badge(escaped(words), icon=mark.icon, color=mark.colour)
    return opened


def _draw_before_cycle(ready: Readiness) -> None:
    """Say what has come so far; until when something is due is known once a cycle is open."""
    if not ready.loads:
        st.subheader(_("Nothing was delivered yet"), anchor=False)
        plain(_("Drop the first files below: items and sales history are enough to begin with."))
        return
    st.info(
        _("No cycle is open: what is due when is known once the facilitator has opened one."),
        icon=":material/event_note:",
    )
    way_to(Stage.AGENDA, _("To the agenda"))
    expected = default_expectations()
    shown = [each for each in ready.kinds if each.load or expected[each.kind].wanted]
    with st.grid(min_column_width=CARD_PX, gap="small", key="readiness"):
        for function in Function:
            own = [each for each in shown if expected[each.kind].function is function]
            if own:
                with st.container(border=True, height="stretch", gap="small", key=f"department-{function}"):
                    st.markdown(f"**{escaped(function_word(function))}**")
                    for each in own:
                        _draw_kind(each.kind, is_here=each.load is not None)


def _draw_kind(kind: str, *, is_here: bool) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        plain(_(KIND_WORDS[kind]))
        mark = HERE if is_here else NOT_HERE
        st.badge(_("delivered") if is_here else _("missing"), icon=mark.icon, color=mark.colour)
