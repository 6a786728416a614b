"""The demand plan: closed months make the baseline, overrides lie on top, and sums agree on every level."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop.domain.calendar import Month, MonthRange, month_row
from sop.domain.errors import Refused
from sop.services.demand import demand_plan, history_of, layer_units
from tests.services.small_company import (
    CHAIRS,
    CLOSED,
    CURRENT,
    FILES,
    FIRST,
    LAST_CLOSED,
    NORTH,
    SOUTH,
    STEEL_CHAIRS,
    TABLES,
    company,
    cycle,
    override,
)  # fmt: skip

FEBRUARY, MARCH, APRIL = 1, 2, 3  # columns of the plan; January, the current month, is 0
HEAD = "month,sku,region,quantity\n"
MORE = "sku,name,family,make_or_buy,mode,unit,launch_month,end_month,like_sku\n"
OLD = "CH-1,Oak chair,Chairs,make,stock,pcs,,,\nCH-2,Steel chair,Chairs,both,stock,pcs,,,\nTB-1,Table,Tables,make,order,m,,,\n"


def sales(*lines: tuple[str, str, float], months: tuple[str, ...] = CLOSED) -> str:
    return HEAD + "".join(f"{month},{sku},{region},{units}\n" for month in months for sku, region, units in lines)


@pytest.fixture(scope="module")
def plan():
    return demand_plan(company(), cycle(), ())


def consensus(*overrides, changed=None):
    return demand_plan(company(changed), cycle(), overrides).consensus_units


def test_a_steady_history_goes_on_by_sku_and_region(plan):
    by_region = [[60, 40], [30, 10], [0, 10]]
    for month in range(7):
        assert plan.baseline_units[:, :, month] == pytest.approx(np.array(by_region))


def test_the_plan_covers_the_current_month_and_the_horizon(plan):
    assert plan.months == month_row(CURRENT, 7)


def test_the_month_that_runs_is_not_part_of_the_fit(plan):
    assert plan.history_months[-1] == LAST_CLOSED
    assert f"{CURRENT},CH-1,North,9999" in FILES["sales_history"]
    assert plan.history_units.max() == 100


def test_months_after_the_last_closed_one_change_nothing():
    wild = FILES["sales_history"] + f"{FIRST},CH-1,South,5000\n2027-03,TB-1,North,5000\n"
    assert consensus(changed={"sales_history": wild}) == pytest.approx(consensus())


def test_closing_a_month_later_brings_it_into_the_fit():
    assert history_of(company(), CURRENT).units[CHAIRS, NORTH, -1] == 9999


def test_without_a_closed_month_of_sales_there_is_a_sentence():
    with pytest.raises(Refused, match="no sales history up to 2026-12"):
        demand_plan(company({"sales_history": None}), cycle(), ())


def test_sales_of_the_month_that_runs_alone_are_no_history():
    running = HEAD + f"{CURRENT},CH-1,North,50\n"
    with pytest.raises(Refused, match="no sales history up to 2026-12"):
        demand_plan(company({"sales_history": running}), cycle(), ())


def test_a_sku_is_shared_among_regions_as_it_sold_in_the_last_twelve_months():
    before = sales(("CH-1", "North", 100), months=CLOSED[:12])
    after = sales(("CH-1", "North", 25), ("CH-1", "South", 75), months=CLOSED[12:]).removeprefix(HEAD)
    baseline = demand_plan(company({"sales_history": before + after}), cycle(), ()).baseline_units
    assert baseline[CHAIRS, NORTH] / baseline[CHAIRS].sum(axis=0) == pytest.approx(0.25)


def test_sales_without_a_region_count_where_the_sku_sells():
    mixed = sales(("CH-1", "North", 45), ("CH-1", "South", 30), ("CH-1", "", 25))
    assert consensus(changed={"sales_history": mixed})[CHAIRS, :, 0] == pytest.approx([60, 40])


def test_a_company_without_regions_has_one_without_a_name():
    bare = {"sales_history": sales(("CH-1", "", 100)), "prices": "sku,price\nCH-1,100\n"}
    plan = demand_plan(company(bare), cycle(), ())
    assert plan.regions == ("",)
    assert plan.consensus_units[CHAIRS, 0] == pytest.approx(100)


def test_returns_lower_a_month_and_never_the_plan_below_zero():
    returned = sales(("CH-1", "North", 100), ("CH-1", "South", -30), ("CH-2", "North", -5))
    plan = demand_plan(company({"sales_history": returned}), cycle(), ())
    assert plan.consensus_units.sum(axis=1)[CHAIRS] == pytest.approx(70)
    assert plan.consensus_units.min() >= 0


def test_a_sku_ends_after_its_last_month():
    items = MORE + OLD.replace("both,stock,pcs,,,", "both,stock,pcs,,2027-03,")
    units = consensus(changed={"items": items})[STEEL_CHAIRS].sum(axis=0)
    assert units == pytest.approx([40, 40, 40, 0, 0, 0, 0])


def test_a_launch_without_sales_sells_like_the_other_one_from_its_month_on():
    items = MORE + OLD + "CH-3,Ash chair,Chairs,make,stock,pcs,2027-04,,CH-1\n"
    units = consensus(changed={"items": items})[3].sum(axis=0)
    assert units == pytest.approx([0, 0, 0, 100, 100, 100, 100])


def test_a_launch_with_some_months_sells_its_own_share_of_the_other_one():
    items = MORE + OLD + "CH-3,Ash chair,Chairs,make,stock,pcs,,,CH-1\n"
    begun = FILES["sales_history"] + sales(("CH-3", "South", 30), months=CLOSED[-3:]).removeprefix(HEAD)
    units = consensus(changed={"items": items, "sales_history": begun})[3]
    assert units.sum(axis=0) == pytest.approx(30)  # 90 of 300 in the months that both sold: 30 % of 100
    assert units[NORTH] == pytest.approx(0)


def test_after_a_year_a_sku_stands_on_its_own_history():
    items = MORE + OLD + "CH-3,Ash chair,Chairs,make,stock,pcs,,,CH-1\n"
    rising = "".join(f"{month},CH-3,South,70\n" for month in CLOSED[-12:])
    doubled = sales(("CH-1", "North", 50), months=CLOSED[:12]) + sales(
        ("CH-1", "North", 100), months=CLOSED[12:]
    ).removeprefix(HEAD)
    units = consensus(changed={"items": items, "sales_history": doubled + rising})[3].sum(axis=0)
    assert units == pytest.approx(70, rel=0.02)


def test_a_percentage_changes_the_family_in_its_months_only(plan):
    changed = consensus(override(10))
    assert changed[:2, :, FEBRUARY : MARCH + 1] == pytest.approx(1.1 * plan.baseline_units[:2, :, FEBRUARY : MARCH + 1])
    assert changed[:, :, [0, APRIL, 4, 5, 6]] == pytest.approx(plan.baseline_units[:, :, [0, APRIL, 4, 5, 6]])
    assert changed[TABLES] == pytest.approx(plan.baseline_units[TABLES])


def test_a_percentage_of_one_sku_in_one_region(plan):
    changed = consensus(override(-50, sku="CH-2", region="North"))[:, :, FEBRUARY]
    assert changed == pytest.approx(np.array([[60, 40], [15, 10], [0, 10]]))


def test_units_of_a_family_are_spread_by_its_mix():
    added = consensus(override(70, in_percent=False))[:, :, FEBRUARY] - [[60, 40], [30, 10], [0, 10]]
    assert added == pytest.approx(np.array([[30, 20], [15, 5], [0, 0]]))  # 70 over 60 40 30 10 of 140


def test_units_are_a_month_not_in_all():
    added = consensus(override(70, in_percent=False)) - consensus()
    assert added.sum(axis=(0, 1)) == pytest.approx([0, 70, 70, 0, 0, 0, 0])


def test_units_where_nothing_sells_are_spread_evenly():
    added = consensus(override(8, in_percent=False, family="", sku="TB-1", region="North"))
    assert added[TABLES, :, FEBRUARY] == pytest.approx([8, 10])


def test_an_override_never_takes_more_than_there_is():
    assert consensus(override(-500, in_percent=False))[:2, :, FEBRUARY] == pytest.approx(0)


def test_overrides_build_on_each_other_in_their_order():
    first_units = consensus(override(14, in_percent=False), override(100))[:2, :, FEBRUARY].sum()
    first_percent = consensus(override(100), override(14, in_percent=False))[:2, :, FEBRUARY].sum()
    assert (first_units, first_percent) == (pytest.approx(2 * (140 + 14)), pytest.approx(2 * 140 + 14))


def test_a_withdrawn_override_changes_nothing():
    assert consensus(override(50, withdrawn=True)) == pytest.approx(consensus())


def test_an_override_of_what_is_not_there_changes_nothing():
    assert consensus(override(50, family="Beds")) == pytest.approx(consensus())
    assert consensus(override(50, in_percent=False, region="East")) == pytest.approx(consensus())


def test_the_interval_holds_the_baseline_and_is_never_negative():
    wavy = HEAD + "".join(f"{month},CH-1,North,{(100, 140, 80, 120, 60)[k % 5]}\n" for k, month in enumerate(CLOSED))
    plan = demand_plan(company({"sales_history": wavy}), cycle(), ())
    point = plan.baseline_units.sum(axis=1)
    for lower, upper in ((plan.lower_80_units, plan.upper_80_units), (plan.lower_95_units, plan.upper_95_units)):
        assert (lower <= point + 1e-9).all()
        assert (point <= upper + 1e-9).all()
        assert lower.min() >= 0
    assert plan.upper_95_units[CHAIRS, 0] > plan.upper_80_units[CHAIRS, 0] > point[CHAIRS, 0]


CATALOGUE = company().catalogue
changes = st.builds(
    override,
    st.floats(-100, 300),
    in_percent=st.booleans(),
    family=st.sampled_from(["Chairs", "Tables", "Beds"]),
    sku=st.sampled_from(["", "", "CH-1", "TB-1"]),
    region=st.sampled_from(["", "North", "South"]),
    months=st.sampled_from([MonthRange(FIRST, Month("2027-04")), MonthRange(Month("2026-05"), Month("2030-01"))]),
    withdrawn=st.booleans(),
)


@given(st.lists(changes, max_size=4))
def test_sums_agree_on_every_level_and_nothing_is_negative(plan, overrides):
    added = layer_units(CATALOGUE, plan.months, plan.baseline_units, overrides)
    total = plan.baseline_units + added
    assert total.min() >= 0
    gross = np.abs(total).sum() + 1
    families = {family: [own == family for own in plan.families] for family in plan.families}
    by_family = sum(total[rows].sum(axis=0) for rows in families.values())
    assert np.abs(by_family - total.sum(axis=0)).max() <= 1e-9 * gross
    assert np.abs(total.sum(axis=1).sum(axis=0) - total.sum(axis=0).sum(axis=0)).max() <= 1e-9 * gross


def test_consensus_is_baseline_and_overrides():
    plan = demand_plan(company(), cycle(), (override(10), override(5, in_percent=False)))
    assert np.array_equal(plan.consensus_units, plan.baseline_units + plan.override_units)
    assert plan.override_units[TABLES, SOUTH].max() == 0
