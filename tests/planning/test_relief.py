"""What helps: the smallest lever that brings nearly all, with what it brings, what is paid for it, and from when on."""

import numpy as np
import pytest

from sop.domain.scenario import Dimension, LeverKind
from sop.domain.supply import ResourceAxis
from sop.planning.limits import binding_limits
from sop.planning.offers import Means, offers
from sop.planning.planner import Planner
from sop.planning.relief import reliefs
from tests.planning.company import company
from tests.planning.parts import crew, outside, steel

DEAR = np.array([30.0])  # a month of waiting costs more than a lost sale: nothing is late


def asked(problem):
    planners = {}

    def solve(other):
        structure = other.structure_digest
        return planners.setdefault(structure, Planner(other)).solve(other, "k")

    plan = solve(problem)
    return reliefs(solve, problem, (), plan, binding_limits(problem, plan))


def helping(problem):
    return {each.offer.means: each for each in asked(problem).helps}


def test_overtime_that_wins_back_lost_sales_is_named_with_its_hours_and_price():
    # 110 a month against 100 h: 20 units are lost; 10 % of overtime, at 2 an hour, makes them all
    tried = asked(company([110, 110]))
    assert [each.offer.means for each in tried.helps] == [Means.OVERTIME, Means.EXTRA_SHIFT, Means.HOURS]
    overtime, _shift, hours = tried.helps
    assert (overtime.lever.kind, overtime.lever.value) == (LeverKind.OVERTIME, 10)
    assert overtime.offer.price_money == 2
    assert overtime.regained_money == pytest.approx(20 * 20)
    assert (overtime.amount, overtime.paid_money) == (pytest.approx(20), pytest.approx(40))
    assert overtime.margin_money == pytest.approx(20 * (20 - 10 - 2))
    assert overtime.cost_share == pytest.approx((10 + 2) / 20)
    assert overtime.first_month == "2027-01"
    # hours have no price in the plan: each may cost what a lost sale (22) is worth above its making (10)
    assert (hours.offer.is_priced, hours.amount) == (False, pytest.approx(20))
    assert hours.worth_each_money == pytest.approx(12, rel=0.01)


def test_an_extra_shift_costs_its_price_or_a_quarter_more_than_overtime():
    # 20 units are lost; a shift at 1.25 x 2 an hour makes them
    shift = helping(company([110, 110]))[Means.EXTRA_SHIFT]
    assert (shift.offer.price_money, shift.lever.kind) == (2.5, LeverKind.EXTRA_SHIFT)
    assert shift.paid_money == pytest.approx(20 * 2.5)


def test_people_are_hired_where_their_hours_are_worth_it():
    # 20 units a month are lost; two people of 10 h make them: 2 x 50 to hire and 2 x 2 x 30, against 40 x 12
    nobody = crew(2, hire_limit=np.zeros((1, 2)))
    hiring = helping(company([120, 120], workforce=nobody))[Means.HIRING]
    assert (hiring.offer.price_money, hiring.offer.hire_money) == (30, 50)
    assert (hiring.lever.kind, hiring.lever.value) == (LeverKind.HIRING, 2)
    assert (hiring.amount, hiring.paid_money) == (pytest.approx(2, rel=1e-4), pytest.approx(220, rel=1e-4))
    assert hiring.saved_money == pytest.approx(40 * 12 - 220, rel=1e-2)


def test_what_others_make_is_offered_from_the_month_in_which_it_comes():
    # 20 a month are lost; others make 10 from month 2 on at 15: ten more there cost 15 each instead of a loss of 22;
    # 95 % of them, 9.5, are nearly all that it can bring
    problem = company([120, 120], subcontracting=outside(15.0, [0.0, 10.0]), backlog_cost_money=DEAR)
    found = helping(problem)[Means.SUBCONTRACT]
    assert (found.offer.price_money, found.offer.first) == (15, 1)
    assert (found.lever.kind, found.lever.scope.dimension) == (LeverKind.SUBCONTRACT, Dimension.SKU)
    assert found.lever.value == 195  # per cent of what they make today
    assert (found.amount, found.paid_money) == (pytest.approx(9.5), pytest.approx(9.5 * 15))
    assert found.first_month == "2027-02"


def test_more_to_buy_has_a_price_and_no_lever():
    # 20 a month are lost, 5 can be bought at 13 from month 2 on: 15 more
    problem = company([120, 120], purchase_limit_units=np.array([[0.0, 5.0]]), backlog_cost_money=DEAR)
    found = helping(problem)[Means.PURCHASE]
    assert (found.lever, found.offer.price_money, found.offer.first) == (None, 13, 1)
    assert (found.amount, found.paid_money) == (pytest.approx(15), pytest.approx(195))


def test_material_is_hurried_at_its_premium_before_an_order_arrives():
    # 2 steel each: 60 there and 10 hurried at 1 on top make 35 of 50; orders arrive in month 2; 30 more make the others
    material = steel(
        2, opening_units=np.array([60.0]), limit_units=np.array([[0.0, np.inf]]),
        hurried_limit_units=np.array([[10.0, 0.0]]),
    )  # fmt: skip
    found = helping(company([50, 50], materials=material, backlog_cost_money=DEAR))[Means.HURRY]
    assert (found.lever, found.offer.price_money, found.offer.before) == (None, 1, 1)
    assert found.offer.premium_share == pytest.approx(1 / 3)
    assert (found.amount, found.paid_money) == (pytest.approx(30), pytest.approx(30))


def test_what_costs_more_than_it_saves_is_told_apart():
    # an hour is worth a lost sale above its making, 12; overtime costs 15, a shift more
    tried = asked(company([110, 110], overtime_cost_money=np.array([15.0])))
    assert [each.offer.means for each in tried.helps] == [Means.HOURS]
    assert [each.means for each in tried.idle] == [Means.OVERTIME, Means.EXTRA_SHIFT]


def test_overtime_of_which_nobody_told_the_price_has_none():
    problem = company([110, 110], overtime_cost_money=np.zeros(1))
    assert not helping(problem)[Means.OVERTIME].offer.is_priced


def test_a_line_without_staff_is_relieved_by_hours_alone():
    press = ResourceAxis("Press", "Sibiu", "line", "")
    problem = company([110, 110], resources=(press,), groups=(), overtime_allowed_h=np.zeros((0, 2)),
                      overtime_cost_money=np.zeros(0))  # fmt: skip
    assert [(each.lever.kind, each.lever.scope.name) for each in asked(problem).helps] == [
        (LeverKind.CAPACITY, "Press")
    ]


def test_where_nothing_binds_nothing_helps():
    problem = company([50, 50])
    tried = asked(problem)
    assert (tried.helps, tried.idle) == ((), ())
    assert not list(offers(problem, Planner(problem).solve(problem, "k"), ()))
