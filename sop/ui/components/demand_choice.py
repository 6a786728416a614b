"""What is looked at on the demand page: everything, a family, or one SKU."""

from collections.abc import Sequence

import streamlit as st

from sop.domain.catalogue import Item
from sop.language import _, currency_name
from sop.services.demand_view import Focus, Review
from sop.services.frames import WHOLE
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.drawing import escaped
from sop.ui.view import View

EVERY_SKU = ""


@action
def looked_at(view: View, focus: Focus) -> None:  # noqa: ARG001 - every callback is given who acts
    """Look at what was clicked."""
    st.session_state[keys.DEMAND_FAMILY] = focus.family
    st.session_state[keys.DEMAND_SKU] = focus.sku


def item_words(item: Item) -> str:
    """Return a SKU with its name."""
    return f"{item.sku} {item.name}" if item.name != item.sku else item.sku


def focus_words(review: Review, focus: Focus) -> str:
    """Return the name of what is looked at."""
    items = review.inputs.company.catalogue.items
    sku = next((item_words(item) for item in items if item.sku == focus.sku), "")
    return sku or focus.family or _("All families")


def unit_words(unit: str, currency: str) -> str:
    """Return the unit of figures; where SKUs have none in common they are money at today's price."""
    return unit or _("{currency} at today's price").format(currency=currency_name(currency))


def choose_focus(review: Review) -> Focus:
    """Draw the choice of a family and, within it, of a SKU; return what is chosen."""
    catalogue, state = review.inputs.company.catalogue, st.session_state
    with st.container(horizontal=True, vertical_alignment="bottom", key="demand-choice"):
        family = _chosen_family(catalogue.families)
        items = {item.sku: item for item in catalogue.items if family in {WHOLE, item.family}}
        if state.get(keys.DEMAND_SKU) not in items:
            state[keys.DEMAND_SKU] = EVERY_SKU
        words = {EVERY_SKU: _("All SKUs"), **{sku: item_words(item) for sku, item in items.items()}}
        sku = st.selectbox(
            _("SKU"), list(words), key=keys.DEMAND_SKU, label_visibility="collapsed", width=280,
            format_func=words.__getitem__,
        ) or EVERY_SKU  # fmt: skip
    return Focus(items[sku].family, sku) if sku else Focus(family)


def _chosen_family(families: Sequence[str]) -> str:
    state = st.session_state
    words = {WHOLE: _("All families"), **{name: escaped(name) for name in families}}
    if state.get(keys.DEMAND_FAMILY) not in words:
        state[keys.DEMAND_FAMILY] = WHOLE
    chosen = st.segmented_control(
        _("Family"), list(words), required=True, wrap=True, key=keys.DEMAND_FAMILY, label_visibility="collapsed",
        format_func=words.__getitem__,
    )  # fmt: skip
    return chosen or WHOLE
