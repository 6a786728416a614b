"""Planned by group and spread back: every sum agrees, no hour is overrun, and the plan is about as dear as that by SKU."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.errors import Invalid
from sop.planning.grouping import Grouping
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.planning.synthetic import full_instance, tight_instance

PLAIN = Policy(fair_share=0.0)


def planned(items: int, seed: int):
    problem = tight_instance(items, 2, 8, seed)
    grouping = Grouping.of(problem)
    return problem, grouping, Planner(grouping.groups, PLAIN).solve(grouping.groups, "groups")


def test_skus_of_a_group_are_of_one_family_and_of_the_same_resources():
    problem = tight_instance(40, 3, 6, seed=1)
    grouping = Grouping.of(problem)
    assert len(grouping.groups.skus) < len(problem.skus)
    uses = problem.route_use_h > 0
    for group in range(len(grouping.groups.skus)):
        members = np.flatnonzero(grouping.of_sku == group).tolist()
        eligible = {str(uses[problem.route_sku == i].any(axis=0)) for i in members}
        assert len(eligible) == 1
        assert len({problem.families[i] for i in members}) == 1


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 1000))
def test_sums_in_standard_hours_agree_and_the_mix_keeps_the_hours(seed):
    problem, grouping, plan = planned(24, seed)
    spread = grouping.spread(plan)
    hours = grouping.hours
    made, bought = np.zeros_like(plan.purchased_units), np.zeros_like(plan.purchased_units)
    np.add.at(made, grouping.of_sku[problem.route_sku], spread["production"] * hours[problem.route_sku, None])
    np.add.at(bought, grouping.of_sku, spread["purchases"] * hours[:, None])
    assert made == pytest.approx(plan.made_units, abs=1e-6 * plan.made_units.max())
    assert bought == pytest.approx(plan.purchased_units, abs=1e-6 * (1 + plan.purchased_units.max()))
    lost = np.zeros_like(made)
    np.add.at(lost, grouping.of_sku, spread["lost"] * hours[:, None])
    assert lost == pytest.approx(plan.lost_units, abs=1e-6 * (1 + plan.lost_units.max()))
    load = problem.route_use_h.T @ spread["production"]
    assert load == pytest.approx(plan.load_h, abs=1e-6 * plan.load_h.max())
    free = problem.capacity_h + plan.overtime_h[problem.resource_group]
    assert (load <= free + 1e-6 * free.max()).all()
    cost = float(problem.production_cost_money @ spread["production"].sum(axis=1))
    assert cost == pytest.approx(float(plan.production_money.sum()), rel=1e-9)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_plan_of_groups_costs_what_that_by_sku_does_within_a_few_per_cent(seed):
    problem, _, plan = planned(40, seed)
    by_sku = Planner(problem, PLAIN).solve(problem, "skus")
    assert plan.cost_money <= by_sku.cost_money * 1.01
    assert plan.cost_money >= by_sku.cost_money * 0.96


def test_demand_and_stock_of_the_groups_are_those_of_their_skus():
    problem, grouping, _ = planned(24, 5)
    for name in ("demand_units", "safety_stock_units", "opening_stock_units", "purchase_limit_units"):
        whole = getattr(problem, name)
        hours = grouping.hours.reshape(-1, *[1] * (whole.ndim - 1))
        assert getattr(grouping.groups, name).sum(axis=0) == pytest.approx((whole * hours).sum(axis=0))


def test_a_company_with_further_parts_is_not_planned_by_groups():
    with pytest.raises(Invalid, match="by SKU"):
        Grouping.of(full_instance(6, 2, 6, seed=1))
