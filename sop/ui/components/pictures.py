"""The two pictures of a plan, each made once per plan and look: the balance by family, the load by resource."""

from collections.abc import Callable

import streamlit as st

from sop.charts.balance import balance_chart
from sop.charts.heat_map import PICKED, load_heat_map, with_picking
from sop.charts.theme import Look
from sop.language import _, currency_name
from sop.services import frames
from sop.services.board import Board
from sop.services.frames import WHOLE
from sop.ui.cache import chart_of
from sop.ui.drawing import escaped, vega
from sop.ui.view import View


def choose_family(board: Board, key: str, *, with_all: bool = True) -> str:
    """Draw the choice of a family; all of them is the default, unless it is left out."""
    families = board.inputs.company.catalogue.families
    names = [WHOLE, *families] if with_all or not families else list(families)
    if not with_all and st.session_state.get(key) == WHOLE:
        st.session_state[key] = names[0]
    chosen = st.segmented_control(
        _("Family"), names, default=names[0], required=True, wrap=True, key=key,
        label_visibility="collapsed", format_func=lambda name: escaped(name) or _("All families"),
    )  # fmt: skip
    return chosen or names[0]


def unit_words(board: Board, family: str, currency: str) -> str:
    """Return the unit of a family's figures; all families have none in common and are shown in money at cost."""
    if family != WHOLE:
        return board.inputs.company.catalogue.unit_of(family)
    company = board.inputs.company
    if not company.has_costs:  # what a unit counts for in the plan then, see services/supply.py
        return _("{currency} at price").format(currency=currency_name(currency)) if company.has_prices else _("units")
    return _("{currency} at cost").format(currency=currency_name(currency))


def draw_balance(view: View, board: Board, family: str, unit: str, height: int = 300) -> None:
    """Draw demand, supply and stock of a family by month; `height` in pixels before the projector enlarges it."""
    plan, look = board.outcome.plan, look_of(view)

    def make() -> dict[str, object]:
        budget = frames.budget_row(board.inputs.company, plan, family)
        return balance_chart(frames.balance_frame(plan, family, budget), look, unit, height=height)

    vega(chart_of(f"balance/{plan.key}/{family}/{height}", look, make), "balance")


def draw_load(view: View, board: Board, row_height: int = 30) -> None:
    """Draw the load of every resource by month."""
    plan, look = board.outcome.plan, look_of(view)

    def make() -> dict[str, object]:
        return load_heat_map(frames.load_frame(plan), look, row_height=row_height)

    vega(chart_of(f"load/{plan.key}/{row_height}", look, make), "load")


def draw_load_to_pick(view: View, board: Board, key: str, picked: Callable[[], None]) -> None:
    """Draw the load of every resource by month; a click on a cell calls `picked`, which asks `picked_cell` which."""
    plan, look = board.outcome.plan, look_of(view)

    def make() -> dict[str, object]:
        return with_picking(load_heat_map(frames.load_frame(plan), look))

    spec = chart_of(f"load-to-pick/{plan.key}", look, make)
    st.vega_lite_chart(spec=spec, key=key, width="stretch", theme=None, on_select=picked, selection_mode=PICKED)


def picked_cell(key: str) -> tuple[str, str] | None:
    """Return resource and month of the cell that was picked in a chart, None where none is."""
    cells = st.session_state[key]["selection"].get(PICKED) or []
    return (cells[0]["resource"], cells[0]["month"]) if cells else None


def look_of(view: View) -> Look:
    """Return how charts are drawn for whoever looks."""
    return Look(view.language, view.dark, view.projector)
