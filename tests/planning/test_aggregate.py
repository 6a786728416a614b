"""One family's plan: never dearer than a strategy, every unit accounted for, and a sentence where there is none."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.errors import Invalid
from sop.domain.supply import PlanStatus
from sop.language import say
from sop.planning.aggregate import AggregateProblem, Cost, HoldingOn, Strategy, plan_family, with_whole_workers


def row(*figures: float) -> np.ndarray:
    return np.array(figures, dtype=np.float64)


# Chopra & Meindl, Red Tomato Tools: 80 workers, 20 days x 8 h, 4 h a unit, 640 a month
RED_TOMATO = AggregateProblem(
    demand=row(1600, 3000, 3200, 3800, 2200, 2200),
    opening_stock=1000,
    closing_stock_min=500,
    workers=80,
    worker_capacity=row(160),
    effort_per_unit=4,
    wage=row(640),
    overtime_cost=row(6),
    overtime_limit=row(10),
    hire=300,
    layoff=500,
    material=row(10),
    subcontract_cost=row(30),
    holding=row(2),
    backlog_cost=row(5),
)
# demand 120 100 150 with 20 in stock, 100 a month at regular time, 10 in overtime, the rest from outside
TYRES = AggregateProblem(
    demand=row(120, 100, 150),
    opening_stock=20,
    regular_cost=row(40),
    regular_limit=row(100),
    overtime_cost=row(50),
    overtime_limit=row(10),
    subcontract_cost=row(70),
    subcontract_limit=row(50),
    holding=row(2),
)


def test_red_tomato_costs_what_the_book_prints():
    plan = plan_family(RED_TOMATO)
    assert plan.status is PlanStatus.OPTIMAL
    assert plan.total_cost == pytest.approx(422_275, abs=0.5)
    np.testing.assert_allclose(plan.rows["stock"], [1983.3, 1566.7, 950, 0, 116.7, 500], atol=0.05)
    np.testing.assert_allclose(plan.rows["backlog"], [0, 0, 0, 266.7, 0, 0], atol=0.05)
    np.testing.assert_allclose(plan.rows["workers"], np.full(6, 64.58), atol=0.005)


def test_whole_workers_cost_what_the_book_prints():
    plan = plan_family(with_whole_workers(RED_TOMATO))
    assert plan.total_cost == pytest.approx(422_660, abs=0.5)
    np.testing.assert_array_equal(plan.rows["workers"], np.round(plan.rows["workers"]))


def test_the_cheapest_source_goes_first_and_waits_where_waiting_is_cheaper():
    # 350 are needed: 300 at regular time; overtime of month 1 costs 50 + 2 x 2 < 70, so 30 of it; 20 from outside
    plan = plan_family(TYRES)
    assert plan.total_cost == pytest.approx(300 * 40 + 30 * 50 + 20 * 70 + (10 + 20) * 2)
    np.testing.assert_allclose(plan.rows["stock"], [10, 20, 0], atol=1e-9)
    assert plan.costs[Cost.SUBCONTRACT] == pytest.approx(1400)


def test_holding_on_the_average_stock_charges_the_opening_stock_too():
    # stock 20 -> 10 -> 20 -> 0: means 15, 15, 10
    plan = plan_family(replace(TYRES, holding_on=HoldingOn.AVERAGE))
    assert plan.costs[Cost.HOLDING] == pytest.approx((15 + 15 + 10) * 2)


def test_a_level_plan_is_one_rate_a_day():
    # 100 and 140 in 20 and 10 days: 8 a day by the end, but 100 / 20 = 5 would do for the first month
    problem = AggregateProblem(demand=row(100, 140), days=row(20, 10), plan=Strategy.LEVEL)
    np.testing.assert_allclose(plan_family(problem).rows["regular"], [160, 80])


def test_a_level_plan_is_never_late_where_nothing_may_be_late():
    # 150 are asked for in the first of two equal months: a rate of 150, not of (150 + 50) / 2
    early = AggregateProblem(demand=row(150, 50), plan=Strategy.LEVEL)
    np.testing.assert_allclose(plan_family(early).rows["regular"], [150, 150])
    patient = plan_family(replace(early, backlog_cost=row(1)))
    np.testing.assert_allclose(patient.rows["regular"], [100, 100])
    np.testing.assert_allclose(patient.rows["backlog"], [50, 0])


def test_a_chasing_plan_makes_what_each_month_needs_with_just_the_workers_for_it():
    plan = plan_family(replace(RED_TOMATO, plan=Strategy.CHASE))
    # 1600 - 1000 in stock; 2200 + 500 to be left; 160 h / 4 h = 40 units a worker
    np.testing.assert_allclose(plan.rows["regular"], [600, 3000, 3200, 3800, 2200, 2700])
    np.testing.assert_allclose(plan.rows["workers"], [15, 75, 80, 95, 55, 67.5])
    assert plan.costs[Cost.LAYOFF] == pytest.approx((65 + 40) * 500)
    assert plan.costs[Cost.HIRING] == pytest.approx((60 + 5 + 15 + 12.5) * 300)


def test_a_typed_plan_is_costed_as_typed():
    typed = plan_family(replace(TYRES, plan={"subcontract": row(0, 0, 50), "overtime": row(0, 0, 0)}))
    # 300 + 50 = 350; regular time makes 100 a month, nothing waits
    assert typed.total_cost == pytest.approx(300 * 40 + 50 * 70)
    np.testing.assert_allclose(typed.rows["stock"], [0, 0, 0], atol=1e-9)


def test_typed_production_is_regular_time_and_overtime():
    plan = plan_family(replace(TYRES, plan={"production": row(100, 105, 110)}))
    np.testing.assert_allclose(plan.rows["overtime"], [0, 5, 10], atol=1e-9)


def test_demand_is_refused_where_it_earns_less_than_it_costs():
    # regular time costs 40 < 60, overtime 50 < 60, outside 70 > 60: the last 20 are not worth their supply
    plan = plan_family(replace(TYRES, lost_sales=True, price=row(60)))
    assert plan.rows["lost"].sum() == pytest.approx(20)
    assert plan.revenue == pytest.approx(350 * 60)
    assert plan.profit == pytest.approx(350 * 60 - (300 * 40 + 30 * 50 + (10 + 20) * 2))


def test_what_is_still_late_at_the_end_earns_nothing():
    late = AggregateProblem(
        demand=row(10), regular_cost=row(3), regular_limit=row(6), backlog_cost=row(1), closing_backlog_max=4, price=row(5)
    )  # fmt: skip
    plan = plan_family(late)
    assert (plan.revenue, plan.total_cost) == (pytest.approx(6 * 5), pytest.approx(6 * 3 + 4))


def test_limits_that_cannot_be_met_are_a_plan_that_says_by_how_much():
    # 10 + 20 are asked for, 12 a month can be made: 2 wait, 6 are missing in month 2
    plan = plan_family(AggregateProblem(demand=row(10, 20), regular_limit=row(12)))
    assert plan.status is PlanStatus.INFEASIBLE
    assert say(plan.reason) == "No plan meets these limits: 6 units are missing, the first of them in month 2."
    assert np.isnan(plan.rows["stock"]).all()
    assert np.isnan(plan.total_cost)


def test_rows_beyond_their_limits_are_told_apart():
    plan = plan_family(AggregateProblem(demand=row(10), regular_limit=row(12), plan={"regular": row(13)}))
    assert "contradict" in say(plan.reason)


def test_a_level_plan_beyond_the_limits_says_so():
    plan = plan_family(replace(TYRES, subcontract_limit=row(0), plan=Strategy.LEVEL))
    assert plan.status is PlanStatus.INFEASIBLE


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("demand", {"demand": row(10, -1)}),
        ("holding", {"holding": row(1, 2, 3)}),
        ("opening_stock", {"opening_stock": -1.0}),
        ("hire", {"hire": float("nan"), "workers": 1.0, "worker_capacity": row(1)}),
    ],
)
def test_a_value_out_of_its_bounds_is_named(name, change):
    with pytest.raises(Invalid) as refused:
        AggregateProblem(**{"demand": row(10, 10), **change})
    assert refused.value.values["name"] == name


@pytest.mark.parametrize(
    "change",
    [
        {"demand": row()},
        {"wage": row(5)},
        {"workers": 5.0},
        {"lost_sales": True},
        {"closing_backlog_max": 5.0},
        {"closing_backlog_max": 5.0, "backlog_cost": row(1), "closing_stock_min": 1.0},
        {"opening_backlog": 5.0, "opening_stock": 5.0},
        {"days": row(0, 1)},
        {"effort_per_unit": 0.0},
        {"plan": {"dreams": row(1, 1)}},
        {"plan": {"regular": row(1)}},
        {"plan": {"workers": row(1, 1)}},
    ],
)
def test_a_problem_that_contradicts_itself_is_refused(change):
    with pytest.raises(Invalid):
        AggregateProblem(**{"demand": row(10, 10), **change})


quantities = st.lists(st.integers(0, 500), min_size=1, max_size=5)
costs = st.integers(0, 50).map(row)


@st.composite
def problems(draw) -> AggregateProblem:
    demand = np.array(draw(quantities), dtype=np.float64)
    return AggregateProblem(
        demand=demand,
        opening_stock=draw(st.integers(0, 200)),
        closing_stock_min=draw(st.integers(0, 100)),
        workers=draw(st.integers(0, 20)),
        worker_capacity=row(draw(st.integers(1, 40))),
        hire=draw(st.integers(0, 300)),
        layoff=draw(st.integers(0, 300)),
        wage=draw(costs),
        overtime_cost=draw(st.none() | costs),
        subcontract_cost=draw(st.none() | costs),
        holding=draw(costs),
        backlog_cost=draw(st.none() | costs),
        material=draw(costs),
        integer_workforce=draw(st.booleans()),
    )


@settings(max_examples=40, deadline=None)
@given(problems(), st.sampled_from([Strategy.LEVEL, Strategy.CHASE]))
def test_the_optimum_never_costs_more_than_a_strategy(problem, strategy):
    other = plan_family(replace(problem, plan=strategy))
    assert other.status is PlanStatus.OPTIMAL  # anybody can be hired
    assert plan_family(problem).total_cost <= other.total_cost * (1 + 1e-9) + 1e-6


@settings(max_examples=40, deadline=None)
@given(problems())
def test_every_unit_and_every_worker_is_accounted_for(problem):
    rows = plan_family(problem).rows
    net = rows["stock"] - rows["backlog"]
    supply = rows["production"] + rows["subcontract"] + rows["lost"]
    np.testing.assert_allclose(np.diff(net, prepend=problem.opening_stock), supply - problem.demand, atol=1e-5)
    change = np.diff(rows["workers"], prepend=problem.workers)
    np.testing.assert_allclose(change, rows["hired"] - rows["laid_off"], atol=1e-5)
    assert all((row >= -1e-6).all() for row in rows.values() if row is not rows["shipped"])
