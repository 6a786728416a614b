"""The demo company delivers like a real one: late in August, on time since the reminder, one late and one lacking now."""

from datetime import UTC, datetime

import pytest

from sop.domain.control import Control, ControlState
from sop.domain.deliveries import DeliveryState
from sop.domain.people import Function
from sop.services import demo_meeting
from sop.services.deliveries import read_deliveries
from sop.services.demo_deliveries import BOOKS, DAYS
from sop.services.lookup import cycle_named
from sop.services.readiness_trend import read_trend
from sop.storage import cycles
from tests.services.small_company import act, events

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def workspace(opened, demo_folder):
    return opened(demo_folder)


@pytest.fixture
def board(workspace):
    with workspace.store.read() as tx:
        return read_deliveries(tx, workspace.covered, cycles.latest(tx), NOW)


def test_purchases_are_late_and_what_is_asked_for_since_this_month_is_not_there(board):
    late, overdue = board.in_state(DeliveryState.LATE), board.in_state(DeliveryState.OVERDUE)
    assert [(each.kind, each.progress.days) for each in late] == [("open_purchases", 2)]
    assert [(each.kind, each.progress.days) for each in overdue] == [("forecasts", 14)]
    assert board.owner(overdue[0].expectation).function is Function.SALES
    assert len(board.there) == 16


def test_everybody_delivered_what_is_theirs(board):
    for line in board.there:
        assert board.people[line.load.loaded_by].function is line.expectation.function


def test_stock_figures_came_on_time_after_the_reminder_of_august(workspace):
    with workspace.store.read() as tx:
        trend = read_trend(tx, workspace.covered, cycles.latest(tx), NOW)
    logistics = [(each.on_time, each.due) for each in trend if each.function is Function.LOGISTICS]
    assert logistics == [(0, 2), (2, 2), (2, 2), (2, 2)]
    everybody = [each.share for each in trend if each.function is None]
    assert everybody[:3] == sorted(everybody[:3])
    assert everybody[2] == 1
    assert all(0 < each.quality <= 100 for each in trend if each.due)


def test_one_control_total_is_explained_and_one_waits_for_its_signature(board):
    states = {control: total.state for control, total in board.controls.items()}
    assert states == {Control.REVENUE: ControlState.EXPLAINED, Control.STOCK_VALUE: ControlState.TO_SIGN}
    assert abs(board.controls[Control.REVENUE].share) == pytest.approx(
        BOOKS["2026-11"][Control.REVENUE].share, abs=1e-4
    )


def test_every_earlier_cycle_was_compared_with_the_books(workspace):
    with workspace.store.read() as tx:
        for cycle in cycles.all_cycles(tx)[:-1]:
            controls = read_deliveries(tx, workspace.covered, cycle, NOW).controls
            assert {total.state for total in controls.values()} <= {ControlState.SIGNED, ControlState.EXPLAINED}


def test_filling_again_signs_and_asks_for_nothing_twice(workspace):
    before = [events(workspace, each) for each in ("control_total_signed", "ledger_figure_entered", "expectation_set")]
    demo_meeting.fill_all(workspace.store, workspace.settings.home, act("again"))
    after = [events(workspace, each) for each in ("control_total_signed", "ledger_figure_entered", "expectation_set")]
    assert before == after == [7, 8, 2]


def test_each_cycle_of_the_story_has_its_days():
    assert set(DAYS) == set(BOOKS) == {"2026-08", "2026-09", "2026-10", "2026-11"}


def test_the_present_cycle_follows_the_loads(workspace, board):
    assert board.cycle == cycle_named(workspace.store, None)
    assert not board.is_frozen
