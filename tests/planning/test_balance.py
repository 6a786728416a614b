"""Plans small enough to be computed by hand; the arithmetic stands beside each."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.supply import PlanStatus
from sop.planning.balance import plan_of
from sop.planning.cold import SOLVER, solve_cold
from sop.planning.formulation import Formulation
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.synthetic import tight_instance
from sop.planning.vectors import vectors_of
from tests.planning.company import company

ROUNDING = 1e-6


def solved(problem: SupplyProblem, policy: Policy | None = None):
    return Planner(problem, policy).solve(problem, "k")


def close(expected):
    return pytest.approx(np.array(expected, dtype=float), abs=ROUNDING)


# Textbook grids: production is given, the balance must show the printed stocks -----------------------------------------


@pytest.mark.parametrize(
    ("opening", "demand", "production", "stock"),
    [
        # level plan by working days 21 19 20 10: 560 / 70 = 8 a day
        (100, [115, 125, 140, 150], [168, 152, 160, 80], [153, 180, 200, 130]),
        # Wallace's production grid
        (100, [222, 195, 227], [200, 206, 199], [78, 89, 61]),
        # Heizer & Render, roofing, 50 a day over 22 18 21 21 22 20 days
        (0, [900, 700, 800, 1200, 1500, 1100], [1100, 900, 1050, 1050, 1100, 1000], [200, 400, 650, 500, 100, 0]),
    ],
)
def test_given_production_shows_the_stocks_of_the_textbook(opening, demand, production, stock):
    problem = company(
        demand,
        frozen_months=len(demand),
        frozen_production_units=np.array([production], dtype=float),
        opening_stock_units=np.array([float(opening)]),
        capacity_h=np.full((1, len(demand)), 2000.0),
    )
    plan = solved(problem)
    assert plan.stock_units[0] == close(stock)
    assert plan.made_units[0] == close(production)


def test_regular_overtime_and_bought_units_are_used_in_the_order_of_their_cost():
    """Demand 800 1000 750, stock 100; 700 regular at 40, 50 overtime at 50, 150 150 130 bought at 70, holding 2.

    March 100 + 700. April: 700 regular, 50 overtime, 50 overtime of March at 52, 150 bought at 70, and 50 bought in March
    at 72. May 700 + 50. Paid: 28,000 + 28,000 + 2,500 + 2,600 + 10,500 + 3,600 + 28,000 + 2,500 = 105,700.
    """
    problem = company(
        [800, 1000, 750],
        opening_stock_units=np.array([100.0]),
        capacity_h=np.full((1, 3), 700.0),
        overtime_allowed_h=np.full((1, 3), 50.0),
        overtime_cost_money=np.array([10.0]),
        production_cost_money=np.array([40.0]),
        purchase_cost_money=np.array([70.0]),
        purchase_limit_units=np.array([[150.0, 150.0, 130.0]]),
        holding_cost_money=np.array([2.0]),
        backlog_cost_money=np.array([200.0]),
        price_money=np.full((1, 1, 3), 500.0),
        unit_cost_money=np.array([40.0]),
    )
    plan = solved(problem)
    assert plan.objective == pytest.approx(105_700, rel=1e-9)
    assert plan.overtime_h[0] == close([50, 50, 50])
    assert plan.purchased_units[0] == close([50, 150, 0])
    assert plan.stock_units[0] == close([100, 0, 0])


def test_a_peak_is_built_ahead_while_holding_is_cheaper_than_overtime():
    # capacity 100, demand 60 60 160: 60 units too many in month 3; holding one month .5, two months 1.0, overtime 2
    plan = solved(company([60, 60, 160], overtime_allowed_h=np.full((1, 3), 100.0)))
    assert plan.made_units[0] == close([80, 100, 100])  # 40 held one month, 20 held two
    assert plan.overtime_h[0] == close([0, 0, 0])
    assert plan.holding_money.sum() == pytest.approx(20 * 0.5 + 60 * 0.5)
    assert plan.objective == pytest.approx(280 * 10 + 40)


def test_a_short_month_is_late_where_the_next_has_room():
    # 50 too many in month 1, made in month 2: one month late at 1 each
    plan = solved(company([150, 50]))
    assert plan.backlog_units[0] == close([50, 0])
    assert plan.lost_units[0] == close([0, 0])
    assert plan.shipped_units[0] == close([100, 100])
    assert plan.penalty[1] == close([50, 0])


def test_what_no_month_can_make_is_lost():
    plan = solved(company([150, 150]))
    # 100 too many over both months; late until the end would cost a lost sale and the lateness
    assert plan.lost_units.sum() == pytest.approx(100)
    assert plan.backlog_units[0, -1] == pytest.approx(0, abs=ROUNDING)
    # lost at 20 and a tenth for goodwill
    assert plan.penalty[2].sum() == pytest.approx(100 * 22)


def test_money_and_penalties_add_up_to_the_objective():
    problem = company([[150, 50, 160], [30, 30, 30]], safety_stock_units=np.full((2, 3), 10.0))
    plan = solved(problem)
    money = plan.production_money + plan.purchase_money + plan.overtime_money + plan.holding_money
    kept = np.minimum(plan.stock_units[:, -1], 10.0) @ plan.unit_cost_money
    assert plan.objective == pytest.approx(money.sum() + plan.penalty.sum() - kept, rel=1e-12)


def test_the_objective_of_the_plan_is_that_of_the_program():
    problem = tight_instance(6, 2, 6, seed=3)
    policy = Policy(perturbation=0.0)
    form = Formulation.of(problem)
    vectors = vectors_of(problem, form, policy)
    plan = solve_cold(problem, "k", policy)
    solver_columns = Planner(problem, policy)._solve_warm(vectors).columns
    short = vectors.weights.shortfall @ problem.safety_stock_units
    constant = short.sum() + vectors.weights.closing_shortfall @ problem.safety_stock_units[:, -1]
    assert plan.objective == pytest.approx(
        float(vectors.cost @ solver_columns) * vectors.unit_scale + constant, rel=1e-9
    )


def test_safety_stock_is_built_and_still_there_at_the_end():
    plan = solved(company([50, 50, 50], safety_stock_units=np.full((1, 3), 20.0)))
    assert plan.stock_units[0] == close([20, 20, 20])
    assert plan.penalty[0] == close([0, 0, 0])


def test_orders_come_before_safety_stock():
    # 10 too many in month 2 and nothing to be gained by refusing: the 20 in stock serve them
    problem = company([100, 110], safety_stock_units=np.full((1, 2), 20.0), opening_stock_units=np.array([20.0]))
    plan = solved(problem)
    assert plan.lost_units.sum() == pytest.approx(0, abs=ROUNDING)
    assert plan.stock_units[0] == close([20, 10])


def test_an_order_book_costs_nothing_and_only_what_is_late_is_charged():
    problem = company(
        [150, 150],
        made_to_order=np.array([True]),
        order_book_units=np.array([[80.0, 80.0]]),
    )
    plan = solved(problem)
    # 100 a month are made: 50 wait, then 100, of which 80 are agreed and 20 late at 1; at the end late counts as lost (22)
    assert plan.backlog_units[0] == close([50, 100])
    assert plan.lost_units[0] == close([0, 0])
    assert plan.penalty[1] == close([0, 20 * (1 + 22)])


def test_made_to_order_follows_demand_rather_than_running_ahead_of_its_order_book():
    # an order book of 40 all along: each month makes what comes in, although any earlier month would cost as much
    problem = company(
        [30, 60, 30, 60],
        made_to_order=np.array([True]),
        order_book_units=np.full((1, 4), 40.0),
        opening_backlog_units=np.array([40.0]),
    )
    plan = solved(problem)
    assert plan.made_units[0] == close([30, 60, 30, 60])
    assert plan.backlog_units[0] == close([40, 40, 40, 40])
    assert plan.penalty.sum() == pytest.approx(0, abs=ROUNDING)


def test_what_is_made_to_order_is_not_made_before_anybody_ordered_it():
    # 150 in month 2 against 100 h: month 1 makes its own 20 and no more, 50 are late; made to stock it would make 70
    changes = {"order_book_units": np.zeros((1, 2)), "backlog_cost_money": np.array([5.0])}
    to_order = solved(company([20, 150], made_to_order=np.array([True]), **changes))
    assert to_order.made_units[0] == close([20, 100])
    assert to_order.stock_units[0] == close([0, 0])
    assert solved(company([20, 150], **changes)).stock_units[0] == close([50, 0])


def test_what_was_made_to_order_too_early_already_is_used_up_first():
    # 60 lie there and the fence makes 20 more: 50, then 20, then nothing is left; nobody can unmake it
    problem = company(
        [30, 30, 30],
        made_to_order=np.array([True]),
        opening_stock_units=np.array([60.0]),
        frozen_months=1,
        frozen_production_units=np.array([[20.0]]),
    )
    plan = solved(problem)
    assert plan.stock_units[0] == close([50, 20, 0])
    assert plan.made_units[0] == close([20, 0, 10])


def test_frozen_production_above_capacity_is_shown_and_not_refused():
    problem = company(
        [50, 50], frozen_months=1, frozen_production_units=np.array([[130.0]]), overtime_allowed_h=np.full((1, 2), 10.0)
    )
    plan = solved(problem)
    assert plan.made_units[0, 0] == 130
    assert plan.overtime_h[0, 0] == pytest.approx(10)
    assert plan.beyond_capacity_h[0] == close([20, 0])


# Whatever the input, there is a plan -----------------------------------------------------------------------------------


def test_capacity_of_nothing_loses_everything():
    plan = solved(company([50, 50], capacity_h=np.zeros((1, 2))))
    assert plan.status is PlanStatus.OPTIMAL
    assert plan.lost_units[0] == close([50, 50])


def test_demand_of_nothing_makes_nothing():
    plan = solved(company([[0, 0], [0, 0]]))
    assert plan.status is PlanStatus.OPTIMAL
    assert plan.made_units.sum() == 0
    assert plan.objective == 0


def test_a_sku_without_routing_is_served_from_stock_only():
    nothing = np.zeros(0, dtype=int)
    problem = company(
        [50, 50],
        route_sku=nothing, route_plant=nothing, use_route=nothing, use_resource=nothing, use_h=np.zeros(0),
        frozen_production_units=np.zeros((0, 0)), production_cost_money=np.zeros(0),
        opening_stock_units=np.array([60.0]),
    )  # fmt: skip
    plan = solved(problem)
    assert plan.lost_units.sum() == pytest.approx(40)


def test_a_horizon_of_one_month_has_a_plan():
    assert solved(company([80])).made_units.item() == pytest.approx(80)


def test_late_made_to_order_without_capacity_and_a_shrinking_order_book_has_a_plan():
    problem = company(
        [[10, 0], [10, 0]],
        made_to_order=np.array([True, True]),
        order_book_units=np.array([[30.0, 0.0], [30.0, 0.0]]),
        opening_backlog_units=np.array([40.0, 0.0]),
        capacity_h=np.zeros((1, 2)),
    )
    plan = solved(problem)
    assert plan.status is PlanStatus.OPTIMAL
    assert plan.backlog_units.tolist() == [[50.0, 50.0], [10.0, 10.0]]


def test_a_solver_that_gives_up_leaves_empty_figures_and_says_so():
    problem = company([50])
    form = Formulation.of(problem)
    vectors = vectors_of(problem, form, Policy())
    plan = plan_of(
        problem, form, vectors, None, policy=Policy(), key="k", status=PlanStatus.FAILED, solver=SOLVER, began=0.0
    )
    assert np.isnan(plan.made_units).all()
    assert np.isnan(plan.objective)


# Identities ------------------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    months=st.integers(1, 8),
    opening_backlog=st.floats(0, 500),
    factor=st.floats(0, 3),
)
def test_stock_and_backlog_follow_from_what_moves_them(seed, months, opening_backlog, factor):
    """Closing stock - backlog = opening + production + purchases - demand + lost; shipped never exceeds what there is."""
    base = tight_instance(4, 2, months, seed)
    problem = SupplyProblem(
        **{name: getattr(base, name) for name in base.__slots__}
        | {"opening_backlog_units": np.full(4, opening_backlog), "demand_units": base.demand_units * factor}
    )
    plan = solved(problem)
    moved = plan.made_units + plan.purchased_units - plan.demand_units + plan.lost_units
    opening = plan.opening_stock_units - plan.opening_backlog_units
    gross = (plan.opening_stock_units + plan.opening_backlog_units)[:, None] + np.cumsum(
        plan.made_units + plan.purchased_units + plan.demand_units, axis=1
    )
    difference = plan.stock_units - plan.backlog_units - (opening[:, None] + np.cumsum(moved, axis=1))
    assert (np.abs(difference) <= 1e-9 * (1 + gross)).all()
    before = np.column_stack([plan.opening_stock_units, plan.stock_units[:, :-1]])
    there = before + plan.made_units + plan.purchased_units
    assert (np.abs(there - plan.shipped_units - plan.stock_units) <= 1e-9 * (1 + gross)).all()
    for figure in (plan.stock_units, plan.backlog_units, plan.lost_units, plan.made_units, plan.overtime_h):
        assert (figure >= 0).all()
    assert (plan.lost_units <= plan.demand_units).all()
    assert (plan.load_h <= plan.capacity_h + plan.overtime_allowed_h.repeat(3, axis=0) + 1e-6).all()


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), hours=st.floats(0, 1.2), outage=st.integers(0, 5))
def test_no_stock_lies_idle_while_customers_wait(seed, hours, outage):
    base = tight_instance(6, 2, 6, seed)
    capacity = base.capacity_h * hours
    capacity[:, outage] = 0
    plan = solved(_with(base, capacity_h=capacity))
    assert np.minimum(plan.stock_units, plan.backlog_units).max() <= 1e-6 * plan.demand_units.max()


# Values of limits, by perturbation -------------------------------------------------------------------------------------


def test_one_more_hour_saves_its_value():
    # overtime at 2 an hour is the dearest hour in use: one more regular hour saves it
    problem = company([120], overtime_allowed_h=np.full((1, 1), 50.0))
    plan = solved(problem)
    more = solved(company([120], overtime_allowed_h=np.full((1, 1), 50.0), capacity_h=np.array([[101.0]])))
    assert plan.hour_value_money.item() == pytest.approx(2, rel=1e-3)
    assert plan.objective - more.objective == pytest.approx(2, rel=1e-9)


def test_an_hour_of_a_resource_with_room_is_worth_nothing():
    assert solved(company([50])).hour_value_money.item() == 0


def test_one_more_unit_of_demand_costs_its_value():
    # made on overtime: 10 + 2; where nothing can be made any more it is lost: 22
    made = solved(company([120], overtime_allowed_h=np.full((1, 1), 50.0)))
    lost = solved(company([120]))
    assert made.unit_value_money.item() == pytest.approx(12, rel=1e-3)
    assert lost.unit_value_money.item() == pytest.approx(22, rel=1e-3)
    assert solved(company([121])).objective - lost.objective == pytest.approx(22, rel=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_hours_of_a_tight_company_are_worth_what_a_little_more_of_them_saves(seed):
    base = tight_instance(6, 2, 6, seed)
    planner = Planner(base)
    plan = planner.solve(base, "k")
    for r, t in np.argwhere(plan.hour_value_money > 1.0)[:6]:
        step = 1e-3 * base.capacity_h[r, t]
        saved = []
        for sign in (-1, 1):
            hours = base.capacity_h.copy()
            hours[r, t] += sign * step
            moved = planner.solve(_with(base, capacity_h=hours), "k")
            saved.append(sign * (plan.objective - moved.objective) / step)
        # convex in the hours: the value lies between what the last hour saved and what the next one saves
        slack = 2e-3 * float(base.unit_cost_money.max())  # the perturbation that is left out of the figures
        assert saved[1] - slack <= plan.hour_value_money[r, t] <= saved[0] + slack


def _with(problem: SupplyProblem, **changes):
    return SupplyProblem(**{name: getattr(problem, name) for name in problem.__slots__} | changes)
