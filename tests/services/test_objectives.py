"""Objectives: one a year and measure, set by the facilitator, compared over the same months."""

from dataclasses import replace

import pytest

from sop.domain.calendar import Month, month_row
from sop.domain.errors import Conflict, NotAllowed
from sop.domain.measures import by_month
from sop.domain.objectives import Measure, Objective
from sop.domain.people import Function
from sop.services import objectives
from sop.services.board import read_board
from tests.services.small_company import PARTICIPANT, act, company, events

FILL = Objective("o-1", 2027, Measure.FILL_RATE, 0.98, Function.SALES)
STOCK = Objective("o-2", 2027, Measure.STOCK_VALUE, 5000, Function.FINANCE)
MARGIN = Objective("o-3", 2027, Measure.MARGIN, 1e6, Function.FINANCE)
COVERED = month_row(Month("2027-02"), 6)


@pytest.fixture
def plan(workspace, cycle):
    return read_board(workspace, cycle, None, None).outcome.plan


def stands(agreed, cycle, plan, changed=None):
    return objectives.standings(agreed, cycle, plan, company(changed))


def test_money_is_not_compared_without_the_prices_or_costs_that_it_takes(plan, cycle):
    agreed = (FILL, STOCK)
    fill, stock = stands(agreed, cycle, plan, {"costs": None})
    assert (fill.is_known, stock.is_known) == (True, False)
    assert all(each.is_known for each in stands(agreed, cycle, plan, {"prices": None}))


def test_the_facilitator_sets_and_changes_an_objective(workspace, heard):
    first = objectives.set_objective(workspace.store, act("1"), FILL)
    assert first == FILL
    second = objectives.set_objective(workspace.store, act("2"), replace(FILL, target=0.97))
    assert (second.target, second.version) == (0.97, 2)
    assert heard == ["company"] * 2
    assert events(workspace, "objective_set") == 2
    with pytest.raises(NotAllowed):
        objectives.set_objective(workspace.store, act("3", PARTICIPANT), STOCK)


def test_a_second_click_changes_nothing(workspace):
    objectives.set_objective(workspace.store, act("1"), FILL)
    assert objectives.set_objective(workspace.store, act("1"), replace(FILL, id="new")) == FILL
    assert events(workspace, "objective_set") == 1


def test_who_sets_second_is_told(workspace):
    objectives.set_objective(workspace.store, act("1"), FILL)
    objectives.set_objective(workspace.store, act("2"), replace(FILL, target=0.97))
    with pytest.raises(Conflict):
        objectives.set_objective(workspace.store, act("3"), replace(FILL, target=0.96))
    with pytest.raises(Conflict):
        objectives.remove(workspace.store, act("4"), FILL.id, 1)
    objectives.remove(workspace.store, act("5"), FILL.id, 2)
    with workspace.store.read() as tx:
        assert objectives.listed(tx) == ()


def test_a_sum_over_part_of_a_year_is_not_compared_a_rate_is_over_its_months(plan, cycle):
    fill, stock, margin = (stands((each,), cycle, plan)[0] for each in (FILL, STOCK, MARGIN))
    assert fill.months == stock.months == margin.months == COVERED
    assert not margin.whole_year
    assert not margin.is_known
    figures = by_month(plan)
    assert stock.value == pytest.approx(sum(figures.stock_value_money) / 6)
    assert fill.value == pytest.approx(1 - figures.unmet_money.sum() / figures.demand_money.sum())
    # 6 months of 60 x 100 + 40 x 120 + 40 x 80 for chairs and 10 tables at 500
    assert figures.demand_money.sum() == pytest.approx(6 * (14000 + 5000))


def test_a_year_that_the_plan_covers_is_compared_whole(workspace, cycle):
    longer = replace(cycle, horizon_months=18, fiscal_year_start=4)
    with workspace.store.read() as tx:
        inputs = workspace.inputs.of_cycle(tx, longer)
    problem = workspace.inputs.problem(inputs)
    plan = workspace.planners.plan(inputs.key(()), problem, (), "base", inputs.policy)
    year = replace(MARGIN, fiscal_year=2028)  # April 2027 to March 2028
    [found] = stands((MARGIN, year), longer, plan)
    assert found.objective == year
    assert found.months == month_row(Month("2027-04"), 12)
    assert found.value == pytest.approx(by_month(plan).margin_money[2:14].sum())
    assert found.is_met is (found.value >= 1e6)


def test_a_year_outside_of_the_plan_is_told_as_not_covered(plan, cycle):
    [found] = stands((replace(FILL, fiscal_year=2030),), cycle, plan)
    assert found.months == ()
    assert not found.is_known


def test_the_board_carries_how_the_plan_stands(workspace, cycle):
    assert read_board(workspace, cycle, None, None).standings == ()
    objectives.set_objective(workspace.store, act("1"), STOCK)
    [found] = read_board(workspace, cycle, None, None).standings
    assert found.objective == STOCK
