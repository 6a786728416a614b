"""Lines under a plan: what nobody delivered, what stock is blocked, and what it was therefore planned without."""

import streamlit as st

from sop.language import _
from sop.services.company import Company
from sop.ui.components.data_words import KIND_WORDS
from sop.ui.drawing import escaped


def draw_lacking(company: Company) -> None:
    """Name the kinds that the plan does without; the data page says what that means for each."""
    missing = company.missing()
    if missing:
        names = ", ".join(_(KIND_WORDS[name]) for name in missing)
        st.caption(escaped(_("Planned without: {names}. The data page says what that means.").format(names=names)))
    if company.blocked_skus:
        names = ", ".join(company.blocked_skus)
        st.caption(escaped(_("Blocked stock, not planned with: {names}.").format(names=names)))
