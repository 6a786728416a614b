"""A warm model answers as one built from nothing would, whatever was asked of it before and by whom."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.supply import PlanStatus
from sop.planning.cold import solve_cold
from sop.planning.levers import apply
from sop.planning.planner import Planner
from sop.planning.problem import SupplyProblem
from sop.planning.synthetic import tight_instance
from tests.planning.company import Dimension, LeverKind, company, lever

EQUAL = tight_instance(8, 2, 8, seed=5, equal_costs=True)
TIGHT = tight_instance(8, 2, 8, seed=6)
PER_SKU = {"demand_units", "price_money", "safety_stock_units", "order_book_units", "purchase_limit_units",
           "opening_stock_units", "opening_backlog_units", "purchase_cost_money", "holding_cost_money",
           "backlog_cost_money", "unit_cost_money", "made_to_order"}  # fmt: skip

LEVERS = st.lists(
    st.one_of(
        st.builds(lever, st.just(LeverKind.DEMAND), st.integers(-60, 60), months=st.integers(1, 8)),
        st.builds(lever, st.just(LeverKind.DEMAND), st.integers(-60, 60), st.just(Dimension.REGION), st.just("West")),
        st.builds(
            lever, st.just(LeverKind.DEMAND), st.integers(-60, 60), st.just(Dimension.FAMILY), st.just("Family 1")
        ),
        st.builds(lever, st.just(LeverKind.PRICE), st.integers(-50, 50)),
        st.builds(
            lever, st.just(LeverKind.CAPACITY), st.integers(-100, 50), st.just(Dimension.PLANT), st.just("Plant 1")
        ),
        st.builds(lever, st.just(LeverKind.OVERTIME), st.integers(0, 40)),
        st.builds(lever, st.just(LeverKind.SAFETY_STOCK), st.integers(0, 90)),
    ),
    max_size=3,
)


def same_plan(one, other):
    scale = 1 + one.demand_units.max()
    for name in ("production_units", "purchased_units", "stock_units", "backlog_units", "lost_units"):
        assert np.abs(getattr(one, name) - getattr(other, name)).max() <= 1e-6 * scale, name
    assert one.objective == pytest.approx(other.objective, rel=1e-9)


def reordered(problem: SupplyProblem, order: list[int]) -> SupplyProblem:
    """Return the same company with its SKUs listed in another order, and its routes backwards."""
    values = {field.name: getattr(problem, field.name) for field in fields(problem)}
    values |= {name: values[name][order] for name in PER_SKU}
    values |= {name: tuple(values[name][i] for i in order) for name in ("skus", "families")}
    place = np.argsort(order)
    routes = len(problem.route_sku)
    values |= {name: values[name][::-1] for name in ("route_plant", "production_cost_money", "frozen_production_units")}
    values["route_sku"] = place[problem.route_sku][::-1]
    values["use_route"] = routes - 1 - problem.use_route
    return SupplyProblem(**values)


@settings(max_examples=30, deadline=None)
@given(st.lists(LEVERS, min_size=1, max_size=4))
def test_warm_equals_cold_after_any_sequence_of_levers(sequence):
    planner = Planner(EQUAL)
    for levers in sequence:
        moved = apply(EQUAL, levers)
        warm = planner.solve(moved, "k")
        assert warm.status is PlanStatus.OPTIMAL
        same_plan(warm, solve_cold(moved, "k"))


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(8)), LEVERS)
def test_the_order_of_skus_and_routes_does_not_change_the_plan(order, levers):
    moved = apply(EQUAL, levers)
    plan = Planner(EQUAL).solve(moved, "k")
    other = Planner(reordered(EQUAL, list(order))).solve(reordered(moved, list(order)), "k")
    scale = 1 + plan.demand_units.max()
    for name in ("production_units", "purchased_units", "stock_units", "backlog_units", "lost_units"):
        assert np.abs(getattr(plan, name)[list(order)] - getattr(other, name)).max() <= 1e-6 * scale, name


def test_levers_back_at_zero_give_the_base_plan_again():
    planner = Planner(TIGHT)
    base = planner.solve(TIGHT, "base")
    planner.solve(apply(TIGHT, [lever(LeverKind.CAPACITY, -40), lever(LeverKind.DEMAND, 50)]), "moved")
    same_plan(planner.solve(apply(TIGHT, [lever(LeverKind.CAPACITY, 0), lever(LeverKind.DEMAND, 0)]), "again"), base)


@pytest.mark.parametrize("units", [1e-3, 1.0, 1e6])
@pytest.mark.parametrize("money", [1e-3, 1e5])
def test_tonnes_or_grams_and_lei_or_millions_give_the_same_plan(units, money):
    in_units = (
        "demand_units",
        "capacity_h",
        "overtime_allowed_h",
        "safety_stock_units",
        "purchase_limit_units",
        "opening_stock_units",
    )
    values = {field.name: getattr(EQUAL, field.name) for field in fields(EQUAL)}
    values |= {name: values[name] * units for name in in_units}
    values |= {name: values[name] * money for name in values if name.endswith("_money")}
    problem = SupplyProblem(**values)
    plan = Planner(problem).solve(problem, "k")
    assert plan.status is PlanStatus.OPTIMAL
    same_plan(plan, solve_cold(problem, "k"))
    base = Planner(EQUAL).solve(EQUAL, "k")
    assert plan.objective == pytest.approx(base.objective * units * money, rel=1e-6)


def test_a_slider_at_either_end_has_a_plan_and_finds_its_way_back():
    planner = Planner(TIGHT)
    base = planner.solve(TIGHT, "base")
    for value in (-100, 100):
        plan = planner.solve(
            apply(TIGHT, [lever(LeverKind.DEMAND, value, Dimension.FAMILY, "Family 1", months=4)]), "end"
        )
        assert plan.status is PlanStatus.OPTIMAL
    same_plan(planner.solve(TIGHT, "again"), base)


def test_a_plan_carries_its_key_names_and_solver():
    plan = Planner(TIGHT).solve(TIGHT, "abc")
    assert plan.key == "abc"
    assert plan.skus == TIGHT.skus
    assert plan.solver.startswith("highspy ")


def test_arrays_of_a_plan_are_read_only():
    plan = Planner(TIGHT).solve(TIGHT, "k")
    for field in fields(plan):
        value = getattr(plan, field.name)
        if isinstance(value, np.ndarray):
            assert not value.flags.writeable, field.name


def test_two_threads_on_one_planner_get_the_plans_they_asked_for():
    planner = Planner(TIGHT)
    problems = [apply(TIGHT, [lever(LeverKind.DEMAND, value)]) for value in range(-10, 30, 2)]
    with ThreadPoolExecutor(4) as pool:
        plans = list(pool.map(lambda problem: planner.solve(problem, "k"), problems))
    for problem, plan in zip(problems[::5], plans[::5], strict=True):
        same_plan(plan, solve_cold(problem, "k"))


def test_a_model_that_cannot_finish_is_solved_cold_and_says_so():
    planner = Planner(TIGHT)
    expected = planner.solve(TIGHT, "k")
    moved = apply(TIGHT, [lever(LeverKind.DEMAND, 30)])
    planner._highs.setOptionValue("simplex_iteration_limit", 0)
    plan = planner.solve(moved, "k")
    assert plan.status is PlanStatus.OPTIMAL_COLD
    assert plan.solver.startswith("scipy ")
    planner._highs.setOptionValue("simplex_iteration_limit", 2**31 - 1)
    recovered = planner.solve(TIGHT, "k")
    assert recovered.status is PlanStatus.OPTIMAL
    same_plan(recovered, expected)


def test_a_problem_of_another_structure_is_a_bug():
    with pytest.raises(ValueError, match="one structure"):
        Planner(company([50])).solve(company([50, 50]), "k")


def test_memory_grows_with_the_model():
    assert Planner(TIGHT).memory_mb > Planner(company([50])).memory_mb > 0
