import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sop.domain.errors import Invalid
from sop.forecasting.engine import BLEND, BLOCK, MODELS, NAIVE, forecast

NAN = np.nan
SEASON = np.array([40, 50, 90, 130, 180, 210, 160, 110, 80, 60, 50, 40.0])
SPARSE = (np.random.default_rng(3).random(60) < 0.3) * np.random.default_rng(4).integers(1, 9, 60).astype(float)
BOUNDS = ("lower_95", "lower_80", "point", "upper_80", "upper_95")

quantities = st.floats(0, 1e6, allow_nan=False, allow_subnormal=False)
histories = st.tuples(st.integers(1, 4), st.integers(1, 50)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=quantities)
)


def one(values):
    return np.asarray(values, dtype=float)[None]


def noisy(series=5, months=60, seed=11):
    random = np.random.default_rng(seed)
    return np.tile(SEASON, 9)[:months] * random.gamma(20, 0.05, (series, months)) + random.uniform(0, 50, (series, 1))


@pytest.mark.parametrize("months", [1, 2, 5, 12, 23, 24, 48])
@pytest.mark.parametrize("level", [7.0, 0.1, 123456.7])
def test_a_constant_goes_on(months, level):
    assert forecast(one(np.full(months, level)), 18).point[0] == pytest.approx(np.full(18, level))


def test_a_pure_season_is_continued_exactly():
    # the next 18 months of a pattern of 12 are the pattern and its first half: the seasonal naive never erred, so it leads
    predicted = forecast(one(np.tile(SEASON, 5)), 18)
    assert predicted.point[0] == pytest.approx(np.r_[SEASON, SEASON[:6]], rel=1e-9)
    assert predicted.flags == ("seasonal",)


def test_two_months_repeat_the_last_one():
    assert forecast(one([3.0, 8.0]), 3).point[0] == pytest.approx([8, 8, 8])


def test_a_launch_is_not_extrapolated_over_the_horizon():
    # 10 20 .. 80: eight months of a ramp say nothing about month 18
    assert forecast(one(np.arange(10.0, 90, 10)), 18).point.max() <= 80


@pytest.mark.parametrize(
    ("history", "flag"),
    [
        (np.full(30, NAN), "empty"),
        (np.r_[np.full(30, 5.0), np.zeros(12)], "dead"),
        (np.zeros(30), "dead"),
        (SPARSE, "intermittent"),
        (np.arange(1.0, 24), "short"),
        (np.tile(SEASON, 4), "seasonal"),
        (np.full(24, 5.0), "regular"),
    ],
)
def test_every_series_is_flagged_for_what_it_is(history, flag):
    assert forecast(one(history), 1).flags == (flag,)


@pytest.mark.parametrize("history", [np.full(30, NAN), np.r_[np.full(30, 5.0), np.zeros(12)]])
def test_empty_and_dead_series_are_forecast_as_zero(history):
    predicted = forecast(one(history), 6)
    for bound in BOUNDS:
        np.testing.assert_array_equal(getattr(predicted, bound), np.zeros((1, 6)))


def test_a_dead_series_has_no_weights_and_no_accuracy():
    predicted = forecast(one(np.r_[np.full(40, 5.0), np.zeros(14)]), 6)
    assert not predicted.weights.any()
    assert np.isnan(predicted.accuracy[BLEND].wape).all()


def test_an_intermittent_series_is_the_mean_of_its_own_pool():
    predicted = forecast(one(SPARSE), 6)
    used = dict(zip(predicted.models, predicted.weights[0], strict=True))
    assert {name: weight for name, weight in used.items() if weight} == pytest.approx(
        {"sba": 1 / 3, "tsb": 1 / 3, "ses": 1 / 3}
    )


def test_spare_parts_are_forecast_near_their_rate():
    # 200 parts that sell 3 units in 30 % of the months: .9 a month
    sold = (np.random.default_rng(5).random((200, 60)) < 0.3) * 3.0
    assert forecast(sold, 6).point.mean() == pytest.approx(0.9, rel=0.05)


def test_the_seasonal_naive_is_scored_for_every_series_as_the_first_step_of_value_added():
    predicted = forecast(np.stack([SPARSE, noisy(1)[0]]), 6)
    assert np.isfinite(predicted.accuracy[NAIVE].wape).all()


def test_accuracy_of_the_seasonal_naive_is_arithmetic():
    # 60 months that grow by 12 a year on year: a forecast 12 too low for each of the tested months 40 to 60
    history = 1000 + np.arange(60.0)
    cut = (6, 9, 12, 15, 18, 21)
    actual = np.concatenate([history[60 - months :][:6] for months in cut])
    naive = forecast(one(history), 6).accuracy[NAIVE]
    assert naive.bias == pytest.approx([-12 * 36 / actual.sum()])
    assert naive.wape == pytest.approx([12 * 36 / actual.sum()])
    assert naive.mase == pytest.approx([1])


def test_accuracy_is_undefined_without_a_backtest():
    predicted = forecast(one(np.full(8, 5.0)), 6)
    assert np.isnan(predicted.accuracy[BLEND].wape).all()
    assert np.isfinite(predicted.upper_95).all()


def test_a_better_model_weighs_more():
    predicted = forecast(noisy(), 6)
    wape = np.array([predicted.accuracy[name].wape for name in MODELS[:4]]).T
    np.testing.assert_array_equal(np.argsort(wape, axis=1), np.argsort(-predicted.weights[:, :4], axis=1))


def test_the_blend_is_not_tested_with_weights_from_the_same_months():
    # 30 months leave one origin: nothing else tells the models apart, so there the blend is their plain mean, and so its bias
    predicted = forecast(noisy(months=30), 6)
    plain = np.mean([predicted.accuracy[name].bias for name in MODELS[:4]], axis=0)
    np.testing.assert_allclose(predicted.accuracy[BLEND].bias, plain)
    assert not np.allclose(predicted.weights[:, :4], 0.25)


def test_weights_add_up():
    np.testing.assert_allclose(forecast(np.vstack([noisy(), SPARSE]), 6).weights.sum(axis=1), 1)


def test_the_future_is_not_known_to_the_backtest():
    # the last six months double: no origin could have foreseen that, so the newest origin is off by half
    history = np.r_[np.full(54, 100.0), np.full(6, 200.0)]
    assert forecast(one(history), 6).accuracy[BLEND].bias[0] < -0.05


@settings(max_examples=60, deadline=None)
@given(histories)
def test_points_lie_inside_their_intervals_and_never_below_zero(history):
    predicted = forecast(history, 7)
    ordered = np.stack([getattr(predicted, bound) for bound in BOUNDS])
    assert (np.diff(ordered, axis=0) >= 0).all()
    assert (ordered[0] >= 0).all()


@settings(max_examples=60, deadline=None)
@given(histories, st.sampled_from([2.0**-20, 0.5, 2.0, 1024.0]))
def test_another_unit_changes_the_figures_and_nothing_else(history, factor):
    as_is, converted = forecast(history, 7), forecast(history * factor, 7)
    np.testing.assert_allclose(converted.point, as_is.point * factor, rtol=1e-12)
    assert converted.flags == as_is.flags


def test_next_to_nothing_is_nothing():
    tiny = np.r_[1.0, 2.0, np.full(11, 1e-174), 2.0, np.full(10, 1e-174)][None, :]
    np.testing.assert_array_equal(forecast(tiny, 7).point, forecast(np.where(tiny < 1e-100, 0.0, tiny), 7).point)


@pytest.mark.parametrize("factor", [1e-3, 7.3, 1000.0])
def test_kilograms_or_tonnes_make_the_same_plan(factor):
    as_is, converted = forecast(noisy(), 18), forecast(noisy() * factor, 18)
    for bound in BOUNDS:
        np.testing.assert_allclose(getattr(converted, bound), getattr(as_is, bound) * factor, rtol=1e-9)


@settings(max_examples=60, deadline=None)
@given(histories, st.integers(1, 30))
def test_unknown_months_on_the_left_change_nothing(history, months):
    padded = np.pad(history, ((0, 0), (months, 0)), constant_values=NAN)
    np.testing.assert_array_equal(forecast(padded, 5).point, forecast(history, 5).point)


def test_a_series_is_forecast_alone_as_among_others():
    others = np.vstack([noisy(BLOCK + 3), SPARSE, np.r_[np.full(50, NAN), np.arange(1.0, 11)]])
    together = forecast(others, 9)
    for row in (0, BLOCK - 1, BLOCK, BLOCK + 3, BLOCK + 4):
        alone = forecast(others[row : row + 1], 9)
        for bound in BOUNDS:
            np.testing.assert_allclose(getattr(alone, bound)[0], getattr(together, bound)[row], rtol=1e-9)
        np.testing.assert_allclose(alone.accuracy[BLEND].wape[0], together.accuracy[BLEND].wape[row], rtol=1e-9)


def test_a_longer_horizon_starts_with_the_shorter_one():
    np.testing.assert_array_equal(forecast(noisy(), 24).point[:, :6], forecast(noisy(), 6).point)


def test_returns_may_be_forecast_below_zero():
    assert forecast(one(np.full(30, -5.0)), 2).point[0] == pytest.approx([-5, -5])


def test_no_series_is_an_empty_forecast():
    predicted = forecast(np.empty((0, 24)), 6)
    assert predicted.point.shape == (0, 6)
    assert predicted.flags == ()


def test_results_are_read_only():
    predicted = forecast(noisy(1), 2)
    with pytest.raises(ValueError, match="read-only"):
        predicted.point[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        predicted.accuracy[BLEND].wape[0] = 1


@pytest.mark.parametrize("horizon", [0, -1, 121])
def test_a_horizon_out_of_bounds_is_refused(horizon):
    with pytest.raises(Invalid, match="horizon"):
        forecast(noisy(1), horizon)


def test_a_gap_is_refused():
    with pytest.raises(Invalid, match="gap"):
        forecast(one([1.0, NAN, 2.0]), 3)


def test_an_infinite_month_is_refused():
    with pytest.raises(Invalid, match="beyond"):
        forecast(one([1.0, np.inf]), 3)
