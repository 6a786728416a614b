"""The Pre-S&OP page's live part: the gaps, the bridge, then the scenarios that could close them."""

import streamlit as st

from sop.domain.errors import Refused
from sop.language import _, say
from sop.services import foresight
from sop.services.comparison import PUBLISHED, compare
from sop.ui import keys
from sop.ui.components.assumptions import draw_assumptions
from sop.ui.components.bridge import draw_bridge
from sop.ui.components.compare import compared, draw_comparison
from sop.ui.components.gaps import draw_gaps
from sop.ui.components.preparing import draw_preparing
from sop.ui.components.risks import draw_risks
from sop.ui.drawing import plain
from sop.ui.frame import live_part
from sop.ui.view import View


def _topics(view: View) -> list[str]:
    shown = [*(compared() or ()), *filter(None, [st.session_state.get(keys.REFERENCE)])]
    return [*view.topics(cycle=True), *(f"scenario/{scenario}" for scenario in shown if scenario != PUBLISHED)]


@live_part("pre-sop", topics=_topics)
def draw_pre_sop(view: View) -> None:
    """Draw where demand, supply and budget part, and the scenarios side by side."""
    if view.cycle is None:
        return
    comparison = compare(view.workspace, view.cycle, compared(), st.session_state.get(keys.REFERENCE))
    st.subheader(_("Gaps"), anchor=False)
    column = draw_gaps(view, comparison, view.cycle.currency)
    st.subheader(_("Bridge from budget to latest estimate"), anchor=False)
    with view.workspace.store.read() as tx:
        risks = foresight.risks(tx)
    try:
        weighted = foresight.weighted(risks, column.scenario)
        draw_bridge(view, comparison.inputs, column.plan, view.cycle.currency, weighted)
    except Refused as refusal:  # of a company that did not deliver what a bridge needs: no fault of anybody here
        plain(say(refusal))
    st.subheader(_("Scenarios side by side"), anchor=False)
    draw_comparison(view, comparison, view.cycle.currency)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(_("Assumptions"), anchor=False)
        draw_assumptions(view)
    with right:
        st.subheader(_("Risks and opportunities"), anchor=False)
        draw_risks(view, view.cycle, comparison.inputs.company.catalogue, risks)
    st.subheader(_("Prepared decisions"), anchor=False)
    draw_preparing(view, view.cycle, comparison)
    snapshot = comparison.inputs.company.snapshot
    st.caption(
        _("data s{data} · base plan {plan}").format(data=snapshot.number, plan=comparison.columns[0].plan.key[:6])
    )
