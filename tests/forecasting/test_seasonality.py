import numpy as np
import pytest

from sop.forecasting.seasonality import is_seasonal, seasonal_indices

FACTORS = np.array([0.4, 0.5, 0.9, 1.3, 1.8, 2.1, 1.6, 1.1, 0.8, 0.6, 0.5, 0.4])
YES = np.array([True])


def one(values):
    return np.asarray(values, dtype=float)[None]


def test_a_season_that_repeats_is_seen():
    assert is_seasonal(one(np.tile(FACTORS, 5))).all()


def test_noise_is_rarely_taken_for_a_season():
    # a two-sided 90 % test errs in about one series of ten
    noise = np.random.default_rng(7).normal(100, 10, (2000, 60))
    assert is_seasonal(noise).mean() < 0.13


def test_a_constant_has_no_season():
    assert not is_seasonal(one(np.full(48, 0.1))).any()


def test_under_two_years_no_season_is_looked_for():
    assert not is_seasonal(one(np.r_[np.nan, np.tile(FACTORS, 2)[1:]])).any()


def test_indices_of_a_level_with_factors_are_the_factors():
    season = seasonal_indices(one(200 * np.tile(FACTORS, 4)), YES)
    assert season.multiplicative.all()
    assert season.indices[0] == pytest.approx(FACTORS / FACTORS.mean())


def test_indices_are_additive_where_a_month_is_zero():
    values = np.tile(FACTORS - 0.4, 4)
    season = seasonal_indices(one(values), YES)
    assert not season.multiplicative.any()
    assert season.indices[0] == pytest.approx(FACTORS - FACTORS.mean())


@pytest.mark.parametrize("floor", [0.0, 0.4])
def test_removing_and_restoring_a_season_cancel(floor):
    values = one(100 * np.tile(FACTORS - floor, 4) + np.arange(48.0) * floor)
    season = seasonal_indices(values, YES)
    assert season.restored(season.removed(values)) == pytest.approx(values)


def test_a_trend_does_not_hide_a_season():
    # the trend alone takes most of the variance; without the line the pattern repeats exactly
    assert is_seasonal(one(100 * np.tile(FACTORS, 4) + 20 * np.arange(48))).all()


def test_a_straight_line_has_no_season():
    assert not is_seasonal(one(100 + 20 * np.arange(48.0))).any()


@pytest.mark.parametrize(("wanted", "months"), [(False, 48), (True, 23)])
def test_no_season_is_taken_out_unasked_or_under_two_years(wanted, months):
    values = one(200 * np.tile(FACTORS, 4)[-months:])
    np.testing.assert_array_equal(seasonal_indices(values, np.array([wanted])).removed(values), values)


def test_the_first_index_belongs_to_the_next_month():
    # 50 months: the next one is the third of the pattern
    season = seasonal_indices(one(100 * np.tile(FACTORS, 5)[:50]), YES)
    assert season.indices[0] == pytest.approx(np.roll(FACTORS / FACTORS.mean(), -2))
