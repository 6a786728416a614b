"""The supply page's live part: a scenario's grid per family, the load of every resource, what holds it back."""

from functools import partial

import streamlit as st

from sop.language import _
from sop.services.board import Board, read_board
from sop.ui import keys
from sop.ui.components.finalising import draw_finalising
from sop.ui.components.grid import draw_grid
from sop.ui.components.lacking import draw_lacking
from sop.ui.components.load_detail import draw_load_detail, draw_rough_cut, load_picked
from sop.ui.components.material_cover import draw_material_cover
from sop.ui.components.outcomes import draw_outcomes
from sop.ui.components.pictures import choose_family, draw_balance, draw_load_to_pick, unit_words
from sop.ui.components.reason import draw_bottlenecks, draw_source
from sop.ui.components.sign_off import draw_sign_off
from sop.ui.components.solving import draw_solving
from sop.ui.components.staffing import draw_staffing
from sop.ui.components.stock_band import draw_stock_band
from sop.ui.components.strategies import draw_strategies
from sop.ui.components.tiles import draw_tiles
from sop.ui.components.why import draw_why_in_full
from sop.ui.drawing import escaped, named
from sop.ui.folding import draw_section
from sop.ui.frame import live_part
from sop.ui.view import View


def _topics(view: View) -> list[str]:
    shown = st.session_state.get(keys.SUPPLY_SCENARIO)
    return [*view.topics(cycle=True, meeting=True), *([f"scenario/{shown}"] if shown else [])]


@live_part("supply", topics=_topics)
def draw_supply(view: View) -> None:
    """Draw the plan of the chosen scenario."""
    if view.cycle is None:
        return
    board = read_board(view.workspace, view.cycle, st.session_state.get(keys.SUPPLY_SCENARIO), view.meeting, live=True)
    _choose_scenario(board)
    draw_sign_off(view, board)
    draw_solving(view, board)
    draw_tiles(board.kpis, board.base_kpis, view.cycle.currency, board.standings)
    family = choose_family(board, keys.SUPPLY_FAMILY)
    unit = unit_words(board, family, view.cycle.currency)
    draw_balance(view, board, family, unit)
    company = board.inputs.company
    draw_grid(board.outcome.plan, family, unit, view.cycle.currency, company.unknown_money)
    draw_lacking(company)
    if company.catalogue.resources:
        st.subheader(_("Load by resource"), anchor=False)
        draw_load_to_pick(view, board, keys.LOAD_MAP, partial(load_picked, board))
        st.caption(_("A click on a cell shows what loads it."))
        draw_section(_("What loads a resource"), lambda: draw_load_detail(view, board), key=keys.LOAD_SECTION)
        with st.expander(_("Rough-cut capacity, to check by hand"), key="rough-cut-expander"):
            draw_rough_cut(view, board)
    _draw_coverage(view, board, family, view.cycle.currency)
    draw_bottlenecks(board, view.cycle.currency, most=1)
    with st.expander(_("Why not better: limits, relief, and every way to a unit"), key="why-expander", expanded=True):
        draw_why_in_full(view, board, view.cycle.currency)
    with st.expander(_("Strategies and my own plan"), key="strategies-expander", expanded=True):
        draw_strategies(view, board, family, view.cycle.currency)
    with st.expander(_("Finalise: whole lots, orders and shifts"), key="finalise-expander", expanded=True):
        draw_finalising(view, board)
    with st.expander(_("Range of outcomes"), key="outcomes-expander", expanded=True):
        draw_outcomes(view, board, family, view.cycle.currency)
    draw_source(board)


def _draw_coverage(view: View, board: Board, family: str, currency: str) -> None:
    """Draw what the plan rests on, each while it is open: material, stock against its band, people."""
    if board.outcome.plan.materials:
        draw_section(_("Material coverage"), lambda: draw_material_cover(view, board), key="material-section")
    draw_section(
        _("Stock against the target band"), lambda: draw_stock_band(view, board, family, currency), key="band-section"
    )
    draw_section(_("People: hired, laid off, overtime"), lambda: draw_staffing(view, board), key="staffing-section")


def _choose_scenario(board: Board) -> None:
    names = {scenario.id: escaped(named(scenario.name)) for scenario in board.scenarios}
    st.session_state[keys.SUPPLY_SCENARIO] = board.scenario.id
    st.segmented_control(
        _("Scenario"), list(names), format_func=names.__getitem__, key=keys.SUPPLY_SCENARIO, required=True, wrap=True
    )
