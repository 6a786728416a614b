"""Whatever a company with every part delivers, there is a plan whose limits have names, or one sentence."""

from dataclasses import replace

import numpy as np
import pytest

from sop.domain.errors import Invalid
from sop.domain.supply import PlanStatus
from sop.planning.cold import solve_cold
from sop.planning.explain import bottlenecks
from sop.planning.planner import Planner
from sop.planning.synthetic import full_instance
from tests.planning.company import company
from tests.planning.parts import steel

FULL = full_instance(6, 2, 6, seed=3)


def planned(problem):
    plan = Planner(problem).solve(problem, "k")
    assert plan.status in {PlanStatus.OPTIMAL, PlanStatus.OPTIMAL_COLD}
    assert plan.objective == pytest.approx(solve_cold(problem, "k").objective, rel=1e-9)
    return plan


def test_no_capacity_anywhere_makes_nothing_and_names_what_is_full():
    plan = planned(replace(FULL, capacity_h=np.zeros_like(FULL.capacity_h), workforce=None, extra_shift=None,
                           overtime_allowed_h=np.zeros_like(FULL.overtime_allowed_h)))  # fmt: skip
    assert plan.made_units.sum() == pytest.approx(0, abs=1e-6)
    assert plan.lost_units.sum() > 0


def test_a_demand_of_a_billion_is_a_plan_that_serves_what_there_is():
    plan = planned(replace(FULL, demand_units=np.full_like(FULL.demand_units, 1e9)))
    assert plan.lost_units.sum() == pytest.approx(plan.demand_units.sum(), rel=1e-3)
    assert {each.resource for each in bottlenecks(plan)} <= {r.name for r in plan.resources}


def test_no_material_no_room_and_nobody_to_hire_is_a_plan():
    nothing = np.zeros_like(FULL.materials.limit_units)
    dry = replace(
        FULL.materials, limit_units=nothing, hurried_limit_units=nothing, opening_units=np.zeros(3),
        receipts_units=np.zeros_like(FULL.materials.receipts_units),
    )  # fmt: skip
    full_up = replace(FULL.storage, limit_m3=np.zeros(6), rent_limit_m3=np.zeros(6))
    plan = planned(replace(FULL, materials=dry, storage=full_up))
    assert plan.made_units.sum() == pytest.approx(0, abs=1e-6)
    assert (plan.material_saving_money.max(axis=1) > 0).any()


@pytest.mark.parametrize("price", [-1.0, np.nan, np.inf])
def test_a_price_below_nothing_or_without_a_figure_is_refused_with_the_name(price):
    with pytest.raises(Invalid, match=r"The price of material of Mill must be a number that is not negative\."):
        company([50], materials=steel(1, price_money=np.full((1, 1), price)))


def test_a_part_of_another_length_is_refused():
    with pytest.raises(Invalid, match="room in the warehouse"):
        replace(FULL, storage=replace(FULL.storage, limit_m3=np.zeros(5)))


def test_parts_without_anything_in_them_cost_nothing_but_their_rows():
    bare = replace(FULL, materials=None, storage=None, stock_limit=None, workforce=None, subcontracting=None,
                   extra_shift=None, classes=None)  # fmt: skip
    assert bare.parts == ()
    assert planned(bare).objective > 0
