"""An exception is found from its limit on, says how far off it is, and is worth what the arithmetic says."""

import numpy as np
import pytest

from sop.domain.calendar import MonthRange
from sop.services.demand_exceptions import DemandException, Finding, Limits, Reason, exceptions
from sop.services.demand_view import Focus
from tests.services.small_company import CLOSED, FIRST, override
from tests.services.test_demand_view import review

OAK = Focus("Chairs", "CH-1")
STEADY = dict.fromkeys(("CH-1", "CH-2"), 100)
ITEMS = "sku,name,family,make_or_buy\nCH-1,Oak,Chairs,make\nCH-2,Steel,Chairs,make\n"
PRICES = "sku,region,price\nCH-1,North,10\nCH-2,North,20\n"
YEAR_COMING = 6  # the horizon of the small company is shorter than a year


def sales(units) -> str:
    """Sales of the North by (SKU, position of the month); None is no row."""
    lines = [
        f"{month},{sku},North,{units(sku, k)}\n"
        for k, month in enumerate(CLOSED)
        for sku in STEADY
        if units(sku, k) is not None
    ]
    return "month,sku,region,quantity\n" + "".join(lines)


def found(units, *changes, limits: Limits | None = None, **files) -> dict[Focus, dict[Reason, Finding]]:
    delivered = {"items": ITEMS, "sales_history": sales(units), "prices": PRICES, "budget": None, **files}
    seen = review(delivered, *changes)
    listed = exceptions(seen, limits) if limits else exceptions(seen)
    return {each.focus: {finding.reason: finding for finding in each.findings} for each in listed}


def test_steady_demand_has_no_exception():
    assert found(lambda sku, k: 100) == {}


def test_a_budget_beyond_its_limit_is_an_exception_of_the_family_only():
    # consensus 200 a month, mean price 15; budget 250 in one month: -20 %, 50 pieces short
    budget = f"month,family,quantity,revenue,margin\n{FIRST},Chairs,250,1,1\n"
    told = found(lambda sku, k: 100, budget=budget)
    assert list(told) == [Focus("Chairs")]
    finding = told[Focus("Chairs")][Reason.BUDGET]
    assert (finding.share, finding.money) == (pytest.approx(-0.2), pytest.approx(750))


def test_the_limit_itself_is_an_exception_and_less_is_not():
    budget = f"month,family,quantity,revenue,margin\n{FIRST},Chairs,250,1,1\n"
    assert found(lambda sku, k: 100, budget=budget, limits=Limits(budget=0.2 - 1e-9))
    assert found(lambda sku, k: 100, budget=budget, limits=Limits(budget=0.21)) == {}


def test_demand_that_fell_is_over_forecast_and_worth_what_the_error_would_cost_again():
    told = found(lambda sku, k: (200 if k < 14 else 100) if sku == "CH-1" else 100)
    finding = told[OAK][Reason.BIAS]
    assert finding.share > 0.1
    baseline = review({"sales_history": sales(lambda sku, k: (200 if k < 14 else 100) if sku == "CH-1" else 100)})
    coming = baseline.plan.baseline_units[0].sum(axis=0)[1:].sum()
    # F stands for A = F / (1 + bias): the difference at 10 lei
    assert finding.money == pytest.approx((coming - coming / (1 + finding.share)) * 10)


def test_a_consensus_far_from_last_year_is_compared_over_the_months_that_are_known():
    # 100 a month as a year ago, +20 % by hand in every month: 7 months x 20 pieces x 10 lei
    whole = MonthRange(FIRST.plus(-1), FIRST.plus(5))
    told = found(lambda sku, k: 100, override(20, sku="CH-1", months=whole))
    finding = told[OAK][Reason.LAST_YEAR]
    assert (finding.share, finding.money) == (pytest.approx(0.2), pytest.approx(1400))


def test_a_large_change_is_an_exception_where_it_was_made():
    # +20 % in two months: 2 x 20 pieces of the SKU at 10 lei
    of_sku = found(lambda sku, k: 100, override(20, sku="CH-1"))
    finding = of_sku[OAK][Reason.OVERRIDDEN]
    assert (finding.share, finding.money) == (pytest.approx(0.2), pytest.approx(400))
    assert Reason.OVERRIDDEN not in found(lambda sku, k: 100, override(20)).get(OAK, {})
    assert Reason.OVERRIDDEN in found(lambda sku, k: 100, override(20))[Focus("Chairs")]
    assert found(lambda sku, k: 100, override(5)) == {}


def test_what_stopped_without_an_announced_end_is_worth_its_last_year():
    # 24 months: 10 sold in each of the first 6, nothing for 18
    told = found(lambda sku, k: (10 if k < 6 else 0) if sku == "CH-1" else 100)
    finding = told[OAK][Reason.STOPPED]
    assert (finding.closed_months, finding.money) == (18, pytest.approx(60 * 10))


def test_what_stopped_as_announced_is_no_exception():
    items = "sku,name,family,make_or_buy,end_month\nCH-1,Oak,Chairs,make,2025-06\nCH-2,Steel,Chairs,make,\n"
    told = found(lambda sku, k: (10 if k < 6 else 0) if sku == "CH-1" else 100, items=items)
    assert OAK not in told


def test_a_launch_says_its_months_and_whom_it_follows():
    items = "sku,name,family,make_or_buy,like_sku\nCH-1,Oak,Chairs,make,CH-2\nCH-2,Steel,Chairs,make,\n"
    told = found(lambda sku, k: (25 if k >= 20 else None) if sku == "CH-1" else 100, items=items)
    finding = told[OAK][Reason.NEW]
    assert (finding.closed_months, finding.like) == (4, "CH-2")
    assert finding.money == pytest.approx(YEAR_COMING * 25 * 10)  # the whole of its plan rests on them


def test_what_never_sold_and_is_like_nothing_stands_last_without_money():
    told = found(lambda sku, k: 100, override(20, sku="CH-1"), items=ITEMS + "CH-3,New,Chairs,make\n")
    assert list(told)[-1] == Focus("Chairs", "CH-3")
    assert np.isnan(told[Focus("Chairs", "CH-3")][Reason.NEVER_SOLD].money)


def test_now_and_then_is_not_blamed_for_missing_single_months():
    told = found(lambda sku, k: (30 if k % 4 == 0 else 0) if sku == "CH-1" else 100)
    assert Reason.INACCURATE not in told.get(OAK, {})


def test_the_dearest_stands_first():
    seen = review(
        {"items": ITEMS, "sales_history": sales(lambda sku, k: 100), "prices": PRICES, "budget": None},
        override(20, sku="CH-1"), override(30, sku="CH-2", id="o-2"),
    )  # fmt: skip
    listed: tuple[DemandException, ...] = exceptions(seen)
    assert [each.money for each in listed] == sorted((each.money for each in listed), reverse=True)
    assert all(each.money == max(finding.money for finding in each.findings) for each in listed)
