"""The what-if board: scenario, tiles, levers, balance, load and reason, drawn again at each release of a lever."""

import streamlit as st

from sop.domain.meeting import Cycle, ProjectorView
from sop.domain.people import Right
from sop.domain.prepared import PreparedDecision
from sop.domain.scenario import Lever, Sharing
from sop.language import _, say
from sop.services import board as boards
from sop.services.board import Board
from sop.services.sentences import lever_sentence
from sop.storage import decisions
from sop.ui import keys
from sop.ui.components.adopt import draw_adopt, draw_published
from sop.ui.components.decide import action_dialog
from sop.ui.components.decision import decision_dialog
from sop.ui.components.goal import draw_goal
from sop.ui.components.how_far import draw_reach
from sop.ui.components.levers import draw_levers, draw_new_lever
from sop.ui.components.outcomes import draw_range
from sop.ui.components.pictures import choose_family, draw_balance, draw_load, unit_words
from sop.ui.components.prepared import decision_on, draw_at_hand, draw_prepared, ranges, read_prepared
from sop.ui.components.projector import draw_projector, projected_view, without_money
from sop.ui.components.projects import draw_switches
from sop.ui.components.proposals import draw_propose
from sop.ui.components.reason import draw_bottlenecks, draw_source
from sop.ui.components.risks import draw_risk_switches
from sop.ui.components.run_sheet import draw_run_sheet
from sop.ui.components.scenario_bar import draw_scenarios, scenario_words, wanted_scenario
from sop.ui.components.solving import draw_solving
from sop.ui.components.tiles import draw_tiles
from sop.ui.components.votes import draw_open_vote
from sop.ui.components.wheel import draw_wheel
from sop.ui.components.why import draw_why
from sop.ui.drawing import escaped
from sop.ui.folding import draw_section
from sop.ui.frame import live_part
from sop.ui.later import waits_words
from sop.ui.view import View

BALANCE_PX, LOAD_ROW_PX = 200, 22  # the whole board fits a screen of 1080 lines
PROJECTED_PX = 180  # ... and its reason one of 1080 lines in large type


def _topics(view: View) -> list[str]:
    shown = st.session_state.get(keys.SHOWN_SCENARIO)
    own = f"person/{view.person.id}"  # drafts are announced to their maker alone
    return [*view.topics(cycle=True, meeting=True), own, *([f"scenario/{shown}"] if shown else [])]


@live_part("board", topics=_topics)
def draw_board(view: View) -> None:
    """Draw the board of the cycle's scenario that this browser looks at."""
    if view.cycle is None:
        return
    board = boards.shared_board(
        view.workspace, view.cycle, wanted_scenario(), view.meeting, view.room.seen, view.person.id
    )
    st.session_state[keys.SHOWN_SCENARIO] = board.scenario.id
    prepared = read_prepared(view, view.cycle)
    on = decision_on(prepared, board)
    draw_run_sheet(view, lambda: _draw_capture(view, board, on))
    draw_prepared(view, prepared, on, board)
    shown = projected_view(view)
    if shown is not ProjectorView.ALL:
        _draw_one_view(view, view.cycle, board, shown, on)
        return
    with st.container(horizontal=True, vertical_alignment="center", key="board-head"):
        draw_scenarios(view, board)
        draw_propose(view, board.scenario)
        draw_wheel(view, board.scenario)
        if board.scenario.sharing is not Sharing.DRAFT:
            draw_adopt(view, board)
    _draw_tiles(view, view.cycle, board)
    left, right = st.columns([3, 8], gap="medium")
    with left:
        _draw_levers(view, board, on)
    with right:
        family = _draw_pictures(view, view.cycle, board)
    if not view.projector:  # where the board fills the picture, and the range is a view of its own
        draw_section(_("Range of outcomes"), lambda: _draw_range(view, board, family), key="range-section")


def _draw_range(view: View, board: Board, family: str) -> None:
    if view.cycle is not None:
        draw_range(view, board, family, view.cycle.currency, with_money=not without_money(view))


def _draw_one_view(view: View, cycle: Cycle, board: Board, shown: ProjectorView, on: PreparedDecision | None) -> None:
    """Draw what the projector shows of a decision; the options stand side by side in a part of their own."""
    if shown is ProjectorView.OPTIONS:
        return
    st.subheader(scenario_words(board.scenario), anchor=False)
    if shown is ProjectorView.WHY:
        draw_load(view, board, row_height=LOAD_ROW_PX)
        _draw_reason(view, cycle, board)
        return
    if shown is ProjectorView.RANGE:
        _draw_range(view, board, _choose_family(view, board))
        return
    _draw_tiles(view, cycle, board)
    left, right = st.columns([4, 7], gap="medium")
    with left:
        _draw_levers(view, board, on)
    with right:
        _draw_balance(view, cycle, board)


def _draw_tiles(view: View, cycle: Cycle, board: Board) -> None:
    draw_solving(view, board)
    draw_tiles(board.kpis, board.base_kpis, cycle.currency, board.standings, with_money=not without_money(view))


def _draw_capture(view: View, board: Board, on: PreparedDecision | None) -> None:
    if view.meeting is None or not view.actor.may(Right.CAPTURE):
        return
    if st.button(_("Action"), icon=":material/add_task:", shortcut="A", key="action-open", help=_("Add action")):
        with view.workspace.store.read() as tx:
            standing = decisions.of_meeting(tx, view.meeting.id)
        action_dialog(view, standing)
    if view.actor.may(Right.RUN):
        draw_projector(view, view.meeting)
    if board.scenario.sharing is Sharing.DRAFT:
        return
    if view.actor.may(Right.RUN) and not view.projector:
        draw_open_vote(view, board.scenario.id)
    wanted = st.session_state.pop(keys.COMPLETES, "") if board.outcome.is_full else ""
    if st.button(
        _("Decide"), icon=":material/gavel:", shortcut="D", type="primary", key="decide-open",
        disabled=not board.outcome.is_full, help=None if board.outcome.is_full else waits_words(),
    ) or wanted:  # fmt: skip
        decision_dialog(view, board, on, wanted)


def _draw_levers(view: View, board: Board, on: PreparedDecision | None) -> None:
    obstacle = boards.obstacle(view.actor, board.scenario, view.meeting)
    may_move = obstacle is None
    st.subheader(_("Levers"), anchor=False)
    if board.scenario.is_base:
        st.caption(_("The base plan has no levers. Choose a scenario, or save one as your own, to move some."))
        return
    if not board.scenario.levers:
        st.caption(_("No lever yet: this scenario is the base plan."))
    draw_levers(
        board.scenario, ranges(on, board), may_move=may_move, below=lambda lever: _draw_reach(view, board, lever)
    )
    for lever in board.outcome.idle:
        st.caption(escaped(_("Moves nothing, the data does not have it: {lever}").format(lever=lever_sentence(lever))))
    if obstacle is None:
        draw_at_hand(on, board)
        with st.container(horizontal=True, key="lever-adding"):
            draw_new_lever(board.scenario, board.outcome.plan, board.inputs.company.catalogue)
            draw_switches(view, board)
            draw_risk_switches(view, board)
            draw_goal(view, board)
    else:
        st.caption(escaped(say(obstacle)))


def _draw_reach(view: View, board: Board, lever: Lever) -> None:
    if lever in board.outcome.levers:  # one whose part of the company is gone moves nothing
        draw_reach(view, board, lever)


def _draw_pictures(view: View, cycle: Cycle, board: Board) -> str:
    """Draw the plan, its load and what holds it back; return the family that is chosen."""
    family = _draw_balance(view, cycle, board)
    draw_load(view, board, row_height=LOAD_ROW_PX)
    _draw_reason(view, cycle, board)
    draw_source(board)
    draw_published(view)
    return family


def _choose_family(view: View, board: Board) -> str:
    """Let a family be chosen; all of them together have money in common only."""
    return choose_family(board, keys.FAMILY, with_all=not without_money(view))


def _draw_balance(view: View, cycle: Cycle, board: Board) -> str:
    """Draw the balance of the family that is chosen, and return which."""
    family = _choose_family(view, board)
    draw_balance(
        view,
        board,
        family,
        unit_words(board, family, cycle.currency),
        height=PROJECTED_PX if view.projector else BALANCE_PX,
    )
    return family


def _draw_reason(view: View, cycle: Cycle, board: Board) -> None:
    """Say what holds the plan back and what would relieve it; both are prices, and left out where money is."""
    if not without_money(view):
        draw_bottlenecks(board, cycle.currency, most=1)
        draw_why(view, board, cycle.currency)
