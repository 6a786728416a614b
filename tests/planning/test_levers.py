from dataclasses import replace

import numpy as np
import pytest

from sop.domain.calendar import MonthRange
from sop.domain.errors import NotFound
from sop.domain.scenario import BOUNDS, Lever, Scope
from sop.domain.supply import PlanStatus, ResourceAxis
from sop.planning.cold import solve_cold
from sop.planning.levers import apply, reaches
from sop.planning.planner import Planner
from sop.planning.synthetic import full_instance
from tests.planning.company import FIRST, Dimension, LeverKind, company, lever
from tests.planning.parts import crew, outside, steel

FULL = replace(full_instance(6, 2, 6, seed=3), error_units=np.full(6, 50.0))

LINES = {
    "plants": ("Sibiu", "Bacau"),
    "groups": ("Staff", "Crew"),
    "resources": (
        ResourceAxis("Staff", "Sibiu", "labour", "Staff"),
        ResourceAxis("Press", "Sibiu", "line", "Staff"),
        ResourceAxis("Crew", "Bacau", "labour", "Crew"),
    ),
    "capacity_h": np.array([[100.0, 100.0], [60.0, 60.0], [80.0, 80.0]]),
    "overtime_allowed_h": np.array([[5.0, 5.0], [5.0, 5.0]]),
    "overtime_cost_money": np.array([2.0, 2.0]),
}


def test_demand_moves_in_the_months_of_the_lever_only():
    moved = apply(company([50, 50, 50]), [lever(LeverKind.DEMAND, 10, months=2)])
    assert moved.month_demand_units == pytest.approx(np.array([[55.0, 55.0, 50.0]]))


def test_demand_moves_in_the_family_of_the_lever_only():
    base = company([[50.0], [50.0]], families=("Chairs", "Tables"))
    moved = apply(base, [lever(LeverKind.DEMAND, -20, Dimension.FAMILY, "Tables")])
    assert moved.month_demand_units.tolist() == [[50.0], [40.0]]


def test_price_moves_and_demand_does_not():
    moved = apply(company([50]), [lever(LeverKind.PRICE, -50)])
    assert moved.price_money.item() == 10.0
    assert moved.demand_units.item() == 50.0


def test_two_levers_of_one_kind_multiply():
    moved = apply(company([50]), [lever(LeverKind.DEMAND, 10), lever(LeverKind.DEMAND, 10)])
    assert moved.demand_units.item() == pytest.approx(50 * 1.21)


def test_capacity_of_a_plant_is_staff_and_lines():
    moved = apply(company([50, 50], **LINES), [lever(LeverKind.CAPACITY, -100, Dimension.PLANT, "Sibiu", months=1)])
    assert moved.capacity_h.tolist() == [[0.0, 100.0], [0.0, 60.0], [80.0, 80.0]]


def test_capacity_of_a_resource_is_its_own():
    moved = apply(company([50, 50], **LINES), [lever(LeverKind.CAPACITY, 10, Dimension.RESOURCE, "Press", months=1)])
    assert moved.capacity_h == pytest.approx(np.array([[100.0, 100.0], [66.0, 60.0], [80.0, 80.0]]))


def test_overtime_is_a_share_of_the_hours_of_the_staff_and_replaces_what_was_allowed():
    moved = apply(company([50, 50], **LINES), [lever(LeverKind.OVERTIME, 20, Dimension.PLANT, "Sibiu", months=1)])
    assert moved.overtime_allowed_h.tolist() == [[20.0, 5.0], [5.0, 5.0]]


def test_overtime_of_none_is_a_lever_too():
    moved = apply(company([50, 50], **LINES), [lever(LeverKind.OVERTIME, 0)])
    assert not moved.overtime_allowed_h.any()


def test_nobody_works_overtime_on_what_stands_still():
    levers = [
        lever(LeverKind.OUTAGE, 100, Dimension.RESOURCE, "Press", months=1),
        lever(LeverKind.OVERTIME, 20, Dimension.PLANT, "Sibiu"),
        lever(LeverKind.EXTRA_SHIFT, 10, Dimension.PLANT, "Sibiu"),
    ]
    moved = apply(company([50, 50], **LINES), levers)
    assert moved.capacity_h.tolist() == [[100.0, 100.0], [0.0, 60.0], [80.0, 80.0]]
    assert moved.overtime_allowed_h.tolist() == [[0.0, 20.0], [5.0, 5.0]]
    assert moved.extra_shift.allowed_h.tolist() == [[0.0, 10.0], [0.0, 0.0]]


def test_safety_stock_looks_at_the_demand_of_the_scenario_whatever_the_order_of_levers():
    levers = [lever(LeverKind.SAFETY_STOCK, 30.4), lever(LeverKind.DEMAND, 100)]
    assert apply(company([50, 50]), levers).safety_stock_units.tolist() == [[100.0, 100.0]]


def test_what_is_made_to_order_keeps_no_safety_stock():
    moved = apply(company([50, 50], made_to_order=np.array([True])), [lever(LeverKind.SAFETY_STOCK, 30)])
    assert not moved.safety_stock_units.any()


@pytest.mark.parametrize("kind", [LeverKind.DEMAND, LeverKind.PRICE, LeverKind.CAPACITY])
def test_a_neutral_lever_changes_nothing(kind):
    base = company([50, 50])
    assert apply(base, [lever(kind, 0)]).vector_digest == base.vector_digest


def test_months_after_the_horizon_change_nothing():
    base = company([50, 50])
    late = Lever("x", LeverKind.DEMAND, 50, Scope(), MonthRange(FIRST.plus(5), FIRST.plus(9)))
    assert apply(base, [late]).vector_digest == base.vector_digest


@pytest.mark.parametrize(
    ("kind", "dimension"),
    [
        (LeverKind.DEMAND, Dimension.FAMILY),
        (LeverKind.PRICE, Dimension.REGION),
        (LeverKind.CAPACITY, Dimension.PLANT),
        (LeverKind.CAPACITY, Dimension.RESOURCE),
    ],
)
def test_a_scope_that_is_not_there_is_named(kind, dimension):
    with pytest.raises(NotFound, match="Atlantis"):
        apply(company([50]), [lever(kind, 10, dimension, "Atlantis")])


def test_a_lever_on_what_is_not_there_reaches_nothing():
    base = company([50, 50], **LINES)
    assert reaches(base, lever(LeverKind.CAPACITY, 10, Dimension.RESOURCE, "Press"))
    assert not reaches(base, lever(LeverKind.CAPACITY, 10, Dimension.RESOURCE, "Gone"))
    assert reaches(base, lever(LeverKind.DEMAND, 10))


# Market ---------------------------------------------------------------------------------------------------------------


def test_units_on_top_are_spread_by_the_mix():
    base = company([[60.0], [30.0], [10.0]], families=("Chairs", "Chairs", "Tables"))
    moved = apply(base, [lever(LeverKind.DEMAND_UNITS, 30, Dimension.FAMILY, "Chairs")])
    assert moved.month_demand_units.ravel() == pytest.approx([80, 40, 10])


def test_units_where_nothing_is_asked_for_are_spread_equally_and_never_leave_less_than_nothing():
    base = company([[0.0], [0.0]])
    assert apply(
        base, [lever(LeverKind.DEMAND_UNITS, 30, Dimension.FAMILY, "Chairs")]
    ).demand_units.ravel().tolist() == [15, 15]
    less = apply(company([[20.0]]), [lever(LeverKind.DEMAND_UNITS, -50, Dimension.SKU, "S1")])
    assert less.demand_units.item() == 0


def test_demand_of_one_sku_moves_alone():
    moved = apply(company([[50.0], [50.0]]), [lever(LeverKind.DEMAND, 10, Dimension.SKU, "S2")])
    assert moved.month_demand_units.ravel() == pytest.approx([50, 55])


def test_demand_follows_the_price_by_the_elasticity_that_was_assumed():
    # a fifth off the price at an elasticity of 2: (0.8) ** -2 = 1.5625
    levers = [lever(LeverKind.ELASTICITY, 2), lever(LeverKind.PRICE, -20)]
    assert apply(company([64]), levers).demand_units.item() == pytest.approx(100)
    assert apply(company([64]), levers[:1]).demand_units.item() == 64


def test_a_family_is_served_first_by_its_weight_and_a_region_by_its_class():
    base = company([[50.0], [50.0]], families=("Chairs", "Tables"))
    weighed = apply(base, [lever(LeverKind.ALLOCATION, 50, Dimension.FAMILY, "Tables")])
    assert weighed.priority.tolist() == [1, 1.5]
    first = apply(base, [lever(LeverKind.ALLOCATION, 40, Dimension.REGION, "Home")])
    assert first.classes.strategic_share.tolist() == [[0.4], [0.4]]


# Works ----------------------------------------------------------------------------------------------------------------


def test_hours_are_added_to_a_resource_and_an_outage_takes_a_share():
    base = company([50, 50], **LINES)
    more = apply(base, [lever(LeverKind.CAPACITY_HOURS, 15, Dimension.RESOURCE, "Press", months=1)])
    assert more.capacity_h[1].tolist() == [75, 60]
    down = apply(base, [lever(LeverKind.OUTAGE, 100, Dimension.RESOURCE, "Press", months=1)])
    assert down.capacity_h[1].tolist() == [0, 60]


def test_an_extra_shift_costs_a_quarter_more_than_overtime_and_makes_another_model():
    base = company([50, 50], **LINES)
    moved = apply(base, [lever(LeverKind.EXTRA_SHIFT, 10, Dimension.PLANT, "Sibiu", months=1)])
    assert moved.extra_shift.allowed_h.tolist() == [[10, 0], [0, 0]]
    assert moved.extra_shift.cost_money.tolist() == [2.5, 2.5]
    assert moved.structure_digest != base.structure_digest


def test_hiring_is_allowed_as_far_as_the_lever_says():
    base = company([50, 50], workforce=crew(2, hire_limit=np.zeros((1, 2))))
    assert apply(base, [lever(LeverKind.HIRING, 3, months=1)]).workforce.hire_limit.tolist() == [[3, 0]]


def test_fewer_frozen_months_let_the_plan_decide_again():
    base = company([50, 50, 50], frozen_months=2, frozen_production_units=np.array([[10.0, 20.0]]))
    moved = apply(base, [lever(LeverKind.FROZEN, 1)])
    assert (moved.frozen_months, moved.frozen_production_units.tolist()) == (1, [[10]])
    assert apply(base, [lever(LeverKind.FROZEN, 5)]).frozen_months == 2


# Sources --------------------------------------------------------------------------------------------------------------


def test_subcontractors_deliver_the_share_of_their_limit():
    base = company([50, 50], subcontracting=outside(12.0, [20.0, 20.0]))
    assert apply(base, [lever(LeverKind.SUBCONTRACT, 150, months=1)]).subcontracting.limit_units.tolist() == [[30, 20]]


def test_a_material_becomes_dearer_with_its_premium():
    moved = apply(
        company([50, 50], materials=steel(2)),
        [lever(LeverKind.MATERIAL_PRICE, 10, Dimension.MATERIAL, "Steel", months=1)],
    )
    assert moved.materials.price_money[0] == pytest.approx([3.3, 3])
    assert moved.materials.premium_money[0] == pytest.approx([1.1, 1])


def test_a_supplier_that_fails_brings_neither_what_is_on_order_nor_anything_new():
    materials = steel(2, receipts_units=np.array([[40.0, 40.0]]), limit_units=np.array([[80.0, np.inf]]))
    base = company([50, 50], materials=materials)
    half = apply(base, [lever(LeverKind.SUPPLIER_OUTAGE, 50, Dimension.SUPPLIER, "Mill")]).materials
    assert (half.receipts_units.tolist(), half.limit_units.tolist()) == ([[20, 20]], [[40, np.inf]])
    nothing = apply(base, [lever(LeverKind.SUPPLIER_OUTAGE, 100, months=1)]).materials
    assert (nothing.receipts_units.tolist(), nothing.limit_units.tolist()) == ([[0, 40]], [[0, np.inf]])


def test_what_a_supplier_is_late_with_comes_later_and_can_be_hurried_meanwhile():
    materials = steel(3, receipts_units=np.array([[40.0, 50.0, 0.0]]), hurried_limit_units=np.array([[7.0, 0.0, 0.0]]))
    late = apply(company([50, 50, 50], materials=materials), [lever(LeverKind.SUPPLIER_DELAY, 2, months=1)]).materials
    assert late.receipts_units.tolist() == [[0, 50, 40]]
    assert late.limit_units.tolist() == [[0, np.inf, np.inf]]
    assert late.hurried_limit_units.tolist() == [[7, 0, 0]]


# Stock ----------------------------------------------------------------------------------------------------------------


def test_safety_stock_in_units_and_for_a_service():
    base = company([50, 50], error_units=np.array([10.0]), route_lead_months=np.array([3]))
    assert apply(
        base, [lever(LeverKind.SAFETY_STOCK_UNITS, 80, Dimension.SKU, "S1", months=1)]
    ).safety_stock_units.tolist() == [[80, 0]]
    # the 97.5 % quantile is 1.96; an error of 10 a month over 3 + 1 months is 20
    served = apply(base, [lever(LeverKind.TARGET_SERVICE, 97.5)]).safety_stock_units
    assert served == pytest.approx(1.96 * 20, rel=1e-3)


def test_a_stock_limit_is_days_of_coming_demand_and_makes_another_model():
    base = company([[50.0, 50.0], [20.0, 20.0]])
    moved = apply(base, [lever(LeverKind.STOCK_LIMIT, 60, Dimension.SKU, "S1")])
    assert moved.stock_limit.most_units[0] == pytest.approx(50 * 60 / 30.4)
    assert np.isinf(moved.stock_limit.most_units[1]).all()
    assert moved.structure_digest != base.structure_digest


# What is not there ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "moved",
    [
        lever(LeverKind.HIRING, 3),
        lever(LeverKind.SUBCONTRACT, 50),
        lever(LeverKind.MATERIAL_PRICE, 10),
        lever(LeverKind.SUPPLIER_OUTAGE, 10),
        lever(LeverKind.SUPPLIER_DELAY, 1),
        lever(LeverKind.TARGET_SERVICE, 95),
        lever(LeverKind.SUPPLIER_OUTAGE, 10, Dimension.SUPPLIER, "Mill"),
    ],
)
def test_a_lever_on_a_part_that_the_company_does_not_have_reaches_nothing(moved):
    assert not reaches(company([50, 50]), moved)


@pytest.mark.parametrize("kind", list(LeverKind))
def test_every_lever_leads_to_a_plan_that_equals_one_built_from_nothing(kind):
    first = BOUNDS[kind].dimensions[-1]
    names = {Dimension.SKU: FULL.skus[0], Dimension.REGION: "West", Dimension.RESOURCE: FULL.resources[1].name,
             Dimension.PLANT: "Plant 1", Dimension.SUPPLIER: "Supplier 2", Dimension.ALL: "", Dimension.FAMILY: "Family 1"}  # fmt: skip
    value = (BOUNDS[kind].low + 3 * BOUNDS[kind].high) / 4
    moved = apply(FULL, [lever(kind, value, first, names[first])])
    assert reaches(FULL, lever(kind, value, first, names[first]))
    plan = Planner(moved).solve(moved, "k")
    assert plan.status is PlanStatus.OPTIMAL
    assert plan.objective == pytest.approx(solve_cold(moved, "k").objective, rel=1e-9)
