import numpy as np
import pytest

from sop.forecasting import accuracy
from sop.forecasting.models import moving_average_path, smoothing_path

TAHOE_SALT = np.array([8, 13, 23, 34, 10, 18, 23, 38, 12, 13, 32, 41]) * 1000.0  # Chopra & Meindl, quarterly demand
CARLSON_ACTUAL = np.array([90.0, 95, 115, 100, 125, 140])
CARLSON_FORECAST = np.array([100.0, 100, 100, 110, 110, 110])


def test_bias_is_positive_when_we_over_forecast():
    assert accuracy.bias(np.array([110.0, 110.0]), np.array([100.0, 100.0])) == pytest.approx(0.10)


def test_tracking_signal_is_positive_when_we_over_forecast():
    assert accuracy.tracking_signal(np.array([110.0, 110.0]), np.array([100.0, 100.0])) == pytest.approx(2)


def test_carlson_deviation_is_that_of_the_textbook():
    assert accuracy.mad(CARLSON_FORECAST, CARLSON_ACTUAL) == pytest.approx(14.2, abs=0.05)


def test_carlson_tracking_signal_has_the_sign_turned_to_ours():
    # printed as actual - forecast: +35 / 14.2 = 2.47; ours is forecast - actual
    assert accuracy.tracking_signal(CARLSON_FORECAST, CARLSON_ACTUAL) == pytest.approx(-2.47, abs=0.005)


def test_carlson_wape_and_bias():
    # |errors| 10 5 15 10 15 30 = 85 and errors (F-A) -35, over 665 demanded
    assert accuracy.wape(CARLSON_FORECAST, CARLSON_ACTUAL) == pytest.approx(0.1278, abs=5e-5)
    assert accuracy.bias(CARLSON_FORECAST, CARLSON_ACTUAL) == pytest.approx(-0.0526, abs=5e-5)


def test_tahoe_salt_moving_average_of_four():
    path = moving_average_path(TAHOE_SALT[None], 4)[0]
    assert path[-1] == pytest.approx(24_500)
    assert accuracy.mad(path[:-1], TAHOE_SALT) == pytest.approx(9_719, abs=0.5)
    assert accuracy.mape(path[:-1], TAHOE_SALT) == pytest.approx(0.49, abs=0.005)


def test_tahoe_salt_exponential_smoothing():
    path = smoothing_path(TAHOE_SALT[None], 0.1, np.array([22_083.0]))[0]
    assert path[-1] == pytest.approx(23_490, abs=0.5)
    assert accuracy.mad(path[:-1], TAHOE_SALT) == pytest.approx(10_208, abs=0.5)


def test_smape_of_a_forecast_half_as_large_again():
    # 200 x 50 / (150 + 100) = 40
    assert accuracy.smape(np.array([150.0]), np.array([100.0])) == pytest.approx(40)


def test_smape_takes_nothing_forecast_and_nothing_sold_as_perfect():
    assert accuracy.smape(np.array([0.0, 150.0]), np.array([0.0, 100.0])) == pytest.approx(20)


def test_mase_compares_with_the_same_month_of_last_year():
    history = np.r_[np.full(12, 100.0), np.full(12, 120.0)]  # the seasonal naive errs by 20 each month
    assert accuracy.mase(np.array([110.0, 130.0]), np.array([120.0, 120.0]), history) == pytest.approx(0.5)


@pytest.mark.parametrize("measure", [accuracy.wape, accuracy.bias, accuracy.mape])
def test_a_share_of_no_demand_is_undefined(measure):
    assert np.isnan(measure(np.array([5.0, 5.0]), np.array([0.0, 0.0])))


def test_mape_is_undefined_when_a_month_had_no_demand():
    assert np.isnan(accuracy.mape(np.array([5.0, 5.0]), np.array([0.0, 5.0])))


def test_tracking_signal_of_a_perfect_forecast_is_undefined():
    assert np.isnan(accuracy.tracking_signal(CARLSON_ACTUAL, CARLSON_ACTUAL))


@pytest.mark.parametrize("months", [11, 12])
def test_mase_is_undefined_without_a_second_year(months):
    assert np.isnan(accuracy.mase(np.array([1.0]), np.array([2.0]), np.arange(float(months))))


def test_mase_is_undefined_where_the_seasonal_naive_never_erred():
    assert np.isnan(accuracy.mase(np.array([1.0]), np.array([2.0]), np.full(24, 7.0)))


def test_months_unknown_on_either_side_are_left_out():
    F, A = np.array([110.0, 500.0, np.nan]), np.array([100.0, np.nan, 900.0])
    assert accuracy.wape(F, A) == pytest.approx(0.10)
    assert accuracy.bias(F, A) == pytest.approx(0.10)
    assert accuracy.mad(F, A) == pytest.approx(10)


def test_each_series_gets_its_own_measure():
    F, A = np.array([[110.0, 110.0], [90.0, 90.0]]), np.full((2, 2), 100.0)
    assert accuracy.bias(F, A) == pytest.approx([0.10, -0.10])
