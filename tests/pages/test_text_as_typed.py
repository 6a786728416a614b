"""What people type is shown as typed: nothing in it becomes a picture, a link or bold letters in another's browser."""

import re
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from sop.domain.meeting import Stage
from sop.domain.people import Function, Role
from sop.domain.scenario import Lever, LeverKind, Scope
from sop.services import cycles as cycling
from sop.services import decisions as deciding
from sop.services import running, what_if
from sop.services.company_state import company_state, suggested_cycle
from sop.services.decisions import DecisionWish
from sop.services.loading import load_file
from sop.storage import meetings, scenarios
from sop.ui import keys
from tests.pages.conftest import errors, go, unfold
from tests.pages.test_meeting import SPRING
from tests.services.small_company import NOW, act

EVIL = "![x](http://tracker) <b>fat</b> [a](http://b) **c** :red[d] $e^2$"
RAW = ("![x]", "<b>", "[a](", "**c**", ":red[", "$e^")
# what is never read as Markdown: texts, options of select boxes, what stands in input fields, tables, charts
AS_TYPED = {"text": ["body"], "selectbox": ["options", "default", "raw_value"], "text_input": ["default", "value"],
            "multiselect": ["options", "default", "raw_values"],
            "text_area": ["default", "value"], "dataframe": ["arrow_data"],
            "vega_lite_chart": ["spec", "data", "datasets"]}  # fmt: skip

NAMES = re.compile(r'^\s*(?:id|form_id): ".*"$', re.MULTILINE)  # made of keys, never shown


def elements(block):
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from elements(child)


def read_as_markdown(element) -> str:
    """Return everything of an element that a browser may read as Markdown."""
    proto = deepcopy(element.proto)
    for field in AS_TYPED.get(element.type, []):
        if field in proto.DESCRIPTOR.fields_by_name:
            proto.ClearField(field)
    return NAMES.sub("", str(proto)).replace("\\\\", "\\")


@pytest.fixture
def evil_office(office):
    """A company in which everything that can be typed was typed by somebody who means no good."""
    person, token = office.join(Role.FACILITATOR, f"Ana {EVIL}"[:80], Function.MANAGEMENT)
    item = _items(office)[0]
    cycling.change_item(office.store, office.act(person, "1"), replace(item, title=EVIL, owner_id=person.id))
    second = _items(office)[1]
    cycling.change_item(office.store, office.act(person, "2"), replace(second, title=EVIL))
    scenario = what_if.new_scenario(office.store, office.act(person, "3"), office.cycle.id, EVIL[:60])
    lever = Lever("lever-of-test", LeverKind.DEMAND, 5, Scope(), SPRING)
    scenario = what_if.move_lever(office.store, office.act(person, "4"), scenario.id, lever)
    running.project(office.store, office.act(person, "5"), office.meeting.id, scenario.id)
    running.start_item(office.store, office.act(person, "6"), office.meeting.id, item.id)
    due = office.workspace.now().date() + timedelta(days=3)
    seen = office.board(scenario).outcome.key.digest
    wish = DecisionWish(EVIL, EVIL, EVIL, person.id, person.id, due, scenario.id, office.meeting.id, seen)
    decision = deciding.record_decision(office.workspace, office.act(person, "7"), office.cycle, wish)
    deciding.add_action(
        office.workspace, office.act(person, "8"), office.cycle, office.meeting.id, EVIL, person.id, due, decision.id
    )
    return office, token


def _items(office):
    with office.store.read() as tx:
        return meetings.items(tx, office.meeting.id)


def assert_as_typed(app) -> str:
    assert errors(app) == []
    shown = list(elements(app._tree))
    for element in shown:
        said = read_as_markdown(element)
        for piece in RAW:
            assert piece not in said.replace("\\" + piece[0], ""), f"{element.type}: {said}"
    return " ".join(str(element.proto) for element in shown)


@pytest.mark.parametrize("stage", [Stage.AGENDA, Stage.SUPPLY, Stage.MEETING, Stage.FOLLOW_UP])
def test_nothing_typed_is_read_as_markdown_on_a_page(evil_office, stage):
    office, token = evil_office
    assert "tracker" in assert_as_typed(office.visit(stage, token))


@pytest.mark.parametrize("dialog", ["decide-open", "action-open"])
def test_nothing_typed_is_read_as_markdown_in_a_dialog(evil_office, dialog):
    office, token = evil_office
    app = office.visit(Stage.MEETING, token)
    app.button(key=dialog).click().run()
    assert "tracker" in assert_as_typed(app)


def test_a_refusal_says_what_was_typed_as_typed(evil_office):
    office, token = evil_office
    app = go(office.visit(Stage.AGENDA, token), Stage.MEETING)
    with office.store.read() as tx:
        count = len(scenarios.of_cycle(tx, office.cycle.id))
    unfold(app, f"{keys.SAVE_FOLD}-{count}-0")
    app.text_input(key="scenario-name").set_value(f"{EVIL[:30]}").run()
    app.button(key="save-scenario").click().run()
    assert "tracker" in assert_as_typed(app)


@pytest.fixture
def evil_company(empty_office):
    """A company whose files name SKU, family, unit, region and resource so that they do harm where they are not escaped."""
    months = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 11)]
    files = {
        "items": f"sku,name,family,unit\n{EVIL},{EVIL},{EVIL},{EVIL}\n",
        "sales_history": "month,sku,region,quantity,revenue\n"
        + "".join(f"{each},{EVIL},{EVIL},{10 + k},{100 + k}\n" for k, each in enumerate(months)),
        "capacity": f"plant,resource,resource_kind,month,hours\n{EVIL},{EVIL},line,,10\n",
        "routings": f"sku,plant,resource,hours_per_unit\n{EVIL},{EVIL},{EVIL},1\n",
    }
    for kind, text in files.items():
        home = empty_office.workspace.settings.home
        load_file(empty_office.store, home, act(kind), kind, text.encode(), f"{kind}.csv")
    cycling.open_cycle(empty_office.store, act("cycle"), suggested_cycle(company_state(empty_office.store), NOW))
    _person, token = empty_office.join(Role.FACILITATOR, "Ana Rus", Function.MANAGEMENT)
    return empty_office, token


@pytest.mark.parametrize("view", ["", "projector"])
@pytest.mark.parametrize("stage", [Stage.DATA, Stage.DEMAND, Stage.SUPPLY, Stage.PRE_SOP, Stage.MEETING])
def test_nothing_that_a_file_names_is_read_as_markdown(evil_company, stage, view):
    office, token = evil_company
    app = office.visit(stage, token)
    app.query_params["view"] = view
    assert_as_typed(app.run())


def test_the_unit_of_a_change_by_hand_is_not_read_as_markdown(evil_company):
    office, token = evil_company
    app = office.visit(Stage.DEMAND, token)
    app.session_state[keys.OVERRIDE_IN] = "units"
    app.button(key="override-open").click().run()
    assert "spread by mix" in assert_as_typed(app)


def test_the_check_itself_finds_a_picture():
    def script():
        import streamlit as st

        st.caption("![x](http://tracker)")

    with pytest.raises(AssertionError):
        assert_as_typed(AppTest.from_function(script).run())
