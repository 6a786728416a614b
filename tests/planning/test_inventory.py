import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop.domain.errors import Invalid
from sop.planning.inventory import expected_cost, order_quantity


def test_the_newsvendor_orders_what_the_book_prints():
    quantity = order_quantity(0.18, 0.70, 50, 8)
    assert quantity == pytest.approx(56.604, abs=0.0005)
    assert expected_cost(quantity, 0.18, 0.70, 50, 8) == pytest.approx(1.99761, abs=0.000005)


def test_equal_costs_order_the_mean_and_cost_the_mean_deviation():
    # E|D - mean| = deviation x sqrt(2 / pi) = 10 x .797885
    assert order_quantity(1, 1, 100, 10) == pytest.approx(100)
    assert expected_cost(100, 1, 1, 100, 10) == pytest.approx(7.97885, abs=1e-5)


@given(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(1, 50), st.floats(-20, 20))
def test_no_other_quantity_costs_less(holding, shortage, deviation, step):
    best = order_quantity(holding, shortage, 100, deviation)
    cost = expected_cost(best, holding, shortage, 100, deviation)
    assert cost <= expected_cost(best + step, holding, shortage, 100, deviation) + 1e-9


@pytest.mark.parametrize("figures", [(0, 1, 50, 8), (1, 0, 50, 8), (1, 1, 50, 0), (1e-300, 1e300, 50, 8)])
def test_costs_and_spread_are_above_nothing(figures):
    with pytest.raises(Invalid):
        order_quantity(*figures)
