"""Material coverage foots: what was there and came less what was taken is what is left; what is short stops what takes it."""

import numpy as np
import pytest

from sop.domain.supply import ResourceAxis
from sop.planning.limits import binding_limits
from sop.planning.planner import Planner
from sop.services.material_cover import material_cover
from tests.planning.company import company
from tests.planning.parts import steel


def covered(problem):
    plan = Planner(problem).solve(problem, "k")
    return plan, material_cover(problem, plan, binding_limits(problem, plan))


def test_a_material_that_runs_out_names_its_month_and_what_it_stops():
    # 2 steel a chair; 50 chairs a month take 100; 150 there, 20 on order in month 2, orders reach month 3, hurried 30 in month 2
    # month 1: 150 - 100 = 50; month 2: 50 + 20 + 30 hurried = 100 asked for 100 of 60 chairs = 120: 10 chairs are lost
    material = steel(
        3,
        opening_units=np.array([150.0]),
        receipts_units=np.array([[0.0, 20.0, 0.0]]),
        limit_units=np.array([[0.0, 0.0, np.inf]]),
        hurried_limit_units=np.array([[0.0, 30.0, 0.0]]),
    )
    plan, [found] = covered(company([50, 60, 50], materials=material, backlog_cost_money=np.array([30.0])))
    assert found.opening_units == pytest.approx([150, 50, 0], abs=1e-6)
    assert found.receipts_units == pytest.approx([0, 20, 0])
    assert found.hurried_units == pytest.approx([0, 30, 0], abs=1e-6)
    assert found.use_units == pytest.approx([100, 100, 100])
    assert found.bought_units == pytest.approx([0, 0, 100])
    assert found.closing_units == pytest.approx([50, 0, 0], abs=1e-6)
    # 50 of the 100 that month 2 takes: half a month of 30.4 days
    assert found.cover_days == pytest.approx([15.2, 0, 0], abs=1e-4)
    assert (found.is_short, found.first_short(plan)) == ((False, True, False), "2027-02")
    assert [plan.skus[i] for i in found.stopped] == ["S1"]
    # 150 cover the 100 of month 1; 50 and the 20 on order are less than the 100 that month 2 takes
    assert found.lasts_to(plan) == "2027-01"


def test_a_material_that_can_always_be_bought_is_never_short():
    plan, [found] = covered(company([50, 60], materials=steel(2)))
    assert (found.first_short(plan), found.stopped, found.lasts_to(plan)) == (None, (), None)
    assert found.bought_units == pytest.approx(found.use_units)


def test_only_what_takes_the_material_is_stopped_by_it():
    # 60 steel make 30 of the 60 of S1; S2 takes none and is short of hours on a press of its own: 40 h for 90
    material = steel(1, opening_units=np.array([60.0]), limit_units=np.zeros((1, 1)))
    lines = (ResourceAxis("Staff", "Sibiu", "labour", "Staff"), ResourceAxis("Press", "Sibiu", "line", ""))
    problem = company([[60], [90]], materials=material, resources=lines, use_resource=np.array([0, 1]),
                      capacity_h=np.array([[100.0], [40.0]]), families=("Chairs", "Tables"))  # fmt: skip
    _plan, [found] = covered(problem)
    assert found.is_short == (True,)
    assert [problem.skus[i] for i in found.stopped] == ["S1"]


def test_every_material_of_a_company_foots_in_every_month():
    rng = np.random.default_rng(4)
    material = steel(
        6, 2, names=("Steel", "Paint"), suppliers=("Mill", "Mill", "Works"),
        opening_units=np.array([200.0, 30.0]), receipts_units=rng.uniform(0, 40, (2, 6)),
        holding_cost_money=np.full(2, 0.03), price_money=np.array([[3.0], [3.2], [5.0]]) * np.ones(6),
        premium_money=np.ones((3, 6)), limit_units=np.tile([[0, 0, 40, 40, 40, 40.0]], (3, 1)),
        hurried_limit_units=np.tile([[20, 20, 0, 0, 0, 0.0]], (3, 1)), least_order_units=np.zeros(3),
        source_material=np.array([0, 0, 1]), use_route=np.array([0, 1, 1]), use_material=np.array([0, 0, 1]),
        use_units=np.array([2.0, 1.0, 0.5]),
    )  # fmt: skip
    _plan, found = covered(company(rng.uniform(20, 60, (2, 6)), materials=material))
    for each in found:
        came = each.opening_units + each.receipts_units + each.bought_units + each.hurried_units + each.missing_units
        assert came - each.use_units == pytest.approx(each.closing_units, abs=1e-6)
        assert each.opening_units[1:] == pytest.approx(each.closing_units[:-1])


def test_a_company_without_bills_has_no_materials():
    assert covered(company([50]))[1] == ()
