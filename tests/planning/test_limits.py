"""Limits by name: hours, overtime, purchases, each with what one more of it is worth."""

import numpy as np
import pytest

from sop.planning.limits import LimitKind, amount_of, binding_limits, with_more
from sop.planning.planner import Planner
from tests.planning.company import company
from tests.planning.parts import steel, warehouse


def limits(problem):
    return {each.kind: each for each in binding_limits(problem, Planner(problem).solve(problem, "k"))}


def test_hours_that_overtime_can_replace_are_worth_its_price():
    # 20 h too many in month 1; overtime at 2 an hour has room, so it is no limit itself
    found = limits(company([120, 50], overtime_allowed_h=np.full((1, 2), 50.0), backlog_cost_money=np.array([5.0])))
    assert list(found) == [LimitKind.HOURS]
    assert found[LimitKind.HOURS].months == ("2027-01",)
    assert found[LimitKind.HOURS].worth_money == pytest.approx((2, 0), rel=1e-3)


def test_overtime_that_is_used_up_is_worth_what_waiting_costs_less_its_price():
    # 20 too many, 10 h of overtime at 2, the other 10 wait a month at 5: an hour is worth 5, one of overtime 5 - 2
    found = limits(company([120, 50], overtime_allowed_h=np.full((1, 2), 10.0), backlog_cost_money=np.array([5.0])))
    assert found[LimitKind.HOURS].worth_money == pytest.approx((5, 0), rel=1e-3)
    assert found[LimitKind.OVERTIME].worth_money == pytest.approx((3, 0), rel=1e-3)


def test_a_purchase_limit_is_worth_what_waiting_costs_less_what_buying_costs_on_top():
    # 20 too many, 10 bought at 13; the others wait a month at 5 and are then made at 10: 10 + 5 - 13 = 2
    found = limits(company([120, 50], purchase_limit_units=np.full((1, 2), 10.0), backlog_cost_money=np.array([5.0])))
    assert found[LimitKind.PURCHASE].name == "S1"
    assert found[LimitKind.PURCHASE].worth_money == pytest.approx((2, 0), rel=1e-3)


def test_the_dearest_limit_over_the_horizon_comes_first():
    problem = company([120, 50], overtime_allowed_h=np.full((1, 2), 10.0), backlog_cost_money=np.array([5.0]))
    found = binding_limits(problem, Planner(problem).solve(problem, "k"))
    assert [each.kind for each in found] == [LimitKind.HOURS, LimitKind.OVERTIME]
    assert (found[0].dearest, found[0].total_money) == (0, pytest.approx(5, rel=1e-3))


def test_room_everywhere_and_frozen_months_limit_nothing():
    assert limits(company([50, 50])) == {}
    assert limits(company([150], frozen_months=1, frozen_production_units=np.array([[100.0]]))) == {}


def test_more_of_a_limit_is_more_in_one_month_and_nothing_else():
    problem = company([120, 50], backlog_cost_money=np.array([5.0]))
    limit = limits(problem)[LimitKind.HOURS]
    more = with_more(problem, limit, 0, 7.0)
    assert more.capacity_h.tolist() == [[107.0, 100.0]]
    assert amount_of(problem, limit, 0) == 100.0


def test_material_that_no_supplier_can_bring_is_worth_the_sale_it_stops():
    # 50 asked for, 2 steel a unit, 60 steel there: 20 are lost; making one costs 10, refusing it 22
    material = steel(1, opening_units=np.array([60.0]), limit_units=np.zeros((1, 1)))
    problem = company([50], materials=material)
    found = limits(problem)[LimitKind.MATERIAL]
    assert found.name == "Steel"
    assert found.worth_money == pytest.approx(((22 - 10) / 2,), rel=1e-3)
    assert amount_of(with_more(problem, found, 0, 4.0), found, 0) == 4.0


def test_material_at_its_usual_price_is_no_limit():
    assert LimitKind.MATERIAL not in limits(company([50], materials=steel(1)))


def test_a_full_warehouse_is_worth_what_building_ahead_saves():
    # 60 60 160 against 100 h: 60 must lie ahead, 20 have room, the others are late for good and lost
    found = limits(company([60, 60, 160], storage=warehouse(3)))[LimitKind.STORAGE]
    assert found.months == ("2027-02",)
