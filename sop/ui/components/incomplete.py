"""What an entry does not say yet, as a mark beside it."""

from collections.abc import Iterable

import streamlit as st

from sop.domain.capture import Lack
from sop.language import N_, _, listing
from sop.ui.drawing import escaped

LACKS = {
    Lack.CHOICE: N_("choice"),
    Lack.REASON: N_("reason"),
    Lack.DECIDER: N_("decider"),
    Lack.OWNER: N_("owner"),
    Lack.DUE: N_("due date"),
    Lack.PROBABILITY: N_("probability"),
    Lack.IMPACT: N_("impact"),
    Lack.VALUE: N_("value"),
    Lack.SIGNPOST: N_("signpost"),
}


def draw_lacks(lacks: Iterable[Lack]) -> None:
    """Draw what is missing as a badge; nothing for an entry that is complete."""
    words = [_(LACKS[lack]) for lack in lacks]
    if words:
        said = _("Incomplete: {what}").format(what=listing(words))
        st.badge(escaped(said), icon=":material/pending:", color="orange")
