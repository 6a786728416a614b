"""What a limit is worth in words: parts that add up as written, none that is worth nothing, material in its own unit."""

from dataclasses import replace

import numpy as np
import pytest

from sop.domain.calendar import Month, MonthRange
from sop.domain.scenario import Dimension, Lever, LeverKind, Scope
from sop.language import speaking
from sop.planning.limits import Limit, LimitKind
from sop.planning.offers import Means, Offer
from sop.planning.planner import Planner
from sop.planning.relief import Relief
from sop.planning.routes import Route, Use, Way
from sop.planning.strategies import Breach, Broken
from sop.planning.worth import Worth
from sop.services.supply_materials import material_units
from sop.ui.components.strategies import breach_words
from sop.ui.components.why_words import (
    is_told,
    limit_words,
    price_words,
    relief_words,
    routes_words,
    when_words,
    worth_words,
)
from tests.planning.company import company as small_problem
from tests.services.small_company import company

BILL = "parent_sku,component_sku,qty_per,uom\nCH-1,OAK,0.02,m3\nCH-2,OAK,0.01,m3\nCH-1,SCREW,8,EA\nCH-2,SCREW,8,kg\n"
SUPPLIERS = "sku,name,supplier,lead_time_days,price\nOAK,Oak,Forest,30,900\nSCREW,Screw,Smith,0,1\n"
NBSP = "\u00a0"


@pytest.fixture(scope="module")
def own():
    return company({"bom": BILL, "materials_suppliers": SUPPLIERS})


@pytest.fixture(scope="module")
def plan():
    problem = small_problem([50, 50])
    return Planner(problem).solve(problem, "k")


def worth_of(money, *penalties, margin=0.0):
    limit = Limit(LimitKind.HOURS, "Painting", 0, (), (1.0, 0.0))
    return Worth(limit, 0, money, (*penalties, *(0.0,) * (8 - len(penalties))), margin, 12.0, is_open=False)


def test_parts_that_are_worth_nothing_are_not_said(plan, own):
    said = worth_words(worth_of(55.2), plan, "RON", own)
    assert (
        said == f"One more hour of Painting in Jan 27 saves 55{NBSP}lei: +55{NBSP}lei in money. It holds for 12 more."
    )
    only_penalty = worth_words(worth_of(0.2, 0.0, 0.0, 80.0), plan, "RON", own)
    assert "money" not in only_penalty
    assert f"+80{NBSP}lei in penalties (sales lost +80{NBSP}lei)" in only_penalty


def test_the_parts_add_up_as_they_are_written(plan, own):
    # 10.4 + 20.4 + 30.4 = 61.2: rounded one by one 10 + 20 + 30 would be 60 beside 61
    said = worth_words(worth_of(10.4, 20.4, 30.4), plan, "RON", own)
    assert f"saves 61{NBSP}lei: +11{NBSP}lei in money, +50{NBSP}lei in penalties" in said
    assert f"(targets missed +20{NBSP}lei, orders late +30{NBSP}lei)" in said


def test_a_small_worth_is_told_in_cents_and_nothing_is_not_told(plan, own):
    assert f"saves 2.35{NBSP}lei: +2.35{NBSP}lei in money" in worth_words(worth_of(2.349), plan, "RON", own)
    assert not is_told(0.004)
    assert is_told(0.01)


def test_material_is_counted_in_the_unit_of_its_bills(own):
    assert material_units(own) == {"Oak": "m³"}  # screws are counted in pieces and in kg: nobody knows
    oak = Limit(LimitKind.MATERIAL, "Oak", 0, (), ())
    assert limit_words(oak, own) == "m³ of material Oak"
    assert limit_words(replace(oak, name="Screw"), own) == "unit of material Screw"


def test_a_sku_is_counted_in_its_own_unit(own):
    unit = own.catalogue.items[0].unit
    bought = Limit(LimitKind.PURCHASE, own.catalogue.skus[0], 0, (), ())
    assert limit_words(bought, own) == f"{unit} of {own.catalogue.skus[0]} to buy"


def test_a_broken_limit_is_named_with_its_month_and_the_amount_in_its_unit(own):
    month, sku = Month("2027-03"), own.catalogue.skus[0]
    unit = own.catalogue.items[0].unit
    said = [breach_words(Breach(kind, name, month, over), own) for kind, name, over in (
        (Broken.HOURS, "Painting", 120.4), (Broken.MATERIAL, "Oak", 0.36), (Broken.ORDERS, sku, 15.0),
    )]  # fmt: skip
    assert said == [
        "Painting, Mar 27: 120 h beyond hours and overtime",
        "Oak, Mar 27: 0.4 m³ of material are not there",
        f"{sku}, Mar 27: 15 {unit} are lost, or late at the end",
    ]


def offer(means, price, **changes):
    return Offer(means, "Sibiu", -1, price, changes.pop("first", 0), **changes)


def test_a_way_out_is_told_with_its_price_and_its_lead_time(plan, own):
    overtime = offer(Means.OVERTIME, 46.0)
    assert (price_words(overtime, "RON", own), when_words(overtime, plan)) == (f"46{NBSP}lei an hour", "at once")
    outside = replace(offer(Means.SUBCONTRACT, 310.0, first=1), name=own.catalogue.skus[0])
    unit = own.catalogue.items[0].unit
    assert price_words(outside, "RON", own) == f"310{NBSP}lei for one {unit}"
    assert when_words(outside, plan) == "from Feb 27 on"
    hurried = replace(offer(Means.HURRY, 108.0, premium_share=0.12, before=1), name="Oak")
    assert price_words(hurried, "RON", own) == f"+12{NBSP}% (108{NBSP}lei for one m³)"
    assert when_words(hurried, plan) == "before Feb 27"
    hiring = offer(Means.HIRING, 6800.0, hire_money=4500.0)
    assert price_words(hiring, "RON", own) == f"6,800{NBSP}lei a worker and month, 4,500{NBSP}lei to hire"
    assert price_words(offer(Means.HOURS, float("nan")), "RON", own) == "no price in the plan"


def test_what_a_way_out_brings_and_what_is_paid_for_it_stand_together(plan, own):
    lever = Lever(
        "", LeverKind.OVERTIME, 12, Scope(Dimension.PLANT, "Sibiu"), MonthRange(plan.months[0], plan.months[1])
    )
    found = Relief(offer(Means.OVERTIME, 46.0), lever, 1200.0, 2000.0, 800.0, plan.months[1], 38.0, 1748.0)
    assert relief_words(found, plan, "RON", own).replace(NBSP, " ") == (
        "Overtime allowed, Sibiu: 12 % of staff hours, Jan 27 to Feb 27 · 46 lei an hour, at once · saves 1,200 lei · "
        "2,000 lei more in time · +38 h for 1,748 lei · margin +800 lei · used from Feb 27"
    )


def route(hours_money):
    use = (Use("Painting", 1.0, hours_money),)
    return Route(Way.MAKE, "Sibiu", 0, 0, 100.0, use, (), 0.0, 0.0, 0.0, 0.0, 5.0)


def test_hours_that_weigh_about_nothing_are_no_gate(plan):
    assert "gate" not in routes_words((route(0.4),), plan, 0, 0, "RON")
    said = routes_words((route(25.0),), plan, 0, 0, "RON")
    assert said.endswith("The gate is Painting: its hours are 20 % of the cost.".replace(" %", f"{NBSP}%"))


def test_a_share_is_one_of_the_way_that_takes_the_hours(plan):
    refused = Route(Way.REFUSE, "", 0, 0, 50.0, (), (), 0.0, 0.0, 0.0, 0.0, 1.0)
    with speaking("en"):
        said = routes_words((refused, route(100.0)), plan, 0, 0, "RON")
    assert f"50{NBSP}% of the cost" in said  # 100 of 100 + 100, not of the 50 of refusing
    assert np.isclose(route(100.0).full_cost_money, 200)
