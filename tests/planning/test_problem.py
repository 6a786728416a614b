import numpy as np
import pytest

from sop.domain.errors import Invalid
from sop.domain.supply import ResourceAxis
from sop.planning.levers import apply
from tests.planning.company import Dimension, LeverKind, company, lever


def test_negative_capacity_is_refused_with_the_name_of_the_resource():
    with pytest.raises(Invalid, match="capacity of Staff"):
        company([50, 50], capacity_h=np.array([[100.0, -1.0]]))


def test_negative_demand_is_refused_with_the_name_of_the_sku():
    with pytest.raises(Invalid, match="demand of S2"):
        company([[50.0], [-1.0]])


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_figure_that_is_no_number_is_refused(value):
    with pytest.raises(Invalid, match="unit cost of S1"):
        company([50], unit_cost_money=np.array([value]))


def test_negative_routing_hours_are_refused_with_sku_and_plant():
    with pytest.raises(Invalid, match=r"S1 \(Sibiu\)"):
        company([50], use_h=np.array([-1.0]))


def test_a_horizon_of_no_months_is_refused():
    with pytest.raises(Invalid, match="at least one month"):
        company(np.zeros((1, 0)))


def test_an_array_of_another_shape_is_refused():
    with pytest.raises(Invalid, match="safety stock"):
        company([50, 50], safety_stock_units=np.zeros((1, 3)))


def test_more_frozen_months_than_months_are_refused():
    with pytest.raises(Invalid, match="frozen"):
        company([50], frozen_months=2)


def test_a_name_that_stands_twice_is_refused():
    with pytest.raises(Invalid, match="S1 stands twice"):
        company([[50.0], [50.0]], skus=("S1", "S1"))


def test_a_routing_to_an_unknown_resource_is_refused():
    with pytest.raises(Invalid, match="not in the plan"):
        company([50], use_resource=np.array([1]))


def test_two_routings_of_a_sku_in_one_plant_are_refused():
    with pytest.raises(Invalid, match="twice"):
        company([[50.0], [50.0]], route_sku=np.array([0, 0]))


def test_a_resource_staffed_by_an_unknown_group_is_refused():
    with pytest.raises(Invalid, match="Night shift"):
        company([50], resources=(ResourceAxis("Press", "Sibiu", "line", "Night shift"),))


def test_an_order_book_of_a_sku_made_to_stock_is_refused():
    with pytest.raises(Invalid, match="S1 is made to stock"):
        company([50], order_book_units=np.array([[5.0]]))


def test_arrays_are_read_only_copies():
    capacity = np.full((1, 2), 100.0)
    problem = company([50, 50], capacity_h=capacity)
    capacity[:] = 0
    assert problem.capacity_h.tolist() == [[100.0, 100.0]]
    with pytest.raises(ValueError, match="read-only"):
        problem.capacity_h[0, 0] = 1


def test_a_lever_keeps_the_structure_and_moves_the_vectors():
    base = company([50, 50])
    moved = apply(base, [lever(LeverKind.DEMAND, 10)])
    assert moved.structure_digest == base.structure_digest
    assert moved.vector_digest != base.vector_digest


def test_routing_hours_are_structure():
    assert company([50]).structure_digest != company([50], use_h=np.array([2.0])).structure_digest


def test_the_price_is_the_mean_over_regions_weighted_by_demand():
    problem = company(
        [50, 50],
        regions=("Home", "Abroad"),
        demand_units=np.array([[[30.0, 0.0], [10.0, 0.0]]]),
        price_money=np.array([[[20.0, 20.0], [40.0, 40.0]]]),
    )
    # (30 x 20 + 10 x 40) / 40 = 25; without demand the plain mean, 30
    assert problem.month_price_money.tolist() == [[25.0, 30.0]]


def test_scopes_know_regions():
    moved = apply(
        company(
            [50],
            regions=("Home", "Abroad"),
            demand_units=np.array([[[30.0], [10.0]]]),
            price_money=np.full((1, 2, 1), 9.0),
        ),
        [lever(LeverKind.DEMAND, 100, Dimension.REGION, "Abroad")],
    )
    assert moved.demand_units.tolist() == [[[30.0], [20.0]]]
