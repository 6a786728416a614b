"""Finalising on the supply page: what is no whole lot, the search for one that is, and what it makes of the plan."""

from math import isclose, isfinite
from typing import Any

import pandas as pd
import streamlit as st

from sop.domain.ids import new_id
from sop.domain.meeting import Cycle
from sop.domain.people import Right
from sop.language import N_, Term, _, date_time, money, month, ngettext, number, signed
from sop.planning.lots import Lot, Rounded
from sop.services import finalising
from sop.services.board import Board
from sop.services.figures import FIGURES, Figure
from sop.services.finalising import Finalised, Standing, gap_percent
from sop.services.jobs import Job, JobState
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.compare import difference_words, figure_words
from sop.ui.drawing import escaped, plain
from sop.ui.frame import live_part
from sop.ui.view import View

_PART = "finalising"
_AT_WORK = frozenset({JobState.WAITING, JobState.RUNNING, JobState.STOPPING})
_MOST_ROWS = 200
_SAME = 1e-6  # relative: less is rounding
LOTS: dict[Lot, Term] = {
    Lot.PRODUCTION: N_("Production"),
    Lot.ORDER: N_("Material"),
    Lot.HURRIED: N_("Material hurried"),
    Lot.SHIFT: N_("Extra shift, h"),
}


@action
def begun(view: View, cycle: Cycle, board: Board, token: str) -> None:
    """Start the search for a plan in whole lots."""
    seconds = float(st.session_state.get(keys.FINALISE_SECONDS) or finalising.TIMES[1])
    finalising.submit_finalise(view.workspace, view.act(token), cycle, board.scenario.id, board.outcome.seen, seconds)


@action
def stopped(view: View, job_id: str) -> None:
    """End the search with the best plan so far."""
    view.workspace.jobs.stop_job(view.act(), job_id)


def draw_finalising(view: View, board: Board) -> None:
    """Draw what a plan in whole lots comes to; it follows the search of who looks by itself."""
    followed = live_part(_PART, topics=lambda view: [f"person/{view.person.id}"])
    followed(_draw)(view, board)


def _draw(view: View, board: Board) -> None:
    if view.cycle is None:
        return
    standing = finalising.standing(view.workspace, view.cycle, board, view.person.id)
    if not standing.has_lots:
        plain(_(finalising.NO_LOTS))
        return
    if standing.found is None:
        plain(unwhole_words(standing.unwhole))
    else:
        _draw_found(standing.found, view.cycle)
    _draw_search(view, view.cycle, board, standing)


def unwhole_words(count: int) -> str:
    """Return how many quantities of a plan no shop can carry out as they stand."""
    if not count:
        return _("Every quantity of this plan is a whole lot already.")
    return ngettext(
        "{count} quantity of this plan is no whole lot, order or shift. Finalise it before it is adopted.",
        "{count} quantities of this plan are no whole lots, orders or shifts. Finalise it before it is adopted.",
        count,
    ).format(count=number(count))


def _draw_search(view: View, cycle: Cycle, board: Board, standing: Standing) -> None:
    job = standing.job
    if job is not None and job.state in _AT_WORK:
        _draw_progress(job)
        return
    if job is not None and job.state is not JobState.DONE:
        st.error(escaped(job.message or _("The server stopped while it was looking.")), icon=":material/block:")
    if not board.outcome.is_full or not view.actor.may(Right.TRY):
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="finalise-start"):
        st.selectbox(
            _("Look for at most"), finalising.TIMES, index=1, key=keys.FINALISE_SECONDS, width=200,
            format_func=lambda seconds: ngettext("{count} second", "{count} seconds", round(seconds)).format(
                count=number(seconds)
            ),
        )  # fmt: skip
        st.button(
            _("Finalise") if standing.found is None else _("Finalise again"), key="finalise", on_click=begun,
            icon=":material/deployed_code:", args=(cycle, board, new_id()),
            type="primary" if standing.found is None else "secondary",
        )  # fmt: skip


def _draw_progress(job: Job) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="finalise-progress"):
        st.progress(job.progress, escaped(job.message or _("Waits for its turn …")))
        if job.state is JobState.STOPPING:
            st.caption(_("Ends with the best so far …"))
        elif job.state is JobState.RUNNING:
            st.button(
                _("Stop and take the best so far"), key=f"finalise-stop-{job.id}", icon=":material/stop_circle:",
                on_click=stopped, args=(job.id,),
            )  # fmt: skip


def _draw_found(found: Finalised, cycle: Cycle) -> None:
    plain(found_words(found, cycle))
    figures = [each for each in FIGURES if isfinite(getattr(found.after, each.field))]
    st.dataframe(
        _figures_table(found, figures, cycle.currency), key="finalised-figures", height="content",
        column_config=_right_aligned(),
    )  # fmt: skip
    if found.rounded:
        with st.expander(_("What was rounded ({count})").format(count=number(len(found.rounded))), key="rounded"):
            st.dataframe(
                rounded_table(found.rounded[:_MOST_ROWS]), key="rounded-lots", hide_index=True, height=320,
                column_config=_right_aligned(),
            )  # fmt: skip
            if len(found.rounded) > _MOST_ROWS:
                st.caption(_("and {count} more").format(count=number(len(found.rounded) - _MOST_ROWS)))


def found_words(found: Finalised, cycle: Cycle) -> str:
    """Return which finalised plan it is, its gap, and what whole lots cost."""
    said = _("Finalised, gap {gap}: plan r{number}, {moment}.").format(
        gap=gap_percent(found.plan.gap_share), number=found.number, moment=date_time(found.at, cycle.time_zone)
    )
    if found.more_money >= 0.5:
        more = _("Whole lots cost {money} more than the continuous plan, penalties and closing stock counted.")
        said += " " + more.format(money=money(found.more_money, cycle.currency))
    return said


def _figures_table(found: Finalised, figures: list[Figure], currency: str) -> pd.DataFrame:
    def row(figure: Figure) -> list[str]:
        before, after = (float(getattr(kpis, figure.field)) for kpis in (found.before, found.after))
        words = [figure_words(figure, value, currency) for value in (before, after)]
        difference = 0.0 if isclose(after, before, rel_tol=_SAME) else after - before
        return [*words, difference_words(figure, difference, currency)]

    heads = [_("Continuous"), _("Finalised"), _("Difference")]
    return pd.DataFrame([row(each) for each in figures], [_(each.word) for each in figures], heads)


def _right_aligned() -> dict[str, Any]:
    return {name: st.column_config.TextColumn(alignment="right") for name in _numbers()}


def _numbers() -> list[str]:
    return [_("Lot"), _("Continuous"), _("Finalised"), _("Difference")]


def rounded_table(rows: tuple[Rounded, ...]) -> pd.DataFrame:
    """Return one row per quantity that was no whole lot."""
    places = [_("What"), _("Name"), _("Place"), _("Month")]
    return pd.DataFrame(
        [
            [
                _(LOTS[each.kind]), each.name, each.place, month(each.month),
                *(number(value, 0 if value == round(value) else 1) for value in (each.lot, each.before, each.after)),
                signed(each.after - each.before),
            ]
            for each in rows
        ],
        columns=[*places, *_numbers()],
    )  # fmt: skip
