"""The demand page's live part: exceptions, then the picture, accuracy, changes and months of what is chosen."""

import streamlit as st

from sop.domain.errors import NotFound, Refused
from sop.domain.meeting import Cycle, Stage
from sop.language import _, month, ngettext, say
from sop.services.demand_exceptions import exceptions
from sop.services.demand_view import Review, outlook, read_review
from sop.ui.components.demand_accuracy import draw_accuracy
from sop.ui.components.demand_choice import choose_focus, unit_words
from sop.ui.components.demand_exceptions import draw_exceptions
from sop.ui.components.demand_grid import draw_grid
from sop.ui.components.demand_layers import draw_layers
from sop.ui.components.demand_picture import draw_picture
from sop.ui.drawing import escaped
from sop.ui.frame import live_part
from sop.ui.view import View
from sop.ui.ways import way_to


@live_part("demand", topics=lambda view: view.topics(cycle=True))
def draw_demand(view: View) -> None:
    """Draw the demand plan of the cycle; without what it is made from, the way to where that is loaded."""
    if view.cycle is None:
        return
    try:
        review = read_review(view.workspace, view.cycle)
    except (NotFound, Refused) as error:
        st.info(escaped(say(error)), icon=":material/upload_file:")
        way_to(Stage.DATA, _("To the data page"))
        return
    _draw(view, view.cycle, review)


def _draw(view: View, cycle: Cycle, review: Review) -> None:
    left, right = st.columns([3, 8], gap="medium")
    with left:
        draw_exceptions(exceptions(review), review, cycle.currency)
    with right:
        focus = choose_focus(review)
        shown = outlook(review, focus)
        unit = unit_words(shown.unit, cycle.currency)
        draw_picture(view, review, shown, unit)
        draw_accuracy(review.plan, focus)
    draw_layers(view, review, shown, cycle)
    draw_grid(shown, unit, view.room.people)
    _draw_source(review)


def _draw_source(review: Review) -> None:
    """Say what the baseline was made from, and what has no price."""
    plan = review.plan
    first, last = month(plan.history_months[0]), month(plan.history_months[-1])
    said = [_("Baseline from the sales of {first} to {last}").format(first=first, last=last)]
    said.append(_("data s{number}").format(number=review.inputs.company.snapshot.number))
    unpriced = int((plan.price_money != plan.price_money).any(axis=1).sum())
    if unpriced:
        said.append(
            ngettext(
                "{count} SKU has no price and counts nothing in money",
                "{count} SKUs have no price and count nothing in money",
                unpriced,
            ).format(count=unpriced)
        )
    st.caption(escaped(" · ".join(said)))
