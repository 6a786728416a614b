import numpy as np
import pytest

from sop.forecasting import intermittent

SUMMER_ONLY = np.tile(np.r_[np.zeros(6), 30, 40, 50, 40, 30, 20.0], 4)
EVERY_THIRD = np.tile([0, 0, 6.0], 13)  # 39 months: its zeros wander through the calendar


def one(values):
    return np.asarray(values, dtype=float)[None]


def test_interval_is_counted_from_the_first_demand():
    assert intermittent.mean_interval(one([0, 0, 0, 5, 0, 5, 0])) == pytest.approx([2])


def test_irregular_gaps_are_intermittent():
    sparse = (np.random.default_rng(3).random(60) < 0.4) * 5.0
    assert intermittent.is_intermittent(one(sparse)).all()


def test_the_same_empty_months_every_year_are_a_season():
    assert not intermittent.is_intermittent(one(SUMMER_ONLY)).any()


def test_demand_in_three_months_of_four_is_at_the_limit():
    # 4 / 3 = 1.33 is above 1.32; 5 / 4 = 1.25 is below
    assert intermittent.is_intermittent(one(np.tile([1, 1, 1, 0.0], 5))).all()
    assert not intermittent.is_intermittent(one(np.tile([1, 1, 1, 1, 0.0], 4))).any()


def test_returns_are_not_intermittent_demand():
    assert not intermittent.is_intermittent(one([0, 0, 5, 0, 0, -5, 0, 5.0])).any()


@pytest.mark.parametrize(("zeros", "dead"), [(11, False), (12, True)])
def test_a_year_without_demand_is_the_end_of_a_regular_series(zeros, dead):
    assert intermittent.is_dead(one(np.r_[np.full(30, 5.0), np.zeros(zeros)]))[0] == dead


@pytest.mark.parametrize(("zeros", "dead"), [(17, False), (18, True)])
def test_a_rare_demand_is_given_three_intervals(zeros, dead):
    rare = np.r_[5.0, np.tile([0, 0, 0, 0, 0, 0, 5.0], 5)]  # 36 months with 6 demands: interval 6
    assert intermittent.is_dead(one(np.r_[rare, np.zeros(zeros)]))[0] == dead


def test_sba_of_a_steady_rhythm_is_the_rate_less_half_alpha():
    # 6 units every third month are 2 a month; nothing ever moves, so the smallest alpha, .02, comes closest: 2 x .99
    assert intermittent.sba(one(np.tile([6, 0, 0.0], 13)), 2)[0] == pytest.approx([1.98, 1.98])


def test_tsb_fades_when_demand_stops():
    alive, fading = one(EVERY_THIRD), one(np.r_[EVERY_THIRD, np.zeros(9)])
    assert intermittent.tsb(fading, 1)[0, 0] < 0.9 * intermittent.tsb(alive, 1)[0, 0]


@pytest.mark.parametrize("member", intermittent.INTERMITTENT_POOL, ids=lambda member: member.name)
def test_leading_zeros_change_nothing(member):
    np.testing.assert_allclose(
        member.predict(one(np.r_[np.zeros(7), EVERY_THIRD[2:]]), 2),
        member.predict(one(np.r_[np.full(7, np.nan), EVERY_THIRD[2:]]), 2),
    )


@pytest.mark.parametrize("member", intermittent.INTERMITTENT_POOL, ids=lambda member: member.name)
def test_no_demand_yet_is_forecast_as_none(member):
    np.testing.assert_array_equal(member.predict(np.zeros((1, 24)), 2), np.zeros((1, 2)))
