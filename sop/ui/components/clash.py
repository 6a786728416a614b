"""Two people at one entry: the second sees what the first stored beside what they wrote, and chooses."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from sop.language import _
from sop.ui.drawing import escaped


def draw_clash(theirs: Mapping[str, str], mine: Mapping[str, str]) -> None:
    """Draw, field by field, what stands now and what the form holds, where they differ; labels as read."""
    different = [label for label in mine if theirs.get(label, "") != mine[label]]
    st.warning(
        _("Somebody changed this entry while you wrote. Look at both, then keep theirs or write yours over it."),
        icon=":material/call_merge:",
    )
    if not different:
        return
    shown = pd.DataFrame(
        {
            escaped(_("Stored now")): [escaped(theirs.get(label, "")) for label in different],
            escaped(_("Yours")): [escaped(mine[label]) for label in different],
        },
        index=pd.Index([escaped(label) for label in different], name=""),
    )
    st.table(shown, border="horizontal")
