"""What charts and grids are drawn from: a family in its units, everything in money at cost, loads by month."""

import numpy as np
import pytest

from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.services.demand import demand_plan
from sop.services.frames import WHOLE, balance_frame, budget_row, load_frame
from sop.services.supply import supply_problem
from tests.services.small_company import FILES, FIRST, company, cycle


def planned(changed=None):
    own, at = company(changed), cycle()
    problem = supply_problem(own, demand_plan(own, at, ()), at, Policy())
    return own, Planner(problem).solve(problem, "key")


@pytest.fixture(scope="module")
def own_and_plan():
    return planned()


def test_a_family_is_shown_in_its_units(own_and_plan):
    own, plan = own_and_plan
    frame = balance_frame(plan, "Chairs", budget_row(own, plan, "Chairs"))
    assert frame["demand"].tolist() == pytest.approx([140] * 6)
    assert frame["stock"].to_numpy() == pytest.approx(plan.stock_units[:2].sum(axis=0))
    assert frame["frozen"].tolist() == [True] + [False] * 5
    assert frame["month"].iloc[0] == FIRST


def test_everything_is_shown_in_money_at_cost(own_and_plan):
    own, plan = own_and_plan
    frame = balance_frame(plan, WHOLE, budget_row(own, plan, WHOLE))
    assert frame["demand"].tolist() == pytest.approx([100 * 50 + 40 * 40 + 10 * 500] * 6)
    assert frame["budget"].isna().all()


def test_the_budget_stands_where_there_is_one(own_and_plan):
    own, plan = own_and_plan
    assert np.array_equal(budget_row(own, plan, "Chairs"), [130, *[np.nan] * 5], equal_nan=True)
    assert np.isnan(budget_row(own, plan, "Tables")).all()


def test_families_add_up_to_everything_at_cost(own_and_plan):
    own, plan = own_and_plan
    whole = balance_frame(plan, WHOLE, budget_row(own, plan, WHOLE))
    by_hand = plan.unit_cost_money @ plan.stock_units
    assert whole["stock"].to_numpy() == pytest.approx(by_hand)


def test_every_resource_has_its_hours_by_month(own_and_plan):
    _, plan = own_and_plan
    frame = load_frame(plan)
    assert len(frame) == 3 * 6
    saw = frame[frame["resource"] == "Saw"]
    assert saw["capacity_h"].tolist() == [200] * 6
    # of February's frozen 30 chairs each takes the saw one hour
    assert (saw["load_h"].iloc[0], saw["utilisation"].iloc[0]) == (pytest.approx(30), pytest.approx(0.15))
    assert frame["load_h"].sum() == pytest.approx(plan.load_h.sum())


def test_overtime_stands_beside_the_line_that_the_staff_runs(own_and_plan):
    _, plan = own_and_plan
    frame = load_frame(plan).set_index(["resource", "month"])["overtime_h"]
    for month in plan.months:
        assert frame[("Saw", month)] == frame[("Crew", month)]
        assert frame[("Bench", month)] == 0


def test_a_resource_without_hours_has_no_utilisation():
    _, plan = planned({"capacity": FILES["capacity"].replace(",40,0,0", ",0,0,0")})
    frame = load_frame(plan)
    assert frame[frame["resource"] == "Bench"]["utilisation"].isna().all()
