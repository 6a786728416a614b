"""Why not more: the resources that hold a plan back, and where its figures come from."""

from collections.abc import Sequence
from itertools import pairwise

import streamlit as st

from sop.domain.calendar import Month
from sop.domain.supply import PlanStatus
from sop.language import _, listing, month, months, number
from sop.planning.explain import Bottleneck
from sop.services.board import Board
from sop.ui.components.why_words import is_told, worth_money
from sop.ui.drawing import plain

SOLVED = frozenset({PlanStatus.OPTIMAL, PlanStatus.OPTIMAL_COLD})


def bottleneck_words(limit: Bottleneck, currency: str) -> str:
    """Return in which months a resource holds the plan back, and what one more hour of it is worth."""
    return _(
        "{resource} holds the plan back in {months}; one more hour in {dearest} is worth {value}, penalties included."
    ).format(
        resource=limit.resource,
        months=spells(limit.months),
        dearest=month(limit.dearest_month),
        value=worth_money(limit.hour_value_money, currency),
    )


def draw_bottlenecks(board: Board, currency: str, most: int = 5) -> None:
    """Say which resources are short of hours, the dearest first."""
    told = [limit for limit in board.bottlenecks if is_told(limit.hour_value_money)]
    for limit in told[:most]:
        plain(bottleneck_words(limit, currency))
    if not told:
        plain(_("No resource holds this plan back."))


def draw_source(board: Board) -> None:
    """Say which data and which plan the figures are of."""
    plan = board.outcome.plan
    exact = _("exact") if plan.status in SOLVED else _("without a solution")
    if not board.outcome.is_full:
        exact = _("preview")
    st.caption(
        _("data s{data} · plan {plan} · {exact}, solved in {milliseconds} ms").format(
            data=board.inputs.company.snapshot.number,
            plan=plan.key[:6],
            exact=exact,
            milliseconds=number(plan.milliseconds),
        )
    )


def spells(short: Sequence[Month]) -> str:
    """Return the months as runs without a gap, such as "Jan 27 to May 27 and Dec 27"."""
    starts = [k for k, each in enumerate(short) if k == 0 or each != short[k - 1].plus(1)]
    return listing([months(short[a], short[b - 1]) for a, b in pairwise([*starts, len(short)])])
