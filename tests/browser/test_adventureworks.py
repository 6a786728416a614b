"""A company that nobody here wrote, from its files to what came of its plan: AdventureWorks through all ten pages."""

import csv
import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NotSeen

from sop.domain.calendar import Month, month_row
from sop.domain.meeting import Cycle, Stage
from sop.domain.people import Function
from sop.domain.supply import SupplyPlan
from sop.language import compact_money, speaking
from sop.services import publishing
from sop.storage import actions, cycles, decisions, deviations
from sop.ui.words import SIGNS
from tests.browser.conftest import PATIENCE, wait_ready
from tests.browser.steps import choose, dialog, fill_decision, go, keyed, press, tile, write
from tests.serving import ROOT, Server

FOLDER = ROOT.parent / "shared" / "data" / "adventureworks"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of real companies is not there"),
]

LAST_CLOSED, PLANNED = "2014-03", "2014-05"  # between them lies the running month
FAMILY = "Road Bikes"
FILES = (
    "items", "sales_history", "inventory", "routings", "costs", "prices", "bom", "materials_suppliers",
    "budget_sales_quota", "production_history",
)  # fmt: skip
WITH_MONTHS = ("sales_history", "production_history")
HOURS = {  # a month, somewhat more than was booked in the busiest months
    "Frame Forming": 1800, "Frame Welding": 1100, "Debur and Polish": 100, "Paint": 100, "Specialized Paint": 100,
    "Subassembly": 4100, "Final Assembly": 4400,
}  # fmt: skip
SCENARIO = "Ten per cent more"
QUESTION, CHOICE, REASON = "More bikes in spring?", "Ten per cent more", "The resellers asked for them"
CAUSE, CORRECTION = "Two of the resellers' orders fell into April", "Ask the resellers for their dates"
SAYS = {  # what only a page that was drawn to its end has on it
    Stage.AGENDA: "Last month against plan",
    Stage.DATA: "after the freeze",
    Stage.DEMAND: "Baseline from the sales of Jun 11 to Mar 14",
    Stage.SUPPLY: "Load by resource",
    Stage.PRE_SOP: "Scenarios side by side",
    Stage.MEETING: f"Published: plan r2, {SCENARIO}",
    Stage.EXECUTION: "May 14: plan r2",
    Stage.FOLLOW_UP: CORRECTION,
    Stage.IMPROVE: "Did we decide what had to be decided?",
    Stage.ENGINE_CHECK: "Tracking signal",
}

Row = dict[str, str]


# What the files say ---------------------------------------------------------------------------------------------------


def rows_of(name: str) -> list[Row]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def units(rows: Sequence[Row]) -> float:
    return math.fsum(float(row["quantity"]) for row in rows)


def sold(sales: Sequence[Row], month: str, family: str = FAMILY) -> list[Row]:
    return [row for row in sales if row["month"] == month and row["family"] == family]


def as_of_march(folder: Path) -> dict[str, Path]:
    """Return every file; those with a history end where the cycle's does."""
    files = {name: FOLDER / f"{name}.csv" for name in FILES}
    for name in WITH_MONTHS:
        known = [row for row in rows_of(name) if row["month"] <= LAST_CLOSED]
        files[name] = folder / f"{name}.csv"
        with files[name].open("w", encoding="utf-8", newline="") as file:
            lines = csv.DictWriter(file, list(known[0]))
            lines.writeheader()
            lines.writerows(known)
    return files


# What the screen and the database say ---------------------------------------------------------------------------------


def dropped(page: Page, name: str) -> Locator:
    return page.locator("[class*='st-key-file-']").filter(has_text=f"{name}.csv")


def figures(table: Locator, row: str) -> Locator:
    """Return the cells of a row of a table, its name first; the canvas holds them as text for screen readers."""
    return table.locator("tbody tr").filter(has_text=row).locator("td")


def published(server: Server) -> tuple[Cycle, SupplyPlan]:
    with server.store() as store, store.read() as tx:
        cycle = cycles.latest(tx)
        return cycle, publishing.published_plan(tx, publishing.standing_of(tx, cycle.id))


def planned_units(plan: SupplyPlan, month: str, family: str = FAMILY) -> float:
    rows = [family == each for each in plan.families]
    return float(plan.demand_units[rows, plan.months.index(month)].sum())


# The journey ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def chair(joined) -> Page:
    return joined("Ioana Pop", Function.PLANNING, "/data", facilitator=True)


def test_from_the_files_of_an_erp_to_a_deviation_with_its_action(server, chair, joined, tmp_path):
    sales = rows_of("sales_history")
    load_the_files(chair, as_of_march(tmp_path), [row for row in sales if row["month"] <= LAST_CLOSED])
    enter_the_hours(chair)
    open_the_cycle(server, chair)
    consensus = look_at_the_forecast(chair, sales)
    look_at_the_plan(chair, consensus)
    move_a_lever(chair)
    decide_and_adopt(server, chair)
    _cycle, plan = published(server)
    planned_as_decided(plan, consensus)
    load_the_next_months(chair)
    explain_a_deviation(server, chair, plan, sales)
    visit_every_page(chair, server.address, by_menu=True)
    visit_every_page(joined("Andrei Stan", Function.SALES), server.address, by_menu=False)
    assert not [line for line in server.logged if "Traceback" in line or " ERROR " in line]


def drop(page: Page, files: Sequence[Path]) -> None:
    """Drop files into the zone, and load each as it was understood."""
    page.locator(".st-key-upload input[type=file]").set_input_files(files)
    for file in files:
        load(page, file)


def load(page: Page, file: Path) -> None:
    """Load a file as it was understood; drop it again where the page lost it among the others."""
    button = dropped(page, file.stem).get_by_role("button", name="Load", exact=True)
    loaded = dropped(page, file.stem).get_by_text("This file is loaded.")
    wait_ready(page)
    if not shown_soon(button.or_(loaded)):
        page.locator(".st-key-upload input[type=file]").set_input_files([file])
    expect(button.or_(loaded).first).to_be_visible(timeout=PATIENCE)
    if button.is_visible():
        button.press("Enter")  # tables above may still settle
    expect(loaded).to_be_visible(timeout=PATIENCE)
    wait_ready(page)


def shown_soon(what: Locator) -> bool:
    """Return whether something is seen within the time that a file takes to be read."""
    try:
        what.first.wait_for(timeout=15_000)
    except NotSeen:
        return False
    return True


def load_the_files(page: Page, files: dict[str, Path], sales: Sequence[Row]) -> None:
    revenue = math.fsum(float(row["revenue_usd"]) for row in sales)
    skus, months = len({row["sku"] for row in sales}), len({row["month"] for row in sales})
    drop(page, [files["items"]])
    drop(page, [files[name] for name in FILES if name != "items"])
    understood = f"{len(sales):,} rows · {units(sales):,.0f} units or hours · value {revenue:,.2f} · {skus} SKUs · {months} months"
    expect(dropped(page, "sales_history").get_by_text(understood)).to_be_visible()
    expect(dropped(page, "routings").get_by_text("213 rows")).to_be_visible()


def enter_the_hours(page: Page) -> None:
    """No file says how long the work centres work: it is entered in the form."""
    for centre, hours in HOURS.items():
        keyed(page, f"hours-by-hand-{centre.replace(' ', '-')}").locator("input").fill(str(hours))
    page.get_by_role("button", name="Store the hours").click()
    expect(page.get_by_text("The hours are stored and hold for every month.").first).to_be_visible()


def open_the_cycle(server: Server, page: Page) -> None:
    go(page, "Agenda", "/")
    expect(keyed(page, "cycle-last-closed").get_by_role("combobox")).to_have_value("Mar 14")
    choose(page, "cycle-first-decidable", "May 14")
    write(page, "cycle-horizon", "12")
    write(page, "cycle-currency", "USD")
    press(page, "cycle-open")
    expect(keyed(page, "status-line").get_by_text("Cycle 2014-04")).to_be_visible()
    with server.store() as store, store.read() as tx:
        cycle = cycles.latest(tx)
    assert (cycle.last_closed, cycle.first_decidable, cycle.horizon_months, cycle.currency) == (
        LAST_CLOSED, PLANNED, 12, "USD",
    )  # fmt: skip


def look_at_the_forecast(page: Page, sales: Sequence[Row]) -> float:
    """Return what is forecast for the family and the first planned month; May 2011 had one day and is left out."""
    go(page, "Demand", "/demand")
    expect(page.get_by_text("Baseline from the sales of Jun 11 to Mar 14")).to_be_visible(timeout=PATIENCE)
    page.get_by_text(FAMILY, exact=True).last.click()
    expect(page.get_by_role("heading", name="By month")).to_be_visible()
    table = page.get_by_test_id("stDataFrame").last
    running, next_month = 2, 3  # behind the name and the sum of a year
    expect(figures(table, "Last year").nth(running)).to_have_text(f"{units(sold(sales, '2013-04')):,.0f}")
    expect(figures(table, "Last year").nth(next_month)).to_have_text(f"{units(sold(sales, '2013-05')):,.0f}")
    return float(figures(table, "Consensus").nth(next_month).text_content().replace(",", ""))


def look_at_the_plan(page: Page, consensus: float) -> None:
    """The base plan meets the consensus, and its stock is what was there and was made, less what was shipped."""
    go(page, "Supply", "/supply")
    page.get_by_text(FAMILY, exact=True).last.click()
    table = page.get_by_test_id("stDataFrame").first
    expect(figures(table, "Demand, pcs").nth(1)).to_have_text(f"{consensus:,.0f}")
    shipped, made, stock = (
        [float(figures(table, f"{name}, pcs").nth(month).text_content().replace(",", "")) for month in (2, 3)]
        for name in ("Sales (shipped)", "Production", "Closing stock")
    )
    assert stock[1] == pytest.approx(stock[0] + made[1] - shipped[1], abs=2)  # four rounded figures


def move_a_lever(page: Page) -> None:
    go(page, "Meeting", "/meeting")
    expect(page.get_by_text("The base plan has no levers.")).to_be_visible()
    page.get_by_role("button", name="Save as").click()
    write(page, "scenario-name", SCENARIO)
    press(page, "save-scenario")
    expect(page.get_by_text("No lever yet: this scenario is the base plan.")).to_be_visible()
    page.get_by_role("button", name="Lever", exact=True).click()
    press(page, "lever-new-add")
    added = page.locator("[class*='st-key-box-'] input")
    expect(added).to_have_value("0")
    page.keyboard.press("Escape")
    added.fill("10")
    added.press("Enter")
    expect(page.locator("[class*='st-key-lever-'] input[type=range]")).to_have_value("10")
    revenue = page.get_by_test_id("stMetric").filter(has_text="Revenue")
    expect(revenue.get_by_test_id("stMetricDelta")).to_contain_text("+")


def decide_and_adopt(server: Server, page: Page) -> None:
    fill_decision(page, QUESTION, CHOICE, REASON)
    press(page, "decision-record")
    expect(dialog(page)).to_have_count(0)
    with server.store() as store, store.read() as tx:
        decided = decisions.of_cycle(tx, cycles.latest(tx).id)
    assert [(each.question, each.choice, each.scenario_name) for each in decided] == [(QUESTION, CHOICE, SCENARIO)]
    press(page, "adopt-open")
    write(page, "adopt-reason", REASON)
    press(page, "adopt-confirm")
    expect(dialog(page)).to_have_count(0)
    expect(page.get_by_text(f"Published: plan r2, {SCENARIO}")).to_be_visible(timeout=PATIENCE)
    _cycle, plan = published(server)
    shipped = plan.demand_units - plan.lost_units - np.diff(plan.backlog_units, axis=1, prepend=0.0)  # nothing was late
    revenue = (shipped * plan.price_money).sum() / 1e6
    expect(tile(page, "Revenue")).to_have_text(f"{revenue:.3g}")


def planned_as_decided(plan: SupplyPlan, consensus: float) -> None:
    assert len(plan.skus) == 266
    assert plan.months == month_row(Month(PLANNED), 12)
    entered = {axis.name: hours for axis, hours in zip(plan.resources, plan.capacity_h, strict=True)}
    assert {name: set(hours.tolist()) for name, hours in entered.items()} == {
        name: {float(hours)} for name, hours in HOURS.items()
    }
    assert planned_units(plan, PLANNED) == pytest.approx(1.1 * consensus, abs=0.6)  # the consensus was read rounded


def load_the_next_months(page: Page) -> None:
    """The later files reach into June, of which only a part was sold; the plan of the cycle stays what it was."""
    go(page, "Execution", "/execution")
    expect(page.get_by_text("the first month that it covers is May 2014")).to_be_visible()
    go(page, "Data", "/data")
    expect(page.get_by_text(re.compile("^Data s1, frozen"))).to_be_visible(timeout=PATIENCE)
    drop(page, [FOLDER / f"{name}.csv" for name in WITH_MONTHS])
    totals = json.loads((FOLDER / "totals.json").read_text(encoding="utf-8"))
    understood = f"{totals['units']:,} units or hours · value {totals['revenue_usd']:,.2f}"
    expect(dropped(page, "sales_history").get_by_text(understood)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("after the freeze").first).to_be_visible()


def explain_a_deviation(server: Server, page: Page, plan: SupplyPlan, sales: Sequence[Row]) -> None:
    actual, planned = units(sold(sales, PLANNED)), planned_units(plan, PLANNED)
    go(page, "Execution", "/execution")
    expect(page.get_by_text("closed months: 1")).to_be_visible(timeout=PATIENCE)
    write(page, "execution-tolerance", "1")
    page.get_by_text(FAMILY, exact=True).first.click()
    table = page.get_by_test_id("stDataFrame").last
    for row, figure in (
        ("plan", f"{planned:,.0f}"), ("actual", f"{actual:,.0f}"), ("difference", f"{actual - planned:+,.0f}"),
    ):  # fmt: skip
        expect(figures(table, f"Sales, pcs: {row}").nth(1)).to_have_text(figure)
    expect(figures(table, "Sales, pcs: actual").nth(2)).to_have_text("-")  # June is not whole
    card = keyed(page, f"deviation-{FAMILY.replace(' ', '-')}-{PLANNED}-sales")
    money = money_apart(plan, sales)
    with speaking("en"):
        apart = compact_money(money, "USD", signed=True)
    expect(card).to_contain_text(
        f"{actual:,.0f} instead of {planned:,.0f}: {100 * (actual / planned - 1):+.0f} %, {apart}"
    )
    card.get_by_role("button", name="Explain").click()
    write(page, "deviation-cause", CAUSE)
    write(page, "deviation-action", CORRECTION)
    press(page, "deviation-store")
    expect(dialog(page)).to_have_count(0)
    expect(card.get_by_text(f"Cause: {CAUSE}")).to_be_visible()
    expect(card.get_by_text(CORRECTION)).to_be_visible()
    with server.store() as store, store.read() as tx:
        (told,) = deviations.every(tx)
        action = actions.get(tx, told.action_id)
    assert (told.actual_units, told.planned_units) == (pytest.approx(actual), pytest.approx(planned))
    assert told.money == pytest.approx(money)
    assert (told.cause, action.text) == (CAUSE, CORRECTION)


def money_apart(plan: SupplyPlan, sales: Sequence[Row]) -> float:
    """Return the difference of the first month's sales, each SKU at its price in the plan."""
    t = plan.months.index(PLANNED)
    counted = Counter()
    for row in sold(sales, PLANNED):
        counted[row["sku"]] += float(row["quantity"])
    return sum(
        (counted[sku] - plan.demand_units[i, t]) * plan.price_money[i, t]
        for i, (sku, family) in enumerate(zip(plan.skus, plan.families, strict=True))
        if family == FAMILY
    )


def visit_every_page(page: Page, address: str, *, by_menu: bool) -> None:
    for stage, sign in SIGNS.items():
        path = "/" if stage is Stage.AGENDA else f"/{stage}"
        if by_menu:
            go(page, str(sign.word), path)
        else:
            page.goto(address + path)
            wait_ready(page)
        expect(keyed(page, "status-line").get_by_text("Cycle 2014-04")).to_be_visible()
        expect(page.get_by_text(SAYS[stage]).first).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
