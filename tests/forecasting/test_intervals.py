import numpy as np
import pytest

from sop.forecasting import intervals


def test_quantiles_are_those_of_student_with_five_degrees_of_freedom():
    # tables of the t distribution, 5 degrees of freedom, upper tails 10 % and 2.5 %
    assert pytest.approx(1.476, abs=5e-4) == intervals.T5_80
    assert pytest.approx(2.571, abs=5e-4) == intervals.T5_95


def test_the_margin_grows_with_the_step():
    lower, upper = intervals.student(np.full((1, 8), 100.0), np.array([10.0]), 2.0)
    assert upper[0, 0] == pytest.approx(120)
    assert upper[0, 7] == pytest.approx(100 + 20 * 8**0.3)
    assert (upper + lower) == pytest.approx(np.full((1, 8), 200.0))


def test_spread_undoes_the_growth_of_the_errors():
    errors = 5 * np.arange(1, 7) ** 0.3 * np.array([[1], [-1]])
    assert intervals.one_step_spread(errors[None]) == pytest.approx([5])


def test_spread_without_a_backtest_is_unknown():
    assert np.isnan(intervals.one_step_spread(np.full((1, 6, 6), np.nan))).all()


def test_a_short_series_spreads_as_its_months_change():
    # changes +3 and -4: root of (9 + 16) / 2
    assert intervals.untested_spread(np.array([[np.nan, 10.0, 13.0, 9.0]])) == pytest.approx([12.5**0.5])


def test_one_month_spreads_by_its_own_size():
    assert intervals.untested_spread(np.array([[np.nan, np.nan, 8.0]])) == pytest.approx([8])


def test_counts_hold_at_least_the_stated_chance():
    # 0 and 4 in turn: mean 2, variance 4; the count of failures before the second success at p = 1/2 has both,
    # and takes k with the chance (k + 1) / 2^(k + 2): cumulated .25 .5 .6875 .8125 .8906 .9375
    history = np.array([[4.0, 0.0] * 6])
    lower, upper = intervals.negative_binomial(np.array([[2.0]]), history, 0.8)
    assert (lower[0, 0], upper[0, 0]) == (0, 5)


def test_counts_vary_at_least_as_a_little_more_than_poisson():
    # a history without variance still gets 1.05 x mean; Poisson with mean 4 has its 97.5 % quantile at 8
    lower, upper = intervals.negative_binomial(np.array([[4.0]]), np.full((1, 12), 4.0), 0.95)
    assert (lower[0, 0], upper[0, 0]) == (1, 8)


def test_no_demand_expected_means_no_interval():
    lower, upper = intervals.negative_binomial(np.zeros((1, 2)), np.array([[0.0, 3.0, 0.0]]), 0.95)
    assert lower.tolist() == upper.tolist() == [[0.0, 0.0]]


def test_intervals_hold_the_point_of_a_rare_demand():
    lower, upper = intervals.negative_binomial(np.full((1, 1), 0.02), np.array([[1.0, 0, 0, 0, 0, 0, 0]]), 0.8)
    assert lower[0, 0] <= 0.02 <= upper[0, 0]


def test_only_demand_that_cannot_be_negative_is_floored():
    bounds = (np.array([[-3.0], [-3.0]]), np.array([[5.0], [5.0]]))
    lower, upper = intervals.floored(bounds, np.array([True, False]))
    assert lower.ravel() == pytest.approx([0.0, -3.0])
    assert upper.ravel() == pytest.approx([5.0, 5.0])
