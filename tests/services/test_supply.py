"""The base problem: every figure of the small company, worked out beside it."""

import numpy as np
import pytest

from sop.domain.calendar import MonthRange
from sop.domain.supply import PlanStatus, ResourceAxis
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.services.demand import demand_plan
from sop.services.supply import bought_freely, supply_problem
from tests.services.small_company import (
    CHAIRS,
    CURRENT,
    FILES,
    FIRST,
    NORTH,
    SOUTH,
    STEEL_CHAIRS,
    TABLES,
    company,
    cycle,
    override,
)  # fmt: skip

OPTIMAL = {PlanStatus.OPTIMAL, PlanStatus.OPTIMAL_COLD}


def problem_of(changed=None, *, at=None, overrides=(), policy=None):
    own, at = company(changed), at or cycle()
    return supply_problem(own, demand_plan(own, at, overrides), at, policy or Policy())


def solved(problem):
    return Planner(problem).solve(problem, "key")


@pytest.fixture(scope="module")
def problem():
    return problem_of()


def test_stock_opens_at_the_projected_close_of_the_current_month(problem):
    # in two places 100 + 50, made 20 and bought 5 this month, 7 owed from December, 100 sold this month
    assert problem.opening_stock_units[CHAIRS] == pytest.approx(100 + 50 + 20 + 5 - 7 - 100)
    assert problem.opening_backlog_units[CHAIRS] == 0


def test_stock_in_transit_arrives_and_blocked_stock_serves_nobody():
    held = "sku,location,status,quantity\nCH-1,Sibiu,free,100\nCH-1,Arad,in_transit,50\nCH-1,Sibiu,blocked,999\n"
    assert problem_of({"inventory": held}).opening_stock_units[CHAIRS] == pytest.approx(68)  # as with 150 free


def test_purchases_of_several_orders_and_suppliers_add_up():
    ordered = f"month,sku,supplier,order_number,quantity\n{CURRENT},CH-1,Mill,1,2\n{CURRENT},CH-1,Mill,2,2\n"
    ordered += f"{CURRENT},CH-1,Saw,3,1\n"
    assert problem_of({"open_purchases": ordered}).opening_stock_units[CHAIRS] == pytest.approx(68)  # as with 5


def test_what_stock_cannot_serve_opens_as_backlog(problem):
    assert problem.opening_stock_units[[STEEL_CHAIRS, TABLES]] == pytest.approx(0)
    assert problem.opening_backlog_units[STEEL_CHAIRS] == pytest.approx(40)  # nothing there, 40 sold this month
    assert problem.opening_backlog_units[TABLES] == pytest.approx(4 + 10)  # 4 owed since November


def test_orders_due_later_are_part_of_demand_and_not_owed_yet():
    later = FILES["open_orders"] + f"{CURRENT},CH-1,North,33\n2027-03,CH-1,North,33\n"
    assert problem_of({"open_orders": later}).opening_stock_units[CHAIRS] == pytest.approx(68)


def test_an_override_of_the_current_month_moves_the_opening_stock():
    less = override(-50, months=MonthRange(CURRENT, CURRENT))
    assert problem_of(overrides=(less,)).opening_stock_units[CHAIRS] == pytest.approx(68 + 50)


def test_demand_begins_after_the_current_month(problem):
    assert problem.months[0] == FIRST
    assert problem.demand_units.shape == (3, 2, 6)
    assert problem.demand_units[CHAIRS, NORTH] == pytest.approx(60)


def test_the_order_book_is_the_demand_of_the_promised_months(problem):
    assert problem.order_book_units[TABLES] == pytest.approx(2 * 10)  # 2 months of 10
    assert problem.order_book_units[:TABLES].max() == 0
    assert problem.made_to_order.tolist() == [False, False, True]


def test_the_order_book_follows_an_override():
    book = problem_of(overrides=(override(100, family="Tables"),)).order_book_units[TABLES]
    assert book == pytest.approx([10 + 20, 20 + 20, 20 + 10, 20, 20, 20])  # February and March doubled


def test_before_the_fence_one_buys_what_is_ordered_and_after_it_up_to_the_limit(problem):
    assert problem.purchase_limit_units[STEEL_CHAIRS] == pytest.approx([12, 30, 30, 30, 30, 30])
    assert problem.purchase_limit_units[CHAIRS].max() == 0


def test_a_later_fence_keeps_orders_longer():
    limit = problem_of(at=cycle(6, "2027-04")).purchase_limit_units[STEEL_CHAIRS]
    assert limit == pytest.approx([12, 99, 30, 30, 30, 30])


def test_before_the_fence_production_is_what_was_ordered(problem):
    routes = list(zip(problem.route_sku.tolist(), problem.route_plant.tolist(), strict=True))
    assert routes == [(CHAIRS, 0), (CHAIRS, 1), (STEEL_CHAIRS, 0), (TABLES, 0)]
    assert problem.frozen_production_units == pytest.approx(np.array([[30], [0], [0], [0]]))


def test_hours_of_lines_and_staff(problem):
    assert problem.resources == (
        ResourceAxis("Saw", "Sibiu", "line", "Crew"),
        ResourceAxis("Crew", "Sibiu", "labour", "Crew"),
        ResourceAxis("Bench", "Arad", "line", ""),
    )
    assert problem.groups == ("Crew",)
    assert problem.capacity_h[:, 0] == pytest.approx([200, 160, 40])
    assert problem.overtime_allowed_h[0] == pytest.approx(16)
    assert problem.overtime_cost_money == pytest.approx([50])
    expected = [[1, 0.5, 0], [0, 0, 2], [0.5, 0, 0], [0, 3, 0]]  # route x resource
    assert problem.route_use_h == pytest.approx(np.array(expected))


def test_prices_fall_back_to_the_mean_of_the_sku_and_then_to_its_cost(problem):
    assert problem.price_money[:, NORTH, 0] == pytest.approx([100, 80, 500])
    assert problem.price_money[:, SOUTH, 0] == pytest.approx([120, 80, 500])


def test_what_a_unit_costs(problem):
    assert problem.unit_cost_money == pytest.approx([50, 40, 500])  # the cheapest way to have one
    assert problem.production_cost_money == pytest.approx([50, 60, 40, 500])  # by route
    assert problem.purchase_cost_money[STEEL_CHAIRS] == pytest.approx(45)
    assert problem.holding_cost_money == pytest.approx([50 * 0.02, 40 * 0.01, 500 * 0.01])


def test_a_late_unit_costs_the_share_of_its_price_that_the_policy_says():
    late = problem_of(policy=Policy(late_share_of_price=0.2)).backlog_cost_money
    assert late == pytest.approx([0.2 * 110, 0.2 * 80, 0.2 * 500])


def test_safety_stock_is_days_of_coming_demand_and_only_for_what_is_made_to_stock(problem):
    assert problem.safety_stock_units[CHAIRS] == pytest.approx(50)  # 15.2 days are half a month of 100
    assert problem.safety_stock_units[1:].max() == 0


def test_without_capacity_no_hour_is_short():
    problem = problem_of({"capacity": None})
    assert problem.resources == ()
    plan = solved(problem)
    assert plan.status in OPTIMAL
    assert plan.lost_units.max() == pytest.approx(0, abs=1e-6)


def test_hours_without_a_month_hold_in_each_that_has_none_of_its_own():
    always = FILES["capacity"] + "Arad,Saw 2,line,,,70,0,0\nArad,Saw 2,line,,2027-03,0,0,0\n"
    routings = FILES["routings"] + "TB-1,Arad,Saw 2,1\n"
    problem = problem_of({"capacity": always, "routings": routings})
    row = [axis.name for axis in problem.resources].index("Saw 2")
    assert problem.capacity_h[row, :3] == pytest.approx([70, 0, 70])  # February, March without, April


def test_without_production_orders_no_month_is_frozen():
    assert problem_of({"production_orders": None}).frozen_months == 0


def test_what_has_neither_a_routing_nor_a_purchase_limit_is_bought_freely():
    changed = {"routings": FILES["routings"].replace("TB-1,Sibiu,Crew,3\n", "")}
    assert bought_freely(company(changed)) == ("TB-1",)
    plan = solved(problem_of({**changed, "open_purchases": None}))
    assert plan.lost_units[TABLES].max() == pytest.approx(0, abs=1e-6)
    assert plan.purchased_units[TABLES].sum() > 0


def test_without_orders_of_any_kind_the_running_month_serves_itself():
    problem = problem_of({"production_orders": None, "open_purchases": None, "open_orders": None})
    assert problem.opening_stock_units == pytest.approx([150, 0, 0])  # as counted
    assert problem.opening_backlog_units.max() == 0


def test_without_prices_and_costs_a_unit_is_worth_one():
    changed = {"prices": None, "costs": None}
    problem = problem_of(changed)
    assert problem.unit_cost_money == pytest.approx([1, 1, 1])
    assert problem.price_money == pytest.approx(np.ones(problem.price_money.shape))
    plan = solved(problem)
    assert plan.status in OPTIMAL
    assert plan.made_units.sum() > 0


@pytest.mark.parametrize(
    "kind", ["prices", "costs", "inventory", "production_orders", "open_purchases", "open_orders", "budget"]
)
def test_a_company_without_one_of_the_other_kinds_is_planned_all_the_same(kind):
    assert solved(problem_of({kind: None})).status in OPTIMAL


def test_without_routings_only_stock_and_purchases_serve():
    plan = solved(problem_of({"routings": None}))
    assert plan.status in OPTIMAL
    assert plan.made_units.max(initial=0) == 0
    assert plan.purchased_units[STEEL_CHAIRS].sum() > 0


def test_a_sku_without_routing_is_planned_beside_the_others():
    plan = solved(problem_of({"routings": FILES["routings"].replace("TB-1,Sibiu,Crew,3\n", "")}))
    assert plan.status in OPTIMAL
    assert plan.made_units[TABLES].sum() == 0
    assert plan.made_units[CHAIRS].sum() > 0


def test_a_horizon_of_one_month():
    plan = solved(problem_of(at=cycle(1, "2027-02")))
    assert plan.status in OPTIMAL
    assert plan.months == (FIRST,)


def test_without_demand_only_what_is_owed_is_made():
    closed = "month,sku,region,quantity\n" + "".join(f"2026-{m:02d},CH-1,North,0\n" for m in range(1, 13))
    plan = solved(problem_of({"sales_history": closed}))
    assert plan.status in OPTIMAL
    assert plan.demand_units.max() == 0
    assert plan.made_units[:, 1:].sum(axis=1) == pytest.approx([0, 0, 4])  # four tables are owed since November


def test_without_hours_nothing_is_made_after_the_fence():
    none = FILES["capacity"].replace(",200,0,0", ",0,0,0").replace(",160,16,50", ",0,0,50").replace(",40,0,0", ",0,0,0")
    plan = solved(problem_of({"capacity": none}))
    assert plan.status in OPTIMAL
    assert plan.made_units[:, 1:].max() == pytest.approx(0, abs=1e-9)
    assert plan.beyond_capacity_h[0, 0] == pytest.approx(30)  # 30 chairs of an hour are ordered for February


def test_closing_stock_follows_from_what_moves_it(problem):
    plan = solved(problem)
    net = plan.stock_units - plan.backlog_units
    opening = plan.opening_stock_units - plan.opening_backlog_units
    moved = plan.made_units + plan.purchased_units + plan.lost_units - plan.demand_units
    assert net == pytest.approx(opening[:, None] + np.cumsum(moved, axis=1))
