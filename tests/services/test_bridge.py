"""The bridge of a company: what its figures come from, and that nothing is left over on the demo company."""

from dataclasses import replace

import numpy as np
import pytest

from sop.domain.bridge import Bar, Weighted
from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import Refused
from sop.domain.measures import margin_money
from sop.services import bridge
from sop.services.comparison import compare
from sop.services.lookup import cycle_named
from sop.services.workspace import build
from tests.services.conftest import settings_at
from tests.services.small_company import FIRST

MAY = MonthRange(Month("2027-05"), Month("2027-05"))


@pytest.fixture(scope="module")
def demo(demo_folder):
    workspace = build(settings_at(demo_folder))
    yield compare(workspace, cycle_named(workspace.store, None), None)
    workspace.store.dispose()


@pytest.mark.parametrize("year", [2026, 2027, 2028])
@pytest.mark.parametrize("column", [0, 2])
def test_the_bars_foot_to_zero_whatever_the_year_and_the_scenario(demo, year, column):
    found = bridge.bridge(demo.inputs, demo.columns[column].plan, year)
    gross = sum(map(abs, found.bars.values())) + abs(found.budget_money) + abs(found.estimate_money)
    assert sum(found.bars.values()) == pytest.approx(found.gap(), abs=1e-9 * gross)
    for family in found.families:
        off = family.estimate_money - family.budget_money - sum(family.bars.values())
        assert off == pytest.approx(0, abs=1e-9 * gross)


def test_the_budget_is_that_of_the_file_and_the_estimate_the_plans_margin(demo):
    plan = demo.columns[0].plan
    found = bridge.bridge(demo.inputs, plan, 2027)
    rows = demo.inputs.company.rows["budget"]
    assert found.budget_money == pytest.approx(rows.loc[rows["month"].str.startswith("2027"), "margin"].sum())
    inside = np.array([month.year == 2027 for month in plan.months])
    assert found.estimate_money == pytest.approx(margin_money(plan)[inside].sum())
    assert found.closed == ()


def test_the_year_that_runs_begins_with_what_was_sold(demo):
    found = bridge.bridge(demo.inputs, demo.columns[0].plan, 2026)
    assert (len(found.months), len(found.closed)) == (12, 10)
    # 4 % under the budget: the company's own story
    assert found.gap() / found.budget_money == pytest.approx(-0.04, abs=0.01)


def test_the_first_year_shown_is_that_of_the_first_month_to_decide(demo):
    assert bridge.bridged_years(demo.inputs) == (2026, 2027, 2028)
    assert bridge.year_bridged_first(demo.inputs) == 2027


def test_quantities_are_in_the_familys_equivalent_unit(demo):
    found = bridge.bridge(demo.inputs, demo.columns[0].plan, 2027)
    units = {each.family: each.unit for each in found.families}
    assert units["Grills"] == "kettle 57"


def test_what_is_expected_of_risks_is_a_bar_and_moves_the_estimate(demo):
    plan = demo.columns[0].plan
    bare = bridge.bridge(demo.inputs, plan, 2027)
    winter = MonthRange(Month("2026-12"), Month("2027-03"))  # three of its four months are in the year
    entries = (Weighted("Grills", MAY, Bar.RISK, -1000.0), Weighted("", winter, Bar.OPPORTUNITY, 400.0))
    found = bridge.bridge(demo.inputs, plan, 2027, entries)
    assert found.estimate_money == pytest.approx(bare.estimate_money - 700)
    assert found.plan_money == bare.plan_money
    grills = next(each for each in found.families if each.family == "Grills")
    assert grills.bars[Bar.RISK] == -1000


@pytest.mark.parametrize("lacking", ["prices", "costs", "budget"])
def test_without_prices_costs_or_a_budget_by_family_it_says_what_to_deliver(workspace, cycle, lacking):
    found = compare(workspace, cycle, None)
    rows = {**found.inputs.company.rows, lacking: found.inputs.company.rows[lacking].iloc[:0]}
    without = replace(found.inputs, company=replace(found.inputs.company, rows=rows))
    with pytest.raises(Refused):
        bridge.bridge(without, found.columns[0].plan, 2027)


def test_a_year_without_a_budget_is_refused(workspace, cycle):
    found = compare(workspace, cycle, None)
    assert bridge.bridge(found.inputs, found.columns[0].plan, 2027).months == (FIRST,)
    with pytest.raises(Refused):
        bridge.bridge(found.inputs, found.columns[0].plan, 2030)
