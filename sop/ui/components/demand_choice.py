"""What is looked at on the demand page: everything, a family, or one SKU."""

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
    families = [WHOLE, *catalogue.families]
    if state.get(keys.DEMAND_FAMILY) not in families:
        state[keys.DEMAND_FAMILY] = WHOLE
    with st.container(horizontal=True, vertical_alignment="bottom", key="demand-choice"):
        family = st.segmented_control(
            _("Family"), families, required=True, wrap=True, key=keys.DEMAND_FAMILY, label_visibility="collapsed",
            format_func=lambda name: escaped(name) or _("All families"),
        ) or WHOLE  # fmt: skip
        items = {item.sku: item for item in catalogue.items if family in {WHOLE, item.family}}
        if state.get(keys.DEMAND_SKU) not in items:
            state[keys.DEMAND_SKU] = EVERY_SKU
        sku = st.selectbox(
            _("SKU"), [EVERY_SKU, *items], key=keys.DEMAND_SKU, label_visibility="collapsed", width=280,
            format_func=lambda name: item_words(items[name]) if name else _("All SKUs"),
        ) or EVERY_SKU  # fmt: skip
    return Focus(items[sku].family, sku) if sku else Focus(family)
