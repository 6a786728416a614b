"""Gaps by family: differences worked out by hand, budget compared over its own months only, ranked by money."""

import math
from dataclasses import replace

import numpy as np
import pytest

from sop.domain.calendar import Month
from sop.domain.errors import Invalid, NotAllowed
from sop.domain.gaps import GapClass, GapLimits, Trend
from sop.domain.supply import PlanStatus, SupplyPlan
from sop.services.gaps import SpanKind, gap_table, plan_before, read_limits, read_strategic, set_limits, spans
from tests.services.small_company import FIRST, PARTICIPANT, act, company, cycle, events

MARCH = Month("2027-03")


def rows(*values):
    return np.array(values, dtype=float)


def plan() -> SupplyPlan:
    """February and March of the small company, written down. SKUs CH-1, CH-2 (chairs) and TB-1 (tables).

    Chairs: 140 demanded each month; in February 30 CH-1 are late, in March 140 + those 30 are shipped.
    Tables: 10 demanded, 8 shipped each month, 2 lost.
    """
    none = np.zeros((3, 2))
    return SupplyPlan(
        key="k", status=PlanStatus.OPTIMAL, skus=("CH-1", "CH-2", "TB-1"), families=("Chairs", "Chairs", "Tables"),
        regions=("North",), plants=(), resources=(), groups=(), months=(FIRST, MARCH), frozen_months=1,
        demand_by_region_units=np.zeros((3, 1, 2)), demand_units=rows([100, 100], [40, 40], [10, 10]),
        production_units=np.zeros((3, 0, 2)), purchased_units=none, stock_units=none,
        backlog_units=rows([30, 0], [0, 0], [0, 0]), order_book_units=none, lost_units=rows([0, 0], [0, 0], [2, 2]),
        safety_stock_units=none, opening_stock_units=np.zeros(3), opening_backlog_units=np.zeros(3),
        load_h=np.zeros((0, 2)), capacity_h=np.zeros((0, 2)), overtime_h=np.zeros((0, 2)),
        overtime_allowed_h=np.zeros((0, 2)), beyond_capacity_h=np.zeros((0, 2)),
        price_money=rows([100, 100], [80, 80], [500, 500]), unit_cost_money=np.zeros(3), production_money=np.zeros(2),
        purchase_money=np.zeros(2), overtime_money=np.zeros(2), holding_money=np.zeros(2), penalty=np.zeros((5, 2)),
        hour_value_money=np.zeros((0, 2)), unit_value_money=none, objective=0.0, solver="by hand", milliseconds=0.0,
    )  # fmt: skip


def table(months=(FIRST, MARCH), changed=None, limits=None):
    return gap_table(company(changed), plan(), months, limits or GapLimits())


def line(found, family):
    return next(gap for gap in found.lines if gap.family == family)


def test_demand_supply_and_short_in_units_and_money():
    chairs = line(table(), "Chairs")
    # February ships 70 CH-1 and 40 CH-2, March 130 and 40: all 280 in the end, 30 of them late
    assert (chairs.units.demand, chairs.units.supply, chairs.units.short) == (280, 280, 30)
    assert chairs.units.supply_less_demand == 0
    assert chairs.money.demand == 200 * 100 + 80 * 80
    assert chairs.money.short == 30 * 100
    tables = line(table(), "Tables")
    assert (tables.units.supply_less_demand, tables.money.supply_less_demand) == (-4, -2000)


def test_the_budget_is_compared_over_its_own_months():
    chairs = line(table(), "Chairs")
    # the file budgets February alone: 130 chairs, 13,000; February ships 70 x 100 + 40 x 80 = 10,200
    assert chairs.budget_months == (FIRST,)
    assert (chairs.units.budget, chairs.units.supply_less_budget) == (130, 110 - 130)
    assert (chairs.money.budget, chairs.money.supply_less_budget) == (13000, 10200 - 13000)


def test_a_family_without_a_budget_has_no_figure_and_no_class_there():
    tables = line(table(), "Tables")
    assert math.isnan(tables.money.budget)
    assert math.isnan(tables.money.supply_less_budget)
    assert tables.budget_months == ()
    assert tables.budget_class is None


def test_gaps_are_classed_by_their_share():
    found = table()
    # chairs: 3,000 of 26,400 late is 11.4 %; 2,800 under 13,000 is 21.5 %. Tables: 2,000 of 10,000 lost is 20 %
    chairs = line(found, "Chairs")
    assert (chairs.demand_class, chairs.budget_class, chairs.worst) == (
        GapClass.MANAGE,
        GapClass.ESCALATE,
        GapClass.ESCALATE,
    )
    assert line(found, "Tables").worst is GapClass.ESCALATE
    assert line(table(limits=GapLimits(12, 22)), "Chairs").worst is GapClass.MANAGE


def test_the_most_money_at_stake_comes_first():
    assert [gap.family for gap in table().lines] == ["Chairs", "Tables"]  # 3,000 against 2,000
    assert [gap.family for gap in table((MARCH,)).lines] == ["Tables", "Chairs"]  # 1,000 against nothing late


def test_a_chosen_part_of_the_horizon_is_looked_at_alone():
    chairs = line(table((MARCH,)), "Chairs")
    assert (chairs.units.demand, chairs.units.supply, chairs.units.short) == (140, 170, 0)
    assert math.isnan(chairs.units.budget)


def test_the_total_is_in_money_and_adds_up_the_families():
    found = table()
    total = found.total.money
    assert total.demand == sum(gap.money.demand for gap in found.lines)
    assert total.supply_less_demand == -2000
    assert total.short == 3000 + 2000
    # tables have no budget: they are left out on both sides
    assert total.supply_less_budget == 10200 - 13000
    assert math.isnan(found.total.units.demand)


def test_a_budget_of_the_whole_company_is_that_of_the_total():
    whole = {"budget": f"month,family,quantity,revenue,margin\n{FIRST},,0,15000,4000\n"}
    found = table(changed=whole)
    # February ships 10,200 of chairs and 8 tables at 500
    assert found.total.money.supply_less_budget == 10200 + 4000 - 15000
    assert line(found, "Chairs").budget_class is None


def test_without_any_budget_there_is_a_table_still():
    found = table(changed={"budget": None})
    assert math.isnan(found.total.money.budget)
    assert found.total.demand_class is GapClass.MANAGE  # 5,000 of 36,400


def test_a_family_without_a_common_unit_is_in_money_only():
    mixed = company()
    mixed = replace(
        mixed,
        catalogue=replace(
            mixed.catalogue, items=(replace(mixed.catalogue.items[0], unit="t"), *mixed.catalogue.items[1:])
        ),
    )
    chairs = line(gap_table(mixed, plan(), (FIRST,), GapLimits()), "Chairs")
    assert math.isnan(chairs.units.demand)
    assert chairs.money.demand == 13200


def test_without_prices_gaps_are_in_units_and_ranked_by_their_share():
    found = table(changed={"prices": None})
    chairs, tables = line(found, "Chairs"), line(found, "Tables")
    # February ships 110 of 130 budgeted chairs, 15.4 %; of 20 tables 4 are lost, 20 %
    assert math.isnan(chairs.money.demand)
    assert (chairs.budget_class, chairs.units.supply_less_budget) == (GapClass.ESCALATE, -20)
    assert found.lines == (tables, chairs)
    assert math.isnan(found.total.money.demand)


def test_spans_are_the_horizon_its_fiscal_years_and_quarters():
    found = spans(replace(cycle(), fiscal_year_start=4))
    # February to July 2027: the fiscal years 2027 (to March) and 2028 (from April)
    assert [(each.kind, each.year, each.quarter, len(each.months)) for each in found] == [
        (SpanKind.HORIZON, 0, 0, 6),
        (SpanKind.YEAR, 2027, 0, 2),
        (SpanKind.YEAR, 2028, 0, 4),
        (SpanKind.QUARTER, 2027, 4, 2),
        (SpanKind.QUARTER, 2028, 1, 3),
        (SpanKind.QUARTER, 2028, 2, 1),
    ]
    assert len({each.name for each in found}) == len(found)


def test_what_is_strategic_is_escalated_as_soon_as_it_is_more_than_noise():
    found = gap_table(company(), plan(), (FIRST, MARCH), GapLimits(), {"Chairs"})
    chairs = line(found, "Chairs")
    assert (chairs.demand_class, chairs.is_strategic) == (GapClass.ESCALATE, True)  # 11.4 %: else to be managed
    assert line(found, "Tables").is_strategic is False
    assert GapLimits().class_of(0.04, strategic=True) is GapClass.NOISE


def last(units) -> SupplyPlan:
    """The plan of the last cycle: so many CH-1 demanded and shipped in February, the last month that it covers."""
    one = {name: getattr(plan(), name)[:, :1] for name in ("order_book_units", "lost_units", "backlog_units")}
    nothing = {name: np.zeros_like(value) for name, value in one.items()}
    demand = rows([units], [0], [0])
    return replace(plan(), months=(FIRST,), demand_units=demand, price_money=plan().price_money[:, :1], **nothing)


@pytest.mark.parametrize(("units", "trend"), [(120, Trend.GROWING), (60, Trend.SHRINKING), (102, Trend.SAME)])
def test_a_gap_is_held_against_the_plan_of_the_last_cycle(units, trend):
    # February ships 10,200 of 13,000 budgeted; the last plan shipped 12,000, 6,000 or 10,200
    found = gap_table(company(), plan(), (FIRST, MARCH), GapLimits(), (), last(units))
    chairs = line(found, "Chairs")
    assert chairs.trend is trend
    assert (chairs.money.last, chairs.money.supply_less_last) == (units * 100, 10200 - units * 100)
    assert chairs.units.supply_less_last == 110 - units
    assert line(found, "Tables").trend is None  # no budget


def test_the_first_cycle_has_no_plan_before_it(workspace, cycle):
    with workspace.store.read() as tx:
        assert plan_before(tx, cycle) is None
        assert read_strategic(tx) == frozenset()
    set_limits(workspace.store, act("limits"), GapLimits(), {"Chairs"})
    with workspace.store.read() as tx:
        assert read_strategic(tx) == {"Chairs"}


def test_the_facilitator_sets_the_limits(workspace, heard):
    assert read_limits(workspace.store) == GapLimits(5, 15)
    set_limits(workspace.store, act("limits"), GapLimits(3, 10))
    assert read_limits(workspace.store) == GapLimits(3, 10)
    assert heard == ["company"]
    assert events(workspace, "gap_limits_set") == 1
    with pytest.raises(NotAllowed):
        set_limits(workspace.store, act("limits", PARTICIPANT), GapLimits(1, 2))
    with pytest.raises(Invalid):
        set_limits(workspace.store, act("limits"), GapLimits(10, 3))
