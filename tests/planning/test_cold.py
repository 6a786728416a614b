import pytest

from sop.domain.supply import PlanStatus
from sop.planning.cold import solve_cold
from tests.planning.company import company


def test_a_plan_made_from_nothing_says_so():
    plan = solve_cold(company([120]), "k")
    # 100 h for 120 units
    assert plan.status is PlanStatus.OPTIMAL_COLD
    assert plan.made_units.item() == pytest.approx(100)
    assert plan.solver.startswith("scipy ")
    assert plan.milliseconds > 0


def test_its_values_of_limits_have_the_same_sign_as_the_warm_ones():
    plan = solve_cold(company([120]), "k")
    # one more hour makes a unit at 10 that is lost at 22
    assert plan.hour_value_money.item() == pytest.approx(12, rel=1e-3)
    assert plan.unit_value_money.item() == pytest.approx(22, rel=1e-3)
