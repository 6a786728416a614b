"""Casa Verde's files are whole, agree with each other, and hold every situation that a meeting should have to talk about.

Figures come from the files; only the expected demand of next year is the generator's own.
"""

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from data.catalogue import ARTICLES, SUBCONTRACTOR
from data.generate import demo_files, earlier_files, templates, working_days
from data.market import expected
from sop.domain.calendar import Month, month_row
from sop.domain.kinds import KINDS, Holds
from sop.domain.people import Function, Role
from sop.forecasting.engine import forecast
from sop.intake.template import read_template

ROOT = Path(__file__).parents[2]
DEMO, TEMPLATES, README = ROOT / "data" / "demo", ROOT / "data" / "templates", ROOT / "data" / "README.md"
EARLIER = ROOT / "data" / "earlier"
DELIVERED = sorted(file.stem for file in DEMO.glob("*.csv"))
LAST_12 = month_row(Month("2025-11"), 12)
YEAR_2027 = month_row(Month("2027-01"), 12)
SPRING = ("2027-02", "2027-03", "2027-04")
HEATERS, FURNITURE = "Patio heaters", "Garden furniture"


@cache
def rows(kind: str) -> pd.DataFrame:
    return read_template(KINDS[kind], (DEMO / f"{kind}.csv").read_bytes())


@cache
def sold() -> pd.DataFrame:
    """Sales with each SKU's family and contribution margin."""
    items = rows("items").set_index("sku")
    history = rows("sales_history").copy()
    history["family"] = history["sku"].map(items["family"])
    history["margin"] = history["revenue"] - history["quantity"] * history["sku"].map(unit_costs())
    return history


@cache
def unit_costs() -> pd.Series:
    return rows("costs").groupby("sku")["unit_cost"].min()


def by_month(history: pd.DataFrame, value: str = "quantity") -> pd.Series:
    return history.groupby("month")[value].sum()


def in_months(frame: pd.DataFrame, months: tuple[str, ...]) -> pd.DataFrame:
    return frame[frame["month"].isin(months)]


def expected_units(months: tuple[Month, ...]) -> pd.DataFrame:
    """Units by SKU and month."""
    return pd.DataFrame(
        {str(month): [expected(article, month) for article in ARTICLES] for month in months},
        index=[article.sku for article in ARTICLES],
    )


def first_route() -> pd.DataFrame:
    """Hours per unit by resource and SKU on the cheapest route of each SKU."""
    made = rows("costs")
    cheapest = made[made["plant"] != ""].sort_values("unit_cost").drop_duplicates("sku")[["sku", "plant"]]
    used = rows("routings").merge(cheapest, on=["sku", "plant"])
    return used.pivot_table(index="resource", columns="sku", values="hours_per_unit").fillna(0)


def load_percent(units: pd.DataFrame) -> pd.DataFrame:
    """Rough-cut load: units x hours per unit / regular hours, in %, by resource and month."""
    hours = first_route()
    capacity = rows("capacity").pivot_table(index="resource", columns="month", values="hours")
    return hours @ units.loc[hours.columns] / capacity[units.columns] * 100


# The files -----------------------------------------------------------------------------------------------------------


def test_the_generator_writes_the_files_of_the_repository_byte_for_byte():
    for folder, made in ((DEMO, demo_files()), (TEMPLATES, templates())):
        assert {path.name: path.read_bytes() for path in folder.glob("*")} == {
            name: text.encode() for name, text in made.items()
        }


def test_so_it_does_those_of_the_earlier_cycles():
    assert {path.relative_to(EARLIER).as_posix(): path.read_bytes() for path in EARLIER.glob("*/*.csv")} == {
        name: text.encode() for name, text in earlier_files().items()
    }


@pytest.mark.parametrize("kind", DELIVERED)
def test_every_kind_is_delivered_in_the_form_of_its_template(kind: str):
    assert (DEMO / f"{kind}.csv").read_text(encoding="utf-8").startswith((TEMPLATES / f"{kind}.csv").read_text("utf-8"))
    assert len(rows(kind)) > 0


@pytest.mark.parametrize("kind", DELIVERED)
def test_numbers_have_three_decimals_at_most(kind: str):
    numbers = [column.name for column in KINDS[kind].columns if column.holds is Holds.NUMBER]
    cells = pd.read_csv(DEMO / f"{kind}.csv", dtype=str, keep_default_na=False)[numbers]
    assert all(re.fullmatch(r"-?\d*(\.\d{1,3})?", cell) for name in numbers for cell in cells[name])


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_is_explained(kind: str):
    section = README.read_text(encoding="utf-8").split(f"### {kind}\n")[1].split("\n### ")[0]
    for column in KINDS[kind].columns:
        assert re.search(rf"^\| `{column.name}` \| \S.*\|$", section, re.MULTILINE), column.name


# They agree with each other ------------------------------------------------------------------------------------------


def test_every_sku_named_anywhere_is_described():
    items = set(rows("items")["sku"])
    parts = items | set(rows("materials_suppliers")["sku"]) | set(rows("bom")["parent_sku"])
    for kind in ("sales_history", "routings", "costs", "prices", "production_orders", "open_orders"):
        assert set(rows(kind)["sku"]) <= items, kind
    for kind in ("inventory", "open_purchases"):
        assert set(rows(kind)["sku"]) <= parts, kind
    assert set(rows("bom")["component_sku"]) <= parts


def test_families_regions_classes_and_resources_are_the_same_everywhere():
    assert set(rows("budget")["family"]) == set(rows("items")["family"])
    assert set(rows("budget")["region"]) == set(rows("prices")["region"]) == set(sold()["region"])
    assert set(rows("customers")["customer_class"]) == set(sold()["customer_class"])
    assert set(rows("routings")["resource"]) == set(rows("capacity")["resource"])
    assert set(rows("projects")["resource"]) - {""} <= set(rows("capacity")["resource"])
    assert set(rows("projects")["sku"]) - {""} <= set(rows("items")["sku"])


def test_what_is_made_has_a_route_and_a_cost_at_each_plant_and_what_is_bought_a_limit():
    items = rows("items").set_index("sku")
    made = set(items.index[items["make_or_buy"] != "buy"])
    costs = rows("costs")
    routes = set(rows("routings")[["sku", "plant"]].itertuples(index=False, name=None))
    assert {sku for sku, _ in routes} == made
    outside = costs["plant"] == SUBCONTRACTOR
    assert set(costs[(costs["plant"] != "") & ~outside][["sku", "plant"]].itertuples(index=False, name=None)) == routes
    assert (costs[outside]["monthly_limit"] > 0).all()
    ready = costs[costs["plant"] == ""]
    assert set(ready["sku"]) == set(items.index[items["make_or_buy"] != "make"])
    assert (ready["monthly_limit"] > 0).all()


def test_every_sku_has_a_price_in_every_region():
    assert len(rows("prices")) == 3 * len(rows("items"))


def test_production_is_ordered_where_there_is_a_route_until_the_first_month_that_can_be_decided():
    ordered = rows("production_orders")
    routes = set(rows("routings")[["sku", "plant"]].itertuples(index=False, name=None))
    assert set(ordered[["sku", "plant"]].itertuples(index=False, name=None)) <= routes
    assert set(ordered["month"]) == {"2026-11", "2026-12"}


def test_each_made_article_has_a_bill_over_two_levels_that_costs_less_than_the_article():
    bill = rows("bom")
    price = rows("materials_suppliers").set_index("sku")["price"]
    bodies = bill[bill["component_sku"].isin(price.index)].assign(
        cost=lambda b: b["qty_per"] * b["component_sku"].map(price)
    )
    per_parent = bodies.groupby("parent_sku")["cost"].sum()
    made = rows("items").query("make_or_buy != 'buy'")["sku"]
    material = [per_parent.get(sku, 0) + per_parent[f"SA-{sku}"] for sku in made]
    share = pd.Series(material, index=made) / unit_costs()[made]
    assert share.between(0.4, 0.75).all()


def test_revenue_of_the_last_months_is_units_times_today_s_prices():
    price = rows("prices").set_index(["sku", "region"])["price"]
    recent = in_months(sold(), month_row(Month("2026-05"), 6))
    at_price = [quantity * price[sku, region] for sku, region, quantity in recent[["sku", "region", "quantity"]].values]
    assert sum(at_price) / recent["revenue"].sum() == pytest.approx(1, abs=0.02)


# The company ---------------------------------------------------------------------------------------------------------


def test_forty_articles_in_six_families_three_regions_four_classes_two_plants():
    assert 38 <= len(rows("items")) <= 42
    counts = {len(set(rows("items")["family"])), len(set(sold()["region"])), len(set(sold()["customer_class"]))}
    assert (counts, set(rows("capacity")["plant"])) == ({6, 3, 4}, {"Sibiu", "Bacău"})


def test_forty_eight_closed_months():
    assert sorted(set(sold()["month"])) == [str(month) for month in month_row(Month("2022-11"), 48)]


def test_about_120_million_lei_a_year():
    assert 110e6 < in_months(sold(), LAST_12)["revenue"].sum() < 130e6


def test_every_article_earns_a_quarter_to_two_fifths_of_its_price():
    mean = rows("prices").groupby("sku")["price"].mean()
    assert (1 - unit_costs() / mean).between(0.25, 0.42).all()


def test_holding_costs_one_to_one_and_a_half_per_cent_a_month():
    assert rows("costs")["holding_percent_per_month"].between(1, 1.5).all()


def test_ten_people_of_all_functions_one_of_them_facilitator():
    people = rows("people")
    assert (len(people), list(people["role"]).count(Role.FACILITATOR)) == (10, 1)
    assert set(people["function"]) == set(Function)


def test_one_strategic_customer_a_chain():
    assert list(rows("customers").query("strategic == 1")["customer_class"]) == ["DIY chains"]


def test_hours_reach_from_the_first_earlier_cycle_beyond_the_horizon_and_follow_the_working_days():
    capacity = rows("capacity")
    assert sorted(set(capacity["month"])) == [str(month) for month in month_row(Month("2026-08"), 23)]
    assert len(capacity) == 23 * capacity["resource"].nunique()
    painting = capacity[capacity["resource"] == "Painting"].set_index("month")["hours"]
    assert painting["2027-03"] / painting["2027-01"] == pytest.approx(23 / 18)
    assert (working_days(Month("2027-03")), working_days(Month("2027-01"))) == (23, 18)


def test_overtime_belongs_to_the_two_staff_groups_that_run_every_line():
    capacity = rows("capacity")
    labour = capacity[capacity["resource_kind"] == "labour"]
    assert set(labour["resource"]) == {"Staff Sibiu", "Staff Bacău"} == set(capacity["staff_group"])
    assert (labour["overtime_hours"] > 0).all()
    assert (labour["overtime_cost_per_hour"] > 0).all()


# What is wrong in the plan -------------------------------------------------------------------------------------------


def test_painting_is_over_full_from_february_to_april_and_in_no_other_month():
    painting = load_percent(expected_units(YEAR_2027)).loc["Painting"]
    assert painting[list(SPRING)].between(108, 118).all()
    assert (painting.drop(list(SPRING)) < 108).all()


def test_over_the_year_painting_and_staff_have_room_to_build_ahead():
    capacity = rows("capacity").pivot_table(index="resource", columns="month", values="hours")[list(YEAR_2027)]
    load = load_percent(expected_units(YEAR_2027)) * capacity / 100
    year = load.sum(axis=1) / capacity.sum(axis=1) * 100
    assert year[["Painting", "Staff Sibiu", "Staff Bacău"]].between(77, 91).all()


def test_every_other_resource_has_a_load_that_shows_and_fits():
    others = load_percent(expected_units(YEAR_2027)).drop("Painting")
    assert others.max().max() <= 100
    assert others.mean(axis=1).between(50, 90).all()


def test_the_forecast_from_history_sees_the_same_spring():
    """The seasonal articles are forecast by the engine; the short ones as expected, spare parts take no painting to speak of."""
    months = month_row(Month("2026-11"), 14)
    units = expected_units(months)
    history = sold().pivot_table(index="sku", columns="month", values="quantity", aggfunc="sum").fillna(0)
    old = [article.sku for article in ARTICLES if not article.launch and not article.end]
    units.loc[old] = forecast(history.loc[old].to_numpy(), len(months)).point
    assert load_percent(units).loc["Painting", list(SPRING)].between(105, 120).all()


def test_the_press_is_overhauled_in_january():
    presses = rows("capacity").query("resource == 'Presses'").set_index("month")["hours"]
    by_day = presses["2027-01"] / working_days(Month("2027-01")) / (presses["2027-02"] / working_days(Month("2027-02")))
    assert by_day == pytest.approx(0.7)


def test_burners_for_march_come_late():
    due = rows("open_purchases").query("sku == 'MT-130'").set_index("month")["quantity"]
    assert due["2027-03"] < due["2027-02"] / 2 < due["2027-04"] / 4


def test_there_is_stock_of_every_material_for_the_running_month():
    """What November's orders take through both levels of the bill is there or arrives in it."""
    bill = rows("bom")
    ordered = rows("production_orders").query("month == '2026-11'").groupby("sku")["quantity"].sum()
    bodies = bill[bill["parent_sku"].isin(ordered.index)]
    parts = bodies.merge(bill, left_on="component_sku", right_on="parent_sku", suffixes=("", "_of"))
    direct = (bodies["qty_per"] * bodies["parent_sku"].map(ordered)).groupby(bodies["component_sku"]).sum()
    through = (
        (parts["qty_per"] * parts["qty_per_of"] * parts["parent_sku"].map(ordered))
        .groupby(parts["component_sku_of"])
        .sum()
    )
    materials = rows("materials_suppliers")["sku"]
    due = rows("open_purchases").query("month == '2026-11'").groupby("sku")["quantity"].sum()
    there = rows("inventory").groupby("sku")["quantity"].sum().add(due, fill_value=0)
    taken = direct.add(through, fill_value=0)
    assert (there[materials] >= taken.reindex(materials).fillna(0)).all()


def test_a_hall_is_closed_in_spring_and_the_burners_can_hardly_be_hurried():
    room = rows("storage").query("location == 'Sibiu'").set_index("month")["limit_m3"]
    always = room[room.index.isna()].iloc[0]
    assert set(room.index.dropna()) == {"2027-01", *SPRING}
    assert (room.dropna().drop(room.index[room.index.isna()]) < always / 2).all()
    burners = rows("materials_suppliers").set_index("sku").loc["MT-130"]
    assert (burners["lead_time_days"], burners["expedite_limit"]) == (70, 200)


def test_staff_can_be_hired_in_steps_in_both_plants():
    staffing = rows("staffing")
    assert set(staffing["staff_group"]) == {"Staff Sibiu", "Staff Bacău"}
    assert staffing["hire_limit"].between(1, 5).all()
    assert (staffing["layoff_limit"] == 0).all()


def test_a_promotion_in_may_pulls_june_forward():
    projects = rows("projects").set_index("first_month")
    may = projects.loc["2027-05"]
    assert (may["family"], may["demand_percent"], may["price_percent"]) == (FURNITURE, 30, -12)
    assert projects.loc["2027-06", "demand_percent"] < 0


def test_launch_end_of_life_outage_delay_listing_and_investment_are_on_the_board():
    kinds = set(rows("projects")["project_kind"])
    assert kinds == {"launch", "end_of_life", "promotion", "outage", "supplier_delay", "listing", "investment"}


def test_the_latest_estimate_of_the_year_is_about_four_per_cent_under_budget_in_margin():
    closed = in_months(sold(), month_row(Month("2026-01"), 10))["margin"].sum()
    mean_price = rows("prices").groupby("sku")["price"].mean()
    left = expected_units(month_row(Month("2026-11"), 2)).sum(axis=1)
    estimate = closed + (left * (mean_price - unit_costs())).sum()
    budget = in_months(rows("budget"), month_row(Month("2026-01"), 12))["margin"].sum()
    assert estimate / budget - 1 == pytest.approx(-0.04, abs=0.01)


def test_the_budget_covers_three_fiscal_years_as_far_as_the_plan_goes():
    assert sorted(set(rows("budget")["month"])) == [str(month) for month in month_row(Month("2026-01"), 29)]


def test_stock_of_falling_articles_is_a_third_above_target_and_of_others_on_target():
    """Target: 18 days of demand (mean of November and December) and the days of safety stock; of what ends, both months."""
    items = rows("items").set_index("sku")
    demand = expected_units(month_row(Month("2026-11"), 2))
    target = demand.mean(axis=1) * (18 + items["safety_stock_days"]) / 30.4
    target["GR-120"] = demand.loc["GR-120"].sum()
    ratio = rows("inventory").groupby("sku")["quantity"].sum() / target
    falling = items.index[(items["family"] == HEATERS) | items["end_month"].notna()]
    assert ratio[falling].mean() == pytest.approx(4 / 3, rel=0.05)
    assert ratio.drop([*falling, *items.index[items["mode"] == "order"]]).mean() == pytest.approx(1, rel=0.05)


def test_stock_and_orders_serve_november_and_december():
    demand = expected_units(month_row(Month("2026-11"), 2)).sum(axis=1)
    coming = [rows("inventory"), rows("production_orders"), in_months(rows("open_purchases"), ("2026-11", "2026-12"))]
    supply = pd.concat(coming).groupby("sku")["quantity"].sum()
    stocked = rows("items").query("mode == 'stock'")["sku"]
    assert (supply[stocked] > demand[stocked]).all()


def test_pavilions_are_made_to_order_from_a_book_of_two_months():
    items = rows("items").query("mode == 'order'")
    assert (set(items["family"]), set(items["promised_months"])) == ({"Pavilions"}, {2})
    book = rows("open_orders")
    assert set(book["sku"]) == set(items["sku"])
    taken = expected_units(month_row(Month("2026-09"), 2)).loc[list(items["sku"])].to_numpy().sum()
    assert book["quantity"].sum() == pytest.approx(taken, rel=0.1)


# What is behind ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("family", "peak"), [("Grills", {"04", "05", "06"}), (FURNITURE, {"03", "04", "05"}), (HEATERS, {"09", "10", "11"})]
)
def test_seasons_peak_when_they_should(family: str, peak: set[str]):
    revenue = by_month(sold().query("family == @family"), "revenue")
    assert set(revenue.groupby(revenue.index.str[5:]).mean().nlargest(3).index) == peak


def test_heaters_sell_less_each_year_while_the_budget_hopes():
    heaters = sold().query("family == @HEATERS")
    years = [in_months(heaters, month_row(Month("2022-11").plus(12 * k), 12))["quantity"].sum() for k in range(4)]
    assert years == sorted(years, reverse=True)
    closed = month_row(Month("2026-01"), 10)
    hoped = in_months(rows("budget").query("family == @HEATERS"), closed)["quantity"].sum()
    assert hoped > 1.08 * in_months(heaters, closed)["quantity"].sum()


def test_one_article_grows_fast_on_the_web():
    lounge = sold().query("sku == 'GF-310'")
    web = lounge.query("customer_class == 'Web'")
    assert web["quantity"].sum() > 0.6 * lounge["quantity"].sum()
    assert (
        in_months(web, LAST_12)["quantity"].sum()
        > 1.7 * in_months(web, month_row(Month("2022-11"), 12))["quantity"].sum()
    )


def test_the_strike_month_fell_to_half_and_the_next_caught_up():
    units = by_month(sold())
    others = (units["2023-09"] + units["2025-09"]) / 2
    assert units["2024-09"] / others == pytest.approx(0.5, abs=0.08)
    assert units["2024-10"] > (units["2023-10"] + units["2025-10"]) / 2


def test_two_months_were_sold_out():
    gas = by_month(sold().query("sku == 'GR-215'"))
    for month in ("2024-07", "2024-08"):
        assert gas[month] < 0.2 * gas[str(Month(month).plus(12))]


def test_a_listing_won_lifts_the_level_and_one_lost_lowers_it():
    won, lost = (by_month(sold().query("sku == @sku")) for sku in ("PL-115", "GF-220"))
    assert won["2024-02":"2025-01"].sum() > 1.25 * won["2023-02":"2024-01"].sum()
    assert lost["2025-03":"2026-02"].sum() < 0.85 * lost["2024-03":"2025-02"].sum()


def test_easter_moves_between_march_and_april():
    """Western Easter: 31 March 2024 and 20 April 2025. Outside Romania March gave way to April."""
    abroad = by_month(sold().query("region != 'Romania' and family in ['Grills', 'Garden furniture', 'Planters']"))
    assert abroad["2024-03"] / abroad["2024-04"] > 1.04 * abroad["2025-03"] / abroad["2025-04"]


def test_spare_parts_are_asked_for_now_and_then():
    months = sold().query("family == 'Spare parts'").groupby("sku")["month"].nunique()
    assert (len(months), months.between(10, 40).all()) == (6, True)


def test_launches_have_a_short_history_and_the_article_that_ends_fades():
    first = sold().groupby("sku")["month"].min()
    launched = rows("items").set_index("sku")["launch_month"].dropna()
    assert set(launched.index) == {"GR-125", "GR-310", "PL-310", "PL-315"}
    assert (first[launched.index] == launched).all()
    hornada = by_month(sold().query("sku == 'GR-120'"))
    assert hornada["2026-05":"2026-10"].sum() < 0.7 * hornada["2025-05":"2025-10"].sum()


def test_promotions_of_the_chain_lifted_may_at_a_lower_price():
    at_chain = sold().query("family == @FURNITURE and region == 'Romania' and customer_class == 'DIY chains'")
    units, revenue = by_month(at_chain), by_month(at_chain, "revenue")
    assert units["2025-05"] > 1.25 * units["2026-05"]
    assert units["2025-06"] < 0.9 * units["2026-06"]
    assert revenue["2025-05"] / units["2025-05"] < 0.95 * revenue["2025-04"] / units["2025-04"]


def test_stock_made_and_sold_agree_for_every_article_and_month_behind():
    """Opening stock + made or received - sold = closing stock; pavilions have none."""
    stock = rows("stock_history").pivot_table(index="sku", columns="month", values="quantity", aggfunc="sum")
    months = [str(month) for month in month_row(Month("2026-05"), 6)]
    made, gone = (
        frame.pivot_table(index="sku", columns="month", values="quantity", aggfunc="sum")
        .reindex(index=stock.index, columns=months)
        .fillna(0)
        for frame in (rows("production_history"), sold())
    )
    opening = stock.shift(axis=1)[months]
    articles = opening.index.isin(rows("items")["sku"])
    assert (opening + made - gone == stock[months])[articles].all().all()
    assert (stock >= 0).all().all()


def test_the_last_month_behind_closes_with_the_stock_of_today():
    last = rows("stock_history").query("month == '2026-10'").drop(columns="month")
    assert last.to_dict("records") == rows("inventory").drop(columns="status").to_dict("records")


def test_two_families_came_short_of_what_was_ordered():
    """A sewing machine was down in October, painters ill in September; the others made nearly all."""
    family = rows("items").set_index("sku")["family"]
    made = rows("production_history")
    ordered = read_template(KINDS["production_orders"], (EARLIER / "2026-09" / "production_orders.csv").read_bytes())
    share = {
        (name, month): made[(made["sku"].map(family) == name) & (made["month"] == month) & (made["plant"] != "")][
            "quantity"
        ].sum()
        / ordered[(ordered["sku"].map(family) == name) & (ordered["month"] == month)]["quantity"].sum()
        for name in (FURNITURE, "Grills", HEATERS, "Planters")
        for month in ("2026-09", "2026-10")
    }
    assert share[FURNITURE, "2026-10"] == pytest.approx(0.76, abs=0.02)
    assert share["Grills", "2026-09"] == pytest.approx(0.7, abs=0.02)
    others = [value for key, value in share.items() if key not in {(FURNITURE, "2026-10"), ("Grills", "2026-09")}]
    assert others == pytest.approx([0.99] * 6, abs=0.02)
