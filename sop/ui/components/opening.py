"""The way from nothing to an open cycle: the demo company or one's own files, then a short form."""

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from sop.domain.calendar import LONGEST_HORIZON, Month, month_row
from sop.domain.errors import Invalid
from sop.domain.ids import new_id
from sop.domain.meeting import Cadence, Stage
from sop.domain.people import Right
from sop.language import N_, _, month
from sop.services import demo, demo_meeting
from sop.services.company_state import CompanyState, company_state, is_demo, suggested_cycle
from sop.services.cycles import NewCycle, open_cycle
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.drawing import plain
from sop.ui.view import View
from sop.ui.ways import way_to

CADENCES = {Cadence.MONTHLY: N_("monthly"), Cadence.QUARTERLY: N_("quarterly")}
CHOICE_MONTHS = 24
MOST_FENCE = 6


@action
def demo_filled(view: View) -> None:
    """Fill in the demo company and open its cycle."""
    demo_meeting.fill_all(view.workspace.store, view.workspace.settings.home, view.act())


@action
def emptied(view: View) -> None:
    """Back up and empty the company, for one's own data."""
    kept = demo.empty_company(view.workspace.store, view.workspace.settings.home, view.act())
    view.workspace.inputs.clear()
    notices.tell(_("The company is empty. A backup is kept in {path}.").format(path=kept.name))


@action
def opened(view: View, token: str) -> None:
    """Open the cycle that the form describes."""
    state = st.session_state
    zone = ZoneInfo(state[keys.CYCLE_ZONE]) if state[keys.CYCLE_ZONE] in ZONES else None
    if zone is None:
        raise Invalid("{zone} is not a time zone. Write it as Europe/Bucharest.", zone=state[keys.CYCLE_ZONE])
    wish = NewCycle(
        last_closed=state[keys.CYCLE_LAST_CLOSED],
        first_decidable=state[keys.CYCLE_FIRST],
        horizon_months=int(state[keys.CYCLE_HORIZON]),
        currency=state[keys.CYCLE_CURRENCY],
        time_zone=state[keys.CYCLE_ZONE],
        starts_at=datetime.combine(state[keys.CYCLE_DATE], state[keys.CYCLE_TIME], tzinfo=zone),
        cadence=state[keys.CYCLE_CADENCE],
        fiscal_year_start=int(state[keys.CYCLE_FISCAL_START]),
    )
    open_cycle(view.workspace.store, view.act(token), wish)


ZONES = (
    "Europe/Bucharest", "Europe/Chisinau", "Europe/Berlin", "Europe/London", "Europe/Paris", "Europe/Warsaw",
    "Europe/Istanbul", "America/New_York", "America/Chicago", "America/Los_Angeles", "Asia/Dhaka", "Asia/Kolkata",
    "Asia/Singapore", "UTC",
)  # fmt: skip


def draw_opening(view: View) -> None:
    """Draw what to do first: load data when there is none, then open a cycle."""
    state = company_state(view.workspace.store)
    if not view.actor.may(Right.RUN):
        st.info(_("No cycle is open yet. The facilitator opens one on this page."), icon=":material/event_note:")
    elif not state.kinds:
        _draw_first_data()
    else:
        _draw_form(view, state)


def _draw_first_data() -> None:
    st.subheader(_("Nothing is here yet"), anchor=False)
    plain(_("Look around with the demo company, or bring the files of your own."))
    with st.container(horizontal=True):
        st.button(
            _("Fill in the demo company"), type="primary", icon=":material/deployed_code:", on_click=demo_filled,
            key="demo-fill",
        )  # fmt: skip
        way_to(Stage.DATA, _("Load own files"))


def _draw_form(view: View, state: CompanyState) -> None:
    wish = suggested_cycle(state, view.workspace.now())
    st.subheader(_("Open a cycle"), anchor=False)
    last = st.columns(4)
    closed = [wish.last_closed.plus(-back) for back in range(CHOICE_MONTHS)]
    chosen = last[0].selectbox(
        _("Last closed month"), closed, format_func=month, key=keys.CYCLE_LAST_CLOSED,
        help=_("The newest month of which all sales are known."),
    ) or wish.last_closed  # fmt: skip
    fence = month_row(Month(chosen).plus(2), MOST_FENCE)
    last[1].selectbox(
        _("First month that can be decided"), fence, index=1, format_func=month, key=keys.CYCLE_FIRST,
        help=_("What lies before is frozen: orders are placed, people are planned."),
    )  # fmt: skip
    last[2].number_input(
        _("Horizon, months"), 1, LONGEST_HORIZON, wish.horizon_months, key=keys.CYCLE_HORIZON,
        help=_("From the month after the running one; usually 18 to 24."),
    )  # fmt: skip
    last[3].selectbox(_("Cadence"), list(Cadence), format_func=lambda each: _(CADENCES[each]), key=keys.CYCLE_CADENCE)
    more = st.columns(5)
    more[0].text_input(_("Currency"), wish.currency, max_chars=3, key=keys.CYCLE_CURRENCY)
    more[1].selectbox(_("Time zone"), ZONES, key=keys.CYCLE_ZONE)
    more[2].number_input(_("Fiscal year starts in month"), 1, 12, 1, key=keys.CYCLE_FISCAL_START)
    local = wish.starts_at.astimezone(ZoneInfo(wish.time_zone))
    more[3].date_input(_("Meeting on"), local.date(), key=keys.CYCLE_DATE, format="DD.MM.YYYY")
    more[4].time_input(_("at"), local.replace(hour=10, minute=0).time(), key=keys.CYCLE_TIME)
    token = st.session_state.setdefault(keys.CYCLE_TICKET, new_id())
    st.button(
        _("Open cycle"), type="primary", icon=":material/play_circle:", on_click=opened, args=(token,), key="cycle-open"
    )


def draw_emptying(view: View) -> None:
    """Offer to empty the demo company for one's own data; a backup is made before."""
    if not view.actor.may(Right.RUN) or not is_demo(view.workspace.store):
        return
    with st.popover(_("Empty for my own company"), icon=":material/delete_sweep:", type="tertiary"):
        plain(
            _("This removes the demo company with its cycle, scenarios, decisions and actions. A backup is made first.")
        )
        st.button(_("Back up and empty"), type="primary", on_click=emptied, key="demo-empty")
