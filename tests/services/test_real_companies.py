"""Whole companies that nobody on the project wrote: loaded to the last unit, planned with what they have."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sop.domain.calendar import Month
from sop.domain.errors import Undecided
from sop.domain.measures import kpis
from sop.domain.supply import PlanStatus
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.services.company import read_company
from sop.services.company_state import company_state, suggested_cycle
from sop.services.cycles import open_cycle
from sop.services.demand import demand_plan, history_of
from sop.services.inspection import Verdict, inspect
from sop.services.loading import Totals, enter_hours, load_file
from sop.services.supply import bought_freely, supply_problem
from sop.storage import snapshots
from sop.storage.engine import Store
from tests.services.small_company import NOW, act

COMPANIES = Path(__file__).parents[3] / "shared" / "data"
FILES = {
    "adventureworks": (
        "items", "sales_history", "inventory", "capacity", "routings", "bom", "materials_suppliers", "costs", "prices",
        "budget_sales_quota", "production_history",
    ),
    "northwind": ("items", "sales_history", "inventory"),
    "supplygraph": ("items", "sales_history", "production_history"),
}  # fmt: skip
ANSWERS = {"capacity": {"capacity_period": "per_week"}}
pytestmark = pytest.mark.skipif(not COMPANIES.is_dir(), reason="the folder of real companies is not there")
OPTIMAL = {PlanStatus.OPTIMAL, PlanStatus.OPTIMAL_COLD}


def told(company: str) -> dict:
    return json.loads((COMPANIES / company / "totals.json").read_text(encoding="utf-8"))


@pytest.fixture
def load(sqlite_store: Store, tmp_path: Path) -> Callable[..., dict[str, Totals]]:
    def load(company: str, *left_out: str) -> dict[str, Totals]:
        totals = {}
        for name in FILES[company]:
            if name not in left_out:
                file = COMPANIES / company / f"{name}.csv"
                totals[name] = load_file(sqlite_store, tmp_path, act(name), name, file, file.name, ANSWERS.get(name))[1]
        return totals

    return load


def planned(store: Store, horizon: int = 12):
    """Open a cycle as it is suggested and plan its base; return company, problem and plan."""
    wish = suggested_cycle(company_state(store), NOW)
    cycle, _meeting = open_cycle(store, act("cycle"), wish)
    with store.read() as tx:
        company = read_company(tx, snapshots.get(tx, cycle.snapshot_id))
    problem = supply_problem(company, demand_plan(company, cycle, ()), cycle, Policy())
    return company, problem, Planner(problem).solve(problem, "key")


# Totals ---------------------------------------------------------------------------------------------------------------


def test_adventureworks_to_the_last_unit(load):
    totals, expected = load("adventureworks"), told("adventureworks")
    sales = totals["sales_history"]
    assert (sales.quantity, sales.skus, sales.months) == (
        expected["units"], expected["skus_sold"], expected["months"],
    )  # fmt: skip
    assert sales.value == pytest.approx(expected["revenue_usd"], abs=0.005)  # stated in cents
    assert totals["items"].skus == 504
    assert totals["inventory"].quantity == 335_974
    assert totals["budget_sales_quota"].value == 95_714_000
    assert totals["production_history"].quantity == 4_507_721 - 10_651  # ordered less scrapped


def test_adventureworks_order_lines_say_the_same_as_its_months(sqlite_store):
    lines = COMPANIES / "adventureworks" / "sales_order_lines.csv.gz"
    found = inspect(None, "sales_history", lines, lines.name)
    expected = told("adventureworks")
    assert found.totals.quantity == expected["units"]
    assert found.totals.value == pytest.approx(expected["revenue_usd"], abs=0.005)
    assert ("summed", "121253 > 31123") in [(each.code, each.value) for each in found.problems]


def test_northwind_to_the_last_unit(load):
    totals, expected = load("northwind"), told("northwind")
    sales = totals["sales_history"]
    assert (sales.quantity, sales.skus, sales.months) == (
        expected["units"], expected["skus"], len(expected["by_month"]),
    )  # fmt: skip
    assert sales.value == pytest.approx(expected["revenue_usd"], abs=0.005)
    assert totals["inventory"].quantity == expected["on_hand"]


def test_supplygraph_to_the_last_unit(load):
    totals, expected = load("supplygraph"), told("supplygraph")
    sales = totals["sales_history"]
    assert (sales.skus, sales.months) == (expected["skus"], len(expected["by_month"]))
    assert sales.quantity == pytest.approx(expected["total"]["sales_orders_units"], abs=0.0005)  # stated in thousandths
    assert totals["production_history"].quantity == expected["total"]["produced_units"]


def test_daily_orders_say_the_same_as_the_months(sqlite_store):
    daily = COMPANIES / "supplygraph" / "daily.csv.gz"
    found = inspect(None, "sales_history", daily, daily.name)
    assert found.totals.quantity == pytest.approx(told("supplygraph")["total"]["sales_orders_units"], abs=0.0005)
    assert ("partial_month", "2023-08") in [(each.code, each.value) for each in found.problems]


# What is recognised, and what is asked ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("company", "name", "kind"),
    [
        *(
            ("adventureworks", name, "budget" if name.startswith("budget") else name)
            for name in FILES["adventureworks"]
        ),
        ("adventureworks", "inventory_month_end", "stock_history"),
        *((company, name, name) for company in ("northwind", "supplygraph") for name in FILES[company]),
    ],
)
def test_a_file_is_recognised_by_its_columns(company, name, kind):
    file = COMPANIES / company / f"{name}.csv"
    assert inspect(None, None, file, file.name).kind == kind


@pytest.mark.parametrize("name", ["suppliers", "finance_actual_budget_dw_calendar", "capacity_hours_used_by_month"])
def test_a_file_of_no_kind_is_refused(name):
    found = inspect(None, None, COMPANIES / "adventureworks" / f"{name}.csv", f"{name}.csv")
    assert (found.verdict, [each.code for each in found.problems]) == (Verdict.REJECTED, ["kind_unknown"])


def test_one_file_with_two_flows_is_asked_about():
    file = COMPANIES / "supplygraph" / "flows_monthly.csv"
    found = inspect(None, None, file, file.name)
    assert found.verdict is Verdict.QUESTION
    assert found.question.choices == ("sales_history", "production_history")
    assert inspect(None, None, file, file.name, {"kind": "production_history"}).kind == "production_history"


def test_hours_without_a_period_are_asked_about_and_not_stored(sqlite_store, tmp_path):
    file = COMPANIES / "adventureworks" / "capacity.csv"
    found = inspect(None, "capacity", file, file.name)
    assert (found.verdict, found.question.code) == (Verdict.QUESTION, "capacity_period")
    with pytest.raises(Undecided):
        load_file(sqlite_store, tmp_path, act("a"), "capacity", file, file.name)
    assert company_state(sqlite_store).kinds == ()


@pytest.mark.parametrize(("period", "months"), [("per_month", 1), ("per_week", 365.25 / 84), ("per_year", 1 / 12)])
def test_stated_hours_become_hours_a_month(sqlite_store, tmp_path, period, months):
    file = COMPANIES / "adventureworks" / "capacity.csv"
    _, totals = load_file(sqlite_store, tmp_path, act("a"), "capacity", file, file.name, {"capacity_period": period})
    assert totals.quantity == pytest.approx((96 + 108 + 120 + 120 + 80 + 120 + 120) * months)


@pytest.mark.parametrize(
    ("company", "first", "last"),
    [
        ("adventureworks", "2011-06", "2014-05"),
        ("northwind", "1996-07", "1998-04"),
        ("supplygraph", "2023-01", "2023-07"),
    ],
)  # AdventureWorks began on 31 May 2011 and lacks its resellers in June 2014
def test_partial_months_stay_out_of_the_forecast(load, sqlite_store, company, first, last):
    load(company)
    wish = suggested_cycle(company_state(sqlite_store), NOW)
    assert wish.last_closed == last
    known, _problem, _plan = planned(sqlite_store)
    assert history_of(known, Month(last)).months[0] == first


# Plans ----------------------------------------------------------------------------------------------------------------


def test_adventureworks_is_planned_on_its_seven_work_centres(load, sqlite_store):
    load("adventureworks")
    company, problem, plan = planned(sqlite_store)
    assert plan.status in OPTIMAL
    assert len(problem.skus) == 266
    assert len(problem.resources) == 7
    assert (problem.capacity_h > 0).all()
    assert company.missing() == ("production_orders", "open_purchases", "open_orders")
    assert plan.made_units.sum() > 0


def test_hours_entered_by_hand_are_those_of_every_month(load, sqlite_store, tmp_path):
    load("adventureworks", "capacity")
    company, problem, _plan = planned(sqlite_store)
    assert "capacity" in company.missing()
    assert problem.resources == ()
    entered = enter_hours(
        sqlite_store, tmp_path, act("hours"), {("Plant 1", "Paint"): 400, ("Plant 1", "Subassembly"): 3000}
    )
    assert (entered.kind, entered.file_name, entered.rows) == ("capacity", "entered by hand", 2)
    with sqlite_store.read() as tx:
        company = read_company(tx, snapshots.latest(tx))  # the open cycle follows its data
    assert company.catalogue.resources == ("Paint", "Subassembly")
    assert "capacity" not in company.missing()


def test_northwind_is_planned_as_bought_goods_at_the_prices_paid(load, sqlite_store):
    load("northwind")
    company, problem, plan = planned(sqlite_store)
    assert plan.status in OPTIMAL
    assert {"capacity", "routings", "bom", "costs", "prices"} <= set(company.missing())
    assert company.has_prices
    assert not company.has_costs
    assert set(bought_freely(company)) == set(problem.skus)
    assert plan.lost_units.max() == pytest.approx(0, abs=1e-6)
    assert kpis(plan).revenue_money > 0


def test_supplygraph_is_planned_in_units(load, sqlite_store):
    load("supplygraph")
    company, problem, plan = planned(sqlite_store)
    assert plan.status in OPTIMAL
    assert not company.has_prices
    assert not company.has_costs
    served = plan.demand_units.sum() - plan.lost_units.sum()
    assert served == pytest.approx(problem.demand_units.sum(), rel=1e-6)
