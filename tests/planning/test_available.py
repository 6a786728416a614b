import numpy as np
import pytest

from sop.domain.errors import Invalid
from sop.planning.available import available_balance

FORECAST, ORDERS = np.full(5, 40.0), np.array([39.0, 42, 39, 33, 23])
RECEIPTS = np.array([0.0, 100, 0, 100, 0])


def test_within_the_fence_orders_count_and_beyond_it_the_larger_of_forecast_and_orders():
    balance = available_balance(40, FORECAST, ORDERS, RECEIPTS, 3)
    np.testing.assert_array_equal(balance, [1, 59, 20, 80, 40])  # textbook exercise


def test_without_a_fence_the_larger_counts_from_the_start():
    # 40 - 40; + 100 - 42; - 40; + 100 - 40; - 40
    np.testing.assert_array_equal(available_balance(40, FORECAST, ORDERS, RECEIPTS, 0), [0, 58, 18, 78, 38])


@pytest.mark.parametrize(("receipts", "fence"), [(RECEIPTS[:4], 3), (RECEIPTS, 6), (RECEIPTS, -1)])
def test_rows_of_different_lengths_and_a_fence_outside_are_refused(receipts, fence):
    with pytest.raises(Invalid):
        available_balance(40, FORECAST, ORDERS, receipts, fence)
