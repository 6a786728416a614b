"""Goal seek: a dialog that asks for a target and the levers that may move, and sets what it found."""

import math
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from sop.domain.ids import new_id
from sop.domain.scenario import BOUNDS, Lever
from sop.language import N_, Term, _, compact_money, currency_name, listing, percent
from sop.planning.goal import AT_MOST, FIELDS, MOST_LEVERS, Aim, Choice, Sought, measure
from sop.services import how_far, what_if
from sop.services.board import Board
from sop.services.sentences import LEVER_NAMES, lever_sentence, months_words, scope_words
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.levers import slider_format
from sop.ui.drawing import escaped, plain
from sop.ui.later import waits_words
from sop.ui.view import View

AIMS: dict[Aim, Term] = {
    Aim.FILL_RATE: N_("Fill rate, at least"),
    Aim.MARGIN: N_("Margin, at least"),
    Aim.STOCK_VALUE: N_("Stock value, at most"),
    Aim.UTILISATION: N_("Utilisation of the fullest resource, at most"),
}
IN_PERCENT = frozenset({Aim.FILL_RATE, Aim.UTILISATION})
_FEWEST_LEVERS = 2  # chosen when the dialog opens


@action
def set_found(view: View, scenario_id: str, found: Sequence[Lever], token: str) -> None:
    """Set the levers that were found in the scenario; those that are new get an id of their own."""
    put = [replace(each, id=new_id()) if each.id.startswith("all-") else each for each in found]
    said = {"levers": len(put)}
    what_if.set_levers(view.workspace.store, view.act(token), scenario_id, "goal_set", said, put)
    st.session_state[keys.STORED] = token
    notices.tell(_("The levers are set."))


def draw_goal(view: View, board: Board) -> None:
    """Draw the button that opens the dialog."""
    if view.cycle is None:
        return
    if st.button(_("Goal"), icon=":material/flag:", key="goal-open", help=_("Give a target; find the levers for it")):
        st.dialog(_("Find the levers for a target"), icon=":material/flag:", width="medium")(_form)(
            view, board, view.cycle.currency, new_id()
        )


def _form(view: View, board: Board, currency: str, token: str) -> None:
    notices.in_dialog(token)
    aim, target = _ask_target(board, currency)
    choices = _ask_levers(board)
    if not choices:
        plain(_("Choose the levers that may move."))
        return
    question = how_far.sought(view.workspace, board, choices, aim, target)
    if not question.ready:
        plain(waits_words())
        return
    asked = st.button(_("Find"), type="primary", icon=":material/search:", key="goal-find")
    if asked:
        with st.spinner(_("Solving one plan after the other …")):
            question.answer()
    found = question.known
    if found is None:
        return
    for line in sought_words(found, aim, target, currency):
        plain(line)
    if found.moved:
        st.button(
            _("Set these levers"), icon=":material/tune:", key="goal-set", on_click=set_found,
            args=(board.scenario.id, found.moved, token),
        )  # fmt: skip


def _ask_target(board: Board, currency: str) -> tuple[Aim, float]:
    left, right = st.columns(2)
    known = [aim for aim in Aim if math.isfinite(getattr(board.kpis, FIELDS[aim]))]
    aim = left.selectbox(_("Target"), known, format_func=lambda each: _(AIMS[each]), key=keys.GOAL_AIM) or Aim.FILL_RATE
    now = measure(board.outcome.plan, aim)
    if aim in IN_PERCENT:
        shown = right.number_input(
            _("in %"), 0.0, 100.0 if aim is Aim.FILL_RATE else 200.0, round(100 * now, 1), 0.5,
            key=f"{keys.GOAL_TARGET}-{aim}", format="%.1f",
        )  # fmt: skip
        target = shown / 100
    else:
        target = right.number_input(
            escaped(_("in thousand {currency}").format(currency=currency_name(currency))), None, None, round(now / 1000),
            10, key=f"{keys.GOAL_TARGET}-{aim}",
        ) * 1000  # fmt: skip
    st.caption(escaped(_("Now {value}").format(value=_value(now, aim, currency))))
    return aim, float(target)


def _ask_levers(board: Board) -> list[Choice]:
    """Return the chosen levers and how far each may go."""
    possible = {lever.id: lever for lever in how_far.possible_levers(board.scenario, board.outcome.plan)}
    chosen = st.multiselect(
        _("Levers that may move, up to {most}").format(most=MOST_LEVERS),
        list(possible), list(possible)[:_FEWEST_LEVERS], format_func=lambda one: _title(possible[one]),
        max_selections=MOST_LEVERS, key=f"{keys.GOAL_LEVERS}-{board.scenario.id}",
    )  # fmt: skip
    return [_ask_range(possible[one]) for one in chosen]


def _ask_range(lever: Lever) -> Choice:
    bounds = BOUNDS[lever.kind]
    low, high = st.slider(
        escaped(_title(lever)), float(bounds.low), float(bounds.high), (float(bounds.low), float(bounds.high)),
        float(bounds.step), format=slider_format(lever.kind), key=f"{keys.GOAL_RANGE}-{lever.id}",
    )  # fmt: skip
    return Choice(lever, low, high)


def _title(lever: Lever) -> str:
    return f"{_(LEVER_NAMES[lever.kind])} · {scope_words(lever.kind, lever.scope)} · {months_words(lever)}"


def _value(value: float, aim: Aim, currency: str) -> str:
    return percent(value) if aim in IN_PERCENT else compact_money(value, currency)


def sought_words(found: Sought, aim: Aim, target: float, currency: str) -> list[str]:
    """Return what was found: whether the target is reached, by which levers, at what price, and what stops it."""
    wanted, got = _value(target, aim, currency), _value(found.value, aim, currency)
    if found.reached and not found.moved:
        return [_("The target of {target} is met already: {value}.").format(target=wanted, value=got)]
    if found.reached:
        lines = [_("{value} is reached at the least cost with:").format(value=got)]
    else:
        lines = [
            _("{target} cannot be reached with these levers. The best is {value}.").format(target=wanted, value=got)
        ]
    lines += [f"• {lever_sentence(lever)}" for lever in found.moved]
    lines.append(_("Margin {change}.").format(change=compact_money(found.margin_change_money, currency, signed=True)))
    if found.stops:
        lines.append(_("What stops it: {names}.").format(names=listing(list(found.stops))))
    if found.idle:
        names = listing([_title(lever) for lever in found.idle])
        lines.append(_("Moving these does not help: {levers}.").format(levers=names))
    side = _("at most") if aim in AT_MOST else _("at least")
    lines.append(
        _("Looked for {side} {target} among {count} plans.").format(side=side, target=wanted, count=found.solves)
    )
    return lines
