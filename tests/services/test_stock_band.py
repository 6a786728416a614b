"""Stock against its band in money and days: what one SKU has too much of never fills what another lacks."""

from dataclasses import replace

import numpy as np
import pytest

from sop.planning.planner import Planner
from sop.services.stock_band import band_frame, has_limits, outside, stock_band
from tests.planning.company import company


@pytest.fixture(scope="module")
def plan():
    """Two chairs at 10 and 20 and a table at 30, three months; stocks are set by hand."""
    problem = company(np.full((3, 3), 10.0), families=("Chairs", "Chairs", "Tables"))
    made = Planner(problem).solve(problem, "k")
    return replace(
        made,
        unit_cost_money=np.array([10.0, 20.0, 30.0]),
        stock_units=np.array([[2.0, 5.0, 30.0], [10.0, 5.0, 5.0], [5.0, 5.0, 5.0]]),
        safety_stock_units=np.full((3, 3), 5.0),
    )


def test_a_family_adds_up_its_skus_in_money_at_cost(plan):
    band = stock_band(plan, "Chairs")
    # 2 x 10 + 10 x 20, 5 x 10 + 5 x 20, 30 x 10 + 5 x 20; safety 5 x 10 + 5 x 20; most: one month of 10 more each
    assert band.stock_money == pytest.approx([220, 150, 400])
    assert band.safety_money == pytest.approx([150] * 3)
    assert band.most_money == pytest.approx([150 + 10 * 10 + 10 * 20] * 3)


def test_too_much_of_one_sku_fills_no_target_of_another(plan):
    band = stock_band(plan, "Chairs")
    # S1 has 2 of 5 in month 1: 30 lei below, though the family holds 220 of 150; 30 of at most 15 in month 3: 150 above
    assert band.below_money == pytest.approx([30, 0, 0])
    assert band.above_money == pytest.approx([0, 0, 150])


def test_days_are_those_until_coming_demand_uses_it_up(plan):
    # tables: 5 of 10 a month is half a month of 30.4 days, the maximum a month more
    band = stock_band(plan, "Tables")
    assert band.stock_days == pytest.approx([15.2] * 3)
    assert (band.safety_days[0], band.most_days[0]) == (pytest.approx(15.2), pytest.approx(45.6))


def test_families_add_up_to_the_whole(plan):
    whole, parts = stock_band(plan), [stock_band(plan, family) for family in ("Chairs", "Tables")]
    for name in ("stock_money", "safety_money", "most_money", "below_money", "above_money"):
        assert sum(getattr(part, name) for part in parts) == pytest.approx(getattr(whole, name)), name


def test_a_stock_limit_is_the_upper_end_where_there_is_one(plan):
    limited = replace(plan, stock_limit_units=np.array([[np.inf] * 3, [np.inf] * 3, [4.0] * 3]))
    assert not has_limits(plan)
    assert has_limits(limited)
    assert stock_band(limited, "Tables").most_money == pytest.approx([120] * 3)
    assert stock_band(limited, "Tables").above_money == pytest.approx([30] * 3)


def test_who_leaves_the_band_is_named_the_most_money_first(plan):
    [first] = outside(plan)
    assert (plan.skus[first.sku], first.family) == ("S1", "Chairs")
    assert (first.below_money[0], first.above_money[2]) == (30, 150)
    assert outside(plan, "Tables") == ()


def test_frozen_months_are_nobodys_choice(plan):
    [first] = outside(replace(plan, frozen_months=1))
    assert first.below_money[0] == 0


def test_what_is_made_to_order_and_never_lies_there_stands_outside(plan):
    ordered = replace(
        plan,
        stock_units=plan.stock_units * [[1], [1], [0]],
        safety_stock_units=plan.safety_stock_units * [[1], [1], [0]],
    )
    assert not stock_band(ordered, "Tables").most_money.any()


def test_the_frame_has_a_row_a_month(plan):
    frame = band_frame(stock_band(plan, "Tables"), plan)
    assert list(frame["stock"]) == [150] * 3
    assert not frame["frozen"].any()
