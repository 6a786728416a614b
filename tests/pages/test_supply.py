"""The supply page: its grid is the plan's figures, in the reader's way of writing them."""

import numpy as np
import pytest

from sop.domain.calendar import Month
from sop.domain.measures import by_month, grid
from sop.domain.meeting import Stage
from sop.domain.people import Role
from sop.language import compact, month, number, speaking
from sop.planning.explain import Bottleneck
from sop.services.finalising import FINALISE
from sop.services.frames import WHOLE
from sop.storage import jobs
from sop.storage.jobs import JobState
from sop.ui import keys
from sop.ui.components.grid import lines_of
from sop.ui.components.reason import bottleneck_words
from sop.ui.components.tiles import tiles_of
from sop.ui.drawing import escaped
from tests.pages.conftest import errors, tiles

UNITS = {"Demand": "demand", "Sales (shipped)": "sales", "Production": "production", "Closing stock": "stock",
         "Safety stock": "safety_stock"}  # fmt: skip


def choice(app, key: str):
    return next(each for each in app.get("button_group") if each.key == key)


def table(app):
    return app.dataframe[0].value


def heads(plan) -> list[str]:
    return [f"{month(each)} (frozen)" if t < plan.frozen_months else month(each) for t, each in enumerate(plan.months)]


@pytest.fixture
def plan(office):
    return office.board(office.scenario("A ")).outcome.plan


@pytest.fixture
def app(office, participant):
    return office.visit(Stage.SUPPLY, participant[1])


def test_the_page_opens_on_the_rooms_scenario_with_all_families_in_money(app, office, plan):
    assert errors(app) == []
    assert list(table(app).columns) == heads(plan)
    rows = {row.name: row.money for row in grid(plan)}
    for name, own in UNITS.items():
        line = next(line for label, line in table(app).iterrows() if str(label).startswith(name))
        assert list(line) == [compact(value) for value in rows[own]], name
    assert list(table(app).iloc[-1]) == [compact(value) for value in by_month(plan).margin_money]
    assert tiles(app).keys() == {escaped(each.label) for each in _tiles(office)}


def _tiles(office):
    board = office.board(office.scenario("A "))
    return tiles_of(board.kpis, board.base_kpis, office.cycle.currency)


@pytest.mark.parametrize("family", ["Grills", "Spare parts", "Pavilions"])
def test_a_familys_grid_is_its_units_and_its_money(app, plan, family):
    choice(app, keys.SUPPLY_FAMILY).set_value(family).run()
    assert errors(app) == []
    rows = {row.name: row for row in grid(plan, family)}
    shown = table(app)
    for name, own in UNITS.items():
        line = next(line for label, line in shown.iterrows() if str(label).startswith(name) and ", lei" not in label)
        assert list(line) == [number(value) for value in rows[own].units], name
    sales = next(line for label, line in shown.iterrows() if str(label).startswith("Sales (shipped), lei at price"))
    assert list(sales) == [compact(value) for value in rows["sales"].money]


@pytest.mark.parametrize("family", [WHOLE, "Grills"])
def test_money_that_nobody_delivered_is_not_shown_in_any_line(plan, family):
    at_cost = frozenset({"stock", "safety_stock", "production", "purchased", "margin"})
    for line in lines_of(plan, family, "pcs", "RON", at_cost):
        hidden = line.is_money and ("at cost" in line.name or line.name.startswith("Margin"))
        assert np.isnan(line.figures).all() == hidden, line.name


def test_families_add_up_to_the_whole_in_money(plan):
    for whole in grid(plan, WHOLE):
        parts = sum(next(row.money for row in grid(plan, family) if row.name == whole.name)
                    for family in dict.fromkeys(plan.families))  # fmt: skip
        assert parts == pytest.approx(whole.money, rel=1e-9, abs=1e-6)


def test_another_scenario_is_looked_at_alone(app, office):
    other = office.scenario("B ")
    choice(app, keys.SUPPLY_SCENARIO).set_value(other.id).run()
    board = office.board(other)
    told = tiles_of(board.kpis, board.base_kpis, office.cycle.currency)
    assert tiles(app) == {escaped(each.label): (each.value, each.difference or "") for each in told}
    assert office.meeting.projected_scenario == office.scenario("A ").id


def test_the_balance_and_the_load_of_every_resource_are_drawn(app, plan):
    balance, load, _rough_cut = (each.proto for each in app.get("vega_lite_chart"))
    assert balance.spec
    assert load.spec
    drawn = b"".join(data.data.data for data in load.datasets)
    for axis in plan.resources:
        assert axis.name.encode() in drawn


def test_what_the_plan_rests_on_is_drawn_while_it_is_open(app, plan):
    assert not [each for each in app.dataframe if "Opening stock, pcs" in each.value.index]
    for section in ("load-section", "material-section", "band-section", "staffing-section"):
        app.session_state[section] = True
    app.run()
    assert errors(app) == []
    shown = {str(name): list(line) for each in app.dataframe for name, line in each.value.iterrows()}
    burner = plan.materials.index("Gas burner")
    assert shown["Closing stock, pcs"] == [number(value) for value in plan.material_stock_units[burner]]
    assert shown["Overtime, h"] == [number(value) for value in plan.overtime_h[0]]
    assert shown["Closing stock, lei at cost"] == [compact(value) for value in plan.unit_cost_money @ plan.stock_units]
    assert any("Gas burner is short in" in each.value for each in app.text)


def test_figures_are_written_as_the_reader_writes_them(office, plan):
    _, token = office.join(Role.PARTICIPANT, "Ion Vlad", language="ro")
    app = office.visit(Stage.SUPPLY, token)
    assert errors(app) == []
    with speaking("ro"):
        demand = [compact(value) for value in grid(plan)[0].money]
        first = month(plan.months[0])
    assert list(table(app).iloc[0]) == demand
    assert str(table(app).columns[0]).startswith(first)
    assert any("," in figure for figure in demand)


def test_months_that_are_short_of_hours_are_told_in_runs():
    months = tuple(Month(each) for each in ("2027-01", "2027-02", "2027-03", "2027-12", "2028-05"))
    limit = Bottleneck("Painting", "Sibiu", months, 55.0, months[0])
    assert bottleneck_words(limit, "RON").startswith(
        "Painting holds the plan back in Jan 27 to Mar 27, Dec 27, and May 28;"
    )


def test_what_an_hour_is_worth_counts_what_nobody_pays_and_says_so():
    only = (Month("2027-03"),)  # 55 may well be 80 of penalties avoided less 25 of money paid
    said = bottleneck_words(Bottleneck("Painting", "Sibiu", only, 55.0, only[0]), "RON")
    assert said.endswith("one more hour in Mar 27 is worth 55\u00a0lei, penalties included.")


def test_finalising_counts_what_is_no_whole_lot_and_begins_as_a_job(app, office, participant):
    assert any("are no whole lots, orders or shifts" in each.value for each in app.text)
    app.button(key="finalise").click().run()
    assert errors(app) == []
    with office.store.read() as tx:
        [job] = jobs.of_person(tx, participant[0].id, FINALISE, 5)
    assert job.state is JobState.WAITING
    assert "finalise" not in {each.key for each in app.button}
