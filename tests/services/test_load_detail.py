"""What loads a resource adds up to its load; the three forms of rough cut on plans reckoned by hand."""

import numpy as np
import pytest

from sop.domain.supply import ResourceAxis
from sop.planning.planner import Planner
from sop.services.load_detail import Method, loaded_by, loaded_by_family, rough_cut_frame, rough_cut_load
from tests.planning.company import company


def planned(problem):
    return Planner(problem).solve(problem, "k")


def test_the_skus_of_a_month_add_up_to_the_load():
    problem = company([[30, 10], [50, 20]], use_h=np.array([1.0, 0.5]))
    plan = planned(problem)
    lines = loaded_by(problem, plan, 0, 0)
    assert [(line.sku, line.units, line.hours) for line in lines] == [
        (0, pytest.approx(30), pytest.approx(30)),
        (1, pytest.approx(50), pytest.approx(25)),
    ]
    assert sum(line.hours for line in lines) == pytest.approx(plan.load_h[0, 0])


def test_the_families_of_a_month_add_up_to_the_same_load():
    # 30 x 1 h and 20 x 0.5 h of chairs, 50 x 0.5 h of tables
    problem = company([[30], [20], [50]], use_h=np.array([1.0, 0.5, 0.5]), families=("Chairs", "Chairs", "Tables"))
    plan = planned(problem)
    found = loaded_by_family(plan, loaded_by(problem, plan, 0, 0))
    assert found == (("Chairs", pytest.approx(40)), ("Tables", pytest.approx(25)))
    assert sum(hours for _family, hours in found) == pytest.approx(plan.load_h[0, 0])


TWO = {
    "resources": (ResourceAxis("Saw", "Sibiu", "line", ""), ResourceAxis("Paint", "Sibiu", "line", "")),
    "groups": (), "overtime_allowed_h": np.zeros((0, 2)), "overtime_cost_money": np.zeros(0),
    "capacity_h": np.full((2, 2), 200.0),
    "use_route": np.array([0, 0, 1]), "use_resource": np.array([0, 1, 0]), "use_h": np.array([1.0, 2.0, 1.0]),
}  # fmt: skip


def test_a_bill_of_resources_is_the_load_itself_where_a_sku_has_one_way():
    problem = company([[30, 20], [40, 10]], **TWO)
    plan = planned(problem)
    assert rough_cut_load(problem, plan, Method.BILL_OF_RESOURCES) == pytest.approx(plan.load_h)


def test_overall_factors_split_all_hours_by_the_usual_shares():
    # saw 70 and 30 h, paint 60 and 40 h: half of 130 and of 70 each
    problem = company([[30, 20], [40, 10]], **TWO)
    plan = planned(problem)
    assert plan.load_h == pytest.approx(np.array([[70, 30], [60, 40]]))
    assert rough_cut_load(problem, plan, Method.OVERALL_FACTORS) == pytest.approx(np.array([[65, 35], [65, 35]]))


def test_a_profile_counts_hours_in_the_month_of_their_start():
    # 50 needed in month 2 take a month: finished in 2, worked in 1
    problem = company([0, 50], route_lead_months=np.array([1]))
    plan = planned(problem)
    assert rough_cut_load(problem, plan, Method.RESOURCE_PROFILE) == pytest.approx(np.array([[50, 0]]))


def test_the_frame_has_a_row_per_resource_and_month_with_its_utilisation():
    problem = company([[30, 20], [40, 10]], **TWO)
    plan = planned(problem)
    frame = rough_cut_frame(plan, plan.load_h)
    assert list(frame["utilisation"]) == pytest.approx([0.35, 0.15, 0.3, 0.2])
