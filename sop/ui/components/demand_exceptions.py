"""The list of exceptions: what, how far off, and the money at stake, dearest first; a click looks at it."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from sop.language import _, compact_money, ngettext, percent
from sop.services.demand_exceptions import DemandException, Finding, Reason
from sop.services.demand_view import Review
from sop.ui.components.demand_choice import focus_words, looked_at
from sop.ui.drawing import escaped, plain

FIRST_SHOWN = 6
MOST_SHOWN = 30  # a list of hundreds is slow to draw and read by nobody


def draw_exceptions(found: Sequence[DemandException], review: Review, currency: str) -> None:
    """Draw the exceptions, the dearest open, the others behind a fold."""
    st.subheader(
        _("Exceptions ({count})").format(count=len(found)), anchor=False,
        help=_("Money at stake in the coming year if it goes on like this, at today's price. Reasons overlap: "
               "the dearest counts."),
    )  # fmt: skip
    if not found:
        plain(_("Nothing stands out: bias, accuracy, last year and budget are within their limits."))
        return
    for each in found[:FIRST_SHOWN]:
        _draw(each, review, currency)
    if rest := found[FIRST_SHOWN:]:
        with st.expander(_("{count} more").format(count=len(rest)), key="demand-more"):
            for each in rest[: MOST_SHOWN - FIRST_SHOWN]:
                _draw(each, review, currency)
            if len(found) > MOST_SHOWN:
                st.caption(_("The {count} dearest are listed.").format(count=MOST_SHOWN))


def _draw(each: DemandException, review: Review, currency: str) -> None:
    key = f"exception-{each.focus.family}-{each.focus.sku}"
    with st.container(gap=None, key=f"row-{key}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                escaped(focus_words(review, each.focus)), key=key, type="tertiary", icon=":material/search:",
                on_click=looked_at, args=(each.focus,),
            )  # fmt: skip
            st.space("stretch")
            st.markdown(f"**{escaped(stake_words(each.money, currency))}**", width="content")
        st.caption(escaped(" · ".join(map(finding_words, each.findings))))


def stake_words(money: float, currency: str) -> str:
    """Return the money at stake, or why it cannot be said."""
    return _("no price") if np.isnan(money) else compact_money(money, currency)


def finding_words(finding: Finding) -> str:
    """Return why something is an exception, in words."""
    share = percent(abs(finding.share))
    signed = percent(finding.share, signed=True) if np.isfinite(finding.share) else _("from nothing")
    if finding.reason is Reason.BIAS:
        words = _("over-forecast by {share}") if finding.share > 0 else _("under-forecast by {share}")
        return words.format(share=share)
    if finding.reason is Reason.INACCURATE:
        return _("off by {share} month by month (WAPE)").format(share=share)
    if finding.reason is Reason.LAST_YEAR:
        return _("{share} against last year").format(share=signed)
    if finding.reason is Reason.BUDGET:
        return _("{share} against budget").format(share=signed)
    if finding.reason is Reason.OVERRIDDEN:
        return _("changed by hand: {share}").format(share=signed)
    return _history_words(finding)


def _history_words(finding: Finding) -> str:
    count = finding.closed_months
    if finding.reason is Reason.STOPPED:
        return ngettext("nothing sold for {count} month", "nothing sold for {count} months", count).format(count=count)
    if finding.reason is Reason.NEVER_SOLD:
        return _("never sold and like no other SKU: the forecast is 0")
    history = ngettext("{count} month of history", "{count} months of history", count).format(count=count)
    return _("{history}, follows {sku}").format(history=history, sku=finding.like) if finding.like else history
