"""The bridge: each bar by its own formula, worked out by hand, and all of them together the whole difference."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.bridge import Bar, Budget, Estimate, FamilyBridge, family_bridge, whole
from sop.domain.errors import Invalid


def estimate(**changed) -> Estimate:
    """Two SKUs over two months: a small one of 1 equivalent unit and a large one of 2; no budget for the second month."""
    values = {
        "demand_units": np.array([[60.0, 10.0], [30.0, 0.0]]),
        "shipped_units": np.array([[50.0, 10.0], [30.0, 0.0]]),
        "price_money": np.array([[11.0, 11.0], [19.0, 19.0]]),
        "unit_cost_money": np.array([6.0, 10.0]),
        "equivalents": np.array([1.0, 2.0]),
        "usual_units": np.array([50.0, 25.0]),  # half of the equivalent units each
        "budgeted": np.array([True, False]),
    }
    return Estimate(**{**values, **changed})


BUDGET = Budget(quantity_units=75.0, revenue_money=1000.0, margin_money=400.0)


def bars(budget=BUDGET, **changed) -> FamilyBridge:
    return family_bridge("Chairs", "seat", estimate(**changed), budget)


def test_each_bar_by_hand():
    found = bars()
    # 75 budgeted pieces in the usual mix (2 small to 1 large) are 50 + 25 x 2 = 100 equivalent units of margin 4;
    # demanded are 60 + 30 x 2 = 120
    assert (found.budget_units, found.estimate_units) == (100, 120)
    assert found.bars[Bar.VOLUME] == pytest.approx((120 - 100) * 4)
    # 120 in the usual mix are 60 small and 30 large: the mix is the usual one
    assert found.bars[Bar.MIX] == pytest.approx(0)
    # price: 60 x 11 + 30 x 19 = 1230 against 120 x 10; cost: 120 x 6 against 60 x 6 + 30 x 10 = 660
    assert found.bars[Bar.PRICE] == pytest.approx(1230 - 1200)
    assert found.bars[Bar.COST] == pytest.approx(720 - 660)
    # 10 small ones of a margin of 5 are not shipped; the month without a budget ships 10 of them
    assert found.bars[Bar.LOST] == pytest.approx(-50)
    assert found.bars[Bar.WITHOUT_BUDGET] == pytest.approx(50)
    # shipped: 50 x 5 + 30 x 9 + 10 x 5 = 570
    assert found.estimate_money == pytest.approx(570)


def test_more_of_what_earns_more_is_mix():
    found = bars(demand_units=np.array([[40.0, 0.0], [40.0, 0.0]]))
    # 120 equivalent units again; 20 small ones less at 5, 10 large ones more at 9
    assert found.bars[Bar.VOLUME] == pytest.approx(80)
    assert found.bars[Bar.MIX] == pytest.approx(-20 * 5 + 10 * 9)


def test_a_sku_without_history_comes_in_with_the_mix():
    found = bars(usual_units=np.array([75.0, 0.0]))
    # 120 in the usual mix are 120 small ones: 60 less at 5, 30 large ones at 9
    assert found.bars[Bar.MIX] == pytest.approx(-60 * 5 + 30 * 9)


def test_a_budget_in_money_alone_is_not_split():
    found = bars(Budget(0.0, 1000.0, 400.0))
    # demanded are 60 x 5 + 30 x 9 = 570 in the month with a budget
    assert found.bars[Bar.UNSPLIT] == pytest.approx(570 - 400)
    assert Bar.VOLUME not in found.bars


def test_a_family_without_any_budget_is_a_bar_of_its_own():
    found = bars(Budget(), budgeted=np.array([False, False]))
    assert {bar for bar, money in found.bars.items() if money} == {Bar.WITHOUT_BUDGET}
    assert found.bars[Bar.WITHOUT_BUDGET] == pytest.approx(570)


def test_a_unit_counts_for_something():
    with pytest.raises(Invalid):
        estimate(equivalents=np.array([1.0, 0.0]))


def test_risks_and_opportunities_stand_between_plan_and_estimate():
    own = family_bridge("Chairs", "seat", estimate(), BUDGET, {Bar.RISK: -30.0})
    found = whole((), (), [own], {Bar.OPPORTUNITY: 12.0, Bar.PREMIUM: -5.0}, 570.0 - 5.0)
    assert found.bars[Bar.RISK] == -30
    assert (found.plan_money, found.estimate_money) == (565, 547)
    assert sum(found.bars.values()) == pytest.approx(found.gap())


amounts = st.floats(0, 1e5, allow_subnormal=False)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(amounts, min_size=24, max_size=24), st.lists(st.floats(0.1, 50), min_size=3, max_size=3),
    st.lists(st.booleans(), min_size=4, max_size=4), st.tuples(st.just(0.0) | st.floats(1, 1e5), amounts, st.floats(-1e5, 1e5)),
    st.lists(amounts, min_size=3, max_size=3),
)  # fmt: skip
def test_the_bars_are_the_whole_difference(figures, equivalents, budgeted, budget, usual):
    demand, shipped = np.array(figures).reshape(2, 3, 4)
    months = np.array(budgeted)
    price, cost = (demand + 7) / 40, shipped[:, 0] / 30
    held = Budget(*budget) if months.any() else Budget()
    own = Estimate(demand, shipped, price, cost, np.array(equivalents), np.array(usual), months)
    found = family_bridge("Chairs", "", own, held)
    margin = np.abs(price - cost[:, None]).max() * max(demand.sum(), shipped.sum(), 1.0)
    gross = sum(map(abs, found.bars.values())) + margin + sum(map(abs, budget)) + 1.0
    scale = gross * max(1.0, found.estimate_units / found.budget_units if found.budget_units else 1.0)
    assert sum(found.bars.values()) == pytest.approx(found.estimate_money - found.budget_money, abs=1e-9 * scale)
