"""Each part of the balance on a company small enough to be computed by hand; the arithmetic stands beside each."""

import numpy as np
import pytest

from sop.domain.errors import Invalid
from sop.domain.supply import PENALTIES, PlanStatus
from sop.planning.formulation import Formulation
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from tests.planning.company import company
from tests.planning.parts import crew, customers, most, outside, saturdays, steel, warehouse

ROUNDING = 1e-6


def solved(problem: SupplyProblem, policy: Policy | None = None):
    plan = Planner(problem, policy).solve(problem, "k")
    assert plan.status is PlanStatus.OPTIMAL
    return plan


def close(expected):
    return pytest.approx(np.array(expected, dtype=float), abs=ROUNDING)


def penalty(plan, name):
    return plan.penalty[PENALTIES.index(name)]


def test_a_company_without_parts_has_the_rows_and_columns_of_the_balance_alone():
    form = Formulation.of(company([50, 50]))
    assert set(form.rows.groups) == {"balance", "capacity", "sharing"}
    assert not form.blocks


# Materials -------------------------------------------------------------------------------------------------------------


def test_material_is_bought_when_it_is_needed_and_paid_apart_from_production():
    # 50 and 60 units take 100 and 120 of steel at 3; made at 10 a unit
    plan = solved(company([50, 60], materials=steel(2)))
    assert plan.material_bought_units[0] == close([100, 120])
    assert plan.material_stock_units[0] == close([0, 0])
    assert plan.material_money == close([300, 360])
    assert plan.production_money == close([500, 600])
    assert plan.objective == pytest.approx(1100 + 660)


def test_stock_and_receipts_of_material_are_used_before_any_is_bought():
    # 100 needed: 30 lie there, 50 are on order, 20 are bought
    materials = steel(1, opening_units=np.array([30.0]), receipts_units=np.array([[50.0]]))
    assert solved(company([50], materials=materials)).material_bought_units.item() == pytest.approx(20)


def test_within_the_lead_time_material_is_hurried_at_its_premium():
    # month 1 cannot be ordered in time any more: 100 hurried at 3 + 1, month 2 bought at 3
    materials = steel(2, limit_units=np.array([[0.0, np.inf]]), hurried_limit_units=np.array([[np.inf, 0.0]]))
    plan = solved(company([50, 50], materials=materials, backlog_cost_money=np.array([5.0])))
    assert plan.material_hurried_units[0] == close([100, 0])
    assert (plan.material_money.tolist(), plan.hurried_money.tolist()) == ([300, 300], [100, 0])


def test_without_material_orders_wait_and_one_more_unit_of_it_is_worth_what_it_frees():
    # 60 of steel make 30 of 50; 20 are a month late at 1 each, made in month 2: half a unit of product each
    materials = steel(2, limit_units=np.array([[60.0, np.inf]]))
    plan = solved(company([50, 50], materials=materials))
    assert plan.made_units[0] == close([30, 70])
    assert plan.backlog_units[0] == close([20, 0])
    assert plan.material_saving_money[0, 0] == pytest.approx(3 + 1 / 2, rel=1e-3)


def test_a_limit_in_season_is_bought_ahead():
    # 160 x 2 = 320 in month 2 within a limit of 220: 100 bought a month before, held at .03
    materials = steel(2, limit_units=np.full((1, 2), 220.0))
    plan = solved(company([40, 100], materials=materials, capacity_h=np.full((1, 2), 200.0)))
    assert plan.material_bought_units[0] == close([80, 200])
    more = solved(company([40, 160], materials=materials, capacity_h=np.full((1, 2), 200.0)))
    assert more.material_bought_units[0] == close([180, 220])
    assert more.material_holding_money == close([3, 0])


def test_the_cheaper_of_two_suppliers_is_used_up_first():
    materials = steel(
        1, suppliers=("Mill", "Trader"), source_material=np.zeros(2, dtype=int), price_money=np.array([[3.0], [4.0]]),
        premium_money=np.zeros((2, 1)), limit_units=np.array([[70.0], [np.inf]]),
        hurried_limit_units=np.zeros((2, 1)), least_order_units=np.zeros(2),
    )  # fmt: skip
    assert solved(company([50], materials=materials)).material_bought_units[:, 0] == close([70, 30])


def test_frozen_production_takes_material_that_is_missing_and_says_so():
    problem = company(
        [50],
        frozen_months=1,
        frozen_production_units=np.array([[50.0]]),
        materials=steel(1, limit_units=np.full((1, 1), 60.0)),
    )
    plan = solved(problem)
    assert plan.material_missing_units.item() == pytest.approx(40)
    # ten times its price of 3
    assert penalty(plan, "material").item() == pytest.approx(40 * 30)


def test_material_shared_by_two_products_goes_to_the_dearer_shortage():
    # 120 of steel for 50 + 50 units that take 2 each; sold at 20 and 40, not of one family
    problem = company(
        [[50], [50]], families=("Chairs", "Tables"), price_money=np.array([[[20.0]], [[40.0]]]),
        materials=steel(1, items=2, limit_units=np.full((1, 1), 120.0)),
    )  # fmt: skip
    assert solved(problem).lost_units[:, 0] == close([40, 0])


def test_an_unknown_material_in_a_bill_is_refused():
    with pytest.raises(Invalid):
        company([50], materials=steel(1, use_material=np.array([3])))


# Lead time ------------------------------------------------------------------------------------------------------------


def test_what_is_started_arrives_after_its_lead_time():
    # nothing can arrive in month 1: its 50 wait for what is started there, 90 by the end of month 2
    plan = solved(company([50, 40, 0], route_lead_months=np.array([1])))
    assert plan.made_units[0] == close([90, 0, 0])
    assert plan.arriving_units[0] == close([0, 90, 0])
    assert plan.backlog_units[0] == close([50, 0, 0])
    assert plan.load_h[0] == close([90, 0, 0])


def test_what_is_under_way_arrives_by_itself():
    plan = solved(company([50, 40], route_lead_months=np.array([1]), receipts_units=np.array([[50.0, 0.0]])))
    assert plan.arriving_units[0] == close([50, 40])
    assert plan.made_units[0] == close([40, 0])


def test_a_lead_time_beyond_the_horizon_starts_nothing():
    plan = solved(company([50, 40], route_lead_months=np.array([5])))
    assert plan.lost_units.sum() == pytest.approx(90)


# Warehouse ------------------------------------------------------------------------------------------------------------


def test_a_full_warehouse_ends_building_ahead():
    # 150 in month 2 against 100 h: 50 ahead, but only 20 find room; 30 are lost
    plan = solved(company([20, 150], storage=warehouse(2)))
    assert plan.stock_units[0] == close([20, 0])
    assert plan.lost_units[0] == close([0, 30])
    # one more m3 lets one more unit be sold: 22 with its goodwill less 10 to make it and .5 to hold it
    assert plan.storage_saving_money[0] == pytest.approx(11.5, rel=1e-3)


def test_room_is_rented_while_that_is_cheaper_than_to_lose_a_sale():
    plan = solved(company([20, 150], storage=warehouse(2, rent_limit_m3=np.full(2, 25.0))))
    assert plan.storage_rented_m3 == close([25, 0])
    assert plan.storage_money == close([5, 0])
    assert plan.lost_units[0] == close([0, 5])


def test_what_lies_there_already_is_more_than_the_room_and_no_reason_to_refuse_a_plan():
    plan = solved(company([10, 10], opening_stock_units=np.array([50.0]), storage=warehouse(2)))
    assert plan.storage_beyond_m3 == close([20, 10])
    assert penalty(plan, "storage").sum() == pytest.approx(30 * 22)


# Stock limit ------------------------------------------------------------------------------------------------------------


def test_a_shelf_life_bounds_the_stock_and_the_safety_stock_with_it():
    plan = solved(company([20, 150], stock_limit=most([30, 30]), safety_stock_units=np.full((1, 2), 40.0)))
    assert plan.stock_units[0, 0] == pytest.approx(30)
    assert plan.lost_units[0, 1] == pytest.approx(20)


def test_stock_beyond_its_limit_is_there_and_is_weighed():
    plan = solved(company([10, 10], opening_stock_units=np.array([50.0]), stock_limit=most([30, np.inf])))
    assert plan.stock_units[0] == close([40, 30])
    assert plan.stock_beyond_units[0] == close([10, 0])
    assert penalty(plan, "stock limit") == close([10 * 22, 0])


# Workforce ------------------------------------------------------------------------------------------------------------


def test_workers_are_hired_while_that_is_cheaper_than_to_lose_sales():
    # 150 a month against 100 h: five workers more at 50 + 2 x 30 for 100 units at 12 each
    plan = solved(company([150, 150], workforce=crew(2)))
    assert plan.workers[0] == close([15, 15])
    assert plan.hired_workers[0] == close([5, 0])
    assert (plan.hiring_money.sum(), plan.workforce_money.sum()) == (pytest.approx(250), pytest.approx(300))
    assert plan.lost_units.sum() == pytest.approx(0, abs=ROUNDING)


def test_hiring_that_is_not_allowed_is_not_done():
    plan = solved(company([150, 150], workforce=crew(2, hire_limit=np.zeros((1, 2)))))
    assert plan.lost_units.sum() == pytest.approx(100)


def test_workers_without_work_are_laid_off_when_that_pays():
    # five too many for four months: 120 of wages each against 80
    plan = solved(company([50] * 4, workforce=crew(4)))
    assert plan.workers[0] == close([5] * 4)
    assert plan.hiring_money.sum() == pytest.approx(5 * 80)


def test_red_tomato_with_the_program_of_every_company():
    """Chopra and Meindl, Red Tomato: 422,275 with 64.58 workers after one lay-off of 15.42.

    Wages of the 80 planned workers are 640 a month each, 307,200 in six months; the plan counts those laid off back.
    """
    months = 6
    problem = company(
        [1600, 3000, 3200, 3800, 2200, 2200],
        opening_stock_units=np.array([1000.0]),
        safety_stock_units=np.array([[0, 0, 0, 0, 0, 500.0]]),
        use_h=np.array([4.0]),
        capacity_h=np.full((1, months), 80 * 160.0),
        overtime_allowed_h=np.full((1, months), 800.0),
        overtime_cost_money=np.array([6.0]),
        production_cost_money=np.array([10.0]),
        purchase_cost_money=np.array([30.0]),
        purchase_limit_units=np.full((1, months), 1e5),
        holding_cost_money=np.array([2.0]),
        backlog_cost_money=np.array([5.0]),
        price_money=np.full((1, 1, months), 400.0),
        unit_cost_money=np.array([30.0]),
        workforce=crew(
            months,
            planned_workers=np.full((1, months), 80.0),
            hours_per_worker_h=np.full((1, months), 160.0),
            worker_cost_money=np.array([640.0]),
            hire_cost_money=np.array([300.0]),
            layoff_cost_money=np.array([500.0]),
        ),
    )
    plan = solved(problem)
    paid = plan.production_money + plan.purchase_money + plan.overtime_money + plan.holding_money
    paid = paid + plan.workforce_money + plan.hiring_money + 80 * 640.0
    assert paid.sum() + penalty(plan, "backlog").sum() == pytest.approx(422_275, abs=0.5)
    assert plan.laid_off_workers[0] == pytest.approx(np.array([15.4167, 0, 0, 0, 0, 0]), abs=1e-3)
    assert plan.stock_units[0] == pytest.approx(np.array([1983.3, 1566.7, 950, 0, 116.7, 500]), abs=0.05)


# Subcontracting and extra shift ---------------------------------------------------------------------------------------


def test_subcontracting_stands_beside_what_is_bought_ready():
    # 130 against 100 h: 20 outside at 12, then 10 bought at 13
    problem = company([130], subcontracting=outside(12.0, [20.0]), purchase_limit_units=np.full((1, 1), 50.0))
    plan = solved(problem)
    assert plan.subcontracted_units.item() == pytest.approx(20)
    assert plan.purchased_units.item() == pytest.approx(10)
    assert plan.subcontract_money.item() == pytest.approx(240)


def test_an_extra_shift_is_worked_after_the_cheaper_overtime():
    problem = company([130], extra_shift=saturdays([50.0], 3.0), overtime_allowed_h=np.full((1, 1), 20.0))
    plan = solved(problem)
    assert (plan.overtime_h.item(), plan.extra_shift_h.item()) == (pytest.approx(20), pytest.approx(10))
    assert plan.extra_shift_money.item() == pytest.approx(30)


# Classes of demand ------------------------------------------------------------------------------------------------------


def test_committed_orders_come_first_then_strategic_customers():
    # 100 of 160 can be made: 30 committed, half of the other 130 strategic: 30 + 65 + 5
    plan = solved(company([160], classes=customers([30.0], [0.5])))
    assert plan.class_demand_units[:, 0, 0] == close([30, 65, 65])
    assert plan.lost_by_class_units[:, 0, 0] == close([0, 0, 60])
    deep = solved(company([160], classes=customers([30.0], [0.5]), capacity_h=np.full((1, 1), 40.0)))
    assert deep.lost_by_class_units[:, 0, 0] == close([0, 55, 65])


def test_within_a_class_and_family_a_shortage_is_shared():
    # 80 + 40 forecast, 20 + 20 strategic against 100 h: the 60 short are two thirds and one third of the forecast
    problem = company(
        [[100], [60]], price_money=np.array([[[20.0]], [[26.0]]]), classes=customers(np.zeros((2, 1)), [0.2, 1 / 3])
    )
    plan = solved(problem)
    assert plan.lost_by_class_units[1].ravel() == close([0, 0])
    assert plan.lost_by_class_units[2].ravel() == close([40, 20])


def test_more_committed_than_demand_is_demand():
    plan = solved(company([50], classes=customers([80.0], [0.0])))
    assert plan.class_demand_units[:, 0, 0] == close([50, 0, 0])


def test_classes_do_not_change_a_plan_that_serves_everybody():
    plan = solved(company([50, 60], classes=customers([10.0, 20.0], [0.3])))
    assert plan.objective == pytest.approx(solved(company([50, 60])).objective)


def test_priority_decides_who_goes_short():
    # the same price and hours: the one of double weight is served
    problem = company([[60], [60]], families=("Chairs", "Tables"), priority=np.array([1.0, 2.0]))
    assert solved(problem).lost_units[:, 0] == close([20, 0])
