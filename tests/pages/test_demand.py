"""The demand page: exceptions lead to what they are about; a change is laid on top, seen, and taken back."""

from dataclasses import replace

import pytest
from sqlalchemy import delete
from streamlit.testing.v1 import AppTest

from sop.domain.calendar import Month, MonthRange
from sop.domain.meeting import Stage
from sop.domain.people import Function, Role
from sop.services import demand_view
from sop.services.cycles import open_cycle
from sop.services.demand_exceptions import exceptions
from sop.services.demand_view import Focus, outlook
from sop.services.loading import load_file, take_snapshot
from sop.services.overrides import add_override
from sop.storage import changes, tables
from sop.ui import keys
from sop.ui.drawing import escaped
from tests.pages.conftest import SYSTEM, Office, errors, tiles
from tests.services import small_company

JANUARY, MARCH = Month("2027-01"), Month("2027-03")


@pytest.fixture(autouse=True)
def _nothing_laid_yet(request):
    """Take the demo company's own change away: the figures here are those of the baseline."""
    if "office" in request.fixturenames:
        with request.getfixturevalue("office").store.write() as w:
            w.tx.execute(delete(tables.overrides))


def lay(office: Office, person, token: str, **where):
    """Lay +10 % on all grills from January to March."""
    values = {"family": "Grills", "sku": "", "region": "", "months": MonthRange(JANUARY, MARCH), "change": 10.0}
    return add_override(
        office.store, office.act(person, token), office.cycle.id, in_percent=True, reason="Fair in Cologne",
        **{**values, **where},
    )  # fmt: skip


def button(app: AppTest, key: str):
    return next((each for each in app.button if each.key == key), None)


def table(app: AppTest):
    """Return the months' table of the page."""
    return app.dataframe[0].value


def heading(app: AppTest) -> str:
    """Return the heading of the months' table, which names their unit."""
    return app.subheader[-1].value.replace("\\", "")


def texts(app: AppTest) -> str:
    return " | ".join(each.value for each in (*app.text, *app.caption)).replace("\\", "").replace("\u00a0", " ")


def look_at(app: AppTest, family: str, sku: str = "") -> AppTest:
    app.session_state[keys.DEMAND_FAMILY] = family
    app.session_state[keys.DEMAND_SKU] = sku
    return app.run()


def test_exceptions_stand_first_the_dearest_on_top(office, participant):
    app = office.visit(Stage.DEMAND, participant[1])
    assert errors(app) == []
    found = exceptions(demand_view.read_review(office.workspace, office.cycle))
    listed = [each.key for each in app.button if str(each.key).startswith("exception-")]
    assert listed == [f"exception-{each.focus.family}-{each.focus.sku}" for each in found]
    assert app.subheader[0].value == f"Exceptions ({len(found)})"


def test_a_click_on_an_exception_looks_at_it(office, participant):
    app = office.visit(Stage.DEMAND, participant[1])
    button(app, "exception-Grills-GR-125").click().run()
    assert errors(app) == []
    assert app.session_state[keys.DEMAND_FAMILY] == "Grills"
    assert app.session_state[keys.DEMAND_SKU] == "GR-125"
    assert heading(app) == "By month, pcs"


def test_what_cannot_be_measured_is_a_dash_with_the_reason(office, participant):
    app = look_at(office.visit(Stage.DEMAND, participant[1]), "Grills", "GR-310")  # on sale since September
    assert tiles(app) == dict.fromkeys(
        ("Error (WAPE)", "Bias", "MASE", "Gain on last year"), ("-", escaped("follows GR-210"))
    )


def test_a_family_tells_the_direction_of_its_bias_and_the_models_of_its_blend(office, participant):
    app = look_at(office.visit(Stage.DEMAND, participant[1]), "Planters")
    assert tiles(app)["Bias"] == ("11.9\u00a0%", escaped("under-forecast"))
    assert list(app.table[0].value.columns) == ["Model", "Share", "WAPE", "MASE", "Bias"]


def test_every_family_is_in_its_unit_and_all_of_them_in_money(office, participant):
    app = office.visit(Stage.DEMAND, participant[1])
    assert heading(app) == "By month, lei at today's price"
    for family in ("Pavilions", "Grills"):
        assert "Budget" in table(look_at(app, family)).index
        assert heading(app) == "By month, pcs"
    assert "Budget" not in table(look_at(app, "Grills", "GR-110")).index  # budgets are made by family


def test_a_change_laid_by_somebody_is_a_line_of_the_table_and_all_lines_add_up(office, participant):
    lay(office, *participant)
    app = look_at(office.visit(Stage.DEMAND, participant[1]), "Grills")
    lines = table(app)
    layer = next(name for name in lines.index if name.startswith("±"))
    assert layer == "± Fair in Cologne (Andrei Stan)"
    for column in lines.columns:
        figure = {name: int(lines.loc[name, column].replace(",", "")) for name in ("Baseline", layer, "Consensus")}
        assert figure["Baseline"] + figure[layer] == figure["Consensus"], column
    assert int(lines.loc[layer, "Feb 27"]) > 0
    assert lines.loc[layer, "Apr 27"] == "0"


def test_a_change_is_told_with_author_date_reason_and_effect(office, participant):
    made = lay(office, *participant)
    app = look_at(office.visit(Stage.DEMAND, participant[1]), "Grills")
    review = demand_view.read_review(office.workspace, office.cycle)
    ((_, added),) = outlook(review, Focus("Grills")).layers
    said = texts(app)
    assert "1. Grills: +10 %, Jan 27 to Mar 27 · Fair in Cologne" in said
    assert f"effect +{added.sum():,.0f} pcs, +" in said
    assert "Andrei Stan, " in said
    assert button(app, f"withdraw-{made.id}") is not None


def fill_in(app: AppTest, change: float, reason: str) -> AppTest:
    """Open the form on what is looked at and fill it in; a run of the whole page would close it."""
    button(app, "override-open").click().run()
    app.number_input(keys.OVERRIDE_PERCENT).set_value(change)
    app.text_input(keys.OVERRIDE_REASON).set_value(reason)
    return app


def recorded(office: Office):
    return demand_view.read_review(office.workspace, office.cycle).recorded


def test_the_form_lays_a_change_on_what_is_looked_at(office, participant):
    app = fill_in(look_at(office.visit(Stage.DEMAND, participant[1]), "Grills"), 12.0, "A chain lists us")
    button(app, "override-add").click().run()
    assert errors(app) == []
    (made,) = recorded(office)
    assert (made.family, made.sku, made.region, made.change, made.in_percent) == ("Grills", "", "", 12.0, True)
    assert (made.reason, made.author_id) == ("A chain lists us", participant[0].id)
    assert made.months == MonthRange(JANUARY, MARCH)  # the first three months that can be decided


@pytest.mark.parametrize(("change", "reason", "told"), [(5.0, " ", "Write why"), (0.0, "Fair", "0 changes nothing")])
def test_a_change_without_size_or_reason_is_refused_with_a_sentence(office, participant, change, reason, told):
    app = fill_in(look_at(office.visit(Stage.DEMAND, participant[1]), "Grills"), change, reason)
    button(app, "override-add").click().run()
    assert any(told in each for each in errors(app))
    assert recorded(office) == ()


def test_taking_a_change_back_leaves_it_listed(office, participant):
    made = lay(office, *participant)
    app = look_at(office.visit(Stage.DEMAND, participant[1]), "Grills")
    button(app, f"withdraw-{made.id}").click().run()
    assert errors(app) == []
    assert [each.withdrawn for each in recorded(office)] == [True]
    assert "taken back" in texts(app)
    assert button(app, f"withdraw-{made.id}") is None


def test_only_the_author_and_the_facilitator_can_take_a_change_back(office, facilitator, participant):
    made = lay(office, *participant)
    other = office.join(Role.PARTICIPANT, "Mihai Ene", Function.FINANCE)
    for _, token in (facilitator, participant):
        assert button(office.visit(Stage.DEMAND, token), f"withdraw-{made.id}") is not None
    assert button(office.visit(Stage.DEMAND, other[1]), f"withdraw-{made.id}") is None


def test_viewers_see_everything_and_change_nothing(office, participant):
    made = lay(office, *participant)
    viewer = office.join(Role.VIEWER, "Vlad Neagu")
    app = office.visit(Stage.DEMAND, viewer[1])
    assert "Fair in Cologne" in texts(app)
    assert button(app, "override-open") is None
    assert button(app, f"withdraw-{made.id}") is None


def test_the_page_follows_the_cycle_and_the_company(office, participant):
    app = office.visit(Stage.DEMAND, participant[1])
    topics = app.session_state[keys.PARTS]["demand"].topics
    assert set(topics) == {"company", f"cycle/{office.cycle.id}"}
    with office.store.read() as tx:
        seen = changes.latest_id(tx)
    lay(office, *participant)
    with office.store.read() as tx:
        assert [each.topic for each in changes.since(tx, seen)] == [f"cycle/{office.cycle.id}"]


def test_without_sales_the_page_leads_to_the_data_page(empty_office):
    home, items = empty_office.workspace.settings.home, small_company.FILES["items"].encode()
    load_file(empty_office.store, home, replace(SYSTEM, token="items"), "items", items, "items.csv")
    with empty_office.store.write() as w:
        take_snapshot(w, SYSTEM)
    open_cycle(empty_office.store, SYSTEM, small_company.WISH)
    app = empty_office.visit(Stage.DEMAND, empty_office.join()[1])
    assert errors(app) == []
    assert "no sales history" in app.info[0].value
    assert button(app, "way-to-data") is not None
