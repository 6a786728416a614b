"""What is expected, until when, and how far a delivery is: by the day, never by the hour."""

from dataclasses import replace
from datetime import date

import pytest

from sop.domain.calendar import Month, working_day
from sop.domain.deliveries import (
    DeliveryState,
    Expectation,
    Progress,
    default_expectations,
    progress,
)
from sop.domain.errors import Invalid
from sop.domain.kinds import KINDS
from sop.domain.people import Function

NOVEMBER = Month("2026-11")  # begins on a Sunday
STOCK = Expectation("inventory", Function.LOGISTICS, 3, each_cycle=True)
DUE = date(2026, 11, 4)


def how(came=None, today=DUE, expectation=STOCK, *, has_older=False, closed=False):
    return progress(expectation, DUE, came, today, has_older=has_older, closed=closed)


def test_working_days_leave_out_saturdays_and_sundays():
    assert working_day(NOVEMBER, 1) == date(2026, 11, 2)
    assert working_day(NOVEMBER, 6) == date(2026, 11, 9)
    assert working_day(Month("2027-02"), 20) == date(2027, 2, 26)


def test_a_delivery_is_due_on_its_working_day_unless_the_cycle_says_another():
    assert STOCK.due_in(NOVEMBER) == DUE
    assert replace(STOCK, due=date(2026, 11, 9)).due_in(NOVEMBER) == date(2026, 11, 9)


def test_a_later_cycle_takes_over_the_rules_but_not_what_held_for_one_cycle():
    once = replace(STOCK, working_day=5, due=DUE, excused=True, note="Stocktaking")
    assert once.carried() == replace(STOCK, working_day=5)


def test_it_is_on_time_up_to_the_end_of_its_day_and_late_by_days_after_it():
    assert how(came=DUE) == Progress(DeliveryState.ON_TIME)
    assert how(came=date(2026, 11, 7)) == Progress(DeliveryState.LATE, 3)


def test_what_did_not_come_is_awaited_then_overdue_and_missing_once_the_data_is_frozen():
    assert how() == Progress(DeliveryState.AWAITED)
    assert how(today=date(2026, 11, 6)) == Progress(DeliveryState.OVERDUE, 2)
    assert how(today=date(2026, 11, 6), closed=True) == Progress(DeliveryState.MISSING)


def test_what_holds_until_it_changes_stands_from_an_earlier_cycle():
    standing = replace(STOCK, each_cycle=False)
    assert how(expectation=standing, has_older=True) == Progress(DeliveryState.STANDS)
    assert how(expectation=standing, today=date(2026, 11, 5)) == Progress(DeliveryState.OVERDUE, 1)
    assert how(has_older=True, today=date(2026, 11, 5)) == Progress(DeliveryState.OVERDUE, 1)


def test_what_is_not_expected_is_never_late_and_counts_when_it_comes_all_the_same():
    excused = replace(STOCK, excused=True)
    assert how(expectation=excused, today=date(2026, 12, 1)) == Progress(DeliveryState.EXCUSED)
    assert how(expectation=excused, came=DUE) == Progress(DeliveryState.ON_TIME)


def test_every_kind_has_a_default_and_what_a_plan_uses_is_wanted():
    defaults = default_expectations()
    assert set(defaults) == set(KINDS)
    assert {"sales_history", "inventory", "capacity", "budget"} <= {
        kind for kind, expectation in defaults.items() if expectation.wanted
    }


@pytest.mark.parametrize("day", [0, 21])
def test_a_due_day_is_one_that_every_month_has(day):
    with pytest.raises(Invalid):
        replace(STOCK, working_day=day)
