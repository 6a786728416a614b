import numpy as np
import pytest

from sop.forecasting import models
from sop.forecasting.rows import widened

LINE = 100 + 10 * np.arange(48.0)


def one(values):
    return np.asarray(values, dtype=float)[None]


def test_seasonal_naive_repeats_the_last_year():
    year = np.arange(1.0, 13.0)
    predicted = models.seasonal_naive(one(np.r_[year * 100, year]), 18)[0]
    np.testing.assert_array_equal(predicted, np.r_[year, year[:6]])


def test_seasonal_naive_repeats_the_last_month_when_there_is_no_whole_year():
    np.testing.assert_array_equal(models.seasonal_naive(widened(one([3.0, 8.0])), 3)[0], [8.0, 8.0, 8.0])


@pytest.mark.parametrize("member", models.REGULAR_POOL, ids=lambda member: member.name)
def test_every_member_forecasts_nothing_for_an_empty_row(member):
    np.testing.assert_array_equal(member.predict(np.full((1, 24), np.nan), 3), np.zeros((1, 3)))


@pytest.mark.parametrize("member", models.REGULAR_POOL, ids=lambda member: member.name)
def test_every_member_continues_a_constant(member):
    assert member.predict(one(np.full(30, 7.3)), 4)[0] == pytest.approx(np.full(4, 7.3))


def test_ses_takes_the_best_alpha_of_its_grid():
    history = one([20, 23, 18, 25, 30, 28, 33, 35, 31, 38.0])
    start = np.array([(20 + 23 + 18 + 25 + 30 + 28) / 6])
    paths = [models.smoothing_path(history, alpha, start)[0] for alpha in models.ALPHAS]
    best = min(paths, key=lambda path: float(((history[0] - path[:-1]) ** 2).sum()))
    assert models.ses(history, 1)[0, 0] == pytest.approx(best[-1])


def test_theta_follows_a_straight_line_with_half_its_slope():
    # removing half the slope leaves a line of slope 5; smoothing at .99 lags it by 5 x .01 / .99
    lag = 5 * 0.01 / 0.99
    assert models.theta(one(LINE), 3)[0] == pytest.approx(LINE[-1] - lag + 5 * np.arange(1, 4), abs=1e-6)


def test_damped_trend_starts_on_the_line_and_flattens():
    steps = np.diff(np.r_[LINE[-1], models.damped_trend(one(LINE), 24)[0]])
    assert steps[0] == pytest.approx(10, rel=0.1)
    assert (np.diff(steps) < 0).all()
    assert (steps > 0).all()


def test_ties_go_to_the_calmest_parameter():
    squared_error = np.array([[4.0, 2.0], [1.0, 2.0 + 1e-12], [1.0 + 1e-12, 2.0 - 1e-12]])
    np.testing.assert_array_equal(models.calmest(squared_error, np.ones(2)), [1, 0])


def test_moving_average_has_no_forecast_before_its_first_months():
    path = models.moving_average_path(one([2, 4, 6]), 2)[0]
    np.testing.assert_allclose(path, [np.nan, np.nan, 3, 5])
