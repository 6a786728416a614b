"""How long a stock lasts by coming demand, and how much lasts so long: one undoes the other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.planning.cover import MOST_DAYS, cover_days, target_units


def test_a_target_is_what_coming_demand_uses_up():
    # 45.6 days = 1.5 months of 30.4: all of the next month and half of the one after it
    # after month 3 the mean of the last three months, (100 + 40 + 10) / 3 = 50
    assert target_units(np.array([[100.0, 40.0, 10.0]]), 45.6) == pytest.approx(np.array([[45.0, 35.0, 75.0]]))


def test_a_horizon_of_a_year_repeats_itself():
    demand = np.arange(1.0, 13.0)[None, :]
    assert target_units(demand, 30.4)[0, -1] == 1.0


def test_a_stock_lasts_until_coming_demand_has_used_it_up():
    # 50 at the close of month 1: 40 in month 2 leave 10, a fifth of the 50 after it: 1.2 months of 30.4 days
    # month 2: 5 of 50 is a tenth of a month; month 3: 100 are two months of 50, the mean of 60, 40 and 50
    days = cover_days(np.array([[50.0, 5.0, 100.0]]), np.array([[60.0, 40.0, 50.0]]))
    assert days == pytest.approx(np.array([[1.2 * 30.4, 0.1 * 30.4, 60.8]]))


def test_months_without_demand_pass_while_there_is_something_left():
    # 10 last over the empty month 2 and through half of the 20 in month 3
    assert cover_days(np.array([[10.0, 0.0, 0.0]]), np.array([[0.0, 0.0, 20.0]]))[0, 0] == pytest.approx(1.5 * 30.4)


def test_what_nobody_asks_for_lasts_as_long_as_is_looked_and_nothing_lasts_not_at_all():
    assert cover_days(np.array([[7.0, 0.0]]), np.zeros((1, 2))).tolist() == [[MOST_DAYS, 0.0]]


@settings(max_examples=40)
@given(
    days=st.floats(1, 300),
    demand=st.lists(st.floats(1, 1000), min_size=3, max_size=24),
)
def test_what_lasts_so_many_days_covers_so_many_days(days, demand):
    row = np.array([demand])
    assert cover_days(target_units(row, days), row) == pytest.approx(np.full_like(row, days), rel=1e-6)
