"""A family's figures are those of its SKUs, layers add up to the consensus, and a change makes another plan."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import NotAllowed, Refused
from sop.planning.policy import Policy
from sop.services import demand_view
from sop.services.board import read_board
from sop.services.demand import demand_plan
from sop.services.demand_view import Focus, Review, accuracy, effects, forecast_frame, history_frame, outlook
from sop.services.inputs import Inputs
from sop.services.overrides import add_override, withdraw_override
from tests.services.small_company import CLOSED, CURRENT, FIRST, PARTICIPANT, VIEWER, act, company, cycle, override

CHAIRS, OAK, EVERYTHING = Focus("Chairs"), Focus("Chairs", "CH-1"), Focus()
FEBRUARY = 1  # the month after the current one
SAME = {"rel": 1e-9}


def review(changed: dict[str, str | None] | None = None, *changes, own=None) -> Review:
    seen = own or company(changed)
    plan = demand_plan(seen, cycle(), [each for each in changes if not each.withdrawn])
    return demand_view.review_of(Inputs(cycle(), seen, changes, plan, Policy()), changes)


def test_a_family_sells_what_its_skus_sell():
    shown = outlook(review(), CHAIRS)
    assert shown.unit == "pcs"
    assert shown.history.tolist() == [140.0] * len(CLOSED)  # 60 + 40 oak, 30 + 10 steel
    assert shown.baseline == pytest.approx([140.0] * 7, **SAME)


def test_last_year_is_the_same_month_a_year_before_and_unknown_where_that_is_not_closed():
    wavy = "month,sku,region,quantity\n" + "".join(
        f"{month},CH-1,North,{100 + number}\n" for number, month in enumerate(CLOSED)
    )
    shown = outlook(review({"sales_history": wavy}), OAK)
    assert shown.months[0] == CURRENT == Month("2027-01")
    assert shown.last_year.tolist() == [112.0, 113.0, 114.0, 115.0, 116.0, 117.0, 118.0]  # January 2026 is the 13th


def test_a_year_before_the_first_sale_is_unknown_not_zero():
    late = "month,sku,region,quantity\n2026-03,CH-1,North,5\n2025-01,CH-2,North,5\n2026-12,CH-1,North,5\n"
    shown = outlook(review({"sales_history": late}), OAK)
    assert np.isnan(shown.last_year[:2]).all()
    assert shown.last_year[2] == 5.0


def test_everything_is_in_money_at_todays_price():
    # oak 60 x 100 + 40 x 120; steel has a price in the North only, which the South takes: 40 x 80; the table has none
    shown = outlook(review(), EVERYTHING)
    assert shown.unit == ""
    assert shown.baseline[0] == pytest.approx(6000 + 4800 + 3200, **SAME)
    assert shown.history[-1] == pytest.approx(14000, **SAME)


def test_the_budget_is_that_of_a_family_and_the_revenue_of_everything():
    seen = review()
    assert outlook(seen, CHAIRS).budget[FEBRUARY] == 130
    assert outlook(seen, EVERYTHING).budget[FEBRUARY] == 13000
    for focus in (OAK, Focus("Tables")):
        assert np.isnan(outlook(seen, focus).budget).all()


def test_a_family_of_skus_without_a_unit_in_common_is_in_money():
    mixed = "sku,name,family,make_or_buy,unit\nCH-1,Oak chair,Chairs,make,pcs\nCH-2,Bench,Chairs,make,m\n"
    shown = outlook(review({"items": mixed}), CHAIRS)
    assert shown.unit == ""
    assert shown.baseline[0] == pytest.approx(14000, **SAME)
    assert shown.budget[FEBRUARY] == 13000


def test_what_others_forecast_stands_beside_the_plan_by_whose_it_is():
    said = "month,sku,source,quantity\n2027-02,CH-1,sales,100\n2027-02,CH-2,sales,30\n2027-03,CH-1,Dedalus,7\n2027-02,TB-1,sales,9\n"
    seen = review({"forecasts": said})
    shown = {source: units.tolist() for source, units in outlook(seen, CHAIRS).others}
    assert shown["sales"] == pytest.approx([np.nan, 130, *[np.nan] * 5], nan_ok=True)  # 100 oak, 30 steel
    assert shown["Dedalus"] == pytest.approx([np.nan, np.nan, 7, *[np.nan] * 4], nan_ok=True)
    assert [source for source, _units in outlook(seen, OAK).others] == ["Dedalus", "sales"]
    assert outlook(seen, CHAIRS).baseline.tolist() == outlook(review(), CHAIRS).baseline.tolist()


def test_a_market_study_is_that_of_a_family_or_of_the_whole_market():
    said = "month,family,source,market_index\n2027-02,Chairs,GfK,104\n2027-03,Chairs,GfK,106\n2027-02,,INS,99\n"
    seen = review({"market_studies": said})
    ((source, index),) = outlook(seen, OAK).markets
    assert (source, index.tolist()) == ("GfK", pytest.approx([np.nan, 104, 106, *[np.nan] * 4], nan_ok=True))
    assert [source for source, _index in outlook(seen, EVERYTHING).markets] == ["INS"]
    assert outlook(seen, Focus("Tables")).markets == ()


def test_layers_lie_on_each_other_in_order():
    # February: 140 + 10 % = 154, then 20 pieces more; the other way round it would be 176
    changes = (override(10), override(20, in_percent=False, id="o-2"))
    shown = outlook(review(None, *changes), CHAIRS)
    assert [added[FEBRUARY] for _, added in shown.layers] == pytest.approx([14, 20], **SAME)
    assert shown.consensus[FEBRUARY] == pytest.approx(174, **SAME)
    assert shown.consensus[0] == pytest.approx(140, **SAME)


def test_a_layer_is_listed_where_it_changes_something():
    seen = review(None, override(10, sku="CH-1"))
    assert [len(outlook(seen, focus).layers) for focus in (OAK, CHAIRS, EVERYTHING)] == [1, 1, 1]
    assert [len(outlook(seen, focus).layers) for focus in (Focus("Chairs", "CH-2"), Focus("Tables"))] == [0, 0]


def test_the_effect_of_a_change_is_told_in_units_and_money():
    # oak in the South, two months: 40 x 2 x 10 % = 8 pieces at 120 lei
    (effect,) = effects(review(None, override(10, sku="CH-1", region="South")))
    assert (effect.units, effect.unit) == (pytest.approx(8, **SAME), "pcs")
    assert effect.money == pytest.approx(960, **SAME)


def test_what_a_change_is_worth_is_unknown_where_a_sku_has_no_price():
    (effect,) = effects(review(None, override(10, family="Tables", sku="TB-1")))
    assert effect.units == pytest.approx(2, **SAME)
    assert np.isnan(effect.money)


def test_a_change_that_was_taken_back_adds_nothing():
    (effect,) = effects(review(None, override(10, withdrawn=True)))
    assert (effect.units, effect.money) == (0, 0)


@settings(max_examples=20, deadline=None)
@given(
    changes=st.lists(
        st.tuples(
            st.sampled_from([("Chairs", ""), ("Chairs", "CH-1"), ("Tables", "TB-1")]),
            st.sampled_from(["", "North", "South"]),
            st.floats(-100, 300),
            st.booleans(),
        ),
        max_size=4,
    )
)
def test_sums_agree_on_every_level(changes):
    made = [
        override(change, in_percent=percent, family=family, sku=sku, region=region, id=f"o-{number}")
        for number, ((family, sku), region, change, percent) in enumerate(changes)
    ]
    seen = review(None, *made, own=SEEN)
    chairs = outlook(seen, CHAIRS)
    skus = [outlook(seen, Focus("Chairs", sku)) for sku in ("CH-1", "CH-2")]
    for figure in ("baseline", "consensus", "history"):
        assert getattr(chairs, figure) == pytest.approx(sum(getattr(each, figure) for each in skus), rel=1e-9, abs=1e-9)
    assert chairs.consensus == pytest.approx(seen.plan.consensus_units[:2].sum(axis=(0, 1)), rel=1e-9, abs=1e-9)
    assert (chairs.consensus >= -1e-9).all()


SEEN = company()


def test_the_band_lies_around_the_baseline_and_is_narrower_than_those_of_the_skus_together():
    rng = np.random.default_rng(7)
    noisy = "month,sku,region,quantity\n" + "".join(
        f"{month},{sku},North,{100 + rng.normal(0, 20):.0f}\n" for month in CLOSED for sku in ("CH-1", "CH-2")
    )
    seen = review({"sales_history": noisy})
    chairs = outlook(seen, CHAIRS)
    assert (chairs.lower_80 < chairs.baseline).all()
    assert (chairs.baseline < chairs.upper_80).all()
    width = sum(each.upper_80 - each.lower_80 for each in (outlook(seen, Focus("Chairs", s)) for s in ("CH-1", "CH-2")))
    assert (chairs.upper_80 - chairs.lower_80 < width).all()  # errors that are not the same cancel in part


def test_accuracy_is_told_with_the_models_behind_it_the_most_accurate_first():
    rng = np.random.default_rng(3)
    noisy = "month,sku,region,quantity\n" + "".join(
        f"{month},CH-1,North,{100 + rng.normal(0, 20):.0f}\n" for month in CLOSED
    )
    told = accuracy(review({"sales_history": noisy}).plan, OAK)
    assert 0 < told.blend.wape < 0.5
    assert sum(rank.weight for rank in told.ranks) == pytest.approx(1)
    assert [rank.wape for rank in told.ranks] == sorted(rank.wape for rank in told.ranks)
    assert told.closed_months == len(CLOSED)


def test_a_launch_that_follows_another_sku_is_not_judged_by_forecasts_that_were_not_made():
    items = "sku,name,family,make_or_buy,like_sku\nCH-1,Oak,Chairs,make,\nCH-2,New,Chairs,make,CH-1\n"
    sold = "month,sku,region,quantity\n" + "".join(
        f"{month},CH-1,North,100\n" + (f"{month},CH-2,North,25\n" if month >= "2026-06" else "") for month in CLOSED
    )
    told = accuracy(review({"items": items, "sales_history": sold}).plan, Focus("Chairs", "CH-2"))
    assert told.like == "CH-1"
    assert np.isnan([told.blend.wape, told.blend.bias, told.blend.mase]).all()
    assert told.ranks == ()


def test_frames_hold_what_the_chart_draws():
    shown = outlook(review(), CHAIRS)
    assert history_frame(shown, 6)["month"].tolist() == list(CLOSED[-6:])
    frame = forecast_frame(shown)
    assert frame["month"].tolist() == list(shown.months)
    assert frame["consensus"].tolist() == pytest.approx([140.0] * 7, **SAME)


def test_without_prices_everything_has_no_money_and_families_keep_their_units():
    seen = review({"prices": None})
    assert outlook(seen, CHAIRS).baseline[0] == pytest.approx(140, **SAME)
    assert (outlook(seen, EVERYTHING).baseline == 0).all()
    assert np.isnan(seen.plan.price_money).all()


def test_without_sales_the_demand_is_refused_with_what_to_do():
    with pytest.raises(Refused, match="data page"):
        review({"sales_history": None})


def lay(workspace, standing, token="lay", person=PARTICIPANT):
    return add_override(
        workspace.store, act(token, person), standing.id, family="Chairs", sku="", region="",
        months=MonthRange(FIRST, FIRST.plus(2)), change=25, in_percent=True, reason="Fair in Cologne",
    )  # fmt: skip


def test_a_change_makes_another_plan_on_the_meeting_page_and_taking_it_back_the_old_one(workspace, cycle, meeting):
    before = read_board(workspace, cycle, None, meeting)
    made = lay(workspace, cycle)
    after = read_board(workspace, cycle, None, meeting)
    assert after.outcome.key.digest != before.outcome.key.digest
    sold = after.outcome.plan.demand_units[:2, 0].sum()
    assert sold == pytest.approx(1.25 * before.outcome.plan.demand_units[:2, 0].sum(), **SAME)
    withdraw_override(workspace.store, act("back", PARTICIPANT), made)
    assert read_board(workspace, cycle, None, meeting).outcome.key.digest == before.outcome.key.digest


def test_a_double_click_lays_one_change(workspace, cycle):
    assert lay(workspace, cycle) == lay(workspace, cycle)
    assert len(demand_view.read_review(workspace, cycle).recorded) == 1


def test_whoever_looks_on_lays_nothing(workspace, cycle):
    with pytest.raises(NotAllowed):
        lay(workspace, cycle, person=VIEWER)


def test_a_change_taken_back_stays_readable(workspace, cycle):
    made = lay(workspace, cycle)
    withdraw_override(workspace.store, act("back", PARTICIPANT), made)
    seen = demand_view.read_review(workspace, cycle)
    assert [each.withdrawn for each in seen.recorded] == [True]
    assert outlook(seen, CHAIRS).layers == ()
