"""A shadow price is proven by solving again: one hour more changes the cost by it, for as many hours as is said."""

from dataclasses import replace

import numpy as np
import pytest

from sop.planning.limits import LimitKind, binding_limits, with_more
from sop.planning.planner import Planner
from sop.planning.synthetic import tight_instance
from sop.planning.worth import worth_of
from tests.planning.company import company
from tests.planning.parts import outside, saturdays, steel, warehouse


def asked(problem, most=1):
    planner = Planner(problem)
    plan = planner.solve(problem, "k")

    def solve(other):
        return planner.solve(other, "")

    found = [
        (each, worth_of(solve, problem, plan, each, each.dearest)) for each in binding_limits(problem, plan)[:most]
    ]
    return plan, solve, found


def test_an_hour_that_saves_overtime_is_worth_its_price_in_money_for_as_long_as_there_is_overtime():
    # 120 h against 100, overtime at 2: the first 20 hours more save 2 each, the next nothing
    problem = company([120, 50], overtime_allowed_h=np.full((1, 2), 50.0), backlog_cost_money=np.array([5.0]))
    _plan, _solve, [(_limit, worth)] = asked(problem)
    assert worth.money == pytest.approx(2, rel=1e-3)
    assert worth.penalty == 0
    assert worth.margin_money == pytest.approx(2, rel=1e-3)
    assert worth.holds_for == pytest.approx(20, rel=0.01)
    assert not worth.is_open


def test_an_hour_that_wins_back_a_sale_costs_money_and_saves_penalties():
    # a unit lost counts 20 and a tenth; making it is paid with 10, so 12 is left; its price is earned: 20 - 10
    problem = company([150, 150])
    _plan, _solve, [(_limit, worth)] = asked(problem)
    assert worth.money == pytest.approx(-10, rel=1e-3)
    assert worth.penalties[2] == pytest.approx(22, rel=1e-3)
    assert worth.total_money == pytest.approx(12, rel=1e-2)
    assert worth.margin_money == pytest.approx(10, rel=1e-3)


def test_the_parts_add_up_to_the_dual_and_one_hour_more_changes_the_cost_by_it():
    problem = tight_instance(8, 2, 8, seed=5)
    plan, solve, found = asked(problem, most=6)
    for limit, worth in found:
        more = solve(with_more(problem, limit, worth.month, 1.0))
        assert worth.money + worth.penalty == pytest.approx(plan.objective - more.objective, rel=1e-6)
        assert worth.total_money == pytest.approx(limit.worth_money[worth.month], rel=2e-2)


def test_within_the_range_the_worth_holds_and_behind_it_is_less():
    problem = tight_instance(8, 2, 8, seed=5)
    plan, solve, [(limit, worth)] = asked(problem)

    def saved(hours):
        return plan.objective - solve(with_more(problem, limit, worth.month, hours)).objective

    assert saved(worth.holds_for) == pytest.approx(worth.total_money * worth.holds_for, rel=1e-2)
    assert worth.is_open or saved(3 * worth.holds_for) < 0.99 * 3 * worth.total_money * worth.holds_for


def test_the_search_ends_open_where_the_worth_holds_as_far_as_is_looked():
    # 1,000 asked for in every month: half the capacity more is still worth a sale each
    problem = replace(company([1000, 1000]), capacity_h=np.full((1, 2), 100.0))
    _plan, _solve, [(_limit, worth)] = asked(problem)
    assert (worth.holds_for, worth.is_open) == (50.0, True)


def test_every_kind_of_limit_is_worth_what_a_little_more_of_it_saves():
    # eight months that rise to a peak, short of everything that a company can be short of
    demand = np.array([[60, 70, 80, 95, 120, 140, 90, 60.0], [30, 30, 45, 50, 70, 60, 40, 30.0]])
    months = demand.shape[1]
    problem = company(
        demand,
        overtime_allowed_h=np.full((1, months), 13.0),
        extra_shift=saturdays(np.full((1, months), 7.0), 3.3),
        purchase_limit_units=np.array([[4.0] * months, [0.0] * months]),
        subcontracting=outside(16.0, [[0.0] * months, [3.0] * months]),
        storage=warehouse(months, 2, limit_m3=np.full(months, 9.0)),
        materials=steel(
            months, 2, opening_units=np.array([245.0]), limit_units=np.tile([0.0] + [225.0] * 7, (1, 1)),
            hurried_limit_units=np.tile([20.0] + [0.0] * 7, (1, 1)),
        ),
        production_cost_money=np.array([4.0, 5.0]),
        backlog_cost_money=np.array([2.7, 3.1]),
    )  # fmt: skip
    planner = Planner(problem)
    plan, step = planner.solve(problem, "k"), 1e-2
    limits = binding_limits(problem, plan)
    assert {each.kind for each in limits} == set(LimitKind)
    for each in limits:
        saved = plan.objective - planner.solve(with_more(problem, each, each.dearest, step), "").objective
        assert saved / step == pytest.approx(each.worth_money[each.dearest], rel=2e-2, abs=2e-2), each.name
