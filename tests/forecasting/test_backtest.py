import numpy as np
import pytest

from sop.forecasting import backtest

NAN = np.nan


def of_length(months):
    return np.r_[np.full(60 - months, NAN), np.arange(1.0, months + 1)][None]


@pytest.mark.parametrize(
    ("months", "cut"),
    [
        (60, [6, 9, 12, 15, 18, 21]),
        (45, [6, 9, 12, 15, 18, 21]),  # 24 + 6 + 15
        (44, [6, 7, 8, 9, 10, 11]),
        (35, [6, 7, 8, 9, 10, 11]),  # the last leaves 24
        (32, [6, 7, 8, 0, 0, 0]),
        (30, [6, 0, 0, 0, 0, 0]),
        (29, [6, 7, 8, 9, 10, 11]),  # no origin could see a season
        (10, [6, 7, 0, 0, 0, 0]),
        (9, [6, 0, 0, 0, 0, 0]),  # leaves 3
        (8, [0, 0, 0, 0, 0, 0]),
    ],
)
def test_origins_follow_the_length_of_the_history(months, cut):
    np.testing.assert_array_equal(backtest.origins(of_length(months)).cut, [cut])


def test_a_stacked_row_knows_nothing_after_its_origin():
    past, series, origin = backtest.origins(of_length(60)).stacked(of_length(60))
    np.testing.assert_array_equal(past[:, -1], [54, 51, 48, 45, 42, 39])
    np.testing.assert_array_equal(series, np.zeros(6))
    np.testing.assert_array_equal(origin, np.arange(6))


def test_actuals_are_the_six_months_after_the_origin():
    actual = backtest.origins(of_length(10)).actuals(of_length(10))
    np.testing.assert_array_equal(actual[0, :3], [np.arange(5.0, 11), np.arange(4.0, 10), np.full(6, NAN)])


def test_half_the_error_weighs_four_times():
    assert backtest.weights(np.array([1.0, 2.0]), np.array([True, True])) == pytest.approx([0.8, 0.2])


def test_untested_models_weigh_the_same():
    weights = backtest.weights(np.array([NAN, NAN, NAN]), np.array([True, True, False]))
    assert weights == pytest.approx([0.5, 0.5, 0.0])


def test_a_model_that_is_not_allowed_has_no_weight_however_good():
    assert backtest.weights(np.array([0.1, 2.0]), np.array([False, True])) == pytest.approx([0.0, 1.0])


def test_a_model_that_never_erred_takes_all_the_weight():
    assert backtest.weights(np.array([0.0, 0.5]), np.array([True, True])) == pytest.approx([1.0, 0.0], abs=1e-12)


def test_mean_absolute_error_counts_tested_months_only():
    errors = np.full((1, 1, 6, 6), NAN)
    errors[0, 0, 0] = [1, -1, 1, -1, 1, -1]
    errors[0, 0, 1] = 4
    assert backtest.mean_absolute(errors) == pytest.approx(np.array([[2.5]]))


def test_an_origin_is_left_out_of_its_own_weights():
    errors = np.full((1, 1, 6, 6), NAN)
    errors[0, 0, 0], errors[0, 0, 1] = 1, 4
    assert backtest.mean_absolute_elsewhere(errors)[0, 0, :3] == pytest.approx([4.0, 1.0, 2.5])
