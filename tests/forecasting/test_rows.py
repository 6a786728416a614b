import numpy as np
import pytest

from sop.domain.errors import Invalid
from sop.forecasting import rows

NAN = np.nan


def test_a_gap_inside_a_history_is_refused_with_its_series():
    with pytest.raises(Invalid, match="series 2 has a gap"):
        rows.checked(np.array([[1.0, 2.0, 3.0], [1.0, NAN, 3.0]]))


def test_a_history_that_ends_before_the_last_closed_month_is_refused():
    with pytest.raises(Invalid, match="gap"):
        rows.checked(np.array([[1.0, 2.0, NAN]]))


@pytest.mark.parametrize("value", [np.inf, -np.inf, 1e16])
def test_a_value_beyond_counting_is_refused(value):
    with pytest.raises(Invalid, match="beyond"):
        rows.checked(np.array([[1.0, value]]))


def test_a_single_line_is_not_a_table():
    with pytest.raises(Invalid, match="table"):
        rows.checked(np.array([1.0, 2.0]))


def test_a_table_without_months_is_refused():
    with pytest.raises(Invalid, match="at least one closed month"):
        rows.checked(np.empty((3, 0)))


def test_the_caller_keeps_its_own_array():
    history = np.array([[1.0, 2.0]])
    assert not np.shares_memory(rows.checked(history), history)


def test_an_earlier_standpoint_is_right_aligned_again():
    np.testing.assert_array_equal(rows.before(np.array([[1.0, 2.0, 3.0]]), 2), [[NAN, NAN, 1.0]])


def test_the_opening_level_is_the_mean_of_the_first_known_months():
    assert rows.opening(np.array([[NAN, 2.0, 4.0, 90.0]]), 2) == pytest.approx([3.0])


def test_the_slope_of_a_straight_line_is_its_step_wherever_the_line_stands():
    ends_early = np.array([[NAN, 1.0, 4.0, 7.0, NAN, NAN], [NAN, NAN, NAN, 1.0, 4.0, 7.0]])
    assert rows.slopes(ends_early) == pytest.approx([3.0, 3.0])


def test_one_month_has_no_slope():
    assert rows.slopes(np.array([[NAN, NAN, 5.0]])) == pytest.approx([0.0])


def test_history_starts_with_the_first_demand():
    np.testing.assert_array_equal(rows.without_leading_zeros(np.array([[0.0, 0.0, 3.0, 0.0]])), [[NAN, NAN, 3.0, 0.0]])
