"""Warehouse, staff, shelf life, subcontractors, lead times and customers who come first, as the files tell them."""

import numpy as np
import pytest

from sop.planning.policy import Policy
from sop.services.demand import demand_plan
from sop.services.supply import supply_problem
from tests.services.small_company import CHAIRS, FILES, FIRST, NORTH, SOUTH, STEEL_CHAIRS, TABLES, company, cycle

ITEMS = (
    "sku,name,family,make_or_buy,mode,safety_stock_days,promised_months,unit,volume_m3,max_stock_days\n"
    "CH-1,Oak chair,Chairs,make,stock,15.2,0,pcs,0.5,60.8\nCH-2,Steel chair,Chairs,both,stock,0,0,pcs,0.2,0\n"
    "TB-1,Table,Tables,make,order,0,2,m,1,0\n"
)


def problem_of(**changed):
    own = company(changed)
    return supply_problem(own, demand_plan(own, cycle(), ()), cycle(), Policy())


def test_a_company_that_tells_nothing_more_has_no_parts():
    problem = problem_of(open_orders=None)
    assert problem.parts == ()
    assert not problem.receipts_units.any()


def test_warehouses_add_up_and_a_month_of_its_own_comes_first():
    storage = (
        f"location,month,limit_m3,rent_limit_m3,rent_per_m3\nSibiu,,100,10,3\nSibiu,{FIRST},40,10,3\nArad,,50,30,1\n"
    )
    room = problem_of(items=ITEMS, storage=storage).storage
    assert room.limit_m3.tolist() == [90, 150, 150, 150, 150, 150]
    assert room.rent_limit_m3.tolist() == [40] * 6
    assert room.rent_cost_money == pytest.approx((10 * 3 + 30 * 1) / 40)
    assert room.volume_m3.tolist() == [0.5, 0.2, 1]


def test_room_says_nothing_where_no_item_has_a_volume():
    assert problem_of(storage="location,month,limit_m3\nSibiu,,100\n").storage is None


def test_staff_that_may_grow_counts_those_behind_its_regular_hours():
    staffing = "staff_group,month,hours_per_worker,cost_per_worker,hire_cost,layoff_cost,hire_limit,layoff_limit\nCrew,,80,900,300,500,2,1\n"
    crew = problem_of(staffing=staffing).workforce
    assert crew.planned_workers[0] == pytest.approx(160 / 80)
    assert crew.hours_per_worker_h[0].tolist() == [80] * 6
    assert (crew.worker_cost_money[0], crew.hire_cost_money[0], crew.layoff_cost_money[0]) == (900, 300, 500)
    assert (crew.hire_limit[0, 0], crew.layoff_limit[0, 0]) == (2, 1)


def test_staff_of_another_name_is_nobody_here():
    assert problem_of(staffing="staff_group,hours_per_worker\nNobody,80\n").workforce is None


def test_shelf_life_is_days_of_coming_demand():
    # 60.8 days are two months of 100
    most = problem_of(items=ITEMS).stock_limit.most_units
    assert most[CHAIRS] == pytest.approx(200)
    assert np.isinf(most[STEEL_CHAIRS]).all()


def test_a_plant_without_hours_and_routings_is_a_subcontractor():
    costs = FILES["costs"] + "CH-1,Painter & Co,58,2,25\n"
    outside = problem_of(costs=costs).subcontracting
    assert outside.limit_units[CHAIRS].tolist() == [25] * 6
    assert outside.cost_money[CHAIRS] == 58
    assert not outside.limit_units[STEEL_CHAIRS].any()


def test_what_takes_a_month_to_make_is_started_a_month_before_and_some_is_under_way():
    costs = "sku,plant,unit_cost,monthly_limit,lead_time_days\nCH-1,Sibiu,50,0,30\nCH-1,Arad,60,0,0\nCH-2,Sibiu,40,0,0\nTB-1,Sibiu,500,0,0\n"
    orders = FILES["production_orders"] + "2027-03,CH-1,Sibiu,44\n"
    problem = problem_of(costs=costs, production_orders=orders)
    assert problem.route_lead_months.tolist() == [1, 0, 0, 0]
    assert problem.receipts_units[CHAIRS].tolist() == [30, 0, 0, 0, 0, 0]  # February's, started before
    assert problem.frozen_production_units[0].tolist() == [44]  # March's, started in February


def test_what_is_bought_ready_arrives_after_its_lead_time():
    costs = (
        FILES["costs"]
        .replace("monthly_limit\n", "monthly_limit,lead_time_days\n")
        .replace("CH-2,,45,1,30", "CH-2,,45,1,30,50")
    )
    costs = "\n".join(line if line.count(",") == 5 else line + "," for line in costs.strip().split("\n")) + "\n"
    limit = problem_of(costs=costs).purchase_limit_units[STEEL_CHAIRS]
    # ordered in March, two months later in May; until then what is on order: 12 in February, 99 in March
    assert limit.tolist() == [12, 99, 0, 30, 30, 30]


def test_orders_wanted_in_the_horizon_are_committed():
    classes = problem_of().classes
    assert classes.committed_units[CHAIRS].tolist() == [50, 0, 0, 0, 0, 0]
    assert not classes.committed_units[TABLES].any()


def test_a_strategic_customer_takes_an_equal_part_of_its_class_and_region():
    sales = FILES["sales_history"].replace("month,sku,region,quantity", "month,sku,region,customer_class,quantity")
    sales = sales.replace(",North,", ",North,Chains,").replace(",South,", ",South,Web,")
    customers = (
        "customer,customer_class,region,strategic\nBig,Chains,North,yes\nSmall,Chains,North,no\nShop,Web,South,no\n"
    )
    share = problem_of(sales_history=sales, customers=customers).classes.strategic_share
    assert share[CHAIRS, NORTH] == pytest.approx(0.5)
    assert share[CHAIRS, SOUTH] == 0


def test_lots_are_those_of_the_items_and_none_where_any_quantity_will_do():
    items = (
        "sku,name,family,make_or_buy,minimum_lot_units,lot_multiple_units\nCH-1,Oak chair,Chairs,make,50,10\n"
        "CH-2,Steel chair,Chairs,both,,\nTB-1,Table,Tables,make,0,4\n"
    )
    lots = problem_of(items=items).lots
    assert lots.least_units[[CHAIRS, STEEL_CHAIRS, TABLES]].tolist() == [50, 0, 0]
    assert lots.multiple_units[[CHAIRS, STEEL_CHAIRS, TABLES]].tolist() == [10, 0, 4]
    assert problem_of().lots is None
