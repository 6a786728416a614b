import numpy as np
import pytest

from sop.domain.errors import Invalid
from sop.planning import production_grid

SALES, PRODUCTION, PLAN = np.array([222.0, 195, 227]), np.array([200.0, 206, 199]), np.full(3, 200.0)


def test_the_grid_of_wallace_cumulates_its_differences():
    np.testing.assert_array_equal(production_grid.plan_against_actual(PLAN, SALES).cumulative_units, [22, 17, 44])
    np.testing.assert_array_equal(production_grid.plan_against_actual(PLAN, PRODUCTION).cumulative_units, [0, 6, 5])


def test_stock_falls_by_what_is_sold_beyond_production():
    np.testing.assert_array_equal(production_grid.closing_stock(100, PRODUCTION, SALES), [78, 89, 61])


def test_an_order_book_grows_by_what_is_ordered_beyond_production():
    np.testing.assert_array_equal(production_grid.closing_backlog(100, PRODUCTION, SALES), [122, 111, 139])


def test_plan_and_actual_have_the_same_months():
    with pytest.raises(Invalid):
        production_grid.plan_against_actual(PLAN, SALES[:2])
