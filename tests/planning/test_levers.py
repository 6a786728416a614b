import numpy as np
import pytest

from sop.domain.calendar import MonthRange
from sop.domain.errors import NotFound
from sop.domain.scenario import Lever, Scope
from sop.domain.supply import ResourceAxis
from sop.planning.levers import apply, reaches, target_units
from tests.planning.company import FIRST, Dimension, LeverKind, company, lever

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


def test_safety_stock_is_what_coming_demand_uses_up():
    # 45.6 days = 1.5 months of 30.4: all of the next month and half of the one after it
    # after month 3 the mean of the last three months, (100 + 40 + 10) / 3 = 50
    assert target_units(np.array([[100.0, 40.0, 10.0]]), 45.6) == pytest.approx(np.array([[45.0, 35.0, 75.0]]))


def test_a_horizon_of_a_year_repeats_itself_for_the_safety_stock():
    demand = np.arange(1.0, 13.0)[None, :]
    assert target_units(demand, 30.4)[0, -1] == 1.0


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
