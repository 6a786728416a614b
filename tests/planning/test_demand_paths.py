"""Paths of demand: as wide as the forecast's intervals, with a common factor, the same for the same seed."""

import numpy as np
import pytest

from sop.planning.demand_paths import common_share, draw_paths

BELOW, ABOVE = np.full((2, 3), 0.3), np.full((2, 3), 0.5)


def test_the_same_seed_draws_the_same_paths_and_another_seed_others():
    one = draw_paths(BELOW, ABOVE, 0.2, seed=7, paths=50).deviation
    assert (one == draw_paths(BELOW, ABOVE, 0.2, seed=7, paths=50).deviation).all()
    assert (one != draw_paths(BELOW, ABOVE, 0.2, seed=8, paths=50).deviation).all()


def test_a_tenth_of_the_paths_lies_beyond_each_bound_of_the_interval():
    deviation = draw_paths(BELOW, ABOVE, 0.2, seed=1, paths=20_000).deviation
    assert (deviation < -0.3).mean() == pytest.approx(0.1, abs=0.01)
    assert (deviation > 0.5).mean() == pytest.approx(0.1, abs=0.01)


def test_demand_never_falls_below_nothing():
    assert draw_paths(np.full((1, 2), 0.9), np.full((1, 2), 0.9), 0.0, seed=1).deviation.min() == -1.0


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_common_factor_moves_the_skus_together(share):
    first, second = draw_paths(BELOW, BELOW, share, seed=3, paths=20_000).deviation[0].T
    rank = np.corrcoef(first.argsort().argsort(), second.argsort().argsort())[0, 1]
    # rank correlation of two normals with correlation r: 6 / pi x asin(r / 2)
    assert rank == pytest.approx(6 / np.pi * np.arcsin(share / 2), abs=0.02)


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_the_common_share_is_told_by_how_wide_the_sum_is(share):
    own = np.array([[3.0, 3.0], [4.0, 4.0]])  # sum of squares 25, square of the sum 49
    total = np.full(2, np.sqrt((1 - share) * 25 + share * 49))
    assert common_share(own, total) == pytest.approx(share)


def test_a_single_sku_and_an_unknown_sum_say_nothing_about_what_is_common():
    assert common_share(np.ones((1, 3)), np.ones(3)) == 0.0
    assert common_share(np.ones((2, 1)), np.array([np.nan])) == 0.0


def test_a_sum_that_varies_less_than_its_parts_apart_has_nothing_in_common():
    assert common_share(np.array([[3.0], [4.0]]), np.array([2.0])) == 0.0
