"""Levers: a slider with a number box beside it, moved on release, and the small form that adds one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from sop.domain.calendar import MonthRange
from sop.domain.catalogue import Catalogue
from sop.domain.ids import new_id
from sop.domain.prepared import ScopedLever
from sop.domain.scenario import BOUNDS, Dimension, Lever, LeverKind, Scenario, Scope, Unit, overruled
from sop.domain.supply import SupplyPlan
from sop.language import _, month
from sop.services import what_if
from sop.services.sentences import LEVER_NAMES, lever_value, months_words, overruled_sentence, scope_words
from sop.services.starting import movable_kinds, starting_value
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.shown import is_echo, show
from sop.ui.drawing import escaped
from sop.ui.folding import draw_folded
from sop.ui.view import View


@action
def moved(view: View, scenario_id: str, lever: Lever, key: str) -> None:
    """Take over what a slider or number box holds now, unless it was drawn there or was just taken off it."""
    value = float(st.session_state[key])
    if value == lever.value or is_echo(key):
        return
    what_if.move_lever(view.workspace.store, view.act(), scenario_id, replace(lever, value=value))


@action
def dropped(view: View, scenario_id: str, lever_id: str) -> None:
    """Take the lever away."""
    what_if.drop_lever(view.workspace.store, view.act(), scenario_id, lever_id)


@action
def added(view: View, scenario_id: str, plan: SupplyPlan) -> None:
    """Add the lever that the form describes, standing where it changes nothing yet."""
    state = st.session_state
    kind: LeverKind = state[keys.LEVER_KIND]
    scope: Scope = state[keys.LEVER_SCOPE]
    months = MonthRange(state[keys.LEVER_FIRST], state[keys.LEVER_LAST])
    lever = Lever(new_id(), kind, starting_value(plan, kind, scope, months), scope, months)
    what_if.move_lever(view.workspace.store, view.act(), scenario_id, lever)


def draw_levers(
    scenario: Scenario, ranges: Mapping[str, ScopedLever], *, may_move: bool, below: Callable[[Lever], None]
) -> None:
    """Draw every lever of the scenario in its order, and `below` each what is to be said about it.

    The slider of a lever that was prepared goes as far as was said in `ranges`, by the lever's id.
    Where two levers set the same, a sentence says which of them holds.
    """
    for lever in scenario.levers:
        with st.container(key=f"row-{lever.id}", gap="xsmall"):
            _draw(scenario, lever, ranges.get(lever.id), may_move=may_move)
            below(lever)
    for earlier, later in overruled(scenario.levers):
        st.caption(escaped(overruled_sentence(earlier, later)))


def _draw(scenario: Scenario, lever: Lever, scoped: ScopedLever | None, *, may_move: bool) -> None:
    bounds = BOUNDS[lever.kind]
    reach = scoped if scoped and scoped.low <= lever.value <= scoped.high else bounds
    slider, box = f"lever-{lever.id}", f"box-{lever.id}"
    for key in (slider, box):  # another browser may have moved it
        show(key, float(lever.value))
    name = _("Safety stock, days") if lever.kind is LeverKind.SAFETY_STOCK else _(LEVER_NAMES[lever.kind])
    title = f"{name} · {scope_words(lever.kind, lever.scope)} · {months_words(lever)}"
    head, remove = st.columns([9, 1], vertical_alignment="center", wrap=False)
    head.text(title)
    remove.button(
        "", key=f"drop-{lever.id}", icon=":material/close:", type="tertiary", on_click=dropped,
        args=(scenario.id, lever.id), disabled=not may_move, help=_("Remove this lever"),
    )  # fmt: skip
    track, number = st.columns([7, 3], vertical_alignment="center", wrap=False)
    track.slider(
        escaped(f"{title}, {lever_value(lever)}"), float(reach.low), float(reach.high), step=float(reach.step), key=slider,
        format=slider_format(lever.kind), on_change=moved,
        args=(scenario.id, lever, slider), disabled=not may_move, label_visibility="collapsed",
    )  # fmt: skip
    number.number_input(
        escaped(title), float(bounds.low), float(bounds.high), step=float(bounds.step), key=box, format="%g",
        on_change=moved,
        args=(scenario.id, lever, box), disabled=not may_move, label_visibility="collapsed",
    )  # fmt: skip


def slider_format(kind: LeverKind) -> str:
    """Return how a slider of this kind writes its value."""
    mark = "%+g" if BOUNDS[kind].low < 0 else "%g"
    return f"{mark} %%" if BOUNDS[kind].unit is Unit.PERCENT else mark


def draw_new_lever(scenario: Scenario, plan: SupplyPlan, catalogue: Catalogue) -> None:
    """Draw the form that adds a lever: what, for what, from when to when."""

    def draw() -> None:
        _draw_form(scenario, plan, catalogue)

    draw_folded(_("Lever"), draw, key=keys.LEVER_POPOVER, icon=":material/add:")


def _draw_form(scenario: Scenario, plan: SupplyPlan, catalogue: Catalogue) -> None:
    months = plan.months[plan.frozen_months :] or plan.months
    kind = (
        st.selectbox(
            _("What moves"), movable_kinds(plan), format_func=lambda each: _(LEVER_NAMES[each]), key=keys.LEVER_KIND
        )
        or LeverKind.DEMAND
    )
    scopes = scopes_of(kind, catalogue, plan)
    st.selectbox(_("For"), scopes, format_func=lambda scope: scope_words(kind, scope), key=keys.LEVER_SCOPE)
    first, last = st.columns(2)
    first.selectbox(_("From"), months, format_func=month, key=keys.LEVER_FIRST)
    last.selectbox(_("To"), months, index=min(2, len(months) - 1), format_func=month, key=keys.LEVER_LAST)
    st.button(
        _("Add lever"), type="primary", on_click=added, args=(scenario.id, plan), key=keys.LEVER_ADD,
    )  # fmt: skip


def scopes_of(kind: LeverKind, catalogue: Catalogue, plan: SupplyPlan | None = None) -> Sequence[Scope]:
    """Return everything, where this kind can move it, then each name of each dimension that it knows.

    Materials and suppliers are those of a plan; without one there are none.
    """
    names: dict[Dimension, Sequence[str]] = {
        Dimension.FAMILY: catalogue.families,
        Dimension.REGION: [region for region in catalogue.regions if region],
        Dimension.PLANT: catalogue.plants,
        Dimension.RESOURCE: catalogue.resources,
        Dimension.MATERIAL: plan.materials if plan else (),
        Dimension.SUPPLIER: tuple(dict.fromkeys(plan.source_suppliers)) if plan else (),
        Dimension.SKU: catalogue.skus,
    }
    several = [
        Scope(dimension, name)
        for dimension in names
        if dimension in BOUNDS[kind].dimensions
        for name in names[dimension]
    ]
    return [Scope(), *several] if Dimension.ALL in BOUNDS[kind].dimensions else several
