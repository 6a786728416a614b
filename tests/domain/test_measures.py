"""Measures of plans whose figures are given by hand: the plan here is written down, not solved."""

from dataclasses import replace

import numpy as np
import pytest

from sop.domain.calendar import Month, month_row
from sop.domain.errors import NotFound
from sop.domain.measures import GRID_ROWS, by_month, grid, kpis, margin_money, newly_unmet_units, utilisation
from sop.domain.supply import PlanStatus, ResourceAxis, SupplyPlan


def rows(*values):
    return np.array(values, dtype=float)


# Two SKUs over two months. A: opening 10, demand 100 120, made 100 100, so stock 10 and then 10 late.
# B (to order): order book 5; demand 20 20, made 10 20: 10 wait after month 1 and 10 after month 2, 5 of them late.
PLAN = SupplyPlan(
    key="k", status=PlanStatus.OPTIMAL, skus=("A", "B"), families=("Chairs", "Tables"), regions=("Home",),
    plants=("Sibiu",), resources=(ResourceAxis("Staff", "Sibiu", "labour", "Staff"), ResourceAxis("Press", "Sibiu", "line", "")),
    groups=("Staff",), months=month_row(Month("2027-01"), 2), frozen_months=0,
    demand_by_region_units=np.array([[[100.0, 120.0]], [[20.0, 20.0]]]), demand_units=rows([100, 120], [20, 20]),
    production_units=np.array([[[100.0, 100.0]], [[10.0, 20.0]]]), purchased_units=rows([0, 0], [0, 0]),
    stock_units=rows([10, 0], [0, 0]), backlog_units=rows([0, 10], [10, 10]), order_book_units=rows([0, 0], [5, 5]),
    lost_units=rows([0, 0], [0, 0]), safety_stock_units=rows([10, 10], [0, 0]), opening_stock_units=np.array([10.0, 0.0]),
    opening_backlog_units=np.zeros(2), load_h=rows([110, 120], [40, 40]), capacity_h=rows([100, 120], [80, 80]),
    overtime_h=rows([10, 0]), overtime_allowed_h=rows([10, 10]), beyond_capacity_h=np.zeros((2, 2)),
    price_money=rows([20, 20], [50, 50]), unit_cost_money=np.array([10.0, 30.0]), production_money=np.array([1300.0, 1600.0]),
    purchase_money=np.zeros(2), overtime_money=np.array([50.0, 0.0]), holding_money=np.array([5.0, 0.0]),
    penalty=np.array([[0.0, 5.0], [2.0, 9.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]), hour_value_money=np.zeros((2, 2)),
    unit_value_money=np.zeros((2, 2)), objective=0.0, solver="by hand", milliseconds=0.0,
)  # fmt: skip


def test_shipped_is_demand_and_what_waited_less_what_waits_now():
    # A: 100, then 120 - 10; B: 20 - 10, then 20 + 10 - 10
    assert PLAN.shipped_units.tolist() == [[100, 110], [10, 20]]


def test_revenue_is_shipped_at_price():
    # 100 x 20 + 10 x 50; 110 x 20 + 20 x 50
    assert by_month(PLAN).revenue_money.tolist() == [2500, 3200]


def test_margin_is_revenue_less_what_was_paid_for_what_was_shipped():
    # month 1: 2500 - 1350, stock unchanged; month 2: 3200 - 1600 - 10 units out of stock at 10
    assert margin_money(PLAN).tolist() == [1150, 1500]


def test_penalties_are_no_part_of_the_margin():
    assert margin_money(replace(PLAN, penalty=PLAN.penalty * 100)).tolist() == margin_money(PLAN).tolist()


def test_late_counts_once_and_an_order_book_is_not_late():
    # A: 10 late in month 2. B: 5 above the book in month 1; the 5 of month 2 are newly late again, first in first out
    assert newly_unmet_units(PLAN).tolist() == [[0, 10], [5, 5]]


def test_a_unit_that_stays_late_through_a_month_without_demand_counts_once():
    later = replace(
        PLAN,
        demand_units=rows([100, 0], [20, 0]),
        backlog_units=rows([10, 10], [0, 0]),
        order_book_units=np.zeros((2, 2)),
    )
    assert newly_unmet_units(later)[0].tolist() == [10, 0]


def test_fill_rate_is_the_share_of_demand_met_when_due_at_its_price():
    # demand 2000 + 1000 + 2400 + 1000 = 6400; unmet 5 x 50 + 10 x 20 + 5 x 50 = 700
    assert kpis(PLAN).fill_rate == pytest.approx(1 - 700 / 6400)


def test_fill_rate_without_demand_is_undefined():
    assert np.isnan(kpis(replace(PLAN, demand_units=np.zeros((2, 2)), backlog_units=np.zeros((2, 2)))).fill_rate)


def test_the_fullest_resource_is_named_with_its_full_months():
    found = kpis(PLAN)
    assert found.fullest_resource == "Staff"
    assert found.utilisation == pytest.approx(230 / 220)
    assert found.peak_utilisation == pytest.approx(1.1)
    assert found.full_months == 2


def test_utilisation_without_capacity_is_undefined():
    none = replace(PLAN, capacity_h=np.zeros((2, 2)))
    assert np.isnan(utilisation(none)).all()
    assert kpis(none).fullest_resource == ""
    assert np.isnan(kpis(none).utilisation)


def test_stock_is_valued_at_unit_cost_on_average_and_at_the_end():
    assert kpis(PLAN).stock_value_money == 50
    assert kpis(PLAN).closing_stock_value_money == 0


def test_backlog_is_valued_at_price_without_order_books():
    # 10 x 20 + 5 x 50
    assert kpis(PLAN).backlog_money == 450


def test_totals_leave_frozen_months_out_unless_the_whole_horizon_is_asked_for():
    frozen = replace(PLAN, frozen_months=1)
    assert kpis(frozen).revenue_money == 3200
    assert kpis(frozen).months == ("2027-02",)
    assert kpis(frozen, whole_horizon=True).revenue_money == 5700


def test_a_horizon_that_is_frozen_throughout_is_totalled_as_a_whole():
    assert kpis(replace(PLAN, frozen_months=2)).revenue_money == 5700


def test_cost_parts_and_penalties_stand_apart():
    found = kpis(PLAN)
    assert (found.production_money, found.overtime_money, found.overtime_h, found.holding_money) == (2900, 50, 10, 5)
    assert found.penalty_money == 16


def test_the_grid_of_a_family_has_its_own_units_and_money():
    found = {row.name: row for row in grid(PLAN, "Chairs")}
    assert tuple(found) == GRID_ROWS
    assert found["sales"].units.tolist() == [100, 110]
    assert found["sales"].money.tolist() == [2000, 2200]
    assert found["stock"].units.tolist() == [10, 0]
    assert found["stock"].money.tolist() == [100, 0]
    assert found["backlog"].money.tolist() == [0, 200]


def test_the_grid_of_one_sku_and_of_everything():
    demand = {row.name: row for row in grid(PLAN, sku="B")}["demand"]
    assert demand.units.tolist() == [20, 20]
    assert grid(PLAN)[0].money.tolist() == [3000, 3400]


def test_a_family_that_is_not_there_is_named():
    with pytest.raises(NotFound, match="Sofas"):
        grid(PLAN, "Sofas")


def test_material_that_is_used_up_is_paid_by_the_margin_as_if_it_were_bought():
    # month 1 takes 20 out of stock at 3; month 2 buys 30 in time, 10 of them hurried at 1 more, and keeps 5
    steel = replace(
        PLAN, materials=("Steel",), material_unit_money=np.array([3.0]), material_opening_units=np.array([20.0]),
        material_stock_units=rows([0, 5]), material_money=np.array([0.0, 90.0]), hurried_money=np.array([0.0, 10.0]),
    )  # fmt: skip
    assert margin_money(steel).tolist() == [1150 - 60, 1500 - 90 - 10 + 15]
    assert kpis(steel).material_stock_value_money == 7.5


def test_every_part_that_is_paid_is_part_of_the_cost_and_holding_is_not():
    paid = replace(
        PLAN, subcontract_money=rows([1, 0])[0], storage_money=rows([2, 0])[0], workforce_money=rows([4, 0])[0],
        hiring_money=rows([8, 0])[0], extra_shift_money=rows([16, 0])[0], material_holding_money=rows([32, 0])[0],
    )  # fmt: skip
    assert by_month(paid).cost_money.tolist() == [1350 + 31, 1600]
    assert kpis(paid).holding_money == 5 + 32


def test_a_plan_without_parts_has_no_limit_and_no_money_there():
    assert PLAN.material_stock_units.shape == (0, 2)
    assert np.isinf(PLAN.stock_limit_units).all()
    assert (PLAN.class_demand_units[0] == PLAN.demand_units).all()
    assert not PLAN.hurried_money.any()
