"""A table of written figures with the months of a plan across; frozen months say so."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from sop.domain.supply import SupplyPlan
from sop.language import _, month


def draw_monthly(lines: Mapping[str, Sequence[str]], plan: SupplyPlan, key: str, *, head: str = "") -> None:
    """Draw one line per name, its figures by month right-aligned; `head` says what the names are."""
    heads = [
        _("{month} (frozen)").format(month=month(each)) if t < plan.frozen_months else month(each)
        for t, each in enumerate(plan.months)
    ]
    table = pd.DataFrame(
        {name: [figures[t] for figures in lines.values()] for t, name in enumerate(heads)},
        index=pd.Index(list(lines), name=head or _("Measure")),
    )
    right = {name: st.column_config.TextColumn(name, alignment="right") for name in heads}
    st.dataframe(table, key=key, height="content", column_config=right)
