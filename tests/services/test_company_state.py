"""How far a company is, and the first cycle that it would open."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sop.domain.calendar import Month
from sop.services.company_state import CompanyState, company_state, is_demo, suggested_cycle
from sop.services.cycles import open_cycle
from tests.services.small_company import CURRENT, FILES, NOW, act

NOTHING = CompanyState((), last_closed=None)


def test_at_first_nothing_is_there(sqlite_store):
    assert company_state(sqlite_store) == NOTHING
    assert not is_demo(sqlite_store)


def test_a_company_of_its_own(workspace):
    state = company_state(workspace.store)
    assert set(state.kinds) == set(FILES)
    assert not is_demo(workspace.store)
    assert state.last_closed == CURRENT  # the newest month of the file: whether it is closed, a person says


def test_the_demo_company_is_known_as_such(opened, demo_folder):
    store = opened(demo_folder).store
    assert is_demo(store)
    assert company_state(store).last_closed == "2026-10"


def test_the_suggested_cycle_closes_the_newest_month_and_decides_from_the_third_after():
    wish = suggested_cycle(replace(NOTHING, last_closed=Month("2026-12")), NOW)
    assert (wish.last_closed, wish.first_decidable, wish.horizon_months) == ("2026-12", "2027-03", 18)
    assert wish.starts_at == NOW + timedelta(days=7)


def test_without_sales_last_month_is_closed():
    assert suggested_cycle(NOTHING, datetime(2027, 1, 2, tzinfo=UTC)).last_closed == "2026-12"


def test_the_suggested_cycle_can_be_opened(workspace):
    cycle, _ = open_cycle(workspace.store, act("next"), suggested_cycle(company_state(workspace.store), NOW))
    assert cycle.last_closed == CURRENT
