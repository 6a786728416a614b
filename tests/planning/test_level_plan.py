import numpy as np
import pytest

from sop.domain.errors import Invalid
from sop.planning.level_plan import level_plan


def test_a_level_plan_makes_the_same_each_working_day():
    # textbook exercise: 530 + 130 - 100 = 560 in 70 days are 8 a day
    plan = level_plan(np.array([115.0, 125, 140, 150]), np.array([21.0, 19, 20, 10]), 100, 130)
    assert plan.rate_units == pytest.approx(8)
    np.testing.assert_allclose(plan.production_units, [168, 152, 160, 80])
    np.testing.assert_allclose(plan.stock_units, [153, 180, 200, 130])


@pytest.mark.parametrize(
    ("demand", "days", "opening"), [([10.0], [5.0, 5], 0), ([10.0], [0.0], 0), ([10.0], [-1.0], 0), ([10.0], [5.0], 20)]
)
def test_what_cannot_be_made_level_is_refused(demand, days, opening):
    with pytest.raises(Invalid):
        level_plan(np.array(demand), np.array(days), opening, 0)
